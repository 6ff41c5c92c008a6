//! For the technician: lists, numbers and a full examination, without any personal data. Works beside a running
//! station, on a closed journal and on one that was set aside, and changes nothing.

use crate::access as chain;
use crate::error::storage;
use crate::keys::{KeyRing, SealedRow};
use crate::reader::open_to_read;
use crate::seal::Kind;
use crate::types::{Report, State};
use crate::{
    AccessLog, Error, Line, MasterKey, StaffLine, Stats, lookback, people, reader, schema, seal, words,
};
use jiff::civil::Date;
use rusqlite::{Connection, Row};
use std::collections::HashSet;
use std::path::Path;
use wire::{Check, Settlement};

/// Lists the checks of a journal file, in the order of capture.
///
/// # Errors
/// When the file cannot be read.
pub fn list(path: &Path) -> Result<Vec<Line>, Error> {
    let db = open_to_read(path)?;
    lines(&db)
}

fn lines(db: &Connection) -> Result<Vec<Line>, Error> {
    let failed = storage("list the checks");
    let mut read = db.prepare(include_str!("sql/list.sql")).map_err(&failed)?;
    let rows = read.query_map([], line).map_err(&failed)?;
    rows.collect::<Result<_, _>>().map_err(&failed)
}

fn line(row: &Row<'_>) -> rusqlite::Result<Line> {
    let day: String = row.get(6)?;
    let wrong_day = |error| rusqlite::Error::FromSqlConversionFailure(6, rusqlite::types::Type::Text, error);
    Ok(Line {
        order: row.get(0)?,
        head: lookback::head(row)?,
        boot: row.get(9)?,
        day: day.parse::<Date>().map_err(|error| wrong_day(Box::new(error)))?,
        state: State::from_number(row.get(7)?),
        outcome: words::word(row, 8)?,
    })
}

/// Numbers about a journal file.
///
/// # Errors
/// When the file cannot be read.
pub fn stats(path: &Path) -> Result<Stats, Error> {
    reader::stats(&open_to_read(path)?, path)
}

/// Opens every seal and checks every state, SQLite's own structure, and the numbers for gaps and repetitions.
///
/// # Errors
/// When the file cannot be opened at all, is of a newer version, or the key is another.
pub fn verify(path: &Path, key: &MasterKey) -> Result<Report, Error> {
    let failed = storage("examine the journal");
    let ring = KeyRing::new(key.clone())?;
    // Before the snapshot: a running station only moves it on.
    let mark = chain::LogAnchor::read(path, &ring);
    let db = open_to_read(path)?;
    let mut report = Report::default();
    let found = match known_schema(&db, path)? {
        Ok(found) => found,
        Err(reason) => {
            report.findings.push(format!("structure: {reason}"));
            return Ok(report);
        }
    };
    // One snapshot for everything below, while the station goes on.
    let step = db.unchecked_transaction().map_err(&failed)?;
    structure(&step, &mut report)?;
    if ring.fits(&step).is_ok_and(|fits| !fits) {
        return Err(Error::WrongKey { path: path.to_owned() });
    }
    match lines(&step) {
        Ok(lines) => {
            report.checks = lines.len() as u64;
            let floor =
                step.query_row("SELECT order_floor FROM station", [], |row| row.get(0)).map_err(&failed)?;
            numbers(&lines, floor, &mut report);
            states(&step, &lines, &mut report)?;
        }
        Err(error) => report.findings.push(error.to_string()),
    }
    for kind in [Kind::Evidence, Kind::Result] {
        if let Err(error) = seals(&step, &ring, kind, &mut report) {
            report.findings.push(error.to_string());
        }
    }
    // The first schema had neither people nor tickets nor an access log.
    if found > 1 {
        for examined in [
            roster(&step, &ring, &mut report),
            tickets(&step, &ring, &mut report),
            chain::verify(&step, &ring, &mark, &mut report),
        ] {
            if let Err(error) = examined {
                report.findings.push(error.to_string());
            }
        }
    }
    Ok(report)
}

/// The schema of a file that this version can read; `Err` in the inside when the file is damaged.
fn known_schema(db: &Connection, path: &Path) -> Result<Result<u32, String>, Error> {
    match schema::version(db).map_err(storage("read the schema number"))? {
        Ok(found) if found > schema::SCHEMA => {
            Err(Error::Newer { path: path.to_owned(), found, known: schema::SCHEMA })
        }
        found => Ok(found),
    }
}

/// Opens a file for a technician's list that needs what came with the second schema.
fn look(path: &Path, key: &MasterKey) -> Result<Option<(Connection, KeyRing)>, Error> {
    let ring = KeyRing::new(key.clone())?;
    let db = open_to_read(path)?;
    if known_schema(&db, path)?.unwrap_or(0) < 2 {
        return Ok(None);
    }
    if !ring.fits(&db)? {
        return Err(Error::WrongKey { path: path.to_owned() });
    }
    Ok(Some((db, ring)))
}

/// Reads the access log of a journal file. Lines that do not open are left out: [`verify`] names them. Empty for
/// a file of the first version, which had none.
///
/// # Errors
/// When the file cannot be read, is of a newer version, or the key is another.
pub fn access(path: &Path, key: &MasterKey) -> Result<AccessLog, Error> {
    look(path, key)?.map_or(Ok(AccessLog::default()), |(db, ring)| chain::read(&db, &ring))
}

/// The staff of a journal file, removed ones among them, in the order of their references. A member whose row
/// does not open is left out: [`verify`] names it.
///
/// # Errors
/// When the file cannot be read, is of a newer version, or the key is another.
pub fn staff(path: &Path, key: &MasterKey) -> Result<Vec<StaffLine>, Error> {
    let Some((db, ring)) = look(path, key)? else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for (number, record) in people::list_all(&db, &ring)? {
        let Ok(record) = record else { continue };
        let wrong = people::wrong(&db, number)?;
        lines.push(StaffLine { entry: record.entry(number), removed: record.removed, wrong });
    }
    Ok(lines)
}

/// Every row of the roster opens, and no badge is two members'.
fn roster(db: &Connection, ring: &KeyRing, report: &mut Report) -> Result<(), Error> {
    let mut badges = HashSet::new();
    for (number, record) in people::list_all(db, ring)? {
        match record {
            Ok(record) => {
                report.opened += 1;
                if record.badge.is_some_and(|badge| !badges.insert(badge)) {
                    report.findings.push(format!("staff s-{number:02}: has the badge of another"));
                }
            }
            Err(_) => report.findings.push(format!("staff s-{number:02}: the sealed row does not open")),
        }
    }
    Ok(())
}

/// Every ticket opens and belongs to a check.
fn tickets(db: &Connection, ring: &KeyRing, report: &mut Report) -> Result<(), Error> {
    let failed = storage("try the seals of tickets");
    let sql = "SELECT t.seq, ifnull(c.id, zeroblob(16)), t.key, t.sealed, c.seq IS NULL FROM tickets t
        LEFT JOIN checks c USING (seq) ORDER BY t.seq";
    let mut read = db.prepare(sql).map_err(&failed)?;
    let rows = read.query_map([], |row| Ok((SealedRow::from(row)?, row.get::<_, bool>(4)?)));
    for row in rows.map_err(&failed)? {
        let (row, alone) = row.map_err(&failed)?;
        if alone {
            report.findings.push(format!("order {}: a ticket without a stub", row.seq));
        } else if ring.open(db, Kind::Ticket, row.key, &row.owner, &row.sealed)?.is_some() {
            report.opened += 1;
        } else {
            report.findings.push(seal::does_not_open(Kind::Ticket, row.seq).to_string());
        }
    }
    Ok(())
}

fn structure(db: &Connection, report: &mut Report) -> Result<(), Error> {
    let failed = storage("check the structure");
    let mut check = db.prepare("PRAGMA integrity_check(20)").map_err(&failed)?;
    let rows = check.query_map([], |row| row.get::<_, String>(0)).map_err(&failed)?;
    for row in rows {
        match row {
            Ok(word) if word == "ok" => {}
            Ok(word) => report.findings.push(format!("structure: {word}")),
            Err(error) => {
                report.findings.push(failed(error).to_string());
                break;
            }
        }
    }
    Ok(())
}

/// Orders have no gap above the floor, boots never fall, no day has a number twice.
fn numbers(lines: &[Line], floor: u64, report: &mut Report) {
    let mut seen = HashSet::new();
    let mut last: Option<&Line> = None;
    for line in lines {
        let before = last.map_or(floor, |last| last.order.max(floor));
        if line.order > floor && line.order != before + 1 {
            report.findings.push(format!("order {}: captures before it are missing", line.order));
        }
        if last.is_some_and(|last| last.boot > line.boot) {
            report
                .findings
                .push(format!("order {}: its start is earlier than that of the one before", line.order));
        }
        let (order, day, reception) = (line.order, line.day, line.head.reception);
        if !seen.insert((day, reception)) {
            report
                .findings
                .push(format!("order {order}: reception number {reception} was given before on {day}"));
        }
        last = Some(line);
    }
}

/// Evidence is there exactly while a check waits, a result never while it does, and always until staff saw it.
fn states(db: &Connection, lines: &[Line], report: &mut Report) -> Result<(), Error> {
    let (evidence, results) =
        (orders(db, "SELECT seq FROM evidence")?, orders(db, "SELECT seq FROM results")?);
    for line in lines {
        let waits = line.state == State::Waiting;
        if waits != evidence.contains(&line.order) {
            report.findings.push(format!(
                "order {}: is {} but its evidence says otherwise",
                line.order,
                line.state.word()
            ));
        }
        let result = results.contains(&line.order);
        let needs = matches!(line.state, State::Unacknowledged | State::Answered);
        if waits && result || needs && !result {
            report.findings.push(format!(
                "order {}: is {} but its result says otherwise",
                line.order,
                line.state.word()
            ));
        }
    }
    let known: HashSet<u64> = lines.iter().map(|line| line.order).collect();
    for order in evidence.union(&results).filter(|order| !known.contains(order)) {
        report.findings.push(format!("order {order}: sealed data without a stub"));
    }
    Ok(())
}

fn orders(db: &Connection, sql: &str) -> Result<HashSet<u64>, Error> {
    let failed = storage("list the sealed fields");
    let mut read = db.prepare(sql).map_err(&failed)?;
    let rows = read.query_map([], |row| row.get(0)).map_err(&failed)?;
    rows.collect::<Result<_, _>>().map_err(&failed)
}

/// Every seal opens and says the same as its stub.
fn seals(db: &Connection, ring: &KeyRing, kind: Kind, report: &mut Report) -> Result<(), Error> {
    let failed = storage("try the seals");
    let table = if kind == Kind::Evidence { "evidence" } else { "results" };
    let columns = "seq, id, key, sealed, boot, reception, ifnull(outcome, '')";
    let sql = format!("SELECT {columns} FROM {table} JOIN checks USING (seq) ORDER BY seq");
    let mut read = db.prepare(&sql).map_err(&failed)?;
    let row = |row: &Row<'_>| {
        Ok((SealedRow::from(row)?, row.get::<_, u64>(4)?, row.get::<_, u32>(5)?, row.get::<_, String>(6)?))
    };
    for row in read.query_map([], row).map_err(&failed)? {
        let (row, boot, reception, outcome) = row.map_err(&failed)?;
        let agrees = match kind {
            Kind::Evidence => ring.read::<Check>(db, kind, &row).map(|check| {
                let same = (i64::try_from(check.capture.order), check.capture.boot, check.reception.0);
                same == (Ok(row.seq), boot, reception) && *check.id.as_bytes() == row.owner
            }),
            _ => ring
                .read::<Settlement>(db, kind, &row)
                .map(|answer| answer.outcome().word() == outcome && *answer.check.as_bytes() == row.owner),
        };
        match agrees {
            Ok(true) => report.opened += 1,
            Ok(false) => report.findings.push(format!(
                "order {}: its sealed {} differs from its stub",
                row.seq,
                kind.word()
            )),
            Err(error) => report.findings.push(error.to_string()),
        }
    }
    Ok(())
}
