//! The technician's screen, collected on request, and the conditions of the machine, watched all the time.
//!
//! Both judge the same facts by the limits of the crate `health`, so that they agree.
//!
//! Promises:
//! - a source that hangs (disk, journal) is given up after [`PATIENCE`]: its rows say `?`, the others are complete;
//! - no packet is sent to find anything out.

mod rows;

use crate::{clock::SystemClock, config::Config};
use desk::DiagnosisRow;
use firmware::card::ReaderInfo;
use health::{Change, Machine, Places, Watch};
use journal::Journal;
use report::Report;
use rows::{Book, Broker, Facts, Store};
use std::{sync::Arc, time::Duration};
use tokio::time::{MissedTickBehavior, interval, timeout};
use uplink::Uplink;
use wire::jst_date;

/// Longest wait for one source.
const PATIENCE: Duration = Duration::from_secs(3);
/// Time between two samples of the machine.
const SAMPLE_EVERY: Duration = Duration::from_secs(10);

/// The components that know facts. Cheap to clone.
#[derive(Clone)]
pub struct Sources {
    /// Read for its numbers, within [`PATIENCE`].
    pub journal: Journal,
    /// Knows the line to the centre.
    pub uplink: Arc<Uplink>,
    /// Knows the connection to the broker, where one is configured.
    pub report: Option<Arc<Report>>,
    /// The clock.
    pub clock: SystemClock,
    /// Number of this start.
    pub boot: u64,
}

/// Paths of the facts, and what the configuration says of them. Cheap to clone.
#[derive(Clone)]
pub struct Diagnosis {
    sources: Sources,
    places: Arc<Places>,
    book_size: u64,
    speech: Option<Result<(), codes::Code>>,
}

impl Diagnosis {
    /// For a station with this configuration.
    pub fn new(config: &Config, sources: Sources) -> Self {
        let fleet = config.broker.as_ref().map(|broker| broker.certificate.clone());
        let places = Places::of_system(&config.station.data, &config.centre.certificate, fleet.as_deref());
        let speech = config.speech.as_ref().map(|config| match speech::Speech::new(config) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.code()),
        });
        Self { sources, places: Arc::new(places), book_size: config.centre.book, speech }
    }

    /// Collects all rows except those of the board's devices; `reader` is the one in use. Takes [`PATIENCE`] at most.
    pub async fn collect(&self, reader: Option<ReaderInfo>) -> Vec<DiagnosisRow> {
        let Sources { uplink, report, clock, boot, .. } = &self.sources;
        let (machine, store, bytes) = tokio::join!(self.machine(), self.store(), self.bytes_today());
        rows::rows(&Facts {
            reader,
            software: crate::SOFTWARE,
            boot: *boot,
            addresses: health::own_addresses(),
            line: uplink.line(),
            bytes_today: bytes,
            now: clock.wall(),
            synchronised: clock.synchronised(),
            broker: match report {
                None => Broker::None,
                Some(report) if report.is_connected() => Broker::Connected,
                Some(_) => Broker::Away,
            },
            machine,
            store,
            speech: self.speech,
        })
    }

    /// Reports the conditions that begin and end until `report` returns false.
    pub async fn watch(self, report: impl Fn(Change) -> bool) {
        let clock = &self.sources.clock;
        let mut watch = Watch::default();
        let mut sample = interval(SAMPLE_EVERY);
        sample.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            sample.tick().await;
            // While the disk hangs there is no second read beside the first.
            let places = self.places.clone();
            let Ok(machine) = tokio::task::spawn_blocking(move || Machine::read(&places)).await else {
                return;
            };
            for change in watch.sample(&machine, clock.synchronised(), clock.wall(), clock.mono()) {
                let Change { code, over } = change;
                tracing::warn!(%code, over, technician = code.technician(), "condition");
                if !report(change) {
                    return;
                }
            }
        }
    }

    async fn machine(&self) -> Option<Machine> {
        let places = self.places.clone();
        let read = tokio::task::spawn_blocking(move || Machine::read(&places));
        timeout(PATIENCE, read).await.ok()?.ok()
    }

    async fn store(&self) -> Option<Store> {
        let stats = timeout(PATIENCE, self.sources.journal.stats()).await.ok()?.ok()?;
        let book = Book { level: stats.challenges, size: self.book_size };
        Some(Store { checks: stats.checks, waiting: stats.waiting, events: stats.events, book })
    }

    async fn bytes_today(&self) -> Option<u64> {
        let today = jst_date(self.sources.clock.wall());
        let bytes = timeout(PATIENCE, self.sources.journal.bytes(today)).await.ok()?.ok()?;
        Some(bytes.up.saturating_add(bytes.down))
    }
}
