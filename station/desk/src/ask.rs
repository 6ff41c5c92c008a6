//! What the desk asks other rooms, and what they answer.
//!
//! A room may be slow: a disk that stalls for longer than the desk waits answers when somebody else already types.
//! So each question has a name that its answer carries, and only the answer to the latest question counts.

use crate::{BadgeAnswer, BadgePurpose, Failure};
use model::{
    CheckRow, DayNumbers, FallbackKind, Find, LoginAnswer, Passcode, Recalled, Role, StaffEntry, Ticket,
};
use wire::{CheckId, StaffRef};

/// Names one question, so that a late answer is known as such. Never given twice by the same desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AskId(pub u64);

/// A question to another room.
#[derive(Debug, PartialEq, Eq)]
pub enum Question {
    /// Compare a passcode with the journal's; [`Reply::Login`].
    Passcode {
        /// Whose.
        staff: StaffRef,
        /// As typed.
        passcode: Passcode,
    },
    /// A card was put down that should be a badge: read its number; [`Reply::Badge`].
    Badge {
        /// What for.
        purpose: BadgePurpose,
        /// Whose.
        staff: StaffRef,
    },
    /// Register a staff member with a label of the station's choice; [`Reply::StaffAdded`].
    AddStaff {
        /// Typed twice.
        passcode: Passcode,
        /// What they may do.
        role: Role,
    },
    /// Keep that another proof was shown; [`Reply::FallbackKept`]. The last one of a check counts.
    Fallback {
        /// For this check; `None` when there is none in the journal.
        check: Option<CheckId>,
        /// The ticket that was scanned, where there is no check to which it was put.
        ticket: Option<Ticket>,
        /// Which.
        kind: FallbackKind,
    },
    /// Fetch [`crate::Settings::page`] rows of the look-back list; [`Reply::Listed`] or [`Reply::NotListed`].
    List {
        /// How many rows to leave out.
        offset: u32,
        /// Which checks.
        find: Find,
    },
    /// Fetch one check again, from the centre when it can be reached, else the sealed copy; [`Reply::Recalled`].
    Recall {
        /// Which.
        check: CheckId,
    },
    /// Count the day; [`Reply::Numbers`] or [`Reply::NotListed`].
    Numbers,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Whether the passcode was right.
    Login(Result<LoginAnswer, Failure>),
    /// Whose badge it is.
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
}
