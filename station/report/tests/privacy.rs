//! Nothing about a person crosses the broker or reaches the log, at trace level too.
//!
//! The types that are sent have no place for personal data, but some of their fields are texts. The test
//! drives every kind of message and every fault, records all bytes that the broker hands on and all that any
//! library logs, and searches them for every persona. Planted needles show that the search finds.

mod support;

use report::ReportEvent;
use std::io::Write;
use std::sync::{Arc, Mutex};
use support::*;
use tracing_subscriber::fmt::MakeWriter;
use wire::{Event, EventKind};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().map_err(|_| std::io::Error::other("poisoned"))?.write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn needles(keys: &[std::path::PathBuf]) -> Vec<Vec<u8>> {
    let mut needles: Vec<_> = personas::all().iter().flat_map(|p| p.leak_needles()).collect();
    for key in keys {
        let text = std::fs::read_to_string(key).unwrap_or_default();
        needles.extend(text.lines().filter(|l| !l.starts_with("-----")).map(|l| l.as_bytes().to_vec()));
    }
    needles
}

fn kinds() -> Vec<EventKind> {
    vec![
        EventKind::Started { software: "test".into(), clean: true },
        EventKind::JournalSetAside { rescued: 1 },
        EventKind::JournalFull { waiting: 2000 },
        EventKind::LateVerdict { outcome: "invalid".into() },
        EventKind::Acknowledged { after_s: 1 },
        EventKind::BytesLimit { limit: 1 },
        EventKind::Trouble { code: "K101".into(), over: false },
    ]
}

#[tokio::test]
async fn invariant_4_no_personal_datum_and_no_key_crosses_the_broker_or_any_log_at_trace() {
    let log = Log::default();
    // This also takes what the MQTT and TLS libraries log.
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    subscriber.with_writer(log.clone()).with_ansi(false).init();

    let mut place = Place::open();
    let office = place.office().ready().await;
    let outbox = Memory::default();
    for (order, kind) in (1..).zip(kinds()) {
        outbox.put_event(Event { kind, ..event(order) });
    }
    let config = place.config(place.broker.port());
    let keys = [config.key.clone(), config.certificate.clone()];
    let (report, mut notices) = start(config, &outbox);
    report.status(status(1));
    outbox.down_to(0).await;
    office.one("/status", |_| true).await;
    // Faults have texts too.
    place.broker.kill();
    heard(&mut notices, |n| matches!(n, ReportEvent::Disconnected { .. })).await;
    outbox.put([90]);
    outbox.broken(true);
    place.broker.start_again().unwrap();
    heard(&mut notices, |n| matches!(n, ReportEvent::Trouble { .. })).await;
    report.stop().await;

    let needles = needles(&keys);
    assert!(needles.len() > 100, "the personas have no words to look for");
    let mut crossed = Vec::new();
    for got in office.all() {
        crossed.extend_from_slice(got.topic.as_bytes());
        crossed.extend_from_slice(&got.payload);
    }
    let logged = log.0.lock().unwrap().clone();
    assert!(crossed.len() > 1000 && logged.len() > 5000, "{} and {} bytes", crossed.len(), logged.len());
    assert!(String::from_utf8_lossy(&logged).contains("rumqttc"), "the library's log must be among it");
    for (name, bytes) in
        [("broker", &crossed), ("log", &logged), ("broker's log", &place.broker.log().into())]
    {
        assert_eq!(personas::find_leak(bytes, &needles), None, "{name}: index of a needle that was found");
        let mut planted = bytes.clone();
        planted.extend_from_slice(needles.last().unwrap());
        assert!(personas::find_leak(&planted, &needles).is_some(), "the search must find what is there");
    }
}

#[test]
fn debug_of_settings_and_reporter_shows_paths_and_no_content() {
    let tls = personas::tls::Tls::ensure(&personas::shared_dir()).unwrap();
    let identity = tls.station("bus-01").unwrap().fleet;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _inside = runtime.enter();
    let config = report::Config {
        host: "localhost".into(),
        port: 1,
        ca: tls.fleet_ca.clone(),
        certificate: identity.certificate.clone(),
        key: identity.key.clone(),
        station: station(),
        boot: 1,
        software: "test".into(),
        keepalive: report::Config::KEEPALIVE,
        status_every: report::Config::STATUS_EVERY,
        seed: 1,
        timing: report::Timing::default(),
    };
    let (report, _notices) = start(config.clone(), &Memory::default());
    report.status(status(1));
    let shown = format!("{config:?} {report:?}");
    assert_eq!(personas::find_leak(shown.as_bytes(), &needles(&[identity.key, identity.certificate])), None);
}
