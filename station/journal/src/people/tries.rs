//! Waits after wrong passcodes. A try is counted on the disk before it is compared, so that cutting the power never
//! gives one back; a right one takes the count back.
//!
//! - A staff member: the third wrong one in a row is followed by a wait of 30 s, each further one by twice the
//!   wait before, up to an hour.
//! - The station: the tenth wrong one in a row, over all members, is followed by a wait of 30 s for everybody, each
//!   further one by twice that, up to a quarter of an hour. A right passcode takes back the tries against its own
//!   member only, so that a login clears no tries against others; a day without a wrong try
//!   clears the station's count.
//!
//! A wait that began in an earlier start is over when the wall clock says so, provided that it was synchronised
//! both times; otherwise the whole of it begins again with this start, by the monotonic clock. It is never shorter.

use crate::Error;
use crate::clock::{ClockReading, milliseconds, nanoseconds};
use crate::connect::run;
use crate::error::storage;
use rusqlite::{Connection, OptionalExtension, params};
use std::time::Duration;

/// The row of the whole station.
const STATION: i64 = 0;
const FIRST_WAIT: Duration = Duration::from_secs(30);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How many are free, and how long a wait grows.
struct Rule {
    free: u32,
    longest: Duration,
}

const MEMBER: Rule = Rule { free: 2, longest: Duration::from_secs(60 * 60) };
const EVERYBODY: Rule = Rule { free: 9, longest: Duration::from_secs(15 * 60) };

impl Rule {
    /// The wait after this many wrong ones.
    fn wait(&self, wrong: u32) -> Duration {
        match wrong.checked_sub(self.free + 1) {
            None => Duration::ZERO,
            Some(doublings) => FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(self.longest),
        }
    }
}

/// The clocks of this start.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub boot: u64,
    /// The monotonic clock when the journal was opened.
    pub began: Duration,
    pub reading: ClockReading,
}

/// Wrong ones in a row, of a member or of the station.
#[derive(Debug, Clone, Copy)]
struct Tries {
    wrong: u32,
    boot: u64,
    at_ns: i64,
    mono_ms: i64,
    synchronised: bool,
}

impl Tries {
    fn read(db: &Connection, who: i64) -> Result<Option<Self>, Error> {
        let failed = storage("read the wrong tries");
        let mut read = db.prepare_cached(include_str!("../sql/tries_read.sql")).map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| {
            Ok(Self {
                wrong: row.get(0)?,
                boot: row.get(1)?,
                at_ns: row.get(2)?,
                mono_ms: row.get(3)?,
                synchronised: row.get(4)?,
            })
        };
        read.query_row([who], row).optional().map_err(&failed)
    }

    /// The time since the last wrong one, rather too short than too long.
    fn age(&self, now: Now) -> Duration {
        let ms = |ms: i64| Duration::from_millis(u64::try_from(ms).unwrap_or(0));
        let reading = now.reading;
        if self.boot == now.boot {
            return ms(milliseconds(reading.monotonic).saturating_sub(self.mono_ms));
        }
        let of_this_start = reading.monotonic.saturating_sub(now.began);
        if self.synchronised && reading.synchronised {
            let wall = nanoseconds(reading.at).saturating_sub(self.at_ns) / 1_000_000;
            return of_this_start.max(ms(wall));
        }
        of_this_start
    }
}

/// Time until the next try for this member; zero when a try may be made.
pub(crate) fn wait(db: &Connection, member: i64, now: Now) -> Result<Duration, Error> {
    let of = |who, rule: &Rule| -> Result<Duration, Error> {
        let left = |tries: Tries| rule.wait(tries.wrong).saturating_sub(tries.age(now));
        Ok(Tries::read(db, who)?.map_or(Duration::ZERO, left))
    };
    Ok(of(member, &MEMBER)?.max(of(STATION, &EVERYBODY)?))
}

/// Wrong ones in a row that count against a member, or the station; a day without one clears the station's.
fn counted(db: &Connection, who: i64, now: Now) -> Result<u32, Error> {
    let tries = Tries::read(db, who)?.filter(|tries| who != STATION || tries.age(now) < DAY);
    Ok(tries.map_or(0, |tries| tries.wrong))
}

/// True when one more wrong try is followed by a wait.
pub(crate) fn next_waits(db: &Connection, member: i64, now: Now) -> Result<bool, Error> {
    let waits = |who, rule: &Rule| Ok(!rule.wait(counted(db, who, now)?.saturating_add(1)).is_zero());
    Ok(waits(member, &MEMBER)? || waits(STATION, &EVERYBODY)?)
}

/// Counts a try as wrong, inside the caller's transaction.
pub(crate) fn count(db: &Connection, member: i64, now: Now) -> Result<(), Error> {
    for who in [member, STATION] {
        let wrong = counted(db, who, now)?.saturating_add(1);
        let ClockReading { at, monotonic, synchronised } = now.reading;
        let row = params![who, wrong, now.boot, nanoseconds(at), milliseconds(monotonic), synchronised];
        run(db, include_str!("../sql/tries_write.sql"), row)?;
    }
    Ok(())
}

/// How the station's count stood before a try that may turn out to be right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before(Option<Tries>);

pub(crate) fn before(db: &Connection) -> Result<Before, Error> {
    Tries::read(db, STATION).map(Before)
}

/// Takes back a try that was right and all wrong ones against this member, inside the caller's transaction. The
/// station's count goes back to where it stood, with its time: a right passcode prolongs no wait.
pub(crate) fn take_back(db: &Connection, member: i64, before: Before) -> Result<(), Error> {
    let own = Tries::read(db, member)?.map_or(0, |tries| tries.wrong.saturating_sub(1));
    run(db, include_str!("../sql/tries_clear.sql"), [member])?;
    let Some(tries) = before.0 else { return run(db, include_str!("../sql/tries_clear.sql"), [STATION]) };
    let Tries { wrong, boot, at_ns, mono_ms, synchronised } = tries;
    let row = params![STATION, wrong.saturating_sub(own), boot, at_ns, mono_ms, synchronised];
    run(db, include_str!("../sql/tries_write.sql"), row)
}

/// Takes back what was counted against this member, inside the caller's transaction.
pub(crate) fn clear(db: &Connection, member: i64) -> Result<(), Error> {
    let own = Tries::read(db, member)?.map_or(0, |tries| tries.wrong);
    run(db, include_str!("../sql/tries_less.sql"), params![STATION, own])?;
    run(db, include_str!("../sql/tries_clear.sql"), [member])
}

/// Wrong ones in a row of a member.
pub(crate) fn wrong(db: &Connection, member: i64) -> Result<u32, Error> {
    Ok(Tries::read(db, member)?.map_or(0, |tries| tries.wrong))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_from_the_third_wrong_one_up_to_their_limit() {
        let seconds = |rule: &Rule, wrong| rule.wait(wrong).as_secs();
        let member: Vec<_> = (0..12).map(|wrong| seconds(&MEMBER, wrong)).collect();
        assert_eq!(member, [0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
        assert_eq!((seconds(&EVERYBODY, 9), seconds(&EVERYBODY, 10), seconds(&EVERYBODY, 11)), (0, 30, 60));
        assert_eq!((seconds(&MEMBER, u32::MAX), seconds(&EVERYBODY, u32::MAX)), (3_600, 900));
    }
}
