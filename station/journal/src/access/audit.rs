//! ClockReading the access log: the examination of the chain, and the technician's export. Both work beside a running
//! station and change nothing.

use super::chain::{NO_MARK, parts};
use super::line::{Hash, Opened, hex, open_line};
use super::part::Part;
use super::{Found, LogAnchor, ranges};
use crate::Error;
use crate::error::storage;
use crate::keys::{DayKey, KeyRing};
use crate::types::Report;
use jiff::Timestamp;
use model::AccessAction;
use rusqlite::{Connection, Rows};
use wire::{CheckId, StaffRef};

/// A line for the technician, with its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessLine {
    /// Its number, from 1 over all starts.
    pub number: u64,
    /// The start it was written in; of a technician's command the one before it.
    pub boot: u64,
    /// Wall clock at the act.
    pub at: Timestamp,
    /// True when that clock was synchronised.
    pub clock_synchronised: bool,
    /// The staff member; `None` for acts of the station.
    pub staff: Option<StaffRef>,
    /// The act: a word of [`model::AccessAction`], or of a later version.
    pub what: String,
    /// To which check.
    pub check: Option<CheckId>,
    /// A word more.
    pub detail: Option<String>,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

/// The access log, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessLog {
    /// The hash of the line before the first that is kept, in hexadecimal digits.
    pub anchor: String,
    /// All lines that open, in order of their numbers.
    pub lines: Vec<AccessLine>,
}

/// Reads all that opens.
pub(crate) fn read(db: &Connection, ring: &KeyRing) -> Result<AccessLog, Error> {
    let failed = storage("read the access log");
    // One snapshot, while the station goes on.
    let step = db.unchecked_transaction().map_err(&failed)?;
    let parts = parts(&step, ring)?;
    let anchor = parts.first().map(|(part, _)| hex(&part.anchor)).unwrap_or_default();
    let mut log = AccessLog { anchor, lines: Vec::new() };
    let mut read = step.prepare(include_str!("../sql/access_list.sql")).map_err(&failed)?;
    for (part, _) in &parts {
        let Some(key) = ring.unwrap(&step, part.key)? else { continue };
        let mut rows = read.query([part.first, part.last]).map_err(&failed)?;
        while let Some((number, sealed)) = next(&mut rows)? {
            log.lines.extend(open_line(&key, number, &sealed).map(told));
        }
    }
    Ok(log)
}

fn told(opened: Opened) -> AccessLine {
    let line = opened.line;
    AccessLine {
        number: line.number.unsigned_abs(),
        boot: line.boot,
        at: line.at,
        clock_synchronised: line.synchronised,
        staff: line.staff,
        what: line.what,
        check: line.check,
        detail: line.detail,
        hash: hex(&opened.hash),
    }
}

fn next(rows: &mut Rows<'_>) -> Result<Option<(i64, Vec<u8>)>, Error> {
    let failed = storage("read the access log");
    let Some(row) = rows.next().map_err(&failed)? else { return Ok(None) };
    Ok(Some((row.get(0).map_err(&failed)?, row.get(1).map_err(&failed)?)))
}

/// Where the walk along the chain stands.
#[derive(Default)]
struct Walk {
    /// The number that comes next, once a line or a part was seen.
    next: Option<i64>,
    /// The hash of the line before it, when that is known.
    before: Option<Hash>,
    /// Ranges that are not there.
    missing: Vec<(i64, i64)>,
    /// Ranges that the log itself says were lost when a damaged journal was replaced.
    lost: Vec<(i64, i64)>,
    /// The hash of the line that the mark names.
    marked: Option<Hash>,
}

/// Walks along the whole chain and names what is wrong, line by line.
pub(crate) fn verify(
    db: &Connection,
    ring: &KeyRing,
    mark: &Found,
    report: &mut Report,
) -> Result<(), Error> {
    let failed = storage("examine the access log");
    let parts = parts(db, ring)?;
    let mut walk = Walk::default();
    let marked = if let Found::Good(mark) = mark { Some(mark) } else { None };
    let mut read = db.prepare(include_str!("../sql/access_list.sql")).map_err(&failed)?;
    for (part, fits) in &parts {
        begin_part(part, *fits, &mut walk, report);
        let key = ring.unwrap(db, part.key)?;
        let mut rows = read.query([part.first, part.last]).map_err(&failed)?;
        while let Some((number, sealed)) = next(&mut rows)? {
            report.access += 1;
            one_line(number, &sealed, key.as_ref(), marked, &mut walk, report);
        }
        end_part(part, *fits, &mut walk, report);
    }
    outside(db, &parts, report)?;
    missing(&walk, report);
    compare_mark(mark, parts.last().map(|(part, _)| part), &walk, report);
    Ok(())
}

fn begin_part(part: &Part, fits: bool, walk: &mut Walk, report: &mut Report) {
    let Part { part: number, first, last, .. } = part;
    if !fits {
        // Its ends are not believed, only used to find its lines.
        report
            .findings
            .push(format!("access log: the record of part {number} (lines {first} to {last}) was changed"));
        walk.before = None;
    } else {
        if walk.next.is_some_and(|next| next < *first) {
            walk.missing.extend(walk.next.map(|next| (next, first - 1)));
            walk.before = None;
        }
        if walk.before.is_some_and(|before| before != part.anchor) {
            report.findings.push(format!("access line {first}: its part does not follow the part before it"));
        }
        walk.before = Some(part.anchor);
    }
    walk.next = Some(*first);
}

fn one_line(
    number: i64,
    sealed: &[u8],
    key: Option<&DayKey>,
    mark: Option<&LogAnchor>,
    walk: &mut Walk,
    report: &mut Report,
) {
    if let Some(next) = walk.next.filter(|next| *next < number) {
        walk.missing.push((next, number - 1));
        walk.before = None;
    }
    walk.next = Some(number + 1);
    let Some(opened) = key.and_then(|key| open_line(key, number, sealed)) else {
        let why =
            if key.is_none() { "the key of its part is gone" } else { "it was changed, or is another's" };
        report.findings.push(format!("access line {number}: does not open: {why}"));
        walk.before = None;
        return;
    };
    report.opened += 1;
    if walk.before.is_some_and(|before| before != opened.before) {
        report.findings.push(format!("access line {number}: does not follow the line before it"));
    }
    if mark.is_some_and(|mark| mark.number == number) {
        walk.marked = Some(opened.hash);
    }
    walk.before = Some(opened.hash);
    said(&opened, walk, report);
}

/// Findings that the log itself records.
fn said(opened: &Opened, walk: &mut Walk, report: &mut Report) {
    let (number, boot) = (opened.line.number, opened.line.boot);
    let detail = opened.line.detail.as_deref().unwrap_or("");
    if opened.line.what == AccessAction::Rescued.word() {
        walk.lost.extend(ranges::parse(detail));
        report.notes.push(format!(
            "access line {number}: the journal was damaged and replaced before; lines lost with it: {detail}"
        ));
    } else if opened.line.what == AccessAction::Broken.word() && detail == NO_MARK {
        report.findings.push(format!(
            "access line {number}: at start {boot} the mark beside the journal was gone or changed"
        ));
    } else if opened.line.what == AccessAction::Broken.word() {
        walk.lost.extend(ranges::parse(detail));
        report
            .findings
            .push(format!("access line {number}: at start {boot} the end was cut off: lines {detail}"));
    }
}

fn end_part(part: &Part, fits: bool, walk: &mut Walk, report: &mut Report) {
    let next = walk.next.unwrap_or(part.first);
    if !fits {
        return;
    }
    if next <= part.last {
        walk.missing.push((next, part.last));
        walk.before = None;
    } else if walk.before.is_some_and(|before| before != part.head) {
        report.findings.push(format!("access line {}: is not the one that its part ends with", part.last));
    }
    walk.next = Some(part.last.saturating_add(1));
    walk.before = Some(part.head);
}

/// Lines that no part knows of.
fn outside(db: &Connection, parts: &[(Part, bool)], report: &mut Report) -> Result<(), Error> {
    let failed = storage("examine the access log");
    let mut read = db.prepare("SELECT seq FROM access ORDER BY seq").map_err(&failed)?;
    let rows = read.query_map([], |row| row.get::<_, i64>(0)).map_err(&failed)?;
    for number in rows {
        let number = number.map_err(&failed)?;
        if !parts.iter().any(|(part, _)| (part.first..=part.last).contains(&number)) {
            report.findings.push(format!("access line {number}: is not part of the chain"));
        }
    }
    Ok(())
}

fn missing(walk: &Walk, report: &mut Report) {
    for (first, last) in &walk.missing {
        if walk.lost.iter().any(|(a, b)| a <= first && last <= b) {
            continue; // said where the log says it
        }
        let lines =
            if first == last { format!("line {first}: is") } else { format!("lines {first} to {last}: are") };
        report.findings.push(format!("access {lines} missing"));
    }
}

/// The log goes at least as far as its mark.
fn compare_mark(mark: &Found, end: Option<&Part>, walk: &Walk, report: &mut Report) {
    let last = end.map_or(0, |part| part.last);
    match mark {
        Found::Nothing if last == 0 => {}
        Found::Nothing => report.findings.push(format!(
            "access log: there is no mark beside the journal; nothing proves that line {last} is the last"
        )),
        Found::Changed => {
            report
                .findings
                .push("access log: the mark beside the journal was changed, or is another's".to_owned());
        }
        Found::Good(mark) if mark.number > last => {
            report.findings.push(format!(
                "access lines {} to {}: were cut off the end",
                last + 1,
                mark.number
            ));
        }
        Found::Good(mark) if walk.marked.is_some_and(|hash| hash != mark.hash) => {
            report.findings.push(format!("access line {}: is not the one that the mark names", mark.number));
        }
        Found::Good(_) => {}
    }
}
