//! Events through the outbox, against a real Mosquitto: none lost, repetitions known by their order, and a
//! broker that is away, deaf or forgetful blocks no caller.

mod support;

use line::{Condition, Preset};
use report::{Fault, ReportEvent};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use support::*;

fn distinct(orders: &[u64]) -> Vec<u64> {
    orders.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

fn all(last: u64) -> Vec<u64> {
    (1..=last).collect()
}

#[tokio::test]
async fn events_arrive_in_order_and_leave_the_outbox_only_then() {
    let place = Place::open();
    let office = place.office().ready().await;
    let outbox = Memory::default();
    outbox.put(1..=30);
    let (report, _notices) = start(place.config(place.broker.port()), &outbox);
    outbox.down_to(0).await;
    office.until(|got| got.iter().filter(|g| g.topic.ends_with("/event")).count() >= 30).await;
    assert_eq!(office.orders(), all(30), "on an unbroken connection each comes once, in order");
    // A later one is published when it is announced.
    outbox.put([31]);
    report.wake();
    office.one("/event", |g| g.json()["order"] == 31).await;
    outbox.down_to(0).await;
    assert!(office.all().iter().filter(|g| g.topic.ends_with("/event")).all(|g| !g.retained));
    report.stop().await;
}

#[tokio::test]
async fn an_event_stays_until_somebody_has_subscribed() {
    let place = Place::open();
    let outbox = Memory::default();
    outbox.put(1..=3);
    let (report, mut notices) = start(place.config(place.broker.port()), &outbox);
    let deaf = |n: &ReportEvent| matches!(n, ReportEvent::Trouble { fault: Fault::NobodyListens, .. });
    heard(&mut notices, deaf).await;
    assert_eq!(outbox.orders(), all(3), "acknowledged for nobody is not delivered");
    let office = place.office().ready().await;
    outbox.down_to(0).await;
    office.until(|got| got.iter().filter(|g| g.topic.ends_with("/event")).count() >= 3).await;
    let over = |n: &ReportEvent| matches!(n, ReportEvent::Cleared { fault: Fault::NobodyListens });
    heard(&mut notices, over).await;
    report.stop().await;
}

#[tokio::test]
async fn none_is_lost_when_the_connection_is_cut_again_and_again() {
    let place = Place::open();
    let line = line_to(place.broker.port());
    // 30 ms of delay, so that cuts find messages on their way.
    line.set(Condition { round_trip_ms: 30, ..Condition::default() });
    let office = place.office().ready().await;
    let outbox = Memory::default();
    outbox.put(1..=120);
    let mut config = place.config(port_of(&line));
    config.timing.backoff_most = Duration::from_millis(40);
    let (report, mut notices) = start(config, &outbox);
    for left in [100, 80, 60, 40, 20] {
        connected(&mut notices).await;
        outbox.down_to(left).await;
        line.sever();
    }
    outbox.down_to(0).await;
    office.until(|got| got.iter().any(|g| g.topic.ends_with("/event") && g.json()["order"] == 120)).await;
    let orders = office.orders();
    assert_eq!(distinct(&orders), all(120), "every order arrives");
    let repeated = orders.len() - 120;
    assert!(repeated <= 5 * 8, "no more is repeated than was on its way: {repeated}");
    report.stop().await;
}

#[tokio::test]
async fn none_is_lost_when_the_broker_restarts_and_forgets() {
    let mut place = Place::open();
    let office = place.office().ready().await;
    let outbox = Memory::default();
    outbox.put(1..=5);
    let (report, mut notices) = start(place.config(place.broker.port()), &outbox);
    outbox.down_to(0).await;
    office.until(|got| got.iter().filter(|g| g.topic.ends_with("/event")).count() >= 5).await;
    connected(&mut notices).await;

    // A restart that keeps its data: the office's session takes what comes before the office is back.
    place.broker.stop().unwrap();
    outbox.put(6..=20);
    report.wake();
    place.broker.start_again().unwrap();
    connected(&mut notices).await;
    outbox.down_to(0).await;

    // A crash that loses everything, sessions and subscriptions too: events wait until the office is back.
    office.until(|got| got.iter().any(|g| g.topic.ends_with("/event") && g.json()["order"] == 20)).await;
    place.broker.kill();
    place.broker.forget().unwrap();
    outbox.put(21..=40);
    report.wake();
    place.broker.start_again().unwrap();
    outbox.down_to(0).await;
    office.until(|got| got.iter().any(|g| g.topic.ends_with("/event") && g.json()["order"] == 40)).await;
    assert_eq!(distinct(&office.orders()), all(40));
    report.stop().await;
}

#[tokio::test]
async fn a_silent_line_is_noticed_and_what_was_on_its_way_is_sent_again() {
    let place = Place::open();
    let line = line_to(place.broker.port());
    let office = place.office().ready().await;
    let outbox = Memory::default();
    let mut config = place.config(port_of(&line));
    config.timing.ack = Duration::from_millis(500);
    let (report, mut notices) = start(config, &outbox);
    connected(&mut notices).await;
    office.one("/birth", |_| true).await;
    line.set(Preset::BlackHole.into());
    outbox.put(1..=4);
    report.wake();
    let silent = |n: &ReportEvent| matches!(n, ReportEvent::Disconnected { fault: Fault::Silent, .. });
    heard(&mut notices, silent).await;
    assert_eq!(outbox.orders(), all(4));
    line.set(Condition::default());
    report.retry_now();
    outbox.down_to(0).await;
    office.until(|got| got.iter().filter(|g| g.topic.ends_with("/event")).count() >= 4).await;
    report.stop().await;
}

#[tokio::test]
async fn an_idle_dead_connection_is_noticed_by_the_keepalive() {
    let place = Place::open();
    let line = line_to(place.broker.port());
    let office = place.office().ready().await;
    let mut config = place.config(port_of(&line));
    // Only the keepalive can notice.
    config.timing.ack = 2 * LONG;
    let (report, mut notices) = start(config, &Memory::default());
    connected(&mut notices).await;
    office.one("/birth", |_| true).await;
    line.set(Preset::BlackHole.into());
    let begun = Instant::now();
    let silent = |n: &ReportEvent| matches!(n, ReportEvent::Disconnected { fault: Fault::Silent, .. });
    heard(&mut notices, silent).await;
    // Keepalive 5 s: noticed with the second probe. With the default of 40 s that is 80 s.
    assert!(begun.elapsed() < Duration::from_secs(11), "{:?}", begun.elapsed());
    report.stop().await;
}

#[tokio::test]
async fn a_dead_broker_blocks_no_caller() {
    let mut place = Place::open();
    place.broker.stop().unwrap();
    let outbox = Memory::default();
    let (events, mut notices) = tokio::sync::mpsc::channel(1);
    let config = place.config(place.broker.port());
    let report = report::Report::start(config, outbox.clone(), events).unwrap();
    let begun = Instant::now();
    for n in 0..10_000 {
        report.status(status(n));
        report.wake();
        report.retry_now();
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    // The notices were not received (the channel holds one): the tries went on all the same.
    let unreachable =
        |n: &ReportEvent| matches!(n, ReportEvent::Disconnected { fault: Fault::Unreachable, .. });
    heard(&mut notices, unreachable).await;
    let begun = Instant::now();
    report.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_journal_that_fails_is_reported_and_asked_again() {
    let place = Place::open();
    let office = place.office().ready().await;
    let outbox = Memory::default();
    outbox.put(1..=3);
    outbox.broken(true);
    let (report, mut notices) = start(place.config(place.broker.port()), &outbox);
    let failed = |n: &ReportEvent| matches!(n, ReportEvent::Trouble { fault: Fault::Outbox, .. });
    heard(&mut notices, failed).await;
    outbox.broken(false);
    outbox.down_to(0).await;
    office.until(|got| got.iter().filter(|g| g.topic.ends_with("/event")).count() >= 3).await;
    heard(&mut notices, |n| matches!(n, ReportEvent::Cleared { fault: Fault::Outbox })).await;
    report.stop().await;
}
