//! Checks: settled once, answered as often as asked, receipted.

use super::{Result, Store, StoreError, Work, sixteen, timestamp};
use jiff::{Timestamp, civil::Date};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use wire::{CheckId, StationId};

/// A check that is known.
pub(crate) struct Kept {
    pub station: String,
    pub content: [u8; 32],
    pub keep_until: Date,
    /// `None` once purged.
    pub settlement: Option<Vec<u8>>,
}

/// A check that is settled now.
pub(crate) struct Fresh<'a> {
    pub id: CheckId,
    pub station: &'a StationId,
    pub content: [u8; 32],
    pub at: Timestamp,
    pub deferred: bool,
    pub keep_until: Date,
}

/// The receipt of one check. Nothing personal; kept after the settlement is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRecord {
    /// The centre's own number.
    pub number: u64,
    /// Id of the check.
    pub check: CheckId,
    /// The station.
    pub station: StationId,
    /// When it first arrived.
    pub first_at: Timestamp,
    /// When it last arrived.
    pub last_at: Timestamp,
    /// How often it arrived with the same content.
    pub times_seen: u64,
    /// How often its id arrived with other content and was refused.
    pub conflicts: u64,
    /// How often it was judged and counted, from a ledger that would show a second time. Exactly once: 1.
    pub times_counted: u64,
    /// True if it was captured noticeably before it arrived.
    pub deferred: bool,
    /// Outcome word ([`wire::Settlement::outcome`]).
    pub word: String,
    /// SHA-256 of the check's normal form, hexadecimal.
    pub content_sha256: String,
    /// True if the settlement has been deleted at the end of its retention.
    pub purged: bool,
}

impl Store {
    /// The check of this id, whoever sent it.
    pub fn kept(&self, id: CheckId) -> Result<Option<Kept>> {
        kept(&self.db, id)
    }

    /// Deletes settlements whose last day is before `today`; answers how many. Then the write-ahead log is
    /// emptied, so that no copy stays in it.
    pub fn purge(&self, today: Date) -> Result<usize> {
        let sql = "UPDATE checks SET settlement = NULL WHERE settlement IS NOT NULL AND keep_until < ?1";
        let gone = self.db.execute(sql, [today.to_string()])?;
        if gone > 0 {
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(gone)
    }

    /// Receipts in the order of their numbers: of one station, of one check, or all.
    pub fn receipts(
        &self,
        station: Option<&StationId>,
        check: Option<CheckId>,
    ) -> Result<Vec<ReceiptRecord>> {
        let sql = "SELECT receipt, id, station, first_at, last_at, seen, conflicts, deferred, word, content,
                     settlement IS NULL, (SELECT count(*) FROM ledger WHERE ledger.id = checks.id)
                   FROM checks WHERE (?1 IS NULL OR station = ?1) AND (?2 IS NULL OR id = ?2) ORDER BY receipt";
        let mut query = self.db.prepare_cached(sql)?;
        let check = check.map(|id| id.as_bytes().to_vec());
        let mut rows = query.query(params![station.map(StationId::as_str), check])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(record(row)?);
        }
        Ok(records)
    }
}

impl Work<'_> {
    /// The check of this id, whoever sent it.
    pub fn kept(&self, id: CheckId) -> Result<Option<Kept>> {
        kept(&self.tx, id)
    }

    /// Takes the check: gives it a receipt number and counts it. Its settlement follows in the same work.
    pub fn take(&self, fresh: &Fresh<'_>) -> Result<u64> {
        let id = fresh.id.as_bytes().as_slice();
        self.tx.prepare_cached("INSERT INTO ledger (id) VALUES (?1)")?.execute([id])?;
        let sql = "INSERT INTO checks
                     (id, station, content, first_at, last_at, seen, conflicts, deferred, word, keep_until)
                   VALUES (?1, ?2, ?3, ?4, ?4, 1, 0, ?5, '', ?6)";
        self.tx.prepare_cached(sql)?.execute(params![
            id,
            fresh.station.as_str(),
            fresh.content.as_slice(),
            fresh.at.as_millisecond(),
            fresh.deferred,
            fresh.keep_until.to_string()
        ])?;
        u64::try_from(self.tx.last_insert_rowid()).map_err(|_| StoreError::Row("receipt"))
    }

    /// Keeps the answer of a check taken in this work.
    pub fn settle(&self, id: CheckId, word: &str, settlement: &[u8]) -> Result<()> {
        let sql = "UPDATE checks SET word = ?2, settlement = ?3 WHERE id = ?1 AND word = ''";
        self.tx.prepare_cached(sql)?.execute(params![id.as_bytes().as_slice(), word, settlement])?;
        Ok(())
    }

    /// The same check came again.
    pub fn seen_again(&self, id: CheckId, now: Timestamp) -> Result<()> {
        let sql = "UPDATE checks SET seen = seen + 1, last_at = ?2 WHERE id = ?1";
        self.tx.prepare_cached(sql)?.execute(params![id.as_bytes().as_slice(), now.as_millisecond()])?;
        Ok(())
    }

    /// Another content came under this id.
    pub fn conflicted(&self, id: CheckId) -> Result<()> {
        let sql = "UPDATE checks SET conflicts = conflicts + 1 WHERE id = ?1";
        self.tx.prepare_cached(sql)?.execute([id.as_bytes().as_slice()])?;
        Ok(())
    }
}

fn kept(db: &rusqlite::Connection, id: CheckId) -> Result<Option<Kept>> {
    let sql = "SELECT station, content, keep_until, settlement FROM checks WHERE id = ?1";
    let found = db
        .prepare_cached(sql)?
        .query_row([id.as_bytes().as_slice()], |row| {
            Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, String>(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((station, content, keep_until, settlement)) = found else { return Ok(None) };
    let content = content.try_into().map_err(|_| StoreError::Row("content"))?;
    let keep_until = keep_until.parse().map_err(|_| StoreError::Row("keep_until"))?;
    Ok(Some(Kept { station, content, keep_until, settlement }))
}

fn record(row: &Row<'_>) -> Result<ReceiptRecord> {
    let count = |column| -> Result<u64> {
        u64::try_from(row.get::<_, i64>(column)?).map_err(|_| StoreError::Row("count"))
    };
    let content: Vec<u8> = row.get(9)?;
    Ok(ReceiptRecord {
        number: count(0)?,
        check: CheckId::from_bytes(sixteen(row.get(1)?)?),
        station: StationId::try_from(row.get::<_, String>(2)?).map_err(|_| StoreError::Row("station"))?,
        first_at: timestamp(row.get(3)?)?,
        last_at: timestamp(row.get(4)?)?,
        times_seen: count(5)?,
        conflicts: count(6)?,
        times_counted: count(11)?,
        deferred: row.get(7)?,
        word: row.get(8)?,
        content_sha256: content.iter().map(|byte| format!("{byte:02x}")).collect(),
        purged: row.get(10)?,
    })
}
