//! How the station is: collected as it changes, reported to the office and to the panel's status line.

use super::{
    input::{Inbox, tell},
    rooms::Handles,
};
use desk::Event;
use report::Traffic;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::Mutex;
use wire::{Clock, Counts, Disk, EventKind, Queue, Status, jst_date};

/// How often the slow numbers (queue, disk, counts) are read again when nothing changed.
const REFRESH: Duration = Duration::from_secs(10);

/// The conditions for the office, and the schedule of reading the slow numbers.
#[derive(Debug, Clone)]
pub struct Conditions {
    office: report::Conditions,
    due: Duration,
    reading: Arc<AtomicBool>,
}

impl Conditions {
    /// Conditions at the start: the worst of each.
    pub fn unknown() -> Self {
        Self { office: report::Conditions::unknown(), due: Duration::ZERO, reading: Arc::default() }
    }

    /// Takes an event at `mono`; gives the events for the office.
    pub fn note(&mut self, event: &Event, mono: Duration) -> Vec<EventKind> {
        match event {
            Event::Reader(state) => self.office.reader_changed(*state, mono),
            Event::Line(grade) => {
                self.office.line_changed(*grade);
                Vec::new()
            }
            Event::Trouble { failure, over } => {
                self.office.trouble(failure.code, *over, mono).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Events for the office that were held back and are due at `mono`.
    pub fn held(&mut self, mono: Duration) -> Vec<EventKind> {
        self.office.held(mono)
    }

    /// Makes the slow numbers due.
    pub fn changed(&mut self) {
        self.due = Duration::ZERO;
    }

    /// Whether the slow numbers should be read; if so they count as read at `mono`. One reading at a time: while
    /// the disk stalls none is started, so that no older numbers come after newer ones.
    pub fn refresh_due(&mut self, mono: Duration) -> Option<Turn> {
        if mono < self.due || self.reading.swap(true, Ordering::AcqRel) {
            return None;
        }
        self.due = mono + REFRESH;
        Some(Turn(self.reading.clone()))
    }
}

/// The one reading of the slow numbers that is going on; ends when dropped.
#[derive(Debug)]
pub struct Turn(Arc<AtomicBool>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Reads the slow numbers and tells desk and office, without anybody waiting for it.
pub fn refresh(handles: &Handles, conditions: &Conditions, inbox: &Inbox, turn: Turn) {
    let (handles, conditions, inbox) = (handles.clone(), conditions.clone(), inbox.clone());
    tokio::spawn(async move {
        let _until_done = turn;
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
            Err(error) => {
                tracing::warn!(code = error.code().name(), %error, "the station's numbers cannot be read")
            }
        }
    });
}

/// Reads at once how many checks wait: nobody takes a check whose verdict is on the panel for one that waits. The rest
/// of the numbers, and the office, have time until the next reading.
pub fn queue(handles: &Handles, inbox: &Inbox) {
    let (journal, now, inbox) = (handles.journal.clone(), handles.clock.wall(), inbox.clone());
    tokio::spawn(async move {
        // A failure is told by that reading too.
        if let Ok(queue) = journal.queue(now).await {
            tell(&inbox, Event::Queue(queue));
        }
    });
}

/// Adds what the reporter sent and received since the last time; the uplink counts its own.
async fn meter(handles: &Handles, total: Traffic) {
    let today = jst_date(handles.clock.wall());
    let count = async |up, down| handles.journal.add_bytes(today, up, down).await;
    if let Err(error) = count_once(&handles.metered, total, count).await {
        tracing::warn!(code = error.code().name(), %error, "bytes to and from the broker were not counted yet");
    }
}

/// Counts what `total` has more than `metered`; what could not be counted stays to be counted the next time.
async fn count_once<T, E>(
    metered: &Mutex<Traffic>,
    total: Traffic,
    count: impl AsyncFnOnce(u64, u64) -> Result<T, E>,
) -> Result<(), E> {
    let mut metered = metered.lock().await;
    let (up, down) =
        (total.sent.saturating_sub(metered.sent), total.received.saturating_sub(metered.received));
    if up + down > 0 {
        count(up, down).await?;
        *metered = total;
    }
    Ok(())
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
        line: conditions.office.line(),
        queue,
        reader: conditions.office.reader(),
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

#[cfg(test)]
mod tests {
    use super::*;

    const START: Duration = Duration::from_secs(1);

    #[test]
    fn numbers_are_read_one_at_a_time_and_again_when_that_ends() {
        let mut conditions = Conditions::unknown();
        let turn = conditions.refresh_due(START).unwrap();
        conditions.changed();
        assert!(conditions.refresh_due(START * 100).is_none(), "the first still reads");
        drop(turn);
        let turn = conditions.refresh_due(START * 100);
        assert!(turn.is_some(), "what changed meanwhile is read now");
        drop(turn);
        assert!(conditions.refresh_due(START * 100).is_none(), "not due");
        assert!(conditions.refresh_due(START * 100 + REFRESH).is_some());
    }

    #[tokio::test]
    async fn bytes_that_could_not_be_counted_are_counted_the_next_time() {
        let metered = Mutex::new(Traffic::default());
        let total = Traffic { sent: 300, received: 20 };
        let failed = count_once(&metered, total, async |_, _| Err::<(), _>("disk full")).await;
        assert_eq!(failed, Err("disk full"));
        let mut counted = Vec::new();
        for total in [total, total, Traffic { sent: 301, received: 20 }] {
            let count = async |up, down| {
                counted.push((up, down));
                Ok::<_, ()>(())
            };
            count_once(&metered, total, count).await.unwrap();
        }
        assert_eq!(counted, [(300, 20), (1, 0)]);
    }
}
