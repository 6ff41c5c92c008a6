//! The one that writes: it owns the writing connection and does one thing after the other on its own thread.
//! Between jobs it folds the log into the database, so that destroyed data does not linger there, and enforces
//! retention.

use crate::access::{self, Access};
use crate::clock::{ClockReading, nanoseconds, timestamp};
use crate::connect::run;
use crate::error::storage;
use crate::files::{beside, size};
use crate::keys::KeyRing;
use crate::recovery::high_water::{Ceilings, HighWater};
use crate::stub::Numbering;
use crate::worker::Owned;
use crate::{BOOK_LIMIT, Bytes, Error, Opener, Options, connect};
use jiff::{Timestamp, civil::Date};
use model::AccessAction;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashMap;
use std::fs::File;
use std::sync::Arc;
use std::time::{Duration, Instant};
use wire::{Challenge, ChallengeId};

/// The log is folded in when nothing was written for this long.
const QUIET: Duration = Duration::from_millis(250);
/// Or when the oldest write waits for this long.
const LONGEST: Duration = Duration::from_secs(5);
/// And in a storm after this many jobs. The file then keeps its length until it is quiet: writing over what is
/// there is cheaper to flush than making a file longer.
const STORM: u32 = 256;
/// How soon to try again when a reader was in the way.
const AGAIN: Duration = Duration::from_millis(100);

pub(crate) struct Writer {
    pub(crate) options: Options,
    pub(crate) db: Connection,
    pub(crate) ring: Arc<KeyRing>,
    pub(crate) high_water: HighWater,
    pub(crate) boot: u64,
    /// The monotonic clock when this start began.
    pub(crate) began: Duration,
    /// The line of the access log that the mark beside the journal names.
    marked: i64,
    pub(crate) last_order: u64,
    pub(crate) numbering: Numbering,
    /// Checks that wait; only the writer changes it.
    pub(crate) waiting: u32,
    /// True when the event that the journal is full is in the outbox.
    pub(crate) full_told: bool,
    /// When each key was first seen in this start, by the monotonic clock.
    pub(crate) key_seen: HashMap<i64, Duration>,
    /// The first and the last write that only the log has.
    written: Option<(Instant, Instant)>,
    /// Jobs since the log was folded in.
    jobs: u32,
    next_tick: Instant,
    _lock: File,
}

impl Writer {
    #[allow(clippy::too_many_arguments)] // called once, by `open`, which has found all of these
    pub(crate) fn new(
        options: Options,
        lock: File,
        high_water: HighWater,
        ring: Arc<KeyRing>,
        db: Connection,
        boot: u64,
        last_order: u64,
        numbering: Numbering,
        waiting: u32,
    ) -> Self {
        Self {
            next_tick: Instant::now() + options.tick,
            began: options.clock.monotonic(),
            marked: 0,
            options,
            db,
            ring,
            high_water,
            boot,
            last_order,
            numbering,
            waiting,
            full_told: false,
            key_seen: HashMap::new(),
            written: None,
            jobs: 0,
            _lock: lock,
        }
    }

    /// Before an event is numbered: the number must be covered by the marks.
    pub(crate) fn cover_events(&mut self) -> Result<(), Error> {
        let failed = storage("read the last event's number");
        let mut read = self.db.prepare_cached(include_str!("sql/station_read.sql")).map_err(&failed)?;
        let last: u64 = read.query_row([], |row| row.get(5)).map_err(&failed)?;
        self.high_water.cover(&Ceilings { event: last + 1, ..Ceilings::default() })
    }

    pub(crate) fn delete_event(&mut self, order: u64) -> Result<(), Error> {
        run(&self.db, include_str!("sql/event_delete.sql"), [order])
    }

    pub(crate) fn add_bytes(&mut self, day: Date, up: u64, down: u64) -> Result<Bytes, Error> {
        let failed = storage("count bytes");
        let limited = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX / 2);
        let row = params![day.to_string(), limited(up), limited(down)];
        // Outside a transaction the commit would happen when the answer's rows are dropped, where its error is lost.
        let step = self.begin("count bytes")?;
        let total = step
            .query_row(include_str!("sql/meter_add.sql"), row, |row| {
                Ok(Bytes { up: row.get(0)?, down: row.get(1)? })
            })
            .map_err(&failed)?;
        step.commit().map_err(&failed)?;
        Ok(total)
    }

    pub(crate) fn add_challenges(&mut self, challenges: &[Challenge]) -> Result<usize, Error> {
        let failed = storage("fill the book of challenges");
        let step = self.begin("fill the book of challenges")?;
        let count: usize = step
            .query_row(include_str!("sql/challenge_count.sql"), [i64::MIN], |row| row.get(0))
            .map_err(&failed)?;
        let mut taken = 0;
        let mut insert = step.prepare_cached(include_str!("sql/challenge_insert.sql")).map_err(&failed)?;
        for challenge in challenges {
            if count + taken >= BOOK_LIMIT {
                break;
            }
            let Challenge { id, nonce, expires_at } = challenge;
            let row = params![id.0.as_bytes(), nonce.as_slice(), nanoseconds(*expires_at)];
            taken += insert.execute(row).map_err(&failed)?;
        }
        drop(insert);
        step.commit().map_err(&failed)?;
        Ok(taken)
    }

    pub(crate) fn take_challenge(&mut self, now: Timestamp) -> Result<Option<Challenge>, Error> {
        let failed = storage("take a challenge");
        let (sql, now) = if self.options.clock.synchronised() {
            run(&self.db, include_str!("sql/challenges_expire.sql"), [nanoseconds(now)])?;
            (include_str!("sql/challenge_take_first.sql"), Some(nanoseconds(now)))
        } else {
            (include_str!("sql/challenge_take_last.sql"), None)
        };
        let row = |row: &rusqlite::Row<'_>| {
            let id: [u8; 16] = row.get(0)?;
            let nonce: Vec<u8> = row.get(1)?;
            let id = ChallengeId(uuid::Uuid::from_bytes(id));
            Ok(Challenge { id, nonce: nonce.into(), expires_at: timestamp(row.get(2)?) })
        };
        // The transaction ends, durably, before the challenge leaves this function.
        let step = self.begin("take a challenge")?;
        let taken = step.query_row(sql, rusqlite::params_from_iter(now), row).optional().map_err(&failed)?;
        step.commit().map_err(&failed)?;
        Ok(taken)
    }

    /// Finds the end of the access log, compares it with its mark, and writes that the station started, if it did.
    pub(crate) fn begin_access(&mut self) -> Result<(), Error> {
        let (path, ring) = (&self.options.path, &self.ring);
        let mark = match access::LogAnchor::read(path, ring) {
            access::Found::Good(mark) => Some(mark),
            // The first start of all: from now on a mark that is gone means something.
            access::Found::Nothing | access::Found::Changed
                if access::last_part(&self.db, ring)?.is_none() =>
            {
                let first = access::LogAnchor::none();
                first.write(path, ring)?;
                Some(first)
            }
            access::Found::Nothing | access::Found::Changed => None,
        };
        let step = self.begin("begin the access log")?;
        let now = ClockReading::of(&*self.options.clock);
        access::resume(&step, &self.ring, self.boot, now, mark.as_ref())?;
        if self.options.opener == Opener::Station {
            self.write_line(&step, &Access::of(now, AccessAction::Started))?;
        }
        step.commit().map_err(storage("begin the access log"))
    }

    /// Writes a line of the access log, inside the caller's transaction; returns its number.
    pub(crate) fn write_line(&self, step: &Transaction<'_>, line: &Access) -> Result<i64, Error> {
        access::append(step, &self.ring, self.boot, ClockReading::of(&*self.options.clock), line)
    }

    /// Writes a line of the access log that belongs to no other change of the journal.
    pub(crate) fn note(&mut self, line: &Access) -> Result<u64, Error> {
        let step = self.begin("write into the access log")?;
        let number = self.write_line(&step, line)?;
        step.commit().map_err(storage("write into the access log"))?;
        Ok(number.unsigned_abs())
    }

    /// Sets the mark beside the journal to the end of the access log, when lines came.
    pub(crate) fn mark_access(&mut self) -> Result<(), Error> {
        let Some((part, true)) = access::last_part(&self.db, &self.ring)? else { return Ok(()) };
        if part.last != self.marked {
            access::LogAnchor::of(&part).write(&self.options.path, &self.ring)?;
            self.marked = part.last;
        }
        Ok(())
    }

    /// Folds the log into the database and empties it; false when a reader was in the way.
    pub(crate) fn fold_log(&mut self) -> Result<bool, Error> {
        let done = self.checkpoint(connect::EMPTY_LOG)?;
        if done {
            self.written = None;
        }
        Ok(done)
    }

    fn checkpoint(&mut self, how: &str) -> Result<bool, Error> {
        let done = connect::checkpoint(&self.db, how).map_err(storage("fold the log into the database"))?;
        if done {
            self.jobs = 0;
        }
        Ok(done)
    }

    fn log(&self) -> u64 {
        size(&beside(&self.options.path, "-wal"))
    }

    /// Does `job`, and when the disk is full once more after folding the log in, which gives back its space.
    pub(crate) fn with_room<T, E>(
        &mut self,
        is_full: impl Fn(&E) -> bool,
        mut job: impl FnMut(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        match job(self) {
            Err(error) if is_full(&error) && self.log() > 0 && self.fold_log().is_ok_and(|done| done) => {
                job(self)
            }
            result => result,
        }
    }

    /// Ends in order, and says so unless it was no start.
    pub(crate) fn close(mut self) -> Result<(), Error> {
        if self.options.opener == Opener::Station {
            run(&self.db, include_str!("sql/station_close.sql"), [])?;
        }
        self.fold_log()?;
        if let Err(error) = self.mark_access() {
            tracing::warn!(code = error.code().name(), %error, "the mark of the access log could not be set");
        }
        self.db.close().map_err(|(_, error)| storage("close the journal")(error))
    }
}

impl Owned for Writer {
    fn idle(&mut self) -> Duration {
        let mut next = self.next_tick.saturating_duration_since(Instant::now());
        if next.is_zero() {
            let now = ClockReading::of(&*self.options.clock);
            if let Err(error) = self.retain(now.at) {
                tracing::warn!(code = error.code().name(), %error, "retention could not be enforced, will be tried again");
            }
            if let Err(error) = self.mark_access() {
                tracing::warn!(code = error.code().name(), %error, "the mark of the access log could not be set, will be tried again");
            }
            self.next_tick = Instant::now() + self.options.tick;
            next = self.options.tick;
        }
        let Some((first, last)) = self.written else { return next };
        let wait = QUIET.saturating_sub(last.elapsed()).min(LONGEST.saturating_sub(first.elapsed()));
        if !wait.is_zero() {
            return next.min(wait);
        }
        match self.fold_log() {
            Ok(true) => next,
            Ok(false) => next.min(AGAIN),
            Err(error) => {
                tracing::warn!(code = error.code().name(), %error, "the log could not be folded in, will be tried again");
                next.min(AGAIN * 10)
            }
        }
    }

    fn after(&mut self) {
        if self.log() == 0 {
            return;
        }
        let now = Instant::now();
        self.written = Some((self.written.map_or(now, |(first, _)| first), now));
        self.jobs += 1;
        if self.jobs >= STORM
            && let Err(error) = self.checkpoint("PRAGMA wal_checkpoint(RESTART)")
        {
            tracing::warn!(code = error.code().name(), %error, "the log could not be folded in, will be tried again");
        }
    }
}
