//! Settings and identities that are wrong: each is reported with its code and the names of field and file.

#![allow(clippy::panic, reason = "a failing helper fails its test")]

mod support;

use personas::tls::{Broken, Side};
use report::{Config, Fault, Report, ReportEvent};
use std::path::Path;
use std::time::Duration;
use support::*;
use tokio::sync::mpsc;

/// The first reason why there is no connection.
async fn reason(config: Config) -> (Fault, String) {
    let (report, mut notices) = start(config, &Memory::default());
    let lost = heard(&mut notices, |n| matches!(n, ReportEvent::Disconnected { .. })).await;
    report.stop().await;
    match lost {
        ReportEvent::Disconnected { fault, detail } => (fault, detail),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_certificate_that_the_broker_must_refuse_is_a_tls_fault() {
    let place = Place::open();
    for broken in [Broken::Expired, Broken::NotYet, Broken::WrongCa] {
        let identity = place.tls.broken_client(Side::Fleet, broken, "bus-01").unwrap();
        let (fault, detail) = reason(place.config_as(place.broker.port(), "bus-01", identity)).await;
        assert_eq!(fault, Fault::Tls, "{broken:?}: {detail}");
    }
}

#[tokio::test]
async fn a_broker_that_is_not_the_fleets_is_a_tls_fault() {
    let place = Place::open();
    // The centre's CA did not sign the broker.
    let config = Config { ca: place.tls.centre_ca.clone(), ..place.config(place.broker.port()) };
    assert_eq!(reason(config).await.0, Fault::Tls);
    for broken in [Broken::Expired, Broken::NotYet, Broken::WrongCa, Broken::WrongName] {
        let mut tls = place.tls.clone();
        tls.broker = tls.broken_server(Side::Fleet, broken).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let broker = rehearse::broker::Broker::start(dir.path(), &tls).unwrap();
        let (fault, detail) = reason(place.config(broker.port())).await;
        assert_eq!(fault, Fault::Tls, "{broken:?}: {detail}");
    }
}

#[tokio::test]
async fn a_broker_that_is_not_there_is_unreachable() {
    let mut place = Place::open();
    place.broker.stop().unwrap();
    assert_eq!(reason(place.config(place.broker.port())).await.0, Fault::Unreachable);
    let config = Config { host: "broker.invalid".into(), ..place.config(1) };
    assert_eq!(reason(config).await.0, Fault::Unreachable);
}

#[tokio::test]
async fn settings_out_of_range_are_named() {
    let good = Place::open();
    let config = || good.config(good.broker.port());
    let cases = [
        ("host", Config { host: String::new(), ..config() }),
        ("port", Config { port: 0, ..config() }),
        ("boot", Config { boot: 0, ..config() }),
        ("keepalive", Config { keepalive: Duration::from_secs(61), ..config() }),
        ("keepalive", Config { keepalive: Duration::from_secs(4), ..config() }),
        ("status_every", Config { status_every: Duration::from_secs(9), ..config() }),
    ];
    for (field, config) in cases {
        let text = refused(config);
        assert!(text.starts_with("R001 ") && text.contains(field), "{text}");
    }
}

#[tokio::test]
async fn files_that_do_not_fit_are_named_and_never_quoted() {
    let place = Place::open();
    let good = place.config(place.broker.port());
    let junk = place.dir.path().join("junk.pem");
    std::fs::write(&junk, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END CERTIFICATE-----\n").unwrap();
    let empty = place.dir.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let absent = place.dir.path().join("absent.pem");
    let other_key = place.tls.station("bus-02").unwrap().fleet.key;
    type Set = fn(&mut Config, &Path);
    let with = |f: Set, path: &Path| {
        let mut config = good.clone();
        f(&mut config, path);
        refused(config)
    };
    let (ca, certificate, key): (Set, Set, Set) =
        (|c, p| c.ca = p.to_owned(), |c, p| c.certificate = p.to_owned(), |c, p| c.key = p.to_owned());
    for (field, set) in [("ca", ca), ("certificate", certificate), ("key", key)] {
        for (path, code) in [(&junk, "R003"), (&empty, "R003"), (&absent, "R002")] {
            let text = with(set, path);
            assert!(text.starts_with(code) && text.contains(&format!(": {field}: ")), "{text}");
            assert!(text.contains(&path.display().to_string()), "{text}");
            assert!(!text.contains("c2VjcmV0") && !text.contains("secret"), "{text}");
        }
    }
    let text = with(key, &other_key);
    assert!(text.starts_with("R004 "), "{text}");
}

fn refused(config: Config) -> String {
    let (events, _notices) = mpsc::channel(1);
    match Report::start(config, Memory::default(), events) {
        Ok(_) => panic!("must be refused"),
        Err(error) => error.to_string(),
    }
}
