//! Challenges: given to one station, used by one check.

use super::{Result, Store, Work, sixteen, timestamp};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use wire::{Challenge, ChallengeId, CheckId, StationId};

/// How a challenge stands for one check of one station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not given to this station.
    Unknown,
    /// Used by another check.
    Used,
    /// This check's to use.
    Open {
        /// The data to sign.
        nonce: Vec<u8>,
        /// Not for captures later than this.
        expires_at: Timestamp,
    },
}

impl Store {
    /// Keeps new challenges for a station.
    pub fn give(&mut self, station: &StationId, challenges: &[Challenge]) -> Result<()> {
        let work = self.work()?;
        {
            let sql = "INSERT INTO challenges (id, station, nonce, expires_at) VALUES (?1, ?2, ?3, ?4)";
            let mut insert = work.tx.prepare_cached(sql)?;
            for challenge in challenges {
                let expires = challenge.expires_at.as_millisecond();
                insert.execute(params![
                    challenge.id.0.as_bytes().as_slice(),
                    station.as_str(),
                    challenge.nonce.as_slice(),
                    expires
                ])?;
            }
        }
        work.commit()
    }

    /// How many challenges a station holds that it could still use for a capture now.
    pub fn open_challenges(&self, station: &StationId, now: Timestamp) -> Result<u32> {
        let sql =
            "SELECT count(*) FROM challenges WHERE station = ?1 AND expires_at > ?2 AND used_by IS NULL";
        let row = params![station.as_str(), now.as_millisecond()];
        Ok(self.db.prepare_cached(sql)?.query_row(row, |row| row.get(0))?)
    }

    /// Forgets challenges that expired before `before`.
    pub fn drop_challenges(&self, before: Timestamp) -> Result<usize> {
        Ok(self.db.execute("DELETE FROM challenges WHERE expires_at < ?1", [before.as_millisecond()])?)
    }
}

impl Work<'_> {
    /// How the challenge stands for `check`; when it is this station's and open, it is used up by `check`.
    pub fn use_challenge(&self, id: ChallengeId, station: &StationId, check: CheckId) -> Result<Standing> {
        let sql = "SELECT nonce, expires_at, used_by FROM challenges WHERE id = ?1 AND station = ?2";
        let key = id.0.as_bytes().as_slice();
        let found = self
            .tx
            .prepare_cached(sql)?
            .query_row(params![key, station.as_str()], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<Vec<u8>>>(2)?))
            })
            .optional()?;
        let Some((nonce, expires, used_by)) = found else { return Ok(Standing::Unknown) };
        if let Some(other) = used_by
            && sixteen(other)? != *check.as_bytes()
        {
            return Ok(Standing::Used);
        }
        let mark = "UPDATE challenges SET used_by = ?2 WHERE id = ?1";
        self.tx.prepare_cached(mark)?.execute(params![key, check.as_bytes().as_slice()])?;
        Ok(Standing::Open { nonce, expires_at: timestamp(expires)? })
    }
}
