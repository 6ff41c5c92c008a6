//! Nothing about a person leaves by the log, at any level: not by our own lines and not by those of the crates
//! below us, which the station keeps quiet besides.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests; clippy.toml exempts only the tests

mod support;

use centre::{Fault, FaultKind, Nonsense, Target};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use support::Bus;

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_personal_datum_is_logged_at_trace_by_us_or_by_the_crates_below() {
    let log = Log::default();
    let writer = log.clone();
    // Global, with what `log` carries (rustls): this test is alone in its process.
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .init();

    let bus = Bus::new().await;
    let nonsense =
        |what| bus.centre.control.fault(Fault::next(2, FaultKind::Nonsense { what }).on(Target::Checks));
    nonsense(Nonsense::InvalidJson);
    nonsense(Nonsense::WrongTypes);
    bus.shelf.save(bus.check_of("valid-hanako", "bus-99", 900));
    let ids = bus.fill(8);
    let mut desk = bus.start();
    desk.uplink.live(ids[3]);
    desk.settled(8).await;
    desk.uplink.recall(ids[0]).await.unwrap();
    let told = format!("{:?}", desk.drain());
    desk.uplink.stop().await;

    let log = log.0.lock().unwrap().clone();
    for target in ["uplink", "h2", "hyper_util", "rustls"] {
        let name = format!(" {target}");
        assert!(
            personas::find_leak(&log, &[name.into_bytes()]).is_some(),
            "{target} logged nothing: no test"
        );
    }
    let (mut needles, mut owners) = (Vec::new(), Vec::new());
    for person in personas::all() {
        needles.extend([person.leak_needles(), bus.pki.leak_needles(&person.key)].concat());
        owners.resize(needles.len(), person.key.as_str());
    }
    for text in [log.as_slice(), told.as_bytes()] {
        let whose = personas::find_leak(text, &needles).map(|at| owners[at]);
        assert_eq!(whose, None, "is in the log or the events");
    }
}
