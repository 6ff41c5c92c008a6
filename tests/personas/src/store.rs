//! Files that several processes may want at once: made under a lock by the first, found whole by the others.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Why things could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A file could not be read or written.
    #[error("{what} {path}: {source}")]
    File {
        /// The operation.
        what: &'static str,
        /// Path of the file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A key or certificate could not be made or understood.
    #[error("{what} of {whose}: {reason}")]
    Made {
        /// The expected kind.
        what: &'static str,
        /// Key of the persona.
        whose: String,
        /// Why not.
        reason: String,
    },
}

impl StoreError {
    pub(crate) fn made(what: &'static str, whose: &str, reason: impl ToString) -> Self {
        Self::Made { what, whose: whose.to_owned(), reason: reason.to_string() }
    }
}

/// A directory of secrets (mode 0700), locked for as long as this lives.
pub(crate) struct Store {
    dir: PathBuf,
    _lock: File,
}

impl Store {
    /// Makes the directory when it is missing and waits for the lock.
    pub(crate) fn open(dir: &Path) -> Result<Self, StoreError> {
        let failed = |what| move |source| StoreError::File { what, path: dir.to_owned(), source };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(failed("make directory"))?;
        let lock =
            OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(dir.join(".lock"));
        let lock = lock.map_err(failed("open lock in"))?;
        lock.lock().map_err(failed("lock"))?;
        Ok(Self { dir: dir.to_owned(), _lock: lock })
    }

    /// Where a file of this name is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// The file's bytes, or `None` when there is none.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match fs::read(self.path(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StoreError::File { what: "read", path: self.path(name), source }),
        }
    }

    /// Writes a file (mode 0600) so that it is there whole or not at all.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let (path, temporary) = (self.path(name), self.path(&format!(".{name}.new")));
        let failed = |what| {
            let path = path.clone();
            move |source| StoreError::File { what, path, source }
        };
        let file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&temporary);
        let mut file = file.map_err(failed("make"))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed("write"))?;
        fs::rename(&temporary, &path).map_err(failed("rename to"))
    }

    /// The file's bytes; when there is none, what `make` makes, written first.
    pub(crate) fn ensure(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<Vec<u8>, StoreError>,
    ) -> Result<Vec<u8>, StoreError> {
        if let Some(bytes) = self.read(name)? {
            return Ok(bytes);
        }
        let bytes = make()?;
        self.write(name, &bytes)?;
        Ok(bytes)
    }

    /// Removes a file, when it is there.
    pub(crate) fn remove(&self, name: &str) -> Result<(), StoreError> {
        match fs::remove_file(self.path(name)) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::File { what: "remove", path: self.path(name), source })
            }
            _ => Ok(()),
        }
    }
}
