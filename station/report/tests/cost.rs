//! Cost on the line: handshakes resumed or not, counted by a proxy, and the meter's model beside it.

mod support;

use report::{Report, Traffic};
use support::*;

/// Waits until an event of this order was acknowledged: everything before it has then crossed, in both
/// directions, and nothing more is due.
async fn settled(report: &Report, outbox: &Memory, order: u64) {
    outbox.put([order]);
    report.wake();
    outbox.down_to(0).await;
}

#[tokio::test]
async fn a_reconnect_resumes_tls_and_costs_at_most_2200_bytes() {
    let place = Place::open();
    let line = line_to(place.broker.port());
    let _office = place.office().ready().await;
    let outbox = Memory::default();
    let (report, mut notices) = start(place.config(port_of(&line)), &outbox);
    assert!(!connected(&mut notices).await, "the first handshake cannot be resumed");
    settled(&report, &outbox, 1).await;
    let mut before = line.counters("broker").unwrap();
    println!("full handshake, birth, an event: up {} down {}", before.up, before.down);
    for order in 2..=5 {
        line.sever();
        assert!(connected(&mut notices).await, "the session must be resumed");
        settled(&report, &outbox, order).await;
        let after = line.counters("broker").unwrap();
        let (up, down) = (after.up - before.up, after.down - before.down);
        println!("resumed handshake, birth, an event: up {up} down {down}");
        assert!(up + down <= 2200, "{up} + {down} bytes");
        before = after;
    }
    report.stop().await;
}

#[tokio::test]
async fn the_meter_agrees_with_a_counting_proxy() {
    let place = Place::open();
    let line = line_to(place.broker.port());
    let _office = place.office().ready().await;
    let outbox = Memory::default();
    let (report, mut notices) = start(place.config(port_of(&line)), &outbox);
    connected(&mut notices).await;
    settled(&report, &outbox, 1).await;
    compare("one full handshake", &line, &report);
    outbox.put(2..=101);
    settled(&report, &outbox, 102).await;
    compare("and a hundred events", &line, &report);
    for order in 103..=112 {
        line.sever();
        connected(&mut notices).await;
        settled(&report, &outbox, order).await;
    }
    compare("and ten resumed handshakes", &line, &report);
    report.stop().await;
}

#[track_caller]
fn compare(what: &str, line: &line::Line, report: &Report) {
    let (counted, Traffic { sent, received }) =
        (line.counters("broker").unwrap_or_default(), report.traffic());
    println!("{what}: proxy {} up {} down, meter {sent} up {received} down", counted.up, counted.down);
    for (true_bytes, model) in [(counted.up, sent), (counted.down, received)] {
        let off = (model as f64 - true_bytes as f64).abs() / true_bytes as f64;
        assert!(off < 0.1, "the model is {:.0} % off", off * 100.0);
    }
}
