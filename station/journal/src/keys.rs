//! The keys of the days. Each day has one key for evidence and one for results, made at random, wrapped by the
//! master key, and kept twice on different pages. Deleting a key destroys whatever it sealed.

use crate::key::{KEY_BYTES, MasterKey};
use crate::seal::{self, Fingerprinter, Kind, Owner, Stored, key_owner};
use crate::{Error, error::storage};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

pub(crate) type DayKey = Arc<Zeroizing<[u8; KEY_BYTES]>>;

/// The master key and the day keys that were unwrapped with it; shared by the writer and the reader.
pub(crate) struct KeyRing {
    master: MasterKey,
    content: Fingerprinter,
    /// Authenticates the ends of the access log.
    pub(crate) chain: Fingerprinter,
    /// Recognises a badge.
    pub(crate) badge: Fingerprinter,
    /// Finds a ticket.
    pub(crate) ticket: Fingerprinter,
    unwrapped: Mutex<HashMap<i64, DayKey>>,
}

impl KeyRing {
    pub(crate) fn new(master: MasterKey) -> Result<Self, Error> {
        Ok(Self {
            content: Fingerprinter::new(&master, "fingerprint/1")?,
            chain: Fingerprinter::new(&master, "access/1")?,
            badge: Fingerprinter::new(&master, "badge/1")?,
            ticket: Fingerprinter::new(&master, "ticket/1")?,
            master,
            unwrapped: Mutex::default(),
        })
    }

    pub(crate) fn master(&self) -> &MasterKey {
        &self.master
    }

    /// Keyed fingerprint of `content`.
    pub(crate) fn fingerprint(&self, content: &[u8]) -> Vec<u8> {
        self.content.of(content)
    }

    /// Seals `content` in its disk form under the key of `day`, which is made when it is not there. Returns the key's
    /// number and the sealed bytes. To be called inside the transaction that stores them.
    pub(crate) fn seal(
        &self,
        db: &Connection,
        kind: Kind,
        day: Date,
        owner: &Owner,
        content: &impl Stored,
    ) -> Result<(i64, Vec<u8>), Error> {
        let (number, key) = self.of_day(db, kind, day, None)?;
        Ok((number, seal::seal(&key, kind, owner, &content.to_disk()?)?))
    }

    /// Seals `content` under a key of `day` other than `old`, which is about to be destroyed.
    pub(crate) fn renew(
        &self,
        db: &Connection,
        kind: Kind,
        day: Date,
        owner: &Owner,
        content: &impl Stored,
        old: i64,
    ) -> Result<(i64, Vec<u8>), Error> {
        let (number, key) = self.of_day(db, kind, day, Some(old))?;
        Ok((number, seal::seal(&key, kind, owner, &content.to_disk()?)?))
    }

    /// Opens a field; `None` when it or its key is damaged or gone.
    pub(crate) fn open(
        &self,
        db: &Connection,
        kind: Kind,
        key: i64,
        owner: &Owner,
        sealed: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        let key = self.unwrap(db, key)?;
        Ok(key.and_then(|key| seal::open(&key, kind, owner, sealed)))
    }

    /// Opens a field and reads its disk form.
    pub(crate) fn read<T: Stored>(&self, db: &Connection, kind: Kind, row: &SealedRow) -> Result<T, Error> {
        let plain = self.open(db, kind, row.key, &row.owner, &row.sealed)?;
        let plain = plain.ok_or_else(|| seal::does_not_open(kind, row.seq))?;
        T::from_disk(&plain).ok_or_else(|| seal::does_not_open(kind, row.seq))
    }

    /// Forgets a key whose day is over.
    pub(crate) fn forget(&self, key: i64) {
        self.cache().remove(&key);
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, HashMap<i64, DayKey>> {
        self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of a day, which is made when it is not there.
    pub(crate) fn of_day(
        &self,
        db: &Connection,
        kind: Kind,
        day: Date,
        not: Option<i64>,
    ) -> Result<(i64, DayKey), Error> {
        let failed = storage("find the key of the day");
        let mut find = db.prepare_cached(include_str!("sql/key_of_day.sql")).map_err(&failed)?;
        let numbers =
            find.query_map(params![kind as i64, day.to_string()], |row| row.get(0)).map_err(&failed)?;
        for number in numbers {
            let number: i64 = number.map_err(&failed)?;
            if Some(number) == not {
                continue;
            }
            // A damaged key is passed over: the day goes on with another.
            if let Some(key) = self.unwrap(db, number)? {
                return Ok((number, key));
            }
        }
        self.make(db, kind, day)
    }

    fn make(&self, db: &Connection, kind: Kind, day: Date) -> Result<(i64, DayKey), Error> {
        let failed = storage("store the key of the day");
        let number = i64::from_be_bytes(seal::random()?) & i64::MAX;
        let key = Arc::new(Zeroizing::new(seal::random::<KEY_BYTES>()?));
        let owner = key_owner(number, kind as i64);
        let wrapped = seal::seal(self.master.bytes(), Kind::DayKey, &owner, key.as_slice())?;
        let row = params![number, kind as i64, day.to_string(), wrapped];
        db.execute(include_str!("sql/key_insert.sql"), row).map_err(&failed)?;
        db.execute(include_str!("sql/key_spare_insert.sql"), params![number, wrapped]).map_err(&failed)?;
        self.cache().insert(number, Arc::clone(&key));
        Ok((number, key))
    }

    /// A key by its number; `None` when it is damaged or gone.
    pub(crate) fn unwrap(&self, db: &Connection, number: i64) -> Result<Option<DayKey>, Error> {
        if let Some(key) = self.cache().get(&number) {
            return Ok(Some(Arc::clone(key)));
        }
        let key = self.unwrap_stored(db, number)?;
        if let Some(key) = &key {
            self.cache().insert(number, Arc::clone(key));
        }
        Ok(key)
    }

    /// From the table or its spare; a spare has no kind, so all are tried.
    pub(crate) fn unwrap_stored(&self, db: &Connection, number: i64) -> Result<Option<DayKey>, Error> {
        let failed = storage("read a key");
        let one = |sql, column| {
            let mut read = db.prepare_cached(sql)?;
            read.query_row([number], |row| row.get::<_, Vec<u8>>(column)).optional()
        };
        let first = one(include_str!("sql/key_read.sql"), 2).map_err(&failed)?;
        let spare = one(include_str!("sql/key_spare.sql"), 0).map_err(&failed)?;
        let found = first.iter().chain(&spare).find_map(|wrapped| {
            let open = |kind: &Kind| {
                let owner = key_owner(number, *kind as i64);
                seal::open(self.master.bytes(), Kind::DayKey, &owner, wrapped)
            };
            Kind::KEYED.iter().find_map(open)
        });
        let Some(plain) = found else { return Ok(None) };
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        if plain.len() != KEY_BYTES {
            return Ok(None);
        }
        key.copy_from_slice(&plain);
        Ok(Some(Arc::new(key)))
    }

    /// True when the master key is the one this journal was sealed with. One damaged field must not lock the
    /// journal: a single key that opens is enough, and a journal that holds nothing sealed takes any key. True as
    /// well when nothing of all this can be read: then the key is not what is wrong.
    pub(crate) fn fits(&self, db: &Connection) -> Result<bool, Error> {
        let check = db.query_row("SELECT key_check FROM station", [], |row| row.get::<_, Vec<u8>>(0)).ok();
        if check.as_ref().is_some_and(|check| seal::key_fits(&self.master, check)) {
            return Ok(true);
        }
        let mut keys = Vec::new();
        for table in ["keys", "spare_keys"] {
            if let Ok(mut read) = db.prepare(&format!("SELECT key FROM {table}"))
                && let Ok(rows) = read.query_map([], |row| row.get::<_, i64>(0))
            {
                keys.extend(rows.map_while(Result::ok));
            }
        }
        for key in &keys {
            if self.unwrap_stored(db, *key)?.is_some() {
                return Ok(true);
            }
        }
        let sealed = "SELECT (SELECT count(*) FROM evidence) + (SELECT count(*) FROM results)";
        let nothing = db.query_row(sealed, [], |row| row.get::<_, i64>(0)).is_ok_and(|sealed| sealed == 0);
        Ok(keys.is_empty() && (nothing || check.is_none()))
    }
}

/// A sealed field with what is needed to open it.
pub(crate) struct SealedRow {
    pub seq: i64,
    pub owner: Owner,
    pub key: i64,
    pub sealed: Vec<u8>,
}

impl SealedRow {
    /// From the columns seq, id, key, sealed.
    pub(crate) fn from(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { seq: row.get(0)?, owner: row.get(1)?, key: row.get(2)?, sealed: row.get(3)? })
    }
}
