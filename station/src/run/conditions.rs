//! How the station is: collected as it changes, reported to the office and to the panel's status line.

use super::{
    input::{Inbox, tell},
    rooms::Handles,
};
use desk::Event;
use report::Traffic;
use std::time::Duration;
use wire::{Clock, Counts, Disk, EventKind, LineGrade, Queue, ReaderState, Status, jst_date};

/// How often the slow numbers (queue, disk, counts) are read again when nothing changed.
const REFRESH: Duration = Duration::from_secs(10);

/// What is known without asking anybody.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// The reader.
    pub reader: ReaderState,
    /// The line.
    pub line: LineGrade,
    due: Duration,
}

impl Conditions {
    /// Nothing is known yet: the worst is said.
    pub fn unknown() -> Self {
        Self { reader: ReaderState::Absent, line: LineGrade::Down, due: Duration::ZERO }
    }

    /// Takes note of an event; returns what the office must hear of it.
    pub fn note(&mut self, event: &Event) -> Option<EventKind> {
        match event {
            Event::Reader(state) => {
                let before = std::mem::replace(&mut self.reader, *state);
                let over = *state == ReaderState::Ready;
                (before != *state).then(|| EventKind::Trouble { code: "K104".into(), over })
            }
            Event::Line(grade) => {
                self.line = *grade;
                None
            }
            Event::Trouble { failure, over } => {
                Some(EventKind::Trouble { code: failure.code.clone().into_owned(), over: *over })
            }
            _ => None,
        }
    }

    /// Makes the next [`Conditions::refresh_due`] true.
    pub fn changed(&mut self) {
        self.due = Duration::ZERO;
    }

    /// Whether the slow numbers should be read; if so they count as read at `mono`.
    pub fn refresh_due(&mut self, mono: Duration) -> bool {
        let due = mono >= self.due;
        if due {
            self.due = mono + REFRESH;
        }
        due
    }
}

/// Reads the slow numbers and tells desk and office, without anybody waiting for it.
pub fn refresh(handles: &Handles, conditions: &Conditions, inbox: &Inbox) {
    let (handles, conditions, inbox) = (handles.clone(), conditions.clone(), inbox.clone());
    tokio::spawn(async move {
        if let Some(report) = &handles.report {
            meter(&handles, report.traffic()).await;
        }
        match read(&handles, &conditions).await {
            Ok(status) => {
                tell(&inbox, Event::Queue(status.queue.clone()));
                tell(&inbox, Event::Book(status.book));
                if let Some(report) = &handles.report {
                    report.status(status);
                }
            }
            Err(error) => tracing::warn!(code = error.code(), %error, "the station's numbers cannot be read"),
        }
    });
}

/// Adds what the reporter sent and received since the last time; the uplink counts its own.
async fn meter(handles: &Handles, total: Traffic) {
    let before = std::mem::replace(&mut *handles.metered.lock().await, total);
    let (up, down) = (total.sent.saturating_sub(before.sent), total.received.saturating_sub(before.received));
    if up + down == 0 {
        return;
    }
    if let Err(error) = handles.journal.add_bytes(jst_date(handles.clock.wall()), up, down).await {
        tracing::warn!(code = error.code(), %error, "bytes to and from the broker were not counted");
    }
}

async fn read(handles: &Handles, conditions: &Conditions) -> Result<Status, journal::Error> {
    let (journal, now) = (&handles.journal, handles.clock.wall());
    let queue: Queue = journal.queue(now).await?;
    let today: Counts = journal.counts(jst_date(now)).await?;
    let bytes = journal.bytes(jst_date(now)).await?;
    let book = journal.challenge_count(now).await?;
    let stats = journal.stats().await?;
    Ok(Status {
        station: handles.station.clone(),
        boot: handles.boot,
        sequence: 0, // set by the reporter when it publishes
        clock: Clock { at: now, synchronised: handles.clock.synchronised() },
        uptime_s: handles.clock.mono().as_secs(),
        software: crate::SOFTWARE.into(),
        line: conditions.line,
        queue,
        reader: conditions.reader,
        disk: Disk { free: free_bytes(&handles.data), journal: stats.bytes_on_disk },
        book: u32::try_from(book).unwrap_or(u32::MAX),
        bytes_today: bytes.up.saturating_add(bytes.down),
        bytes_limit: handles.bytes_limit,
        today,
    })
}

fn free_bytes(folder: &std::path::Path) -> u64 {
    rustix::fs::statvfs(folder).map_or(0, |disk| disk.f_bavail.saturating_mul(disk.f_frsize))
}
