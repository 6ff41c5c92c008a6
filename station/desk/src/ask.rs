//! Questions of the desk to other components, and their answers.
//!
//! A component may be slow: a disk that stalls for longer than the desk waits answers when another person already
//! types. So each question has an [`AskId`] that its answer carries, and only the answer to the latest question of its
//! topic counts. A question can be withdrawn; its answer is ignored then.

use crate::{BadgeAnswer, BadgePurpose, Failure};
use model::{
    CheckRow, DayChoice, DayNumbers, FallbackKind, Find, LoginAnswer, Passcode, Prefs, Recalled, Role,
    StaffEntry, Ticket,
};
use wire::{Challenge, CheckId, StaffRef};

/// Id of one question, which its answer carries. Never used twice by the same desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AskId(pub u64);

/// Questions of one topic replace each other; those of different topics are open side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// The card on the reader: its reading.
    Card,
    /// The challenge for the check in progress.
    Challenge,
    /// The choice of the day.
    Day,
    /// Picture and sound.
    Prefs,
    /// All that staff wait for on the panel.
    Panel,
}

/// A question to another component.
#[derive(Debug, PartialEq, Eq)]
pub enum Question {
    /// Compare a passcode with the journal's; [`Reply::Login`].
    Passcode {
        /// The staff member.
        staff: StaffRef,
        /// As typed.
        passcode: Passcode,
    },
    /// A card was put down that should be a badge: read its number; [`Reply::Badge`].
    Badge {
        /// Its purpose.
        purpose: BadgePurpose,
        /// The staff member.
        staff: StaffRef,
    },
    /// Register a staff member with a label of the station's choice; [`Reply::StaffAdded`].
    AddStaff {
        /// Typed twice.
        passcode: Passcode,
        /// Their role.
        role: Role,
    },
    /// Keep that another proof was shown; [`Reply::FallbackKept`]. The last one of a check counts.
    Fallback {
        /// For this check; `None` when there is none in the journal.
        check: Option<CheckId>,
        /// The ticket that was scanned, where there is no check to which it was put.
        ticket: Option<Ticket>,
        /// The proof.
        kind: FallbackKind,
    },
    /// Fetch [`crate::Settings::page`] rows of the look-back list; [`Reply::Listed`] or [`Reply::NotListed`].
    List {
        /// How many rows to leave out.
        offset: u32,
        /// Filter of the list.
        find: Find,
    },
    /// Fetch one check again, from the centre when it can be reached, else the sealed copy; [`Reply::Recalled`].
    Recall {
        /// The check.
        check: CheckId,
    },
    /// Count the day; [`Reply::Numbers`] or [`Reply::NotListed`].
    Numbers,
    /// Take a challenge out of the book, for a signature of this check; [`Reply::Challenge`].
    Challenge {
        /// The check to be signed.
        check: CheckId,
    },
    /// Read today's choice; [`Reply::Day`].
    Day,
    /// Read how staff have set picture and sound; [`Reply::Prefs`].
    Prefs,
}

impl Question {
    pub(crate) fn topic(&self) -> Topic {
        match self {
            Self::Challenge { .. } => Topic::Challenge,
            Self::Day => Topic::Day,
            Self::Prefs => Topic::Prefs,
            Self::Passcode { .. }
            | Self::Badge { .. }
            | Self::AddStaff { .. }
            | Self::Fallback { .. }
            | Self::List { .. }
            | Self::Recall { .. }
            | Self::Numbers => Topic::Panel,
        }
    }
}

/// Answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Result of comparing the passcode.
    Login(Result<LoginAnswer, Failure>),
    /// Owner of the badge.
    Badge(BadgeAnswer),
    /// The new staff member; [`crate::Event::Roster`] follows by itself.
    StaffAdded(Result<StaffEntry, Failure>),
    /// The other proof is on disk, or not.
    FallbackKept(Result<(), Failure>),
    /// A page of the list.
    Listed {
        /// The rows, at most as many as were asked for.
        rows: Vec<CheckRow>,
        /// How many there are in all.
        total: u32,
    },
    /// The list or the numbers did not come.
    NotListed(Failure),
    /// One check again; one of another check is refused.
    Recalled(Result<Box<Recalled>, Failure>),
    /// The numbers of the day.
    Numbers(DayNumbers),
    /// A challenge; `None` when the book is empty or cannot be read.
    Challenge(Option<Challenge>),
    /// Today's choice; `None` when none was made, or none that is certain to be of today.
    Day(Option<DayChoice>),
    /// Picture and sound as staff have set them.
    Prefs(Prefs),
}
