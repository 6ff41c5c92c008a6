//! Reads the rows of a damaged table from both ends and then one by one in between, so that one bad page costs its own
//! rows only.

use crate::error::storage;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeMap;

/// Rows are looked for one by one in a gap of at most this many numbers.
const WIDEST_GAP: i64 = 100_000;
/// And this far when the end of the gap is not known.
const BLIND: i64 = 1_000;

/// The columns of a row as they are.
pub(super) type Row = Vec<Value>;

pub(super) fn number(row: &Row) -> Option<i64> {
    if let Some(Value::Integer(number)) = row.first() { Some(*number) } else { None }
}

pub(super) fn text(row: &Row, column: usize) -> Option<&str> {
    if let Some(Value::Text(text)) = row.get(column) { Some(text) } else { None }
}

/// A row that the new schema refuses was damaged: it is left out.
pub(super) fn insert(new: &Connection, table: &str, columns: &str, row: Row) {
    let marks = vec!["?"; row.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({columns}) VALUES ({marks})");
    if let Err(error) = new.execute(&sql, params_from_iter(row)) {
        let error = storage("carry over a row")(error);
        tracing::warn!(code = codes::J303.name(), table, %error, "{}", codes::J303.technician());
    }
}

/// All readable rows of a table numbered by `seq`.
pub(super) fn rows(db: &Connection, table: &str, columns: &str) -> Vec<Row> {
    rows_between(db, table, columns, 1, (1 << 40) - 1)
}

/// Those with numbers from `first` to `last`.
pub(super) fn rows_between(db: &Connection, table: &str, columns: &str, first: i64, last: i64) -> Vec<Row> {
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
pub(super) fn scan(db: &Connection, table: &str, columns: &str, key: &str) -> Vec<Row> {
    let (mut rows, whole) = read(db, &format!("SELECT {columns} FROM {table} ORDER BY {key}"));
    if !whole {
        rows.extend(read(db, &format!("SELECT {columns} FROM {table} ORDER BY {key} DESC")).0);
    }
    rows
}

/// Rows up to the first that cannot be read, and whether that was all.
pub(super) fn read(db: &Connection, sql: &str) -> (Vec<Row>, bool) {
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
