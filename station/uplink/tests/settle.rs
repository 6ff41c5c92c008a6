//! Checks become settlements, each exactly once, whatever happens to the answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests; clippy.toml exempts only the tests

mod support;

use centre::{Fault, FaultKind, Nonsense, Target};
use line::Condition;
use std::{
    sync::atomic::Ordering::SeqCst,
    time::{Duration, Instant},
};
use support::{Bus, eventually};
use uplink::UplinkEvent;
use wire::LineGrade;

#[tokio::test]
async fn a_live_check_is_settled_while_the_desk_waits() {
    let bus = Bus::new().await;
    let mut desk = bus.start();
    desk.line(LineGrade::Good).await;
    let id = bus.shelf.save(bus.check(0));
    desk.uplink.live(id);
    assert_eq!(desk.settled(1).await, [id]);
    bus.assert_exactly_once(&[id]);
    assert!(bus.shelf.look().waiting.is_empty());
    assert_eq!(bus.line.counters("centre").unwrap().connections, 1, "one connection for everything");
}

#[tokio::test]
async fn a_backlog_drains_oldest_first_over_one_connection() {
    let bus = Bus::new().await;
    let ids = bus.fill(60);
    let mut desk = bus.start();
    desk.settled(60).await;
    bus.assert_exactly_once(&ids);
    // Two batches are under way at a time, so the answer to the second may come first: the order is that of taking.
    assert_eq!(bus.shelf.look().taken, ids);
    assert_eq!(bus.line.counters("centre").unwrap().connections, 1);
    let batches = bus.centre.control.requests();
    let batches = batches.iter().filter(|r| r.operation == "POST /v1/checks").count();
    assert!(batches < 20, "{batches} batches for 60 checks");
}

#[tokio::test]
async fn a_live_check_overtakes_the_backlog_on_a_narrow_line() {
    let bus = Bus::new().await;
    let mut ids = bus.fill(80);
    bus.set(Condition { up: Some(64_000), down: Some(64_000), round_trip_ms: 100, ..Condition::default() });
    let mut config = bus.config();
    config.timing.answer = Duration::from_secs(10);
    let mut desk = bus.start_with(config);
    desk.settled(20).await;
    let id = bus.shelf.save(bus.check(7));
    ids.push(id);
    let began = Instant::now();
    desk.uplink.live(id);
    eventually("live", || bus.shelf.look().settled.contains_key(&id)).await;
    let took = began.elapsed();
    assert!(took < Duration::from_millis(4_500), "waited {took:?} behind the backlog");
    assert!(bus.shelf.look().waiting.len() > 5, "the backlog was still there");
    eventually("the rest", || bus.shelf.look().waiting.is_empty()).await;
    bus.assert_exactly_once(&ids);
}

#[tokio::test]
async fn invariant_2_the_centre_sees_each_check_exactly_once_though_answers_are_lost() {
    let bus = Bus::new().await;
    let lost = |kind: FaultKind| bus.centre.control.fault(Fault::next(3, kind).on(Target::Checks));
    lost(FaultKind::LostAnswer);
    lost(FaultKind::Reset);
    lost(FaultKind::Nonsense { what: Nonsense::InvalidJson });
    lost(FaultKind::LostAnswer);
    let ids = bus.fill(40);
    let mut desk = bus.start();
    desk.settled(40).await;
    bus.assert_exactly_once(&ids);
    let receipts = bus.centre.control.receipts(None).unwrap();
    assert!(receipts.iter().any(|r| r.times_seen > 1), "some were sent again after they had been counted");
}

#[tokio::test]
async fn invariant_2_holds_for_a_line_that_breaks_again_and_again() {
    let bus = Bus::new().await;
    let ids = bus.fill(60);
    bus.set(Condition { up: Some(800_000), round_trip_ms: 30, ..Condition::default() });
    let mut desk = bus.start();
    for _ in 0..8 {
        desk.settled(1).await;
        bus.line.sever();
    }
    eventually("all settled", || bus.shelf.look().waiting.is_empty()).await;
    bus.assert_exactly_once(&ids);
}

#[tokio::test]
async fn a_live_check_survives_a_stale_connection_and_a_lost_answer() {
    let bus = Bus::new().await;
    let mut desk = bus.start();
    desk.line(LineGrade::Good).await;
    bus.centre.control.fault(Fault::next(1, FaultKind::LostAnswer).on(Target::Checks));
    bus.line.sever();
    let id = bus.shelf.save(bus.check(0));
    desk.uplink.live(id);
    assert_eq!(desk.settled(1).await, [id]);
    bus.assert_exactly_once(&[id]);
}

#[tokio::test]
async fn nonsense_settles_nothing_and_is_reported() {
    for what in [Nonsense::InvalidJson, Nonsense::WrongTypes, Nonsense::HugeBody] {
        let bus = Bus::new().await;
        bus.centre.control.fault(Fault::always(FaultKind::Nonsense { what }).on(Target::Checks));
        let ids = bus.fill(5);
        let mut desk = bus.start();
        desk.trouble("U201").await;
        desk.uplink.live(ids[4]);
        eventually("several tries", || bus.centre.control.counters().requests > 6).await;
        assert!(bus.shelf.look().settled.is_empty(), "{what:?}");
        bus.centre.control.clear_faults();
        desk.settled(5).await;
        bus.assert_exactly_once(&ids);
        let over = |e: &UplinkEvent| matches!(e, UplinkEvent::TroubleOver(c) if c.code() == codes::U201);
        assert!(desk.drain().iter().any(over), "{what:?}");
    }
}

#[tokio::test]
async fn a_check_that_the_centre_will_not_take_neither_blocks_nor_is_lost() {
    let bus = Bus::new().await;
    let poison = bus.shelf.save(bus.check_of("valid-hanako", "bus-99", 900));
    let ids = bus.fill(30);
    let mut desk = bus.start();
    desk.trouble("U204").await;
    eventually("the others", || bus.shelf.look().settled.len() == 30).await;
    bus.assert_exactly_once(&ids);
    assert!(bus.shelf.look().waiting.values().any(|check| check.id == poison), "kept");

    let before = bus.centre.control.counters().requests;
    eventually("tried again, slowly", || {
        bus.centre.control.requests().iter().skip(before as usize).any(|r| r.operation.starts_with("PUT"))
    })
    .await;
    assert!(
        !desk.drain().iter().any(|e| matches!(e, UplinkEvent::TroubleOver(c) if c.code() == codes::U204))
    );
}

#[tokio::test]
async fn a_live_check_that_the_centre_will_not_take_is_reported_at_once_with_the_reason() {
    let bus = Bus::new().await;
    let mut desk = bus.start();
    desk.line(LineGrade::Good).await;
    let id = bus.shelf.save(bus.check_of("valid-hanako", "bus-99", 900));
    let began = Instant::now();
    desk.uplink.live(id);
    let event = desk.until("refused", |e| matches!(e, UplinkEvent::Refused { .. })).await;
    let took = began.elapsed();
    let UplinkEvent::Refused { check, code } = event else { unreachable!() };
    assert_eq!((check, code.retryable()), (id, false), "{code:?}");
    assert!(took < Duration::from_secs(5), "told after {took:?}, when the desk has nearly given up");
    assert!(bus.shelf.look().waiting.values().any(|check| check.id == id), "kept");
}

#[tokio::test]
async fn a_batch_that_is_refused_as_a_whole_is_split_until_it_fits() {
    let bus = Bus::with(|config| config.limits.body = 4_500).await;
    let ids = bus.fill(12);
    let mut desk = bus.start();
    desk.settled(12).await;
    bus.assert_exactly_once(&ids);
    let refused = bus.centre.control.requests().iter().filter(|r| r.status == 413).count();
    assert!(refused > 0, "the first batch was too large");
}

#[tokio::test]
async fn a_settlement_that_the_journal_could_not_keep_is_asked_for_again() {
    let bus = Bus::new().await;
    bus.shelf.settle_fails.store(true, SeqCst);
    let ids = bus.fill(3);
    let mut desk = bus.start();
    desk.trouble("U301").await;
    assert!(bus.shelf.look().settled.is_empty());
    bus.shelf.settle_fails.store(false, SeqCst);
    desk.settled(3).await;
    bus.assert_exactly_once(&ids);
    assert!(bus.shelf.look().settled.values().all(|(_, times)| *times == 1));
}

#[tokio::test]
async fn the_book_is_filled_ahead_and_again_when_it_is_low() {
    let bus = Bus::new().await;
    let mut desk = bus.start();
    desk.until("book", |e| matches!(e, UplinkEvent::Book(8))).await;
    bus.shelf.look().challenges.truncate(2);
    desk.uplink.live(bus.shelf.save(bus.check(0)));
    desk.until("book", |e| matches!(e, UplinkEvent::Book(8))).await;
    let names: std::collections::BTreeSet<_> = bus.shelf.look().challenges.iter().map(|c| c.id).collect();
    assert_eq!(names.len(), 8, "no challenge twice");
}

#[tokio::test]
async fn a_stop_keeps_what_waits_and_what_was_counted() {
    let bus = Bus::new().await;
    bus.fill(3);
    let mut desk = bus.start();
    desk.settled(3).await;
    bus.set(line::Preset::BlackHole);
    let late = bus.shelf.save(bus.check(9));
    desk.uplink.live(late);
    let began = Instant::now();
    desk.uplink.stop().await;
    assert!(began.elapsed() < Duration::from_secs(7), "a stop does not wait for the line");
    assert_eq!(bus.shelf.look().waiting.values().map(|c| c.id).collect::<Vec<_>>(), [late]);
    assert!(bus.shelf.look().metered.0 > 3_000, "{:?}", bus.shelf.look().metered);
    desk.uplink.recall(late).await.unwrap_err();
}
