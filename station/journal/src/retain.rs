//! Retention: what is due is destroyed by the journal itself.
//!
//! - A result is kept for looking back until its day is over. The day is over as soon as the calendar shows
//!   another one, in whichever direction the clock moved, or 24 hours have passed by the monotonic clock: a
//!   wrong clock can only end it early, and the centre still has the result.
//! - An unacknowledged late bad verdict outlives its day: it is sealed anew under the key of today.
//! - A ticket goes with its day as well, except while its check waits or calls for staff: it is then sealed anew
//!   under the key of today. The fingerprint of a ticket that another proof was recorded for without a card goes
//!   with its day.
//! - Lines of the access log leave by their own rule: see [`model::AccessAction`] and the top of `access`.
//! - The key of a day that is over is deleted as soon as nothing kept needs it.
//! - Stubs, unacknowledged verdicts and files set aside go after the end of the month that follows the day of
//!   the check, and only when the clock is synchronised.
//! - Waiting checks are never deleted by retention.

use crate::clock::{ClockReading, nanoseconds};
use crate::connect::run;
use crate::error::storage;
use crate::keys::SealedRow;
use crate::recovery::replace;
use crate::seal::Kind;
use crate::settle::calls;
use crate::types::State;
use crate::writer::Writer;
use crate::{Error, access};
use jiff::{Span, Timestamp, civil::Date};
use rusqlite::{Transaction, params};
use std::time::Duration;
use wire::{Settlement, jst_date, retention_end};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Days for which bytes are counted.
const METER_DAYS: i64 = 62;

struct KeyLine {
    key: i64,
    kind: i64,
    over: bool,
}

impl Writer {
    pub(crate) fn retain(&mut self, now: Timestamp) -> Result<(), Error> {
        let today = jst_date(now);
        let keys = self.keys(today)?;
        let mut destroyed = Vec::new();
        let step = self.begin("enforce retention")?;
        for line in keys.iter().filter(|line| line.over) {
            if line.kind == Kind::Result as i64 {
                self.end_results(&step, line.key, today)?;
            } else if line.kind == Kind::Ticket as i64 {
                self.end_tickets(&step, line.key, today)?;
            }
            if self.delete_unused(&step, line.key)? {
                destroyed.push(line.key);
            }
        }
        run(&step, include_str!("sql/fallbacks_forget.sql"), [today.to_string()])?;
        let reading = ClockReading { at: now, ..ClockReading::of(&*self.options.clock) };
        destroyed.extend(access::leave(
            &step,
            &self.ring,
            self.boot,
            reading,
            self.options.limits.bytes / 4,
        )?);
        if self.options.clock.synchronised() {
            self.delete_old(&step, now, today)?;
        }
        step.commit().map_err(storage("enforce retention"))?;
        for key in destroyed {
            self.ring.forget(key);
            self.key_seen.remove(&key);
        }
        Ok(())
    }

    /// All keys, and whether their day is over.
    fn keys(&mut self, today: Date) -> Result<Vec<KeyLine>, Error> {
        let failed = storage("list the keys");
        let mut read = self.db.prepare_cached(include_str!("sql/keys_list.sql")).map_err(&failed)?;
        let rows = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)));
        let rows: Vec<(i64, i64, String)> = rows.and_then(Iterator::collect).map_err(&failed)?;
        drop(read);
        let monotonic = self.options.clock.monotonic();
        let line = |(key, kind, day): (i64, i64, String)| {
            // Keys of the access log go with its parts.
            let access = kind == Kind::Access as i64;
            let seen = *self.key_seen.entry(key).or_insert(monotonic);
            let over = !access && (day != today.to_string() || monotonic.saturating_sub(seen) >= DAY);
            KeyLine { key, kind, over }
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Ends the look-back of a day: results go, except those that staff have yet to see.
    fn end_results(&self, step: &Transaction<'_>, key: i64, today: Date) -> Result<(), Error> {
        let failed = storage("find the results of a day");
        let mut read = step.prepare_cached(include_str!("sql/results_of_key.sql")).map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| {
            Ok((SealedRow::from(row)?, State::from_number(row.get(4)?), calls(row, 5)?))
        };
        let rows =
            read.query_map([key], row).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(&failed)?;
        for (row, state, calls) in rows {
            let unseen = state == State::Unacknowledged || state == State::Answered && calls;
            if unseen {
                self.seal_anew(step, &row, today)?;
                continue;
            }
            run(step, include_str!("sql/result_delete.sql"), [row.seq])?;
            if state == State::Answered {
                // A good one that was on the screen when its day ended needs no staff any more.
                run(step, include_str!("sql/check_state.sql"), params![row.seq, State::Done as i64])?;
            }
        }
        Ok(())
    }

    /// Under today's key. What does not open stays as it is, and so does its key: it is damaged, and reported
    /// as such.
    fn seal_anew(&self, step: &Transaction<'_>, row: &SealedRow, today: Date) -> Result<(), Error> {
        match self.ring.read::<Settlement>(step, Kind::Result, row) {
            Ok(answer) => {
                let (key, sealed) =
                    self.ring.renew(step, Kind::Result, today, &row.owner, &answer, row.key)?;
                run(step, include_str!("sql/result_reseal.sql"), params![row.seq, key, sealed])
            }
            Err(Error::Seal { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn delete_unused(&self, step: &Transaction<'_>, key: i64) -> Result<bool, Error> {
        let mut uses =
            step.prepare_cached(include_str!("sql/key_uses.sql")).map_err(storage("count a key's uses"))?;
        let uses: i64 = uses.query_row([key], |row| row.get(0)).map_err(storage("count a key's uses"))?;
        if uses > 0 {
            return Ok(false);
        }
        run(step, include_str!("sql/key_delete.sql"), [key])?;
        run(step, include_str!("sql/key_spare_delete.sql"), [key])?;
        Ok(true)
    }

    /// Deletes by the calendar; only called when the calendar is known to be right.
    fn delete_old(&self, step: &Transaction<'_>, now: Timestamp, today: Date) -> Result<(), Error> {
        let failed = storage("find stubs that are due");
        let mut read = step.prepare_cached(include_str!("sql/stubs_due.sql")).map_err(&failed)?;
        let days = read.query_map([], |row| row.get::<_, String>(0));
        let days: Vec<String> = days.and_then(Iterator::collect).map_err(&failed)?;
        let due = |day: &&String| day.parse().is_ok_and(|day: Date| today > retention_end(day));
        for day in days.iter().filter(due) {
            for sql in [
                include_str!("sql/results_of_day_delete.sql"),
                include_str!("sql/tickets_of_day_delete.sql"),
                include_str!("sql/fallbacks_delete.sql"),
                include_str!("sql/stubs_floor.sql"),
                include_str!("sql/stubs_delete.sql"),
            ] {
                run(step, sql, [day])?;
            }
        }
        run(step, include_str!("sql/challenges_expire.sql"), [nanoseconds(now)])?;
        let first = today.checked_sub(Span::new().days(METER_DAYS)).unwrap_or(Date::MIN);
        run(step, include_str!("sql/meter_forget.sql"), [first.to_string()])?;
        // A month and a day at least, two months at most, as for stubs.
        let limit = now.checked_sub(Span::new().hours(24 * 31)).unwrap_or(Timestamp::MIN);
        replace::expire(&self.options.path, limit)
    }
}
