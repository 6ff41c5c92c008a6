//! Errors of the journal, each with a code of the catalogue. No detail quotes a value from a row.

use codes::{Code, Failure};
use std::path::PathBuf;

/// The journal could not be opened, or an operation failed.
#[derive(Debug, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub enum Error {
    /// The key file is missing, unreadable, too open or not a key.
    Key {
        /// The file.
        path: PathBuf,
        /// The fault.
        why: String,
    },
    /// The key does not open this journal. The journal is left as it is.
    WrongKey {
        /// The journal.
        path: PathBuf,
    },
    /// Another process has it open for writing.
    InUse {
        /// The journal.
        path: PathBuf,
    },
    /// A file operation failed.
    File {
        /// The act that failed.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// Made by a newer version of this program. The journal is left as it is.
    Newer {
        /// The journal.
        path: PathBuf,
        /// Its schema number.
        found: u32,
        /// The highest this version knows.
        known: u32,
    },
    /// SQLite refused. `code` is SQLite's extended result code.
    Storage {
        /// The act that failed.
        doing: &'static str,
        /// SQLite's extended result code; 0 when the failure was not SQLite's own.
        code: i32,
        /// SQLite's text for it.
        message: String,
    },
    /// The disk is full. Nothing was changed.
    DiskFull {
        /// The act that failed.
        doing: &'static str,
    },
    /// A sealed field does not open or does not parse: damaged after it was written.
    Seal {
        /// Kind of the field.
        kind: &'static str,
        /// The check's order; 0 for a field that belongs to no check.
        order: u64,
    },
    /// The journal was closed.
    Closed,
    /// No check with this id.
    Unknown,
    /// Settled before, with another content. The first settlement stands.
    Conflict,
    /// The check is not in the state this step begins from.
    OutOfTurn {
        /// The state it is in.
        found: &'static str,
    },
    /// No staff member with this reference, or they were removed.
    NoSuchStaff,
    /// The badge is another staff member's.
    BadgeTaken,
    /// There are as many staff members as the journal keeps.
    TooManyStaff {
        /// How many it keeps.
        limit: usize,
    },
    /// A label or a site that is empty, too long, or has control characters.
    Label {
        /// Of what.
        kind: &'static str,
        /// How long it may be.
        limit: usize,
        /// In what it is counted.
        unit: &'static str,
    },
}

impl Error {
    /// Its entry in the catalogue.
    pub const fn code(&self) -> Code {
        match self {
            Self::Key { .. } => codes::J101,
            Self::WrongKey { .. } => codes::J102,
            Self::InUse { .. } => codes::J103,
            Self::File { .. } => codes::J104,
            Self::Newer { .. } => codes::J105,
            Self::Storage { .. } => codes::J106,
            Self::DiskFull { .. } => codes::J107,
            Self::Seal { .. } => codes::J108,
            Self::Closed => codes::J109,
            Self::Unknown => codes::J110,
            Self::Conflict => codes::J111,
            Self::OutOfTurn { .. } => codes::J112,
            Self::NoSuchStaff => codes::J113,
            Self::BadgeTaken => codes::J114,
            Self::TooManyStaff { .. } => codes::J115,
            Self::Label { .. } => codes::J116,
        }
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self::new(error.code()).with(match error {
            Error::Key { path, why } => format!("{}: {why}", path.display()),
            Error::WrongKey { path } | Error::InUse { path } => path.display().to_string(),
            Error::File { doing, path, source } => format!("{doing} {}: {source}", path.display()),
            Error::Newer { path, found, known } => {
                format!("{}: schema {found}, known up to {known}", path.display())
            }
            Error::Storage { doing, code, message } => format!("{doing}: SQLite {code}: {message}"),
            Error::DiskFull { doing } => (*doing).to_owned(),
            Error::Seal { kind, order } => format!("{kind} of check order {order}"),
            Error::OutOfTurn { found } => format!("it is {found}"),
            Error::TooManyStaff { limit } => format!("{limit} at most"),
            Error::Label { kind, limit, unit } => format!("{kind}: 1 to {limit} {unit}"),
            Error::Closed | Error::Unknown | Error::Conflict | Error::NoSuchStaff | Error::BadgeTaken => {
                String::new()
            }
        })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

/// Why a check was not saved. Nothing of it was kept, and nothing kept before was touched.
#[derive(Debug, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub enum CaptureError {
    /// A limit of the journal is reached.
    Full {
        /// Checks that wait.
        waiting: u32,
        /// Bytes in use.
        bytes: u64,
    },
    /// The disk is full.
    DiskFull,
    /// The id was used before for other content.
    Conflict,
    /// Anything else.
    Failed(#[from] Error),
}

impl CaptureError {
    /// Its entry in the catalogue.
    pub const fn code(&self) -> Code {
        match self {
            Self::Full { .. } => codes::J201,
            Self::DiskFull => codes::J202,
            Self::Conflict => codes::J203,
            Self::Failed(error) => error.code(),
        }
    }
}

impl From<&CaptureError> for Failure {
    fn from(error: &CaptureError) -> Self {
        match error {
            CaptureError::Full { waiting, bytes } => {
                Self::new(error.code()).with(format!("{waiting} checks wait, {bytes} bytes are in use"))
            }
            CaptureError::DiskFull | CaptureError::Conflict => Self::new(error.code()),
            CaptureError::Failed(error) => Self::from(error),
        }
    }
}

/// Turns SQLite's word into ours. Only SQLite's own texts pass: they name tables and columns, never values.
pub(crate) fn storage(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |error| match &error {
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            rusqlite::ErrorCode::DiskFull => Error::DiskFull { doing },
            _ => Error::Storage {
                doing,
                code: code.extended_code,
                message: message.clone().unwrap_or_else(|| code.to_string()),
            },
        },
        _ => Error::Storage { doing, code: 0, message: "a row is not what the schema says".to_owned() },
    }
}

pub(crate) fn file(doing: &'static str, path: &std::path::Path) -> impl Fn(std::io::Error) -> Error {
    move |source| {
        if source.kind() == std::io::ErrorKind::StorageFull {
            Error::DiskFull { doing }
        } else {
            Error::File { doing, path: path.to_owned(), source }
        }
    }
}
