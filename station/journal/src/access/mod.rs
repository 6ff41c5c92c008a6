//! The access log: who, when, which check, what. Append-only, sealed, and chained, so that a line that was
//! changed, taken out, moved or cut off the end is noticed. It never says anything about an examinee.
//!
//! # A line
//! Its text is eight columns with a tab between them, `-` for none:
//! `number boot at synchronised staff what check detail` and a line end, as in
//! `12⇥3⇥2026-05-01T00:30:00Z⇥true⇥s-01⇥captured⇥4f0c…⇥017`. Its hash is SHA-256 over the hash of the line
//! before it (32 bytes; the export tells that of the first) and that text. The technician's export
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
use wire::{CheckId, StaffRef};

/// What was done. The journal writes those marked *itself*, in the same transaction as what they tell; the
/// others come by [`crate::Journal::note`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// The station started. *Itself.*
    Started,
    /// A staff member began to work.
    LoggedIn,
    /// And ended.
    LoggedOut,
    /// The panel locked itself.
    Locked,
    /// A wrong passcode. *Itself*, before it is told.
    LoginRefused,
    /// Another badge than that of the staff member. *Itself.*
    BadgeRefused,
    /// A check was saved. *Itself*; the detail is its reception number.
    Captured,
    /// A verdict was on the screen.
    Shown,
    /// A check was looked back at. *Itself*; the detail tells from where.
    Recalled,
    /// A result was read aloud.
    Spoken,
    /// A late bad verdict was seen by staff. *Itself.*
    Acknowledged,
    /// Another proof was recorded. *Itself*; the detail tells which.
    FallbackRecorded,
    /// A ticket was put to a check. *Itself.*
    TicketAttached,
    /// A staff member was added. *Itself*; the detail is the new reference, as in the next four.
    StaffAdded,
    /// A staff member was removed. *Itself.*
    StaffRemoved,
    /// A passcode was changed. *Itself.*
    PasscodeChanged,
    /// A badge was given to a staff member. *Itself.*
    BadgeEnrolled,
    /// And taken from them. *Itself.*
    BadgeForgotten,
    /// Site, method and purpose of the day were chosen. *Itself.*
    DayChosen,
    /// The day was ended at the panel.
    DayEnded,
    /// The technician's screen was opened.
    Diagnosed,
    /// The access log was exported.
    Exported,
    /// The station was switched off at the panel.
    PowerOff,
    /// Lines of months that are over left. *Itself*; the detail says which.
    LinesLeft,
    /// The journal was damaged and replaced. *Itself*; the detail says which lines were lost.
    Rescued,
    /// The end of the log was cut off while the station was not running, or its mark was gone. *Itself*; the detail
    /// says which lines.
    Broken,
}

impl What {
    /// The word in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::LoggedIn => "logged_in",
            Self::LoggedOut => "logged_out",
            Self::Locked => "locked",
            Self::LoginRefused => "login_refused",
            Self::BadgeRefused => "badge_refused",
            Self::Captured => "captured",
            Self::Shown => "shown",
            Self::Recalled => "recalled",
            Self::Spoken => "spoken",
            Self::Acknowledged => "acknowledged",
            Self::FallbackRecorded => "fallback_recorded",
            Self::TicketAttached => "ticket_attached",
            Self::StaffAdded => "staff_added",
            Self::StaffRemoved => "staff_removed",
            Self::PasscodeChanged => "passcode_changed",
            Self::BadgeEnrolled => "badge_enrolled",
            Self::BadgeForgotten => "badge_forgotten",
            Self::DayChosen => "day_chosen",
            Self::DayEnded => "day_ended",
            Self::Diagnosed => "diagnosed",
            Self::Exported => "exported",
            Self::PowerOff => "power_off",
            Self::LinesLeft => "lines_left",
            Self::Rescued => "rescued",
            Self::Broken => "broken",
        }
    }
}

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

/// Who does a thing, and the moment in which it is done: not the one in which the journal comes to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub staff: StaffRef,
    /// When, by the clock that the journal was opened with.
    pub at: ClockReading,
}

/// One line to be written; the journal adds number and start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The moment of the deed.
    pub at: ClockReading,
    /// Who; `None` when nobody is logged in.
    pub staff: Option<StaffRef>,
    /// What.
    pub what: What,
    /// To which check.
    pub check: Option<CheckId>,
    /// A word more.
    pub detail: Option<Detail>,
}

impl Access {
    /// By a staff member.
    pub fn by(by: By, what: What) -> Self {
        Self { staff: Some(by.staff), ..Self::of(by.at, what) }
    }

    /// By nobody in particular.
    pub fn of(at: ClockReading, what: What) -> Self {
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
