//! Files beside the journal: their names, and writing them so that a power cut leaves the old or the new one.

use crate::Error;
use crate::error::file;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// `path` with `suffix` appended to its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes the names in the directory of `path` durable.
pub(crate) fn sync_directory(path: &Path) -> Result<(), Error> {
    let parent = parent(path);
    File::open(parent).and_then(|dir| dir.sync_all()).map_err(file("sync the directory", parent))
}

/// Writes a whole file (mode 0600) so that a power cut leaves the old content or the new.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), Error> {
    let new = beside(path, ".new");
    let failed = file("write", &new);
    let open = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new);
    let mut out = open.map_err(&failed)?;
    give_to_owner(&out, path);
    out.write_all(content).and_then(|()| out.sync_all()).map_err(&failed)?;
    rename(&new, path)
}

/// A technician's command may run as root beside a journal of the station's user, who must be able to go on with
/// the files it makes: they belong to whom the directory belongs. Only root can give files away, so that nothing
/// happens otherwise.
pub(crate) fn give_to_owner(made: &File, path: &Path) {
    if let (Ok(made_by), Ok(directory)) = (made.metadata(), std::fs::metadata(parent(path)))
        && (made_by.uid(), made_by.gid()) != (directory.uid(), directory.gid())
    {
        // When it cannot be given away it stays with who made it, as any other file.
        drop(std::os::unix::fs::fchown(made, Some(directory.uid()), Some(directory.gid())));
    }
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Renames and makes it durable.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    std::fs::rename(from, to).map_err(file("rename", from))?;
    sync_directory(to)
}

/// Removes the file if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Bytes of the file; 0 when it is not there.
pub(crate) fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |meta| meta.len())
}

/// Removes an unfinished file and what SQLite puts beside it.
pub(crate) fn discard(path: &Path) -> Result<(), Error> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        remove(&beside(path, suffix))?;
    }
    Ok(())
}

/// The highest number of a set-aside file; 0 when there is none.
pub(crate) fn last_damaged(path: &Path) -> u32 {
    (1..1_000).rev().find(|number| damaged(path, *number).exists()).unwrap_or(0)
}

/// The name of a damaged file that was set aside.
pub(crate) fn damaged(path: &Path, number: u32) -> PathBuf {
    beside(path, &format!(".damaged-{number}"))
}
