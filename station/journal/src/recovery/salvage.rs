//! Carries over what can be read of a damaged journal. A waiting check counts as rescued when its seal opens, which also
//! proves that it is whole. Rescued fields are sealed anew, under keys of today.
//!
//! The people, the access log and the rest of the reception desk are carried over by `desk`.
//!
//! Challenges are not carried over: a damaged file may have forgotten that one was used. The line refills the book.

use super::desk;
use super::rows::{Row, insert, number, rows, scan, text};
use crate::Error;
use crate::access::LogAnchor;
use crate::capture::fingerprint_of;
use crate::clock::ClockReading;
use crate::connect::run;
use crate::error::storage;
use crate::keys::{KeyRing, SealedRow};
use crate::seal::Kind;
use crate::stub::insert_stub;
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use wire::{Check, Settlement, jst_date};

const STUB: &str = "seq, id, boot, captured_ns, captured_mono_ms, synchronised, day, reception, purpose, method, \
    staff, print, state, outcome, receipt, answer_print, live, settled_boot, settled_ns, settled_mono_ms, \
    acknowledged_ns, acknowledged_by, calls";
/// Columns of the second schema; a file of the first has none.
const STUB_2: &str = ", site, fallback";
/// Their places in a stub.
const SITE: usize = 23;
const FALLBACK: usize = 24;

/// Copies everything readable from `old` into the new, empty journal; returns how many waiting checks came.
pub(crate) fn carry_over(
    old: &Connection,
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    mark: Option<&LogAnchor>,
) -> Result<u32, Error> {
    let failed = storage("carry over what could be read");
    let step = new.unchecked_transaction().map_err(&failed)?;
    let columns = stub_columns(old);
    let stubs = rows(old, "checks", &columns);
    let rescued = waiting(old, &step, ring, now, &stubs)?;
    settled(old, &step, ring, now, &stubs, &columns)?;
    for (table, columns) in [("outbox", "seq, condition, repeats, event"), ("meter", "day, up, down")] {
        let found =
            if table == "outbox" { rows(old, table, columns) } else { scan(old, table, columns, "day") };
        for row in found {
            insert(&step, table, columns, row);
        }
    }
    floors(old, &step)?;
    desk::carry_over(old, &step, ring, now, &owners(old, &stubs), mark)?;
    step.commit().map_err(&failed)?;
    Ok(rescued)
}

/// The columns that a stub of the damaged file has.
fn stub_columns(old: &Connection) -> String {
    let second = format!("{STUB}{STUB_2}");
    if old.prepare(&format!("SELECT {second} FROM checks")).is_ok() { second } else { STUB.to_owned() }
}

/// Waiting checks: the sealed check itself knows everything that its stub says.
fn waiting(
    old: &Connection,
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    stubs: &[Row],
) -> Result<u32, Error> {
    let days: BTreeMap<i64, Date> = stubs.iter().filter_map(|row| Some((number(row)?, day(row)?))).collect();
    let ids = owners(old, stubs);
    let mut rescued = 0;
    for row in rows(old, "evidence", "seq, key, sealed") {
        let Some((seq, row)) = sealed(&row, &ids) else { continue };
        let Ok(check) = ring.read::<Check>(old, Kind::Evidence, &row) else {
            super::left_behind("check", seq);
            continue;
        };
        let day = days.get(&seq).copied().unwrap_or_else(|| jst_date(check.capture.at));
        let stub = stubs.iter().find(|stub| number(stub) == Some(seq));
        let text = |column| stub.and_then(|stub| text(stub, column));
        insert_stub(new, &check, day, now, &fingerprint_of(ring, &check)?, text(SITE))?;
        if let Some(fallback) = text(FALLBACK) {
            run(new, include_str!("../sql/check_fallback.sql"), params![seq, fallback])?;
        }
        let owner = check.id.as_bytes();
        let (key, bytes) = ring.seal(new, Kind::Evidence, jst_date(now.at), owner, &check)?;
        run(new, include_str!("../sql/evidence_insert.sql"), params![seq, key, bytes])?;
        rescued += 1;
    }
    Ok(rescued)
}

/// Stubs of checks that are over, and the results that are still kept.
fn settled(
    old: &Connection,
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    stubs: &[Row],
    columns: &str,
) -> Result<(), Error> {
    for row in stubs.iter().filter(|row| !matches!(row.get(12), Some(Value::Integer(0)))) {
        insert(new, "checks", columns, row.clone());
    }
    let ids = owners(old, stubs);
    for row in rows(old, "results", "seq, key, sealed") {
        let Some((seq, row)) = sealed(&row, &ids) else { continue };
        let Ok(answer) = ring.read::<Settlement>(old, Kind::Result, &row) else { continue };
        let (key, bytes) = ring.seal(new, Kind::Result, jst_date(now.at), &row.owner, &answer)?;
        run(new, include_str!("../sql/result_insert.sql"), params![seq, key, bytes])?;
    }
    // A verdict that staff never saw and that is gone cannot call them any more.
    new.execute_batch(
        "UPDATE checks SET state = 3 WHERE state IN (1, 2) AND seq NOT IN (SELECT seq FROM results);
         DELETE FROM results WHERE seq NOT IN (SELECT seq FROM checks WHERE state <> 0);",
    )
    .map_err(storage("carry over what could be read"))
}

/// Order to id: from the stubs, and from the index over the ids, which is on other pages.
fn owners(old: &Connection, stubs: &[Row]) -> BTreeMap<i64, [u8; 16]> {
    let pair = |row: &Row| match (row.first(), row.get(1)) {
        (Some(Value::Integer(seq)), Some(Value::Blob(id))) => {
            Some((*seq, <[u8; 16]>::try_from(id.as_slice()).ok()?))
        }
        _ => None,
    };
    let index = "checks INDEXED BY sqlite_autoindex_checks_1";
    let mut owners: BTreeMap<_, _> = scan(old, index, "seq, id", "id").iter().filter_map(pair).collect();
    owners.extend(stubs.iter().filter_map(pair));
    owners
}

fn sealed(row: &Row, ids: &BTreeMap<i64, [u8; 16]>) -> Option<(i64, SealedRow)> {
    match row.as_slice() {
        [Value::Integer(seq), Value::Integer(key), Value::Blob(bytes)] => {
            let owner = *ids.get(seq)?;
            Some((*seq, SealedRow { seq: *seq, owner, key: *key, sealed: bytes.clone() }))
        }
        _ => None,
    }
}

/// Numbers go on above whatever can be seen of the old ones.
fn floors(old: &Connection, new: &Connection) -> Result<(), Error> {
    let row =
        |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(2)?, row.get::<_, i64>(5)?));
    let seen = old.query_row(include_str!("../sql/station_read.sql"), [], row).optional().ok().flatten();
    let (boot, order, event) = seen.unwrap_or_default();
    let sane = |number: i64| if (0..1 << 40).contains(&number) { number } else { 0 };
    let sql = "UPDATE station SET boot = max(boot, ?1), \
        order_floor = max(order_floor, ?2, ifnull((SELECT max(seq) FROM checks), 0)), \
        last_event = max(last_event, ?3, ifnull((SELECT max(seq) FROM outbox), 0))";
    let row = [sane(boot), sane(order), sane(event)];
    new.execute(sql, row).map(drop).map_err(storage("carry over the numbers"))
}

fn day(row: &Row) -> Option<Date> {
    if let Some(Value::Text(day)) = row.get(6) { day.parse().ok() } else { None }
}
