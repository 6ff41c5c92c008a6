//! The station's numbers: read from time to time, shown in the panel's status line, reported to the office.

use super::input::{Inbox, send};
use crate::clock::SystemClock;
use desk::Event;
use journal::Journal;
use report::{Report, Traffic};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::Mutex;
use wire::{Clock, Disk, EventKind, StationId, Status, jst_date};

/// Time between two readings of the numbers when nothing changed.
const REFRESH: Duration = Duration::from_secs(10);

/// The conditions for the office, and the schedule of reading the numbers.
#[derive(Debug)]
pub struct Schedule {
    conditions: report::Conditions,
    due: Duration,
    reading: Arc<AtomicBool>,
}

impl Schedule {
    /// Conditions at the start: the worst of each.
    pub fn unknown() -> Self {
        Self { conditions: report::Conditions::unknown(), due: Duration::ZERO, reading: Arc::default() }
    }

    /// Takes an event at `mono`; returns the events for the office.
    pub fn note(&mut self, event: &Event, mono: Duration) -> Vec<EventKind> {
        match event {
            Event::Reader(state) => self.conditions.reader_changed(*state, mono),
            Event::Line(grade) => {
                self.conditions.line_changed(*grade);
                Vec::new()
            }
            Event::Trouble { failure, over } => {
                self.conditions.trouble(failure.code, *over, mono).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Events for the office that were held back and are due at `mono`.
    pub fn held(&mut self, mono: Duration) -> Vec<EventKind> {
        self.conditions.held(mono)
    }

    /// The conditions as they are now.
    pub fn conditions(&self) -> &report::Conditions {
        &self.conditions
    }

    /// Makes the next reading due at once.
    pub fn make_due(&mut self) {
        self.due = Duration::ZERO;
    }

    /// Begins a reading that is due at `mono`. Only one is in progress: while the disk stalls none begins, so that no
    /// older numbers follow newer ones.
    pub fn due(&mut self, mono: Duration) -> Option<InProgress> {
        if mono < self.due || self.reading.swap(true, Ordering::AcqRel) {
            return None;
        }
        self.due = mono + REFRESH;
        Some(InProgress(self.reading.clone()))
    }
}

/// A reading in progress; it ends when this is dropped.
#[derive(Debug)]
pub struct InProgress(Arc<AtomicBool>);

impl Drop for InProgress {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Reads the numbers. Cheap to clone.
#[derive(Clone)]
pub struct StatusReader {
    /// This station.
    pub station: StationId,
    /// Number of this start.
    pub boot: u64,
    /// Wall and monotonic time.
    pub clock: SystemClock,
    /// The store.
    pub journal: Journal,
    /// Folder of the store, for its free space.
    pub data: PathBuf,
    /// The configured limit, bytes a day.
    pub bytes_limit: Option<u64>,
    /// Receives the status, where a broker is configured.
    pub report: Option<Arc<Report>>,
    /// The reporter's bytes that are in the day's count already.
    pub metered: Arc<Mutex<Traffic>>,
    /// The desk's loop.
    pub inbox: Inbox,
}

impl StatusReader {
    /// Reads the numbers and passes them to desk and office, without waiting for the disk.
    pub fn refresh(&self, conditions: &report::Conditions, in_progress: InProgress) {
        let (reader, conditions) = (self.clone(), conditions.clone());
        tokio::spawn(async move {
            let _until_done = in_progress;
            reader.meter().await;
            match reader.read(&conditions).await {
                Ok(status) => reader.pass_on(status),
                Err(error) => {
                    tracing::warn!(code = error.code().name(), %error, "the station's numbers cannot be read");
                }
            }
        });
    }

    fn pass_on(&self, status: Status) {
        send(&self.inbox, Event::Queue(status.queue.clone()));
        send(&self.inbox, Event::Book(status.book));
        if let Some(report) = &self.report {
            report.status(status);
        }
    }

    /// Reads the number of waiting checks at once, so that a check whose verdict is on the panel is not counted as
    /// waiting. The other numbers, and the office, wait for the next reading.
    pub fn report_queue(&self) {
        let (journal, now, inbox) = (self.journal.clone(), self.clock.wall(), self.inbox.clone());
        tokio::spawn(async move {
            // The next reading reports a failure.
            if let Ok(queue) = journal.queue(now).await {
                send(&inbox, Event::Queue(queue));
            }
        });
    }

    /// Adds the reporter's bytes since the last reading to the day's count; the uplink counts its own.
    async fn meter(&self) {
        let Some(report) = &self.report else { return };
        let today = jst_date(self.clock.wall());
        let count = async |up, down| self.journal.add_bytes(today, up, down).await;
        if let Err(error) = count_once(&self.metered, report.traffic(), count).await {
            let code = error.code().name();
            tracing::warn!(code, %error, "bytes to and from the broker were not counted yet");
        }
    }

    async fn read(&self, conditions: &report::Conditions) -> Result<Status, journal::Error> {
        let (journal, now) = (&self.journal, self.clock.wall());
        let queue = journal.queue(now).await?;
        let today = journal.counts(jst_date(now)).await?;
        let bytes = journal.bytes(jst_date(now)).await?;
        let book = journal.challenge_count(now).await?;
        let stats = journal.stats().await?;
        Ok(Status {
            station: self.station.clone(),
            boot: self.boot,
            sequence: 0, // set by the reporter when it publishes
            clock: Clock { at: now, synchronised: self.clock.synchronised() },
            uptime_s: self.clock.mono().as_secs(),
            software: crate::SOFTWARE.into(),
            line: conditions.line(),
            queue,
            reader: conditions.reader(),
            disk: Disk { free: free_bytes(&self.data), journal: stats.bytes_on_disk },
            book: u32::try_from(book).unwrap_or(u32::MAX),
            bytes_today: bytes.up.saturating_add(bytes.down),
            bytes_limit: self.bytes_limit,
            today,
        })
    }
}

/// Counts the part of `total` that `metered` lacks; a part that could not be counted is counted the next time.
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

fn free_bytes(folder: &Path) -> u64 {
    rustix::fs::statvfs(folder).map_or(0, |disk| disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Duration = Duration::from_secs(1);

    #[test]
    fn numbers_are_read_one_at_a_time_and_again_when_that_ends() {
        let mut schedule = Schedule::unknown();
        let reading = schedule.due(START).unwrap();
        schedule.make_due();
        assert!(schedule.due(START * 100).is_none(), "the first is in progress");
        drop(reading);
        let reading = schedule.due(START * 100);
        assert!(reading.is_some(), "a change meanwhile is read now");
        drop(reading);
        assert!(schedule.due(START * 100).is_none(), "not due");
        assert!(schedule.due(START * 100 + REFRESH).is_some());
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
