//! The line goes and comes; the centre has bad days; the day's bytes run out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests; clippy.toml exempts only the tests

mod support;

use centre::{Fault, FaultKind, Target};
use line::{Condition, Preset};
use std::time::{Duration, Instant};
use support::{Bus, eventually};
use uplink::UplinkEvent;
use wire::LineGrade;

#[tokio::test]
async fn a_cut_line_is_reported_and_everything_settles_when_it_is_back() {
    let bus = Bus::new().await;
    let mut desk = bus.start();
    desk.line(LineGrade::Good).await;
    bus.set(Preset::Cut);
    let ids = bus.fill(5);
    desk.uplink.live(ids[4]);
    desk.line(LineGrade::Down).await;
    assert!(bus.shelf.look().settled.is_empty());
    bus.set(Preset::Perfect);
    desk.settled(5).await;
    bus.assert_exactly_once(&ids);
    let back = desk.past.iter().rposition(|e| matches!(e, UplinkEvent::Line(LineGrade::Weak)));
    assert!(back.is_some(), "a line that comes back is weak first");
}

#[tokio::test]
async fn a_line_that_dies_while_idle_is_noticed_within_the_stated_time() {
    let bus = Bus::new().await;
    let config = bus.config();
    let t = config.timing.clone();
    let mut desk = bus.start_with(config);
    desk.line(LineGrade::Good).await;
    bus.set(Preset::BlackHole);
    let began = Instant::now();
    desk.line(LineGrade::Down).await;
    let bound = t.probe + t.answer + t.connect + t.backoff_first + Duration::from_secs(2);
    assert!(began.elapsed() <= bound, "{:?} > {bound:?}", began.elapsed());
    bus.set(Preset::Perfect);
    desk.line(LineGrade::Weak).await;
}

#[tokio::test]
async fn a_connection_that_fell_silent_does_not_cost_the_desk_its_answer() {
    let bus = Bus::new().await;
    let mut config = bus.config();
    config.timing = uplink::Timing::default();
    let mut desk = bus.start_with(config);
    desk.until("book", |e| matches!(e, UplinkEvent::Book(8))).await;
    bus.set(Preset::BlackHole);
    let before = bus.line.counters("centre").unwrap().up;
    let id = bus.shelf.save(bus.check(0));
    let began = Instant::now();
    desk.uplink.live(id);
    eventually("swallowed", || bus.line.counters("centre").unwrap().up > before).await;
    bus.set(Preset::Weak); // the line is back, but this connection is dead for ever
    assert_eq!(desk.settled(1).await, [id]);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    bus.assert_exactly_once(&[id]);
}

#[tokio::test]
async fn a_full_book_at_the_centre_does_not_hold_up_checks() {
    let bus =
        Bus::with(|config| (config.limits.open_challenges, config.limits.retry_after_s) = (0, 600)).await;
    let mut desk = bus.start();
    eventually("the order was refused", || bus.centre.control.requests().iter().any(|r| r.status == 429))
        .await;
    let id = bus.shelf.save(bus.check(0));
    desk.uplink.live(id);
    assert_eq!(desk.settled(1).await, [id]);
}

#[tokio::test]
async fn a_line_that_swallows_a_batch_loses_nothing() {
    let bus = Bus::new().await;
    bus.set(Condition { up: Some(200_000), down: Some(200_000), round_trip_ms: 50, ..Condition::default() });
    let ids = bus.fill(40);
    let mut desk = bus.start();
    desk.settled(4).await;
    bus.set(Preset::BlackHole);
    desk.line(LineGrade::Down).await;
    let before = bus.shelf.look().settled.len();
    assert!(before < 40);
    bus.set(Preset::Perfect);
    eventually("the rest", || bus.shelf.look().waiting.is_empty()).await;
    bus.assert_exactly_once(&ids);
}

#[tokio::test]
async fn a_weak_line_answers_a_live_check_within_the_desk_s_budget() {
    let bus = Bus::new().await;
    let mut config = bus.config();
    config.timing = uplink::Timing::default();
    bus.set(Preset::Weak);
    let mut desk = bus.start_with(config);
    let id = bus.shelf.save(bus.check(0));
    let began = Instant::now();
    desk.uplink.live(id);
    assert_eq!(desk.settled(1).await, [id]);
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}, with the connection's set-up", began.elapsed());
}

#[tokio::test]
async fn a_storm_of_errors_is_met_with_patience() {
    let bus = Bus::new().await;
    let storm = FaultKind::Status { status: 500, retry_after_s: None };
    bus.centre.control.fault(Fault::always(storm).on(Target::Checks));
    let ids = bus.fill(10);
    let mut desk = bus.start();
    desk.trouble("U202").await;
    let (began, before) = (Instant::now(), bus.centre.control.counters().requests);
    eventually("two more seconds of storm", || began.elapsed() > Duration::from_secs(2)).await;
    let tries = bus.centre.control.counters().requests - before;
    assert!((2..=20).contains(&tries), "{tries} tries in two seconds, where the longest pause is 0.8 s");
    bus.centre.control.clear_faults();
    desk.settled(10).await;
    bus.assert_exactly_once(&ids);
    let down = |e: &UplinkEvent| matches!(e, UplinkEvent::Line(LineGrade::Down));
    assert!(!desk.past.iter().any(down), "a centre that answers 500 is no dead line");
}

#[tokio::test]
async fn retry_after_is_honoured_by_the_backlog_and_by_live_checks() {
    let bus = Bus::new().await;
    let busy = FaultKind::Status { status: 503, retry_after_s: Some(2) };
    bus.centre.control.fault(Fault::next(1, busy).on(Target::Checks));
    let ids = bus.fill(2);
    let mut desk = bus.start();
    eventually("refused once", || bus.centre.control.requests().iter().any(|r| r.status == 503)).await;
    desk.uplink.live(ids[1]);
    desk.settled(2).await;
    let requests = bus.centre.control.requests();
    let at = requests.iter().position(|r| r.status == 503).unwrap();
    let next = requests[at + 1..].iter().find(|r| r.checks > 0).unwrap();
    let pause = next.at.duration_since(requests[at].at);
    assert!(pause.as_millis() >= 1_950, "asked again after {pause:?}");
}

#[tokio::test]
async fn the_day_s_bytes_stop_the_backlog_then_everything_and_a_new_day_lets_it_go_on() {
    let bus = Bus::new().await;
    let mut config = bus.config();
    config.bytes_per_day = Some(30_000);
    config.book_size = 1;
    config.book_low = 1;
    let mut ids = bus.fill(60);
    let mut desk = bus.start_with(config);
    desk.until("limit", |e| matches!(e, UplinkEvent::BytesLimit { reached: true })).await;
    let live = bus.shelf.save(bus.check(3));
    ids.push(live);
    desk.uplink.live(live);
    eventually("live", || bus.shelf.look().settled.contains_key(&live)).await;
    let waiting = bus.shelf.look().waiting.len();
    assert!(waiting > 20, "{waiting} wait");
    let wire = bus.line.counters("centre").unwrap();
    assert!(wire.up + wire.down < 100_000, "{wire:?}");

    bus.shelf.look().metered.0 += 100_000;
    desk.trouble("U402").await;
    let stopped = bus.shelf.save(bus.check(4));
    ids.push(stopped);
    bus.shelf.look().metered = (0, 0);
    desk.until("limit", |e| matches!(e, UplinkEvent::BytesLimit { reached: false })).await;
    eventually("the rest, in further days", || {
        let mut state = bus.shelf.look();
        state.metered = (0, 0);
        state.waiting.is_empty()
    })
    .await;
    bus.assert_exactly_once(&ids);
}

#[tokio::test]
async fn beyond_the_margin_nothing_goes_not_even_a_live_check() {
    let bus = Bus::new().await;
    bus.shelf.look().metered = (1_000_000, 0);
    let mut config = bus.config();
    config.bytes_per_day = Some(500_000);
    let mut desk = bus.start_with(config);
    desk.trouble("U402").await;
    let id = bus.shelf.save(bus.check(0));
    desk.uplink.live(id);
    let error = desk.uplink.recall(id).await.unwrap_err().to_string();
    assert!(error.starts_with("U402"), "{error}");
    assert_eq!(bus.line.counters("centre").unwrap().connections, 0);
    bus.shelf.look().metered = (0, 0);
    desk.trouble_over("U402").await;
    assert_eq!(desk.settled(1).await, [id]);
}

#[tokio::test]
async fn the_counted_bytes_are_those_of_the_line() {
    let bus = Bus::new().await;
    let mut desk = bus.start();
    desk.until("book", |e| matches!(e, UplinkEvent::Book(8))).await;
    let same = || {
        let wire = bus.line.counters("centre").unwrap();
        desk.uplink.counted() == (wire.up, wire.down)
    };
    eventually("equal to the byte after a full handshake and an order", same).await;
    for number in 0..8 {
        let id = bus.shelf.save(bus.check(number));
        desk.uplink.live(id);
        desk.settled(1).await;
        if number % 3 == 2 {
            bus.line.sever();
        }
    }
    let last = *bus.fill(40).last().unwrap();
    desk.uplink.live(last);
    desk.settled(40).await;
    let idle = Instant::now();
    eventually("some probes", || idle.elapsed() > Duration::from_secs(4)).await;

    // A severed line loses at most what was in its buffers.
    let (up, down) = desk.uplink.counted();
    let wire = bus.line.counters("centre").unwrap();
    for (name, counted, real) in [("up", up, wire.up), ("down", down, wire.down)] {
        let off = counted as f64 / real as f64 - 1.0;
        assert!(off.abs() < 0.01, "{name}: counted {counted}, the line {real}: {:.2} % off", off * 100.0);
    }
    assert_eq!(bus.centre.control.counters().handshakes_full, 1, "reconnects resumed the session");
}
