//! The shape of the file. Migrations are numbered SQL files that are frozen once released; they never use
//! types of the living code, so that an old journal is still understood when the code has moved on.

use crate::connect::{damage, writer};
use crate::error::{file, storage};
use crate::keys::KeyRing;
use crate::recovery::high_water::Ceilings;
use crate::types::Limits;
use crate::{Error, seal};
use rusqlite::{Connection, params};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const MIGRATIONS: &[&str] =
    &[include_str!("sql/migrations/0001_first.sql"), include_str!("sql/migrations/0002_reception.sql")];

/// The schema this version writes.
pub(crate) const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// Makes a new, empty journal file at `path`, only for the station to read, that goes on counting above `floors`.
pub(crate) fn create(path: &Path, ring: &KeyRing, floors: &Ceilings) -> Result<Connection, Error> {
    let make = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    crate::files::give_to_owner(&make.map_err(file("create", path))?, path);
    let failed = storage("make a new journal");
    let db = writer(path, Limits { checks: 0, bytes: u64::from(u32::MAX) }).map_err(&failed)?;
    migrate(&db, 0).map_err(&failed)?;
    let check = seal::key_check(ring.master())?;
    let day = floors.day.map(|day| day.to_string());
    let (order, event) = (i64::try_from(floors.order), i64::try_from(floors.event));
    let row = params![SCHEMA, check, order.unwrap_or(0), day, floors.reception, event.unwrap_or(0)];
    db.execute(include_str!("sql/station_insert.sql"), row).map_err(&failed)?;
    Ok(db)
}

/// Closes a file that was just made and makes it durable under its final name.
pub(crate) fn publish(db: Connection, from: &Path, to: &Path) -> Result<(), Error> {
    let failed = storage("close a new journal");
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(&failed)?;
    db.close().map_err(|(_, error)| failed(error))?;
    File::open(from).and_then(|made| made.sync_all()).map_err(file("sync", from))?;
    crate::files::rename(from, to)
}

/// Brings a file of schema `from` up to [`SCHEMA`], each step whole or not at all.
pub(crate) fn migrate(db: &Connection, from: u32) -> rusqlite::Result<()> {
    for (number, sql) in (1_u32..).zip(MIGRATIONS).skip(from as usize) {
        let step = db.unchecked_transaction()?;
        step.execute_batch(sql)?;
        step.execute("UPDATE station SET schema = ?1", [number])?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    Ok(())
}

/// One row of SQLite's own table of the schema: type, name, table, statement.
pub(crate) type Statement = (String, String, String, Option<String>);

/// The rows of a file that has the first `count` migrations, in their order.
pub(crate) fn statements(count: usize) -> rusqlite::Result<Vec<Statement>> {
    let db = Connection::open_in_memory()?;
    for sql in MIGRATIONS.iter().take(count) {
        db.execute_batch(sql)?;
    }
    let mut read = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid")?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    read.query_map([], row)?.collect()
}

/// Checks that all tables have the columns that schema `version` gave them; `Err` in the inside names the first that has
/// not. A damaged letter in SQLite's own copy of the statements is no error to SQLite.
pub(crate) fn columns_are_known(db: &Connection, version: u32) -> rusqlite::Result<Result<(), String>> {
    let good = Connection::open_in_memory()?;
    for sql in MIGRATIONS.iter().take(version as usize) {
        good.execute_batch(sql)?;
    }
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid";
    let mut read = good.prepare(tables)?;
    let tables: Vec<String> = read.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables {
        if columns(db, &table).ok() != Some(columns(&good, &table)?) {
            return Ok(Err(table));
        }
    }
    Ok(Ok(()))
}

fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<(String, String, bool, i64)>> {
    let mut read =
        db.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    read.query_map([table], row)?.collect()
}

/// The schema of a file; `Err` in the inside when the file is damaged.
pub(crate) fn version(db: &Connection) -> rusqlite::Result<Result<u32, String>> {
    let read = || -> rusqlite::Result<(u32, u32)> {
        let outside = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let inside = db.query_row("SELECT schema FROM station", [], |row| row.get(0))?;
        Ok((outside, inside))
    };
    match read() {
        Ok((outside, inside)) if outside == inside && inside > 0 => Ok(Ok(inside)),
        Ok(_) => Ok(Err("the two schema numbers differ".to_owned())),
        Err(error) => damage(&error).map(Err).ok_or(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::digest::{SHA256, digest};

    /// If this fails, do not change the test: undo the edit and write a new migration.
    #[test]
    fn released_migrations_are_frozen() {
        let hashes = [
            "5e715963596e9b8a0a0065090dd0ee9389add20129ed87365dbec6a7718c10cb",
            "8d5c2b9335f585b985066cf041dc49e60c6ca803df83682691ba72c58cd1a949",
        ];
        assert_eq!(MIGRATIONS.len(), hashes.len());
        for (sql, frozen) in MIGRATIONS.iter().zip(hashes) {
            let hash = digest(&SHA256, sql.as_bytes());
            let hex: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, frozen);
        }
    }
}
