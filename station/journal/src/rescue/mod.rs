//! Reading what can be read of a damaged journal. Every table is read from both ends and then row by row in
//! between, so that one bad page costs its own rows only; a waiting check counts as rescued when its seal
//! opens, which also proves that it is whole. Rescued fields are sealed anew, under keys of today.
//!
//! The damaged file itself is never touched: a copy is read, to which the log's sound pages are added and whose
//! first 100 bytes are what every journal of ours has there, so that damage in them costs nothing.
//!
//! The people, the access log and the rest of the reception desk are carried over by `desk`.
//!
//! Challenges are not carried over: a damaged file may have forgotten that one was used. The line refills the
//! book.

mod desk;

use crate::access::Mark;
use crate::capture::print_of;
use crate::clock::Reading;
use crate::error::{file, storage};
use crate::files::{beside, discard};
use crate::keys::{Ring, SealedRow};
use crate::seal::Kind;
use crate::stub::insert_stub;
use crate::{Error, connect, wal};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use wire::{Check, Settlement, jst_date};

/// Rows are looked for one by one in a gap of at most this many numbers.
const WIDEST_GAP: i64 = 100_000;
/// And this far when the end of the gap is not known.
const BLIND: i64 = 1_000;

const STUB: &str = "seq, id, boot, captured_ns, captured_mono_ms, synchronised, day, reception, purpose, method, \
    staff, print, state, outcome, receipt, answer_print, live, settled_boot, settled_ns, settled_mono_ms, \
    acknowledged_ns, acknowledged_by, calls";
/// What the second schema added; a file of the first has none.
const STUB_2: &str = ", site, fallback";
/// Their places in a stub.
const SITE: usize = 23;
const FALLBACK: usize = 24;

/// Copies everything readable from `old` into the new, empty journal; returns how many waiting checks came.
pub(crate) fn carry_over(
    old: &Connection,
    new: &Connection,
    ring: &Ring,
    now: Reading,
    mark: Option<&Mark>,
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

/// The fixed parts of the header: <https://www.sqlite.org/fileformat2.html#the_database_header>. Sizes and
/// counters of zero tell SQLite to look for itself.
fn header() -> [u8; 100] {
    let mut header = [0; 100];
    let parts: [(usize, &[u8]); 6] = [
        (0, b"SQLite format 3\0"),
        (16, &[0x10, 0x00, 1, 1, 0, 64, 32, 32]), // page size 4096, no log, no reserved bytes, fractions
        (40, &[0, 0, 0, 1]),                      // schema cookie
        (44, &[0, 0, 0, 4]),                      // schema format
        (56, &[0, 0, 0, 1]),                      // UTF-8
        (60, &[0, 0, 0, 1]),                      // user version; not looked at
    ];
    for (at, bytes) in parts {
        for (to, from) in header.iter_mut().skip(at).zip(bytes) {
            *to = *from;
        }
    }
    header
}

/// Makes the copy of the damaged journal at `path` that is read, and opens it.
pub(crate) fn open(path: &Path, copy: &Path) -> Result<Connection, Error> {
    discard(copy)?;
    let failed = file("copy the damaged journal to", copy);
    let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy).map_err(&failed)?;
    // A sector that cannot be read costs the rest of the file, never the start of the station.
    if let Ok(mut damaged) = File::open(path)
        && let Err(error) = std::io::copy(&mut damaged, &mut out)
    {
        let full = error.kind() == std::io::ErrorKind::StorageFull;
        tracing::error!(code = "J304", %error, "the damaged journal could not be read to its end");
        if full {
            return Err(failed(error));
        }
    }
    if let Err(error) = wal::overlay(&beside(path, "-wal"), &mut out) {
        tracing::error!(code = "J304", %error, "the damaged journal's log could not be read");
    }
    out.seek(SeekFrom::Start(0)).and_then(|_| out.write_all(&header())).map_err(&failed)?;
    drop(out);
    let failed = storage("open the copy of the damaged journal");
    let db = connect::salvage(copy).map_err(&failed)?;
    if let Err(error) = heal_schema(&db) {
        tracing::warn!(code = "J304", error = %storage("mend the schema")(error), "the damaged journal's schema stays as it is");
    }
    // The schema is read anew.
    drop(db);
    connect::salvage(copy).map_err(&failed)
}

/// A statement of the schema that does not parse would hide its table and all that follow. What the statements
/// were is known, only where each table begins is not, so those in the copy are put right: by their place when none
/// is missing, else by their names.
fn heal_schema(db: &Connection) -> rusqlite::Result<()> {
    // The first one after opening fails when the schema does not parse; those that follow see what there is.
    drop(read(db, "SELECT rowid FROM sqlite_schema"));
    let (found, _) = read(db, "SELECT rowid, name FROM sqlite_schema ORDER BY rowid");
    let named = |name: &str| found.iter().any(|row| text(row, 1) == Some(name));
    let first = crate::schema::statements(1)?;
    let second = found.len() > first.len() || named("staff") || named("access");
    let good = if second { crate::schema::statements(2)? } else { first };
    let by_place = found.len() == good.len();
    for (at, (kind, name, table, sql)) in good.iter().enumerate() {
        let row = found.get(at).and_then(number).filter(|_| by_place);
        let set = "UPDATE sqlite_schema SET type = ?1, name = ?2, tbl_name = ?3, sql = ?4";
        let row = match row {
            Some(row) => db.execute(&format!("{set} WHERE rowid = ?5"), params![kind, name, table, sql, row]),
            None => db.execute(&format!("{set} WHERE name = ?2"), params![kind, name, table, sql]),
        };
        row?;
    }
    Ok(())
}

type Row = Vec<Value>;

/// Waiting checks: the sealed check itself knows everything that its stub says.
fn waiting(
    old: &Connection,
    new: &Connection,
    ring: &Ring,
    now: Reading,
    stubs: &[Row],
) -> Result<u32, Error> {
    let days: BTreeMap<i64, Date> = stubs.iter().filter_map(|row| Some((number(row)?, day(row)?))).collect();
    let ids = owners(old, stubs);
    let mut rescued = 0;
    for row in rows(old, "evidence", "seq, key, sealed") {
        let Some((seq, row)) = sealed(&row, &ids) else { continue };
        let Ok(check) = ring.read::<Check>(old, Kind::Evidence, &row) else {
            tracing::error!(
                code = "J302",
                order = seq,
                "a waiting check could not be read from the damaged journal"
            );
            continue;
        };
        let day = days.get(&seq).copied().unwrap_or_else(|| jst_date(check.capture.at));
        let stub = stubs.iter().find(|stub| number(stub) == Some(seq));
        let text = |column| stub.and_then(|stub| text(stub, column));
        insert_stub(new, &check, day, now, &print_of(ring, &check)?, text(SITE))?;
        if let Some(fallback) = text(FALLBACK) {
            connect::run(new, include_str!("../sql/check_fallback.sql"), params![seq, fallback])?;
        }
        let owner = check.id.as_bytes();
        let (key, bytes) = ring.seal(new, Kind::Evidence, jst_date(now.at), owner, &check)?;
        connect::run(new, include_str!("../sql/evidence_insert.sql"), params![seq, key, bytes])?;
        rescued += 1;
    }
    Ok(rescued)
}

/// Stubs of checks that are over, and the results that are still kept.
fn settled(
    old: &Connection,
    new: &Connection,
    ring: &Ring,
    now: Reading,
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
        connect::run(new, include_str!("../sql/result_insert.sql"), params![seq, key, bytes])?;
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

fn number(row: &Row) -> Option<i64> {
    if let Some(Value::Integer(number)) = row.first() { Some(*number) } else { None }
}

fn day(row: &Row) -> Option<Date> {
    if let Some(Value::Text(day)) = row.get(6) { day.parse().ok() } else { None }
}

fn text(row: &Row, column: usize) -> Option<&str> {
    if let Some(Value::Text(text)) = row.get(column) { Some(text) } else { None }
}

/// A row that the new schema refuses was damaged: it is left out.
fn insert(new: &Connection, table: &str, columns: &str, row: Row) {
    let marks = vec!["?"; row.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({columns}) VALUES ({marks})");
    if let Err(error) = new.execute(&sql, params_from_iter(row)) {
        tracing::warn!(code = "J303", table, error = %storage("carry over a row")(error), "a row was left behind");
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

/// All readable rows of a table numbered by `seq`.
fn rows(db: &Connection, table: &str, columns: &str) -> Vec<Row> {
    rows_between(db, table, columns, 1, (1 << 40) - 1)
}

/// Those with numbers from `first` to `last`.
fn rows_between(db: &Connection, table: &str, columns: &str, first: i64, last: i64) -> Vec<Row> {
    let mut found: BTreeMap<i64, Row> = BTreeMap::new();
    let some = format!("SELECT {columns} FROM {table} WHERE seq BETWEEN {first} AND {last} ORDER BY seq");
    let (up, whole) = read(db, &some);
    let mut add = |rows: Vec<Row>| {
        for row in rows {
            if let Some(seq) = number(&row).filter(|seq| (first..=last).contains(seq)) {
                found.entry(seq).or_insert(row);
            }
        }
    };
    let low = up.last().and_then(number).unwrap_or(first - 1);
    add(up);
    if !whole {
        let (down, _) = read(db, &format!("{some} DESC"));
        let high = down.last().and_then(number).unwrap_or(last.min(low + BLIND) + 1);
        add(down);
        add(probe(
            db,
            &format!("SELECT {columns} FROM {table} WHERE seq = ?1"),
            low + 1..high.min(low + WIDEST_GAP),
        ));
    }
    found.into_values().collect()
}

/// Looks for rows one by one.
fn probe(db: &Connection, sql: &str, numbers: std::ops::Range<i64>) -> Vec<Row> {
    let Ok(mut one) = db.prepare(sql) else { return Vec::new() };
    let width = one.column_count();
    let look = |number| one.query_row([number], |row| (0..width).map(|column| row.get(column)).collect());
    numbers.map(look).filter_map(Result::ok).collect()
}

/// Readable rows of a table with another key, from both ends.
fn scan(db: &Connection, table: &str, columns: &str, key: &str) -> Vec<Row> {
    let (mut rows, whole) = read(db, &format!("SELECT {columns} FROM {table} ORDER BY {key}"));
    if !whole {
        rows.extend(read(db, &format!("SELECT {columns} FROM {table} ORDER BY {key} DESC")).0);
    }
    rows
}

/// Rows up to the first that cannot be read, and whether that was all.
fn read(db: &Connection, sql: &str) -> (Vec<Row>, bool) {
    let mut found = Vec::new();
    let Ok(mut statement) = db.prepare(sql) else { return (found, false) };
    let width = statement.column_count();
    let Ok(mut rows) = statement.query([]) else { return (found, false) };
    loop {
        match rows.next() {
            Ok(None) => return (found, true),
            Ok(Some(row)) => match (0..width).map(|column| row.get(column)).collect() {
                Ok(values) => found.push(values),
                Err(_) => continue,
            },
            Err(_) => return (found, false),
        }
    }
}
