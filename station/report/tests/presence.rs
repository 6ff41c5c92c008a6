//! Birth, will, goodbye, status and access list, against a real Mosquitto with the shipped configuration.

mod support;

use report::{Fault, ReportEvent};
use std::collections::BTreeSet;
use std::process::Command;
use support::*;
use wire::LineGrade;

#[tokio::test]
async fn the_birth_is_retained_and_a_late_listener_sees_it_with_the_latest_status() {
    let place = Place::open();
    let (report, mut notices) = start(place.config(place.broker.port()), &Memory::default());
    connected(&mut notices).await;
    report.status(status(1));
    let early = place.office().ready().await;
    early.one("/status", |g| g.json()["uptime_s"] == 1).await;
    let late = place.listen("operator", "junkai/1/#").ready().await;
    let birth = late.one("/birth", |_| true).await;
    assert!(birth.retained);
    assert_eq!(birth.json()["online"], true);
    assert_eq!((&birth.json()["boot"], &birth.json()["software"]), (&3.into(), &"test".into()));
    let status = late.one("/status", |_| true).await;
    assert!(status.retained);
    assert_eq!(status.json()["sequence"], 1);
    report.stop().await;
}

#[tokio::test]
async fn a_clean_goodbye_says_offline_with_the_version_and_no_will_follows() {
    let place = Place::open();
    let office = place.office().ready().await;
    let (report, mut notices) = start(place.config(place.broker.port()), &Memory::default());
    connected(&mut notices).await;
    office.one("/birth", |g| g.json()["online"] == true).await;
    report.stop().await;
    let last = office.one("/birth", |g| g.json()["online"] == false).await;
    assert_eq!(last.json()["software"], "test", "a will has no version: this must not be a will");
    // A message after the goodbye would be a will; a second station's birth shows that time has passed.
    let other = place.tls.station("bus-02").unwrap().fleet;
    let (second, _notices) = start(place.config_as(place.broker.port(), "bus-02", other), &Memory::default());
    office.one("bus-02/birth", |_| true).await;
    let births = office.all().iter().filter(|g| g.topic.ends_with("bus-01/birth")).count();
    assert_eq!(births, 2);
    second.stop().await;
}

#[tokio::test]
async fn invariant_9_the_will_replaces_the_birth_when_the_station_vanishes_and_names_its_boot() {
    let place = Place::open();
    let office = place.office().ready().await;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let report = {
        let _inside = runtime.enter();
        start(place.config(place.broker.port()), &Memory::default())
    };
    office.one("/birth", |g| g.json()["online"] == true).await;
    // The runtime ends with everything in it: the socket closes without a DISCONNECT, as when the process is
    // killed.
    runtime.shutdown_background();
    drop(report);
    let will = office.one("/birth", |g| g.json()["online"] == false).await;
    assert_eq!(will.json(), serde_json::json!({"station":"bus-01","boot":3,"online":false,"software":""}));
}

#[tokio::test]
async fn after_a_reconnect_the_station_is_online_again_and_its_status_is_there() {
    let place = Place::open();
    let line = line_to(place.broker.port());
    let office = place.office().ready().await;
    let (report, mut notices) = start(place.config(port_of(&line)), &Memory::default());
    connected(&mut notices).await;
    report.status(status(7));
    office.one("/status", |g| g.json()["sequence"] == 1).await;
    line.sever();
    connected(&mut notices).await;
    office.one("/status", |g| g.json()["sequence"] == 2).await;
    let late = place.listen("operator", "junkai/1/bus-01/birth").ready().await;
    let birth = late.one("/birth", |_| true).await;
    assert_eq!(birth.json()["online"], true, "a will of the cut connection must not stay");
    report.stop().await;
}

#[tokio::test]
async fn only_the_newest_status_crosses_when_the_broker_was_away() {
    let mut place = Place::open();
    let office = place.office().ready().await;
    let (report, mut notices) = start(place.config(place.broker.port()), &Memory::default());
    connected(&mut notices).await;
    report.status(status(1));
    office.one("/status", |_| true).await;
    place.broker.stop().unwrap();
    heard(&mut notices, |n| matches!(n, ReportEvent::Disconnected { .. })).await;
    for uptime_s in 2..500 {
        let line = if uptime_s % 2 == 0 { LineGrade::Weak } else { LineGrade::Down };
        report.status(wire::Status { line, ..status(uptime_s) });
    }
    place.broker.start_again().unwrap();
    office.one("/status", |g| g.json()["uptime_s"] == 499).await;
    // The broker may repeat towards the office what it had not acknowledged; the sequence shows it.
    let statuses = office.all().into_iter().filter(|g| g.topic.ends_with("/status"));
    let sent: BTreeSet<_> = statuses.map(|g| g.json()["sequence"].as_u64()).collect();
    assert_eq!(sent, [Some(1), Some(2)].into(), "statuses between must not be sent");
    report.stop().await;
}

#[tokio::test]
async fn a_station_may_not_write_for_another_nor_read_anything() {
    let place = Place::open();
    let office = place.office().ready().await;
    // The identity of bus-02 with the topics of bus-01: Mosquitto must refuse every message.
    let stranger = place.tls.station("bus-02").unwrap().fleet;
    let outbox = Memory::default();
    outbox.put([1]);
    let (report, mut notices) =
        start(place.config_as(place.broker.port(), "bus-01", stranger.clone()), &outbox);
    let denied = |n: &ReportEvent| matches!(n, ReportEvent::Trouble { fault: Fault::Denied, .. });
    heard(&mut notices, denied).await;
    report.stop().await;
    assert_eq!(outbox.orders(), [1], "what was refused must stay");
    assert_eq!(office.all(), []);

    // Reading: a subscription of a station to everything brings nothing.
    let (honest, mut notices) = start(place.config(place.broker.port()), &Memory::default());
    connected(&mut notices).await;
    office.one("bus-01/birth", |_| true).await;
    let seen = Command::new("mosquitto_sub")
        .args(["-V", "5", "-h", "localhost", "-W", "2", "-q", "1", "-t", "#", "-t", "junkai/1/bus-02/birth"])
        .args(["-p", &place.broker.port().to_string()])
        .arg("--cafile")
        .arg(&place.tls.fleet_ca)
        .arg("--cert")
        .arg(&stranger.certificate)
        .arg("--key")
        .arg(&stranger.key)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&seen.stdout), "");
    let said = String::from_utf8_lossy(&seen.stderr).into_owned();
    assert!(said.contains("Timed out"), "it must have listened all the time: {said}");
    honest.stop().await;
}
