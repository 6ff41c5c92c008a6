//! Connections to the database file, and which of SQLite's complaints mean that the file is damaged.

use crate::Error;
use crate::error::storage;
use crate::types::Limits;
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, ffi};
use std::path::Path;
use std::time::Duration;

/// SQLite's page, and what a row of evidence with the usual certificate takes.
pub(crate) const PAGE_BYTES: u64 = 4096;

/// How long to wait for a lock. Only a technician's reading can hold one, and only for moments.
const PATIENCE: Duration = Duration::from_secs(2);

/// Folds the whole log into the database and empties its file.
pub(crate) const EMPTY_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// The writer's connection: durable at every commit, freed content overwritten with zeros, the log folded in
/// by the journal's own hand, so that no capture pays for it.
pub(crate) fn writer(path: &Path, limits: Limits) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    patient(&db)?;
    careful(&db)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "secure_delete", "ON")?;
    db.pragma_update(None, "wal_autocheckpoint", 0)?;
    // Above the limit for captures there is room to settle what is kept.
    let pages = (limits.bytes + limits.bytes / 4) / PAGE_BYTES;
    db.pragma_update(None, "max_page_count", i64::try_from(pages.max(64)).unwrap_or(i64::MAX))?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// A connection that only reads, also while a station writes.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    patient(&db)?;
    careful(&db)?;
    db.pragma_update(None, "query_only", "ON")?;
    db.set_prepared_statement_cache_capacity(32);
    Ok(db)
}

/// A connection to a file without a writer, on a read-only disk.
pub(crate) fn still_reader(path: &Path) -> rusqlite::Result<Connection> {
    let mut name = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                name.push(char::from(*byte))
            }
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    name.push_str("?immutable=1");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(name, flags)?;
    careful(&db)?;
    Ok(db)
}

/// A connection to a copy of a damaged file, which reads as far as it can.
pub(crate) fn damaged(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // Without this SQLite reads nothing of a file that is shorter than its header says.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, true)?;
    careful(&db)?;
    Ok(db)
}

/// Waits a moment for locks.
pub(crate) fn patient(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)
}

fn careful(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cell_size_check", "ON")?;
    db.pragma_update(None, "trusted_schema", "OFF")?;
    db.pragma_update(None, "cache_size", -1024)
}

/// Folds the log into the database as `how` says, without waiting for readers; false when one was in the way.
pub(crate) fn checkpoint(db: &Connection, how: &str) -> rusqlite::Result<bool> {
    db.busy_timeout(Duration::ZERO)?;
    let busy = db.query_row(how, [], |row| row.get::<_, bool>(0));
    patient(db)?;
    busy.map(|busy| !busy)
}

/// Runs one statement of the `sql` folder.
pub(crate) fn run(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<(), Error> {
    let failed = storage("change a check");
    let mut statement = db.prepare_cached(sql).map_err(&failed)?;
    statement.execute(params).map(drop).map_err(&failed)
}

/// The damage that this error reports; `None` when it reports something else
/// (no permission, no space, in use).
pub(crate) fn damage(error: &rusqlite::Error) -> Option<String> {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            let unreadable =
                [ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_SHORT_READ, ffi::SQLITE_IOERR_CORRUPTFS];
            let damaged = match code.code {
                // Our statements are right, so a plain error means that the schema is not what it was.
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown => true,
                ErrorCode::SystemIoFailure => unreadable.contains(&code.extended_code),
                _ => false,
            };
            damaged.then(|| message.clone().unwrap_or_else(|| code.to_string()))
        }
        rusqlite::Error::QueryReturnedNoRows => Some("a row that is always there is missing".to_owned()),
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => Some("a row is not what the schema says".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A test cannot cut the power; it can see that SQLite flushes at every commit.
    #[test]
    fn invariant_1_every_commit_is_flushed_and_every_deletion_overwrites() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal");
        std::fs::write(&path, []).unwrap();
        let db = writer(&path, Limits::default()).unwrap();
        let value = |name| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((value("synchronous"), value("secure_delete"), value("wal_autocheckpoint")), (2, 1, 0));
        let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_reader_cannot_write() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a file with % and ?");
        std::fs::write(&path, []).unwrap();
        writer(&path, Limits::default()).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
        assert!(reader(&path).unwrap().execute_batch("INSERT INTO t VALUES (1)").is_err());
        assert!(still_reader(&path).unwrap().execute_batch("INSERT INTO t VALUES (1)").is_err());
    }
}
