//! Opening: one process at a time, a damaged file replaced, a good one never touched because of a wrong key,
//! and what the last start left unfinished brought to its end.

use crate::clock::ClockReading;
use crate::connect;
use crate::error::{file, storage};
use crate::files::{beside, discard, give_to_owner, remove, size};
use crate::keys::KeyRing;
use crate::recovery::high_water::{Ceilings, HighWater};
use crate::recovery::{replace, wal};
use crate::schema::{self, SCHEMA};
use crate::seal::{self, Kind};
use crate::stub::Numbering;
use crate::writer::Writer;
use crate::{Error, MasterKey, OpenReport, Opener, Options, SetAside};
use rusqlite::Connection;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A process that is just ending, or a child that was forked and has not become another program yet, holds the
/// lock for moments.
const LOCK_PATIENCE: Duration = Duration::from_millis(200);

/// The file at the path.
enum Found {
    Nothing,
    Good(Connection),
    /// And what is wrong, for the technician.
    Damaged(String),
}

pub(crate) fn open(options: Options, key: MasterKey) -> Result<(Writer, OpenReport), Error> {
    let lock = lock(&options.path)?;
    let interrupted = replace::finish(&options.path)?;
    let high_water = HighWater::read(&options.path);
    let ring = Arc::new(KeyRing::new(key)?);
    let (db, replaced) = match look(&options, &ring)? {
        Found::Good(db) => (db, None),
        Found::Nothing => (fresh(&options, &ring, high_water.ceilings())?, None),
        Found::Damaged(reason) => {
            let at = ClockReading::of(&*options.clock);
            let set_aside = replace::replace(&options, &ring, high_water.ceilings(), reason, at)?;
            (reopen(&options)?, Some(set_aside))
        }
    };
    start(options, lock, high_water, ring, db, replaced.or(interrupted))
}

/// The lock is on a file of its own, which no replacement ever renames; the system lets go of it when the
/// process ends in any way.
fn lock(path: &Path) -> Result<File, Error> {
    let name = beside(path, ".lock");
    let open = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&name);
    let lock = open.map_err(file("open", &name))?;
    give_to_owner(&lock, &name);
    let deadline = Instant::now() + LOCK_PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                std::thread::sleep(LOCK_PATIENCE / 20);
            }
            Err(TryLockError::WouldBlock) => return Err(Error::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(file("lock", &name)(error)),
        }
    }
}

fn look(options: &Options, ring: &KeyRing) -> Result<Found, Error> {
    let (path, wal) = (&options.path, beside(&options.path, "-wal"));
    let log = size(&wal);
    if !path.exists() && log == 0 {
        remove(&wal)?;
        return Ok(Found::Nothing);
    }
    if size(path) == 0 {
        // SQLite would take an empty file for a new journal and delete the log beside it. A journal of ours is
        // never empty: it is made under another name and renamed when it is complete.
        let reason = if path.exists() { "the file is empty" } else { "the file is gone, its log is there" };
        return Ok(Found::Damaged(reason.to_owned()));
    }
    if wal::is_damaged(&wal).map_err(file("read", &wal))? {
        return Ok(Found::Damaged("its log is damaged".to_owned()));
    }
    if !header_is_ours(path)? {
        return Ok(Found::Damaged("its header is damaged".to_owned()));
    }
    let failed =
        |doing| move |error: rusqlite::Error| connect::damage(&error).ok_or_else(|| storage(doing)(error));
    let db = match connect::writer(path, options.limits).map_err(failed("open the journal")) {
        Ok(db) => db,
        Err(found) => return found.map(Found::Damaged),
    };
    match examine(&db, path, ring) {
        Ok(None) => Ok(Found::Good(db)),
        Ok(Some(reason)) => {
            keep_log(&db)?;
            Ok(Found::Damaged(reason))
        }
        Err(error) => {
            keep_log(&db)?;
            Err(error)
        }
    }
}

/// SQLite would take some of these for a file that may only be read, or for one of another form.
fn header_is_ours(path: &Path) -> Result<bool, Error> {
    let mut header = [0; 24];
    let read = File::open(path).and_then(|mut found| found.read_exact(&mut header));
    match read {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
        Err(error) => return Err(file("read", path)(error)),
    }
    let (magic, form) = header.split_at(16);
    // Page size 4096, with a log, no reserved bytes, the fixed fractions.
    Ok(magic == b"SQLite format 3\0" && form == [0x10, 0, 2, 2, 0, 64, 32, 32])
}

/// A file that is going to be set aside, or left alone, keeps its log as it is.
fn keep_log(db: &Connection) -> Result<(), Error> {
    let keep = rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    db.set_db_config(keep, true).map(drop).map_err(storage("leave the log alone"))
}

/// Looks for damage; `Some` says what.
fn examine(db: &Connection, path: &Path, ring: &KeyRing) -> Result<Option<String>, Error> {
    let found = match schema::version(db).map_err(storage("read the schema number"))? {
        Ok(found) => found,
        Err(reason) => return Ok(Some(reason)),
    };
    if found > SCHEMA {
        return Err(Error::Newer { path: path.to_owned(), found, known: SCHEMA });
    }
    if let Err(table) = schema::columns_are_known(db, found).map_err(storage("check the schema"))? {
        return Ok(Some(format!("the columns of {table} are not what they were")));
    }
    let word = db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match word {
        Ok(word) if word == "ok" => {}
        Ok(word) => return Ok(Some(word)),
        Err(error) => {
            return connect::damage(&error).map(Some).ok_or_else(|| storage("check the journal")(error));
        }
    }
    if !ring.fits(db)? {
        return Err(Error::WrongKey { path: path.to_owned() });
    }
    empty_log(db);
    schema::migrate(db, found).map_err(storage("bring the journal up to date"))?;
    Ok(None)
}

/// Empties the log before the first write of this opening. A power cut may have torn its last transaction, and frames
/// written over the beginning of that one would leave its end behind them: after a second cut it would look like damage
/// (see `wal`). Where the disk is full, or a reader is in the way, the journal opens all the same: without the station
/// nothing gets settled and no space is freed.
fn empty_log(db: &Connection) {
    match connect::checkpoint(db, connect::EMPTY_LOG) {
        Ok(true) => {}
        Ok(false) => tracing::warn!("the log could not be emptied before the start: it is being read"),
        Err(error) => {
            let error = storage("empty the log before the start")(error);
            tracing::warn!(code = error.code().name(), %error, "the log could not be emptied before the start");
        }
    }
}

fn fresh(options: &Options, ring: &KeyRing, floors: &Ceilings) -> Result<Connection, Error> {
    let building = beside(&options.path, ".building");
    discard(&building)?;
    let db = schema::create(&building, ring, floors)?;
    schema::publish(db, &building, &options.path)?;
    reopen(options)
}

fn reopen(options: &Options) -> Result<Connection, Error> {
    connect::writer(&options.path, options.limits).map_err(storage("open the new journal"))
}

/// Counts the start and ends what the last one left open, unless it is a technician's command between two starts.
fn start(
    options: Options,
    lock: File,
    mut high_water: HighWater,
    ring: Arc<KeyRing>,
    db: Connection,
    set_aside: Option<SetAside>,
) -> Result<(Writer, OpenReport), Error> {
    let failed = storage("count the start");
    let row =
        |row: &rusqlite::Row<'_>| Ok((row.get::<_, u64>(0)?, row.get::<_, bool>(1)?, row.get::<_, u64>(5)?));
    let read = db.query_row(include_str!("sql/station_read.sql"), [], row);
    let (last_boot, clean, last_event) = read.map_err(&failed)?;
    let start = options.opener == Opener::Station;
    let boot = last_boot.max(high_water.ceilings().boot) + u64::from(start);
    let last_order: u64 =
        db.query_row(include_str!("sql/order_last.sql"), [], |row| row.get(0)).map_err(&failed)?;
    high_water.cover(&Ceilings {
        boot,
        order: last_order + 1,
        event: last_event + 1,
        ..Ceilings::default()
    })?;
    if start {
        let check = seal::key_check(ring.master())?;
        db.execute(include_str!("sql/station_open.sql"), rusqlite::params![boot, check]).map_err(&failed)?;
    }
    let waiting = count(&db, "SELECT count(*) FROM evidence")?;
    let numbering = Numbering::read(&db)?;
    let mut writer = Writer::new(options, lock, high_water, ring, db, boot, last_order, numbering, waiting);
    writer.begin_access()?;
    if start {
        writer.end_answered()?;
    }
    let now = writer.options.clock.now();
    writer.retain(now)?;
    writer.fold_log()?;
    if let Err(error) = writer.mark_access() {
        tracing::warn!(code = error.code().name(), %error, "the mark of the access log could not be set, will be tried again");
    }
    let report = OpenReport {
        boot,
        clean: clean && set_aside.is_none(),
        set_aside,
        waiting,
        unreadable: unreadable(&writer.db, &writer.ring)?,
        unacknowledged: count(&writer.db, "SELECT count(*) FROM checks WHERE state = 2")?,
    };
    Ok((writer, report))
}

fn count(db: &Connection, sql: &str) -> Result<u32, Error> {
    db.query_row(sql, [], |row| row.get(0)).map_err(storage("count"))
}

/// Waiting checks and open verdicts whose seal does not open.
fn unreadable(db: &Connection, ring: &KeyRing) -> Result<u32, Error> {
    let failed = storage("try the seals");
    let mut shut = 0;
    for (kind, sql) in [
        (Kind::Evidence, "SELECT seq, id, key, sealed FROM evidence JOIN checks USING (seq)"),
        (Kind::Result, "SELECT seq, id, key, sealed FROM results JOIN checks USING (seq) WHERE state = 2"),
    ] {
        let mut read = db.prepare(sql).map_err(&failed)?;
        let rows = read.query_map([], crate::keys::SealedRow::from).map_err(&failed)?;
        for row in rows {
            let row = row.map_err(&failed)?;
            if ring.open(db, kind, row.key, &row.owner, &row.sealed)?.is_none() {
                tracing::error!(
                    code = codes::J108.name(),
                    order = row.seq,
                    kind = kind.word(),
                    "a sealed field does not open"
                );
                shut += 1;
            }
        }
    }
    Ok(shut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Still;

    const FRAME: usize = 24 + 4096;

    /// A transaction of several pages.
    fn write_days(db: &Connection, prefix: &str) {
        let days = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
            INSERT INTO meter SELECT ?1 || i, 1, 1 FROM n";
        db.execute(days, [prefix]).unwrap();
    }

    /// What a power cut leaves: the file and a log whose last transaction lacks the block at `frame`.
    fn cut(options: &Options, log: &[u8], frame: usize) {
        let mut torn = log.to_vec();
        torn.get_mut(32 + frame * FRAME..).unwrap()[..FRAME].fill(0);
        std::fs::write(beside(&options.path, "-wal"), torn).unwrap();
        remove(&beside(&options.path, "-shm")).unwrap();
    }

    #[test]
    fn invariant_1_power_that_fails_twice_damages_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options::new(folder.path().join("journal"), "bus-01".parse().unwrap(), Arc::new(Still));
        let key = || MasterKey::from_bytes([7; 32]);
        let ring = KeyRing::new(key()).unwrap();
        open(options.clone(), key()).unwrap().0.close().unwrap();
        let wal = beside(&options.path, "-wal");

        let db = reopen(&options).unwrap();
        write_days(&db, "kept ");
        let whole = std::fs::read(&wal).unwrap().len() / FRAME;
        write_days(&db, "lost ");
        let (log, database) = (std::fs::read(&wal).unwrap(), std::fs::read(&options.path).unwrap());
        db.close().unwrap();
        let frames = log.len() / FRAME;
        assert!(frames > whole + 3);

        for first in whole..frames - 1 {
            std::fs::write(&options.path, &database).unwrap();
            cut(&options, &log, first);
            let Ok(Found::Good(db)) = look(&options, &ring) else { panic!("torn at {first}") };
            assert_eq!(
                size(&wal),
                0,
                "nothing is left behind which the opening's writes could stop short of"
            );
            // The opening's own writes, cut in the same way.
            write_days(&db, "next ");
            let (next, database) = (std::fs::read(&wal).unwrap(), std::fs::read(&options.path).unwrap());
            db.close().unwrap();
            for second in 0..next.len() / FRAME - 1 {
                std::fs::write(&options.path, &database).unwrap();
                cut(&options, &next, second);
                let Ok(Found::Good(db)) = look(&options, &ring) else { panic!("torn at {first}, {second}") };
                let kept = "SELECT count(*) FROM meter WHERE day LIKE 'kept %'";
                assert_eq!(count(&db, kept).unwrap(), 901, "torn at {first}, {second}");
                db.close().unwrap();
            }
        }
    }
}
