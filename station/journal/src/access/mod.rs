//! The access log: who, when, which check, what. Append-only, sealed, and chained, so that a line that was
//! changed, taken out, moved or cut off the end is noticed. It never says anything about an examinee.
//!
//! # A line
//! Its text is eight columns with a tab between them, `-` for none:
//! `number boot at synchronised staff what check detail` and a line end, as in
//! `12⇥3⇥2026-05-01T00:30:00Z⇥true⇥s-01⇥captured⇥4f0c…⇥017`. Its hash is SHA-256 over the hash of the line
//! before it (32 bytes; the export has that of the first) and that text. The technician's export
//! has the same columns and the hash, so that anybody can check the chain without this program.
//!
//! # Time and order
//! `at` and `synchronised` are those of the deed: when the key was pressed, not when the disk took the line. The order
//! is that of the numbers, in which lines were written. After a disk that stalled, and where a deed was noted at once
//! while an earlier one still waited, times step back from one line to the next; so they do when the clock is set.
//! A choice of the day that was made anew before the disk took it leaves no line: only the last one was ever kept.
//! `boot` is the start in which the line was written, and a deed is never older than that; a technician's command
//! writes under the start before it, or 0.
//!
//! # How long
//! A month of lines leaves after the thirteenth month that follows it, while the clock is synchronised. The log
//! takes at most about a quarter of [`crate::Limits::bytes`]: above that its oldest lines leave earlier, whether
//! they were exported or not. They leave from the beginning only, a thousand at a time, each time with a line that
//! says so, and what is left still proves itself: the hash before its first line is kept, authenticated.

mod anchor;
mod audit;
mod chain;
mod leave;
mod line;
mod part;
mod ranges;

pub(crate) use anchor::{Found, LogAnchor};
pub use audit::{AccessLine, AccessLog};
pub(crate) use audit::{read, verify};
pub(crate) use chain::{after_recovery, append, last_part, part_for, resume};
pub(crate) use leave::leave;
pub(crate) use line::{GENESIS, Opened, open_line, reseal_line};
pub(crate) use part::Part;
pub(crate) use ranges::missing;

use crate::clock::ClockReading;
use model::AccessAction;
use wire::{CheckId, StaffRef};

/// A word about what was done: 1 to 64 of `a-z`, `0-9` and `_-.,:+`. No free text goes into the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail(String);

impl Detail {
    /// `None` when the word breaks the rule.
    pub fn new(word: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-.,:+".contains(&b);
        let valid = (1..=64).contains(&word.len()) && word.bytes().all(plain) && word != "-";
        valid.then(|| Self(word.to_owned()))
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The staff member who acts, and the moment of the action: not the one in which the journal comes to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The staff member.
    pub staff: StaffRef,
    /// The moment, by the clock that the journal was opened with.
    pub at: ClockReading,
}

/// One line to be written; the journal adds number and start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The moment of the deed.
    pub at: ClockReading,
    /// The staff member; `None` without a login.
    pub staff: Option<StaffRef>,
    /// The action.
    pub what: AccessAction,
    /// To which check.
    pub check: Option<CheckId>,
    /// A word more.
    pub detail: Option<Detail>,
}

impl Access {
    /// By a staff member.
    pub fn by(by: Actor, what: AccessAction) -> Self {
        Self { staff: Some(by.staff), ..Self::of(by.at, what) }
    }

    /// By nobody in particular.
    pub fn of(at: ClockReading, what: AccessAction) -> Self {
        Self { at, staff: None, what, check: None, detail: None }
    }

    /// The same, to a check.
    #[must_use]
    pub fn to(self, check: CheckId) -> Self {
        Self { check: Some(check), ..self }
    }

    /// The same with a word more; a word that breaks the rule of [`Detail`] is left out.
    #[must_use]
    pub fn with(self, detail: &str) -> Self {
        Self { detail: Detail::new(detail), ..self }
    }
}
