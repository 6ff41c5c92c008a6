//! The journal's codes: one error of each kind, with … for what is filled in.

use super::{Entry, OUT_OF_ORDER, own::without_code};
use journal::{CaptureError, Error};
use std::io;

pub(super) fn entries() -> Vec<Entry> {
    let opening =
        [Error::Key { path: "…".into(), why: "…".into() }, Error::WrongKey { path: "…".into() }, newer()];
    let opening = opening.iter().map(|error| entry(error, OUT_OF_ORDER));
    let working = working();
    let working = working.iter().map(|error| entry(error, error.staff()));
    let capture = [
        CaptureError::Full { waiting: 4_000, bytes: 256_000_000 },
        CaptureError::DiskFull,
        CaptureError::Conflict,
    ];
    let capture = capture.map(|e| Entry::new(e.code(), e.staff(), without_code(&e.to_string())));
    opening.chain(working).chain(capture).chain(damage()).collect()
}

fn entry(error: &Error, staff: &str) -> Entry {
    Entry::new(error.code(), staff, without_code(&error.to_string()))
}

fn newer() -> Error {
    Error::Newer { path: "…".into(), found: 3, known: 2 }
}

fn working() -> [Error; 13] {
    let doing = "…";
    [
        Error::InUse { path: "…".into() },
        Error::File { doing, path: "…".into(), source: io::Error::other("…") },
        Error::Storage { doing, code: 0, message: "…".into() },
        Error::DiskFull { doing },
        Error::Seal { kind: "…", order: 0 },
        Error::Closed,
        Error::Unknown,
        Error::Conflict,
        Error::OutOfTurn { found: "…" },
        Error::NoSuchStaff,
        Error::BadgeTaken,
        Error::TooManyStaff { limit: journal::STAFF_LIMIT },
        Error::Label { kind: "…", limit: journal::LABEL_LIMIT, unit: "characters" },
    ]
}

/// What is told of a damaged file, in the log and by `station journal verify`.
fn damage() -> [Entry; 5] {
    [
        ("J301", "a file that was set aside could not be moved or deleted"),
        ("J302", "the journal was damaged; what still opened was carried over"),
        ("J303", "a part of a damaged journal could not be read"),
        ("J305", "the access log does not go as far as it did, or its mark is gone"),
        ("J304", "a part of a damaged journal could not be carried over"),
    ]
    .map(|(code, text)| Entry::new(code, "", text))
}
