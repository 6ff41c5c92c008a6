//! stub
use crate::{Error, Line, MasterKey, Stats};
use std::path::Path;

/// What [`verify`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Checks looked at, stubs included.
    pub checks: u64,
    /// Sealed fields that were opened.
    pub opened: u64,
    /// What is wrong, one line each, in English and without personal data. Empty when all is well.
    pub findings: Vec<String>,
}

/// Lists the checks of a journal file, also of a running station's or one that was set aside.
///
/// # Errors
/// When the file cannot be read.
pub fn list(path: &Path) -> Result<Vec<Line>, Error> {
    let _ = path;
    Err(Error::Closed)
}

/// Numbers about a journal file, also of a running station's or one that was set aside.
///
/// # Errors
/// When the file cannot be read.
pub fn stats(path: &Path) -> Result<Stats, Error> {
    let _ = path;
    Err(Error::Closed)
}

/// Opens every seal and checks every state, SQLite's own structure and the order for gaps.
///
/// # Errors
/// When the file cannot be opened at all or the key is another.
pub fn verify(path: &Path, key: &MasterKey) -> Result<Report, Error> {
    let _ = (path, key);
    Err(Error::Closed)
}
