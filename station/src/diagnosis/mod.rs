//! The technician's screen, collected on request, and the conditions of the machine, watched all the time.
//!
//! Both judge the same facts by the limits of the crate `health`, so that they agree.
//!
//! Promises:
//! - a source that hangs (disk, journal) is given up after [`PATIENCE`]: its rows say `?`, the others are complete;
//! - no packet is sent to find anything out.

mod rows;

pub use rows::Broker;

use crate::{clock::SystemClock, config::Config};
use desk::DiagnosisRow;
use firmware::card::ReaderInfo;
use health::{Change, Machine, Places, Watch};
use jiff::Timestamp;
use journal::Journal;
use rows::{Book, Facts, Store};
use std::{sync::Arc, time::Duration};
use tokio::time::{MissedTickBehavior, interval, timeout};
use uplink::Quality;
use wire::jst_date;

/// Longest wait for one source.
const PATIENCE: Duration = Duration::from_secs(3);
/// Time between two samples of the machine.
const SAMPLE_EVERY: Duration = Duration::from_secs(10);

/// The facts that the caller has at hand.
#[derive(Debug)]
pub struct Known<'a> {
    /// Read for its numbers, within [`PATIENCE`].
    pub journal: &'a Journal,
    /// Number of this start.
    pub boot: u64,
    /// The line to the centre.
    pub line: Quality,
    /// The connection to the broker.
    pub broker: Broker,
    /// The wall clock.
    pub now: Timestamp,
    /// The wall clock can be trusted.
    pub synchronised: bool,
    /// The reader in use.
    pub reader: Option<ReaderInfo>,
}

/// Paths of the facts, and what the configuration says of them. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    places: Arc<Places>,
    book_size: u64,
    speech: Option<Result<(), codes::Code>>,
}

impl Diagnosis {
    /// For a station with this configuration.
    pub fn new(config: &Config) -> Self {
        let fleet = config.broker.as_ref().map(|broker| broker.certificate.clone());
        let places = Places::of_system(&config.station.data, &config.centre.certificate, fleet.as_deref());
        let speech = config.speech.as_ref().map(|config| match speech::Speech::new(config) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.code()),
        });
        Self { places: Arc::new(places), book_size: config.centre.book, speech }
    }

    /// Collects all rows except those of the board's devices. Takes [`PATIENCE`] at most.
    pub async fn collect(&self, known: Known<'_>) -> Vec<DiagnosisRow> {
        let (machine, store, bytes) =
            tokio::join!(self.machine(), self.store(known.journal), bytes_today(known.journal, known.now));
        rows::rows(&Facts {
            reader: known.reader,
            software: crate::SOFTWARE,
            boot: known.boot,
            addresses: health::own_addresses(),
            line: known.line,
            bytes_today: bytes,
            now: known.now,
            synchronised: known.synchronised,
            broker: known.broker,
            machine,
            store,
            speech: self.speech,
        })
    }

    /// Reports the conditions that begin and end until `report` returns false.
    pub async fn watch(self, clock: SystemClock, report: impl Fn(Change) -> bool) {
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

    async fn store(&self, journal: &Journal) -> Option<Store> {
        let stats = timeout(PATIENCE, journal.stats()).await.ok()?.ok()?;
        let book = Book { level: stats.challenges, size: self.book_size };
        Some(Store { checks: stats.checks, waiting: stats.waiting, events: stats.events, book })
    }
}

async fn bytes_today(journal: &Journal, now: Timestamp) -> Option<u64> {
    let bytes = timeout(PATIENCE, journal.bytes(jst_date(now))).await.ok()?.ok()?;
    Some(bytes.up.saturating_add(bytes.down))
}
