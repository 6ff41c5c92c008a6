//! The store of the centre: stations' keys, challenges, settlements and receipts, in one SQLite file.
//!
//! Promises: a settlement is on disk (`synchronous=FULL`) before it is answered; its bytes never change; after
//! the end of the following month it is overwritten on disk (`secure_delete`) and only a stub without personal
//! data remains, so that a repetition is still known.

mod challenges;
mod checks;

pub(crate) use challenges::Standing;
pub use checks::ReceiptRecord;
pub(crate) use checks::{Fresh, Kept};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::path::Path;
use wire::StationId;

/// The file could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite's word. It never holds values.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Written by a later version.
    #[error("database has schema version {0}, this program knows 1")]
    Version(i64),
    /// A row that this program cannot have written.
    #[error("database row is damaged: {0}")]
    Row(&'static str),
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// One connection; the owner serialises access.
pub(crate) struct Store {
    db: Connection,
}

/// Work on the store that is kept as a whole or not at all.
pub(crate) struct Work<'a> {
    tx: Transaction<'a>,
}

impl Store {
    /// Opens or makes the file.
    pub fn open(path: &Path) -> Result<Self> {
        let db = Connection::open(path)?;
        db.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA busy_timeout=5000;",
        )?;
        let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        match version {
            0 => db.execute_batch(concat!(
                "BEGIN IMMEDIATE;",
                include_str!("schema_1.sql"),
                "PRAGMA user_version=1; COMMIT;"
            ))?,
            1 => {}
            later => return Err(StoreError::Version(later)),
        }
        Ok(Self { db })
    }

    /// Begins a piece of work; it is undone unless [`Work::commit`] is called.
    pub fn work(&mut self) -> Result<Work<'_>> {
        Ok(Work { tx: self.db.transaction_with_behavior(TransactionBehavior::Immediate)? })
    }

    /// Remembers a key of a station, so that checks it signed are still judged after a renewal.
    pub fn note_key(&self, station: &StationId, key: &[u8], now: Timestamp) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO station_keys (station, key, first_seen) VALUES (?1, ?2, ?3)";
        self.db.prepare_cached(sql)?.execute(params![station.as_str(), key, now.as_millisecond()])?;
        Ok(())
    }
}

impl Work<'_> {
    /// Keeps the work for good.
    pub fn commit(self) -> Result<()> {
        Ok(self.tx.commit()?)
    }

    /// Every key seen for a station.
    pub fn keys(&self, station: &StationId) -> Result<Vec<Vec<u8>>> {
        let mut query = self.tx.prepare_cached("SELECT key FROM station_keys WHERE station = ?1")?;
        let keys = query.query_map([station.as_str()], |row| row.get(0))?;
        Ok(keys.collect::<rusqlite::Result<_>>()?)
    }
}

/// 16 bytes of an id as SQLite has them.
fn sixteen(bytes: Vec<u8>) -> Result<[u8; 16]> {
    bytes.try_into().map_err(|_| StoreError::Row("id"))
}

fn timestamp(ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::Row("time"))
}

#[cfg(test)]
mod tests;
