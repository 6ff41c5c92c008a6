//! Look-ups: found and missing settlements, and no cost for live checks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests; clippy.toml exempts only the tests

mod support;

use centre::{Fault, FaultKind, Nonsense, Target};
use jiff::{SignedDuration, Timestamp};
use line::Preset;
use std::time::{Duration, Instant};
use support::{Bus, Desk, STATION, eventually};
use uplink::{RECALL_WITHIN, RecallError, UplinkEvent};
use wire::{CheckId, LineGrade, jst_date, retention_end};

/// The time that the connection needs to the first moment after a check of `at` is kept no longer.
fn until_the_end(at: Timestamp) -> SignedDuration {
    let after = retention_end(jst_date(at)).tomorrow().unwrap();
    after.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(9))).unwrap().timestamp().duration_since(at)
}

/// A desk with one check settled.
async fn settled(bus: &Bus) -> (Desk, CheckId) {
    settled_with(bus, bus.config()).await
}

async fn settled_with(bus: &Bus, config: uplink::Config) -> (Desk, CheckId) {
    let mut desk = bus.start_with(config);
    let id = bus.fill(1)[0];
    desk.uplink.live(id);
    desk.settled(1).await;
    (desk, id)
}

#[tokio::test]
async fn a_settlement_is_the_same_when_it_is_looked_up_again() {
    let bus = Bus::new().await;
    let (desk, id) = settled(&bus).await;
    let first = bus.shelf.look().settled[&id].0.clone();
    assert_eq!(desk.uplink.recall(id).await.unwrap(), first);
    bus.assert_exactly_once(&[id]);
}

#[tokio::test]
async fn a_settlement_is_found_until_the_end_of_the_following_month_and_then_no_more() {
    let bus = Bus::new().await;
    let (desk, id) = settled(&bus).await;
    let end = until_the_end(Timestamp::now());
    bus.centre.control.shift_clock(end - SignedDuration::from_mins(1)).unwrap();
    desk.uplink.recall(id).await.unwrap();
    bus.centre.control.shift_clock(end).unwrap();
    assert_eq!(desk.uplink.recall(id).await.unwrap_err(), RecallError::NotKept);
}

#[tokio::test]
async fn another_station_s_check_is_not_found() {
    let bus = Bus::new().await;
    let (_desk, id) = settled(&bus).await;
    let mut config = bus.config();
    let other = bus.tls.station("bus-02").unwrap().centre;
    (config.certificate, config.key) = (other.certificate, other.key);
    let stranger = bus.start_with(config);
    assert_eq!(stranger.uplink.recall(id).await.unwrap_err(), RecallError::NotKept);
    assert_eq!(stranger.uplink.recall(CheckId::random()).await.unwrap_err(), RecallError::NotKept);
}

fn status(status: u16) -> FaultKind {
    FaultKind::Status { status, retry_after_s: None }
}

#[tokio::test]
async fn a_check_that_waits_to_be_sent_is_not_there_yet() {
    let bus = Bus::new().await;
    bus.centre.control.fault(Fault::always(status(500)).on(Target::Checks));
    let waiting = bus.fill(1)[0];
    let mut desk = bus.start();
    desk.line(LineGrade::Good).await;
    assert_eq!(desk.uplink.recall(waiting).await.unwrap_err(), RecallError::NotYet);
}

#[tokio::test]
async fn with_the_line_down_the_answer_comes_at_once() {
    let bus = Bus::new().await;
    let (mut desk, id) = settled(&bus).await;
    bus.set(Preset::Cut);
    desk.uplink.live(bus.fill(1)[0]);
    desk.line(LineGrade::Down).await;
    let began = Instant::now();
    let error = desk.uplink.recall(id).await.unwrap_err();
    assert_eq!(error, RecallError::Offline("the line is down".into()));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_silent_line_is_given_ten_seconds_and_no_blame() {
    let bus = Bus::new().await;
    let mut config = bus.config();
    config.timing = uplink::Timing::default(); // nothing but the look-up may notice
    let mut desk = bus.start_with(config);
    desk.until("book", |e| matches!(e, UplinkEvent::Book(8))).await;
    bus.set(Preset::BlackHole);
    let began = Instant::now();
    let error = desk.uplink.recall(CheckId::random()).await.unwrap_err();
    assert_eq!(error.code(), codes::U411, "{error}");
    let took = began.elapsed();
    assert!(
        took >= RECALL_WITHIN - Duration::from_secs(1) && took < RECALL_WITHIN + Duration::from_secs(2),
        "{took:?}"
    );
    let blamed = |e: &UplinkEvent| matches!(e, UplinkEvent::Line(LineGrade::Weak | LineGrade::Down));
    assert!(!desk.drain().iter().any(blamed), "{:?}", desk.past);
}

#[tokio::test]
async fn a_centre_that_is_broken_or_talks_nonsense_is_reported_by_its_code() {
    let bus = Bus::new().await;
    let (desk, id) = settled(&bus).await;
    for (kind, code) in [
        (status(500), "U202"),
        (status(403), "U203"),
        (FaultKind::Nonsense { what: Nonsense::WrongTypes }, "U201"),
        (FaultKind::Nonsense { what: Nonsense::InvalidJson }, "U201"),
    ] {
        bus.centre.control.fault(Fault::next(1, kind).on(Target::Review));
        let error = desk.uplink.recall(id).await.unwrap_err();
        assert_eq!(error.code().name(), code, "{error}");
        desk.uplink.recall(id).await.unwrap();
    }
    bus.centre.control.block(&STATION.parse().unwrap(), true);
    assert_eq!(desk.uplink.recall(id).await.unwrap_err().code(), codes::U203);
}

#[tokio::test]
async fn look_ups_are_counted_and_end_with_the_day_s_bytes() {
    let bus = Bus::new().await;
    let config = uplink::Config { bytes_per_day: Some(1_000_000), ..bus.config() };
    let (mut desk, id) = settled_with(&bus, config).await;
    let (up, down) = desk.uplink.counted();
    desk.uplink.recall(id).await.unwrap();
    let (after_up, after_down) = desk.uplink.counted();
    assert!(after_up > up && after_down > down + 100, "{up} {down} {after_up} {after_down}");
    bus.shelf.look().metered = (10_000_000, 0);
    desk.trouble("U402").await;
    assert_eq!(desk.uplink.recall(id).await.unwrap_err().code(), codes::U402);
}

#[tokio::test]
async fn a_live_check_never_waits_for_a_look_up() {
    let bus = Bus::new().await;
    let (desk, id) = settled(&bus).await;
    bus.centre.control.fault(Fault::always(FaultKind::Slow { ms: 3_000 }).on(Target::Review));
    let live = bus.shelf.save(bus.check(7));
    let sent = || bus.line.counters("centre").unwrap().up;
    let (before, began, looked) = (sent(), Instant::now(), desk.uplink.recall(id));
    let settled = async {
        eventually("asked", || sent() > before).await;
        desk.uplink.live(live);
        eventually("settled", || bus.shelf.look().settled.contains_key(&live)).await;
        began.elapsed()
    };
    let (found, took) = tokio::join!(looked, settled);
    assert!(took < Duration::from_millis(2_500) && began.elapsed() >= Duration::from_secs(3), "{took:?}");
    found.unwrap();
}

#[tokio::test]
async fn a_look_up_goes_when_the_live_check_has_its_answer() {
    let bus = Bus::new().await;
    let (desk, id) = settled(&bus).await;
    bus.centre.control.fault(Fault::next(1, FaultKind::Slow { ms: 700 }).on(Target::Checks));
    desk.uplink.live(bus.shelf.save(bus.check(7)));
    desk.uplink.recall(id).await.unwrap();
    let requests = bus.centre.control.requests();
    let put = requests.iter().rfind(|request| request.operation == "PUT /v1/checks/{id}").unwrap();
    let look = requests.iter().rfind(|request| request.operation == "GET /v1/checks/{id}").unwrap();
    let apart = look.at.duration_since(put.at).as_millis();
    assert!(apart >= 650, "the look-up came {apart} ms after the check");
}

#[tokio::test]
async fn a_connection_that_broke_meanwhile_costs_the_asker_nothing() {
    let bus = Bus::new().await;
    let (desk, id) = settled(&bus).await;
    for _ in 0..3 {
        bus.line.sever();
        desk.uplink.recall(id).await.unwrap();
    }
}
