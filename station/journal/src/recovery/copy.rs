//! The copy of a damaged journal that is read. The damaged file itself is never touched: its log's sound pages are added
//! to the copy, whose first 100 bytes are what every journal of ours has there, so that damage in them costs nothing.

use super::rows::{number, read, text};
use super::wal;
use crate::error::{file, storage};
use crate::files::{beside, discard};
use crate::{Error, connect};
use rusqlite::{Connection, params};
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The fixed parts of the header: <https://www.sqlite.org/fileformat2.html#the_database_header>. Sizes and
/// counters of zero make SQLite count for itself.
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
        unread("file", &error);
        if full {
            return Err(failed(error));
        }
    }
    if let Err(error) = wal::apply_sound_pages(&beside(path, "-wal"), &mut out) {
        unread("log", &error);
    }
    out.seek(SeekFrom::Start(0)).and_then(|_| out.write_all(&header())).map_err(&failed)?;
    drop(out);
    let failed = storage("open the copy of the damaged journal");
    let db = connect::damaged(copy).map_err(&failed)?;
    if let Err(error) = repair_schema(&db) {
        unread("schema", &storage("repair the schema")(error));
    }
    // The schema is read anew.
    drop(db);
    connect::damaged(copy).map_err(&failed)
}

/// A statement of the schema that does not parse would hide its table and all that follow. What the statements
/// were is known, only where each table begins is not, so those in the copy are put right: by their place when none
/// is missing, else by their names.
fn repair_schema(db: &Connection) -> rusqlite::Result<()> {
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

/// Logs that a part of the damaged journal (its file, its log or its schema) could not be read.
fn unread(part: &str, error: &dyn std::fmt::Display) {
    tracing::error!(code = codes::J304.name(), part, %error, "{}", codes::J304.technician());
}
