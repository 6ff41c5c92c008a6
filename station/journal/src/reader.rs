//! The one that reads: its own connection on its own thread, so that reading a long queue never keeps a
//! capture waiting. It sees the state committed at its start.

use crate::clock::{ClockReading, Moment, nanoseconds, timestamp};
use crate::error::storage;
use crate::files::{beside, size};
use crate::keys::{KeyRing, SealedRow};
use crate::seal::{Kind, Stored};
use crate::stub::purpose_of;
use crate::worker::Owned;
use crate::writer::Writer;
use crate::{Bytes, Clock, Error, Late, Options, Stats, connect, outbox, people};
use jiff::{Timestamp, civil::Date};
use model::{CheckHead, StaffEntry};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use wire::{Check, CheckId, Counts, Event, Queue, ReceptionNumber, Settlement};

pub(crate) struct Reader {
    db: Connection,
    path: PathBuf,
    ring: Arc<KeyRing>,
    clock: Arc<dyn Clock>,
    /// Checks whose seal does not open and of which that was said.
    told: HashSet<i64>,
}

impl Owned for Reader {
    fn idle(&mut self) -> Duration {
        Duration::from_secs(3_600)
    }
}

impl Reader {
    /// A reader of the file that `writer` writes.
    pub(crate) fn beside(writer: &Writer) -> Result<Self, Error> {
        let Options { path, clock, .. } = writer.options.clone();
        let db = connect::reader(&path).map_err(storage("open the journal to read"))?;
        Ok(Self { db, path, ring: Arc::clone(&writer.ring), clock, told: HashSet::new() })
    }

    pub(crate) fn db(&self) -> &Connection {
        &self.db
    }

    pub(crate) fn ring(&self) -> &KeyRing {
        &self.ring
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn staff(&mut self) -> Result<Vec<StaffEntry>, Error> {
        let present = people::present(&self.db, &self.ring)?;
        Ok(present.iter().map(|(number, record)| record.entry(*number)).collect())
    }

    pub(crate) fn waiting(
        &mut self,
        count: usize,
        bytes: usize,
        after: u64,
        except: &[CheckId],
    ) -> Result<Vec<Check>, Error> {
        let failed = storage("read the waiting checks");
        let mut read = self.db.prepare_cached(include_str!("sql/evidence_waiting.sql")).map_err(&failed)?;
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let mut rows = read.query([after]).map_err(&failed)?;
        let (mut checks, mut total) = (Vec::new(), 0);
        while checks.len() < count
            && let Some(row) = rows.next().map_err(&failed)?
        {
            let row = SealedRow::from(row).map_err(&failed)?;
            if except.iter().any(|id| *id.as_bytes() == row.owner) {
                continue;
            }
            match self.ring.read(&self.db, Kind::Evidence, &row) {
                Ok(check) => {
                    total += row.sealed.len();
                    if total > bytes && !checks.is_empty() {
                        break;
                    }
                    checks.push(check);
                }
                Err(error @ Error::Seal { .. }) => {
                    if self.told.insert(row.seq) {
                        tracing::error!(code = error.code().name(), %error, "a waiting check is kept but cannot be sent");
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(checks)
    }

    pub(crate) fn waiting_one(&mut self, id: CheckId) -> Result<Option<Check>, Error> {
        self.one(&self.db, Kind::Evidence, include_str!("sql/evidence_by_id.sql"), id)
    }

    pub(crate) fn stored_result(&self, db: &Connection, id: CheckId) -> Result<Option<Settlement>, Error> {
        self.one(db, Kind::Result, include_str!("sql/result_by_id.sql"), id)
    }

    fn one<T: Stored>(
        &self,
        db: &Connection,
        kind: Kind,
        sql: &str,
        id: CheckId,
    ) -> Result<Option<T>, Error> {
        let failed = storage("read a check");
        let mut read = db.prepare_cached(sql).map_err(&failed)?;
        let row = read.query_row([id.as_bytes()], SealedRow::from).optional().map_err(&failed)?;
        row.map(|row| self.ring.read(db, kind, &row)).transpose()
    }

    pub(crate) fn unacknowledged(&mut self) -> Result<Vec<Late>, Error> {
        let failed = storage("read the late verdicts");
        let mut read =
            self.db.prepare_cached(include_str!("sql/results_unacknowledged.sql")).map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| {
            let stub = (row.get::<_, u32>(4)?, row.get::<_, i64>(5)?, row.get(6)?, row.get::<_, String>(7)?);
            Ok((SealedRow::from(row)?, stub))
        };
        let rows =
            read.query_map([], row).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(&failed)?;
        let mut late = Vec::with_capacity(rows.len());
        for (row, (reception, captured, clock_synchronised, purpose)) in rows {
            match self.ring.read::<Settlement>(&self.db, Kind::Result, &row) {
                Ok(settlement) => late.push(Late {
                    head: CheckHead {
                        id: CheckId::from_bytes(row.owner),
                        reception: ReceptionNumber(reception),
                        purpose: purpose_of(&purpose),
                        captured_at: timestamp(captured),
                        clock_synchronised,
                    },
                    settlement,
                }),
                Err(error @ Error::Seal { .. }) => {
                    if self.told.insert(row.seq) {
                        tracing::error!(code = error.code().name(), %error, "a late verdict is kept but cannot be shown");
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(late)
    }

    pub(crate) fn challenge_count(&mut self, now: Timestamp) -> Result<usize, Error> {
        // As long as the time is not known, none is known to have expired.
        let limit = if self.clock.synchronised() { nanoseconds(now) } else { i64::MIN };
        let count = self.db.query_row(include_str!("sql/challenge_count.sql"), [limit], |row| row.get(0));
        count.map_err(storage("count the challenges"))
    }

    pub(crate) fn next_events(&mut self, count: usize) -> Result<Vec<Event>, Error> {
        outbox::next(&self.db, count)
    }

    pub(crate) fn bytes(&mut self, day: Date) -> Result<Bytes, Error> {
        let row = |row: &rusqlite::Row<'_>| Ok(Bytes { up: row.get(0)?, down: row.get(1)? });
        let read = self.db.query_row(include_str!("sql/meter_read.sql"), [day.to_string()], row).optional();
        Ok(read.map_err(storage("read the meter"))?.unwrap_or_default())
    }

    pub(crate) fn queue(&mut self, now: Timestamp) -> Result<Queue, Error> {
        let failed = storage("measure the queue");
        // One snapshot for both statements.
        let step = self.db.unchecked_transaction().map_err(&failed)?;
        let counts = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let (waiting, unacknowledged) =
            step.query_row(include_str!("sql/queue.sql"), [], counts).map_err(&failed)?;
        let moment = |row: &rusqlite::Row<'_>| {
            Ok(Moment { boot: row.get(0)?, at_ns: row.get(1)?, monotonic_ms: row.get(2)? })
        };
        let oldest =
            step.query_row(include_str!("sql/queue_oldest.sql"), [], moment).optional().map_err(&failed)?;
        let boot: u64 = step.query_row("SELECT boot FROM station", [], |row| row.get(0)).map_err(&failed)?;
        let reading = ClockReading { at: now, ..ClockReading::of(&*self.clock) };
        let oldest_s = oldest.map(|moment| moment.age(boot, reading).as_secs());
        Ok(Queue { waiting, oldest_s, unacknowledged })
    }

    pub(crate) fn counts(&mut self, day: Date) -> Result<Counts, Error> {
        let failed = storage("count the day's checks");
        let mut read = self.db.prepare_cached(include_str!("sql/counts.sql")).map_err(&failed)?;
        let rows =
            read.query_map([day.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
        rows.collect::<Result<Counts, _>>().map_err(&failed)
    }

    pub(crate) fn stats(&mut self) -> Result<Stats, Error> {
        stats(&self.db, &self.path)
    }
}

/// Numbers about the file that `db` has open.
pub(crate) fn stats(db: &Connection, path: &Path) -> Result<Stats, Error> {
    let read = |row: &rusqlite::Row<'_>| {
        let (pages, free, page): (u64, u64, u64) = (row.get(9)?, row.get(10)?, row.get(11)?);
        Ok(Stats {
            boot: row.get(0)?,
            events_dropped: row.get(1)?,
            checks: row.get(2)?,
            waiting: row.get(3)?,
            unacknowledged: row.get(4)?,
            results: row.get(5)?,
            challenges: row.get(6)?,
            events: row.get(7)?,
            keys: row.get(8)?,
            bytes_used: pages.saturating_sub(free) * page,
            bytes_on_disk: size(path) + size(&beside(path, "-wal")),
        })
    };
    db.query_row(include_str!("sql/stats.sql"), [], read).map_err(storage("read the numbers"))
}

/// Opens a file to look at it: a running station's, a closed one, or one that was set aside.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, Error> {
    let failed = storage("open the journal to read");
    match connect::reader(path) {
        Ok(db) => Ok(db),
        // Where SQLite cannot put its lock file, no process can write either.
        Err(_) if size(path) > 0 && size(&beside(path, "-wal")) == 0 => {
            connect::still_reader(path).map_err(&failed)
        }
        Err(error) => Err(failed(error)),
    }
}
