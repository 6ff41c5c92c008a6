//! How the machine under the station is: for the technician's screen on request, and told to staff by itself when
//! something needs a hand.
//!
//! Why in one place: both look at the same facts (disk, heat, power, clock, certificates), and what the one calls wrong
//! the other must not call right.
//!
//! Promises:
//! - nothing here waits for a disk, a journal or a line that hangs: each source has [`PATIENCE`], and one that does not
//!   answer says `?` in its row and leaves the others alone;
//! - no packet is sent to find anything out;
//! - a condition is told once when it begins and once when it is over, with hysteresis ([`watch`]).
//!
//! The files of a Raspberry Pi are read as its kernel's drivers document them; none was tried on a real one. The modem's
//! signal is not asked for: it would need ModemManager, which not every station has.

mod address;
mod certificate;
mod machine;
mod rows;
mod watch;

use super::{
    input::{Inbox, tell},
    rooms::Handles,
};
use crate::{clock::SystemClock, config::Config};
use desk::{DiagnosisRow, Event};
use firmware::card::ReaderInfo;
use machine::{Machine, Places};
use rows::{Book, Broker, Found, Store};
use std::{sync::Arc, time::Duration};
use tokio::time::{MissedTickBehavior, interval, timeout};
use watch::Watch;
pub use watch::failures;
use wire::jst_date;

/// How long a source may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often the conditions are looked at.
const LOOK: Duration = Duration::from_secs(10);

/// Knows where to look. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    places: Arc<Places>,
    book_size: u64,
    speech: Option<Result<(), &'static str>>,
}

impl Diagnosis {
    /// For a station with this configuration.
    pub fn new(config: &Config) -> Self {
        let fleet = config.broker.as_ref().map(|broker| broker.certificate.clone());
        let places = Places::of_system(&config.station.data, &config.centre.certificate, fleet.as_deref());
        let speech = config.speech.as_ref().map(|speech| match crate::speech::Speech::new(speech) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.code()),
        });
        Self { places: Arc::new(places), book_size: config.centre.book, speech }
    }

    /// Everything that is known without the board: reader, software, addresses, line, disk, heat, power, clock,
    /// certificates, broker, book, journal, speech. Takes [`PATIENCE`] at most, whatever hangs.
    pub async fn collect(&self, rooms: &Handles, reader: Option<ReaderInfo>) -> Vec<DiagnosisRow> {
        let (machine, store, bytes) = tokio::join!(self.machine(), self.store(rooms), bytes_today(rooms));
        rows::rows(&Found {
            reader,
            software: crate::SOFTWARE,
            boot: rooms.boot,
            addresses: address::own(),
            line: rooms.uplink.line(),
            bytes_today: bytes,
            now: rooms.clock.wall(),
            synchronised: rooms.clock.synchronised(),
            broker: match &rooms.report {
                None => Broker::None,
                Some(report) if report.is_connected() => Broker::Connected,
                Some(_) => Broker::Away,
            },
            machine,
            store,
            speech: self.speech,
        })
    }

    /// Tells the desk when a condition begins and when it is over. Until the desk's loop has ended.
    pub async fn watch(self, clock: SystemClock, inbox: Inbox) {
        let mut watch = Watch::default();
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !inbox.is_closed() {
            look.tick().await;
            // As long as the disk hangs there is no answer and no second question.
            let places = self.places.clone();
            let Ok(machine) = tokio::task::spawn_blocking(move || Machine::look(&places)).await else {
                return;
            };
            for change in watch.look(&machine, clock.synchronised(), clock.wall(), clock.mono()) {
                let (code, over) = (change.failure.code.as_ref(), change.over);
                tracing::warn!(code, over, technician = change.failure.technician.as_ref(), "condition");
                tell(&inbox, Event::Trouble { failure: change.failure, over: change.over });
            }
        }
    }

    async fn machine(&self) -> Option<Machine> {
        let places = self.places.clone();
        let looked = tokio::task::spawn_blocking(move || Machine::look(&places));
        timeout(PATIENCE, looked).await.ok()?.ok()
    }

    async fn store(&self, rooms: &Handles) -> Option<Store> {
        let stats = timeout(PATIENCE, rooms.journal.stats()).await.ok()?.ok()?;
        let book = Book { level: stats.challenges, size: self.book_size };
        Some(Store { checks: stats.checks, waiting: stats.waiting, events: stats.events, book })
    }
}

async fn bytes_today(rooms: &Handles) -> Option<u64> {
    let bytes = rooms.journal.bytes(jst_date(rooms.clock.wall()));
    let bytes = timeout(PATIENCE, bytes).await.ok()?.ok()?;
    Some(bytes.up.saturating_add(bytes.down))
}
