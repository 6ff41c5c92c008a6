//! The chain on disk: lines, and parts of the chain that each have their key and their authenticated ends. A line
//! is appended inside the transaction of the act it records; where the chain stands is read from the disk each
//! time, so that nothing kept in memory can differ from it.
//!
//! A part is a month. A new one also begins where the record of the last was damaged or its key is gone: the
//! station goes on in any case, and `verify` names what is wrong.

use super::line::{GENESIS, Hash, Line, Opened, seal_line};
use super::part::Part;
use super::{Access, LogAnchor};
use crate::Error;
use crate::clock::ClockReading;
use crate::connect::run;
use crate::error::storage;
use crate::keys::{DayKey, KeyRing};
use crate::seal::Kind;
use jiff::civil::Date;
use model::AccessAction;
use rusqlite::{Connection, OptionalExtension, params};
use wire::jst_date;

/// All parts in order, and whether each is as it was written.
pub(crate) fn parts(db: &Connection, ring: &KeyRing) -> Result<Vec<(Part, bool)>, Error> {
    let failed = storage("read the parts of the access log");
    let mut read = db.prepare_cached(include_str!("../sql/access_parts.sql")).map_err(&failed)?;
    let rows = read.query_map([], |row| Part::from(row, ring)).map_err(&failed)?;
    rows.collect::<Result<_, _>>().map_err(&failed)
}

/// The last part, and whether it is as it was written.
pub(crate) fn last_part(db: &Connection, ring: &KeyRing) -> Result<Option<(Part, bool)>, Error> {
    let failed = storage("read the end of the access log");
    let mut read = db.prepare_cached(include_str!("../sql/access_part_last.sql")).map_err(&failed)?;
    read.query_row([], |row| Part::from(row, ring)).optional().map_err(&failed)
}

/// Appends a line, inside the caller's transaction; returns its number. The part that takes it goes by the time of
/// writing, so that parts follow each other as the months do.
pub(crate) fn append(
    db: &Connection,
    ring: &KeyRing,
    boot: u64,
    now: ClockReading,
    access: &Access,
) -> Result<i64, Error> {
    let (mut part, key) = growing(db, ring, now)?;
    let number = part.last + 1;
    let line = Line::of(number, boot, access);
    let (sealed, hash) = seal_line(&key, &part.head, &line)?;
    run(db, include_str!("../sql/access_insert.sql"), params![number, sealed])?;
    (part.last, part.head) = (number, hash);
    part.write(db, ring)?;
    Ok(number)
}

/// The part that grows, with its key: the last one, or a new one for a new month or after damage.
fn growing(db: &Connection, ring: &KeyRing, now: ClockReading) -> Result<(Part, DayKey), Error> {
    let month = now.synchronised.then(|| jst_date(now.at).first_of_month());
    let last = last_part(db, ring)?;
    if let Some((part, true)) = &last {
        let same = month.is_none_or(|month| part.month.as_deref() == Some(month.to_string().as_str()));
        if same && let Some(key) = ring.unwrap(db, part.key)? {
            return Ok((part.clone(), key));
        }
    }
    // A record that was changed is not believed, only counted on from.
    let sure = last.as_ref().filter(|(_, fits)| *fits).map_or(0, |(part, _)| part.last);
    let head = last.as_ref().map_or(GENESIS, |(part, _)| part.head);
    new_part(db, ring, now, following(last.as_ref()), highest(db)?.max(sure), head)
}

fn following(last: Option<&(Part, bool)>) -> i64 {
    last.map_or(1, |(part, _)| part.part.saturating_add(1))
}

/// Begins a part after line `number`; it is on disk with its first line only.
fn new_part(
    db: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    part: i64,
    number: i64,
    head: Hash,
) -> Result<(Part, DayKey), Error> {
    let month = now.synchronised.then(|| jst_date(now.at).first_of_month());
    let day = month.unwrap_or_else(|| jst_date(now.at).first_of_month());
    let (key, secret) = ring.of_day(db, Kind::Access, day, None)?;
    let month = month.map(|month: Date| month.to_string());
    Ok((Part { part, key, month, first: number + 1, anchor: head, last: number, head }, secret))
}

/// The highest number of any line.
fn highest(db: &Connection) -> Result<i64, Error> {
    let failed = storage("read the end of the access log");
    db.query_row("SELECT ifnull(max(seq), 0) FROM access", [], |row| row.get(0)).map_err(failed)
}

/// Goes on after line `number` in a new part, telling with the first line what was lost before it.
pub(crate) fn go_on(
    db: &Connection,
    ring: &KeyRing,
    boot: u64,
    now: ClockReading,
    after: (i64, Hash),
    access: &Access,
) -> Result<i64, Error> {
    let part = following(last_part(db, ring)?.as_ref());
    let number = highest(db)?.max(after.0);
    let (part, _) = new_part(db, ring, now, part, number, after.1)?;
    part.write(db, ring)?;
    append(db, ring, boot, now, access)
}

/// Compares the chain with its mark when the journal is opened, and goes on: where lines are missing, their numbers
/// are not given again, and the log says so itself from now on.
pub(crate) fn resume(
    db: &Connection,
    ring: &KeyRing,
    boot: u64,
    now: ClockReading,
    mark: Option<&LogAnchor>,
) -> Result<(), Error> {
    let last = last_part(db, ring)?.map_or((0, GENESIS), |(part, _)| (part.last, part.head));
    let broken = match mark {
        Some(mark) if mark.number > last.0 => {
            Some((range(last.0 + 1, mark.number), (mark.number, mark.hash)))
        }
        Some(_) => None,
        None => Some((NO_MARK.to_owned(), last)),
    };
    if let Some((detail, after)) = broken {
        tracing::error!(code = codes::J305.name(), %detail, "{}", codes::J305.technician());
        go_on(db, ring, boot, now, after, &Access::of(now, AccessAction::Broken).with(&detail))?;
    }
    Ok(())
}

/// Detail of a line that records a missing anchor.
pub(crate) const NO_MARK: &str = "no_mark";

/// As a detail names lines.
pub(crate) fn range(first: i64, last: i64) -> String {
    format!("{first}-{last}")
}

/// The part that takes a line carried over from a damaged journal, already ending with it, and its key: the part
/// before, or a new one for the line's month.
pub(crate) fn part_for(
    db: &Connection,
    ring: &KeyRing,
    grown: Option<Part>,
    line: &Opened,
) -> Result<(Part, DayKey), Error> {
    let Opened { line: Line { number, at, synchronised, .. }, before, hash } = line;
    let day = jst_date(*at).first_of_month();
    let month = synchronised.then(|| day.to_string());
    if let Some(part) = &grown
        && (month.is_none() || part.month == month)
        && let Some(key) = ring.unwrap(db, part.key)?
    {
        return Ok((Part { last: *number, head: *hash, ..part.clone() }, key));
    }
    if let Some(part) = &grown {
        part.write(db, ring)?;
    }
    let part = grown.map_or(1, |part| part.part + 1);
    let (key, secret) = ring.of_day(db, Kind::Access, day, None)?;
    Ok((Part { part, key, month, first: *number, anchor: *before, last: *number, head: *hash }, secret))
}

/// Lines that were carried over from a damaged journal are in; says which were lost.
pub(crate) fn after_recovery(
    db: &Connection,
    ring: &KeyRing,
    boot: u64,
    now: ClockReading,
    after: (i64, Hash),
    lost: &[(i64, i64)],
) -> Result<(), Error> {
    let detail = super::ranges::word(lost);
    let line = Access::of(now, AccessAction::Rescued).with(detail.as_deref().unwrap_or("none"));
    go_on(db, ring, boot, now, after, &line).map(drop)
}
