//! Lines that are over leave from the beginning; the chain's beginning moves with them.

use super::chain::{parts, range};
use super::line::{GENESIS, hash_of};
use super::part::Part;
use super::{Access, append};
use crate::Error;
use crate::clock::ClockReading;
use crate::connect::run;
use crate::error::storage;
use crate::keys::KeyRing;
use jiff::{Span, civil::Date};
use model::AccessAction;
use rusqlite::{Connection, params};
use wire::jst_date;

/// Lines that leave in one step, at most: a capture that comes meanwhile waits for no more.
const STEP: i64 = 1_000;
/// Months that are kept whole beside the present one.
const MONTHS: i64 = 13;
/// A log that takes too much loses at least this part of itself, so that this is not said every minute.
const SHARE: i64 = 8;
/// Bytes of a line on the disk, rounded up.
const LINE_BYTES: u64 = 256;

/// Lets lines leave that are over, inside the caller's transaction. Returns the key that opens nothing any more.
pub(crate) fn leave(
    db: &Connection,
    ring: &KeyRing,
    boot: u64,
    now: ClockReading,
    bytes: u64,
) -> Result<Option<i64>, Error> {
    let parts = parts(db, ring)?;
    let most = i64::try_from(bytes / LINE_BYTES).unwrap_or(i64::MAX);
    let lines: i64 = parts.iter().map(|(part, _)| part.last - part.first + 1).fold(0, i64::saturating_add);
    // One whose record was changed stays where it is, and what follows it too: it is evidence.
    let Some((oldest, true)) = parts.first() else { return Ok(None) };
    let only = parts.len() == 1;
    let over = now.synchronised && !only && is_over(&parts, jst_date(now.at));
    let too_many = lines.saturating_sub(most);
    let number = match (over, too_many) {
        (true, _) => STEP,
        (false, 1..) => STEP.min(too_many.saturating_add(1).max(most / SHARE)),
        (false, _) => 0,
    };
    if number <= 0 || (only && oldest.last - oldest.first < number) {
        return Ok(None);
    }
    cut(db, ring, oldest.clone(), number, boot, now)
}

/// True when the month of the first part is over; a part without a month goes with the next that has one.
fn is_over(parts: &[(Part, bool)], today: Date) -> bool {
    let month = parts.iter().find_map(|(part, _)| part.month.as_deref()?.parse::<Date>().ok());
    let limit = today.first_of_month().checked_sub(Span::new().months(MONTHS));
    month.zip(limit.ok()).is_some_and(|(month, limit)| month < limit)
}

/// Takes the first lines of a part away, and the part with its key when none is left.
fn cut(
    db: &Connection,
    ring: &KeyRing,
    mut part: Part,
    number: i64,
    boot: u64,
    now: ClockReading,
) -> Result<Option<i64>, Error> {
    let failed = storage("let lines of the access log leave");
    let (first, last) = (part.first, part.last.min(part.first + number - 1));
    let whole = last == part.last;
    let anchor = if whole { Some(part.head) } else { hash_of(db, ring, part.key, last)? };
    run(db, include_str!("../sql/access_leave.sql"), [last])?;
    let mut over = None;
    if whole {
        run(db, include_str!("../sql/access_part_delete.sql"), [part.part])?;
        let mut uses = db.prepare_cached(include_str!("../sql/access_key_uses.sql")).map_err(&failed)?;
        let used: bool = uses.query_row([part.key], |row| row.get(0)).map_err(&failed)?;
        if !used {
            run(db, include_str!("../sql/key_delete.sql"), [part.key])?;
            run(db, include_str!("../sql/key_spare_delete.sql"), params![part.key])?;
            over = Some(part.key);
        }
    } else {
        // The hash of a line that does not open any more is in the next line, too.
        (part.first, part.anchor) = (last + 1, anchor.unwrap_or(GENESIS));
        part.write(db, ring)?;
    }
    append(db, ring, boot, now, &Access::of(now, AccessAction::LinesLeft).with(&range(first, last)))?;
    Ok(over)
}
