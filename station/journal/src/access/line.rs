//! One line: its text, its hash, and how it is sealed. The sealed field is the hash of the line before it and the
//! text, so that a line says itself where it belongs.

use super::Access;
use crate::Error;
use crate::error::storage;
use crate::keys::{DayKey, KeyRing};
use crate::seal::{self, Kind, number_owner};
use jiff::Timestamp;
use ring::digest::{Context, SHA256, SHA256_OUTPUT_LEN};
use rusqlite::{Connection, OptionalExtension};
use wire::{CheckId, StaffRef};
use zeroize::Zeroizing;

pub(crate) type Hash = [u8; SHA256_OUTPUT_LEN];

/// The hash before the very first line of a station.
pub(crate) const GENESIS: Hash = [0; SHA256_OUTPUT_LEN];

/// A line, read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub number: i64,
    pub boot: u64,
    pub at: Timestamp,
    pub synchronised: bool,
    pub staff: Option<StaffRef>,
    /// As text: a later version may know more of them.
    pub what: String,
    pub check: Option<CheckId>,
    pub detail: Option<String>,
}

impl Line {
    pub(crate) fn of(number: i64, boot: u64, access: &Access) -> Self {
        let Access { at, staff, what, check, detail } = access;
        Self {
            number,
            boot,
            at: at.at,
            synchronised: at.synchronised,
            staff: staff.clone(),
            what: what.word().to_owned(),
            check: *check,
            detail: detail.as_ref().map(|word| word.as_str().to_owned()),
        }
    }

    /// As it is hashed and sealed; see the module above.
    pub(crate) fn text(&self) -> String {
        let Self { number, boot, at, synchronised, staff, what, check, detail } = self;
        let staff = staff.as_ref().map_or("-", StaffRef::as_str);
        let check = check.map_or_else(|| "-".to_owned(), |check| check.to_string());
        let detail = detail.as_deref().unwrap_or("-");
        format!("{number}\t{boot}\t{at}\t{synchronised}\t{staff}\t{what}\t{check}\t{detail}\n")
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut columns = text.strip_suffix('\n')?.split('\t');
        let line = Self {
            number: columns.next()?.parse().ok()?,
            boot: columns.next()?.parse().ok()?,
            at: columns.next()?.parse().ok()?,
            synchronised: columns.next()?.parse().ok()?,
            staff: given(columns.next()?).map(str::parse).transpose().ok()?,
            what: columns.next()?.to_owned(),
            check: given(columns.next()?).map(str::parse).transpose().ok()?,
            detail: given(columns.next()?).map(str::to_owned),
        };
        columns.next().is_none().then_some(line)
    }
}

fn given(column: &str) -> Option<&str> {
    (column != "-").then_some(column)
}

/// The hash of a line: over that of the line before it and its text.
pub(crate) fn hash(before: &Hash, text: &[u8]) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(before);
    context.update(text);
    let mut hash = GENESIS;
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Seals a line under its number.
pub(crate) fn seal_line(key: &DayKey, before: &Hash, line: &Line) -> Result<(Vec<u8>, Hash), Error> {
    let text = line.text();
    let mut plain = Zeroizing::new(Vec::with_capacity(before.len() + text.len()));
    plain.extend_from_slice(before);
    plain.extend_from_slice(text.as_bytes());
    let sealed = seal::seal(key, Kind::Access, &number_owner(line.number), &plain)?;
    Ok((sealed, hash(before, text.as_bytes())))
}

/// A line that was opened.
pub(crate) struct Opened {
    pub line: Line,
    /// The hash of the line before it, as it says itself.
    pub before: Hash,
    /// Its own.
    pub hash: Hash,
}

/// Seals a line that was opened, as it is, under another key.
pub(crate) fn reseal_line(key: &DayKey, opened: &Opened) -> Result<Vec<u8>, Error> {
    seal_line(key, &opened.before, &opened.line).map(|(sealed, _)| sealed)
}

/// Opens a line; `None` when it was changed, is another's, or its key is another.
pub(crate) fn open_line(key: &DayKey, number: i64, sealed: &[u8]) -> Option<Opened> {
    let plain = seal::open(key, Kind::Access, &number_owner(number), sealed)?;
    let (before, text) = plain.split_first_chunk()?;
    let line = Line::parse(std::str::from_utf8(text).ok()?).filter(|line| line.number == number)?;
    Some(Opened { line, before: *before, hash: hash(before, text) })
}

/// The hash of line `number` of the part with this key, from the line itself or from what the next one says of it; `None` when
/// neither opens.
pub(crate) fn hash_of(db: &Connection, ring: &KeyRing, key: i64, number: i64) -> Result<Option<Hash>, Error> {
    let failed = storage("read the access log");
    let Some(key) = ring.unwrap(db, key)? else { return Ok(None) };
    let mut read = db.prepare_cached(include_str!("../sql/access_by_number.sql")).map_err(&failed)?;
    let mut open = |number| -> Result<Option<Opened>, Error> {
        let sealed: Option<Vec<u8>> =
            read.query_row([number], |row| row.get(0)).optional().map_err(&failed)?;
        Ok(sealed.and_then(|sealed| open_line(&key, number, &sealed)))
    };
    if let Some(line) = open(number)? {
        return Ok(Some(line.hash));
    }
    Ok(open(number + 1)?.map(|line| line.before))
}

/// As lists and marks show a hash.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Actor;
    use crate::clock::ClockReading;
    use model::AccessAction;
    use std::time::Duration;

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let at = "2026-05-01T00:30:00.25Z".parse().unwrap();
        let at = ClockReading { at, monotonic: Duration::ZERO, synchronised: true };
        let by = Actor { staff: "s-01".parse().unwrap(), at };
        let full = Access::by(by, AccessAction::Captured).to(CheckId::random()).with("017");
        for access in [full, Access::of(at, AccessAction::Started)] {
            let line = Line::of(12, 3, &access);
            assert_eq!(Line::parse(&line.text()).as_ref(), Some(&line));
            assert_eq!(line.text().matches('\t').count(), 7);
        }
        assert_eq!(
            Line::of(1, 1, &Access::of(at, AccessAction::Locked)).text(),
            "1\t1\t2026-05-01T00:30:00.25Z\ttrue\t-\tlocked\t-\t-\n"
        );
    }
}
