//! Arguments and results of the journal. Types whose fields can hold personal data get their
//! redacted `Debug` from `wire`.

use crate::Clock;
use jiff::{Timestamp, civil::Date};
use model::{CheckHead, Ticket};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use wire::{
    CheckId, Evidence, InstitutionCode, Outcome, Purpose, ReceptionNumber, Settlement, StaffRef, StationId,
};

/// How to open a journal.
#[derive(Clone)]
pub struct Options {
    /// The database file. `-wal`, `-shm`, `.lock`, `.marks` and `.damaged-N` files appear beside it.
    pub path: PathBuf,
    /// The station; named in every event of the outbox.
    pub station: StationId,
    /// Upper bounds of its content.
    pub limits: Limits,
    /// Where time comes from.
    pub clock: Arc<dyn Clock>,
    /// Interval of retention. Default one minute.
    pub tick: Duration,
    /// The opener. Default the station.
    pub opener: Opener,
}

/// The process that opens a journal for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// The station: a start, which is counted, and in which what the last one left open is brought to its end.
    Station,
    /// A technician's command, between two starts. It counts as none, so that it looks like no reboot and leaves to the
    /// next start how the last one ended. It writes under the number of the last start (0 before the first), with
    /// another monotonic clock: it is for staff and the access log, and neither captures nor settles.
    Technician,
}

impl Options {
    /// The defaults with this file, station and clock.
    pub fn new(path: impl Into<PathBuf>, station: StationId, clock: Arc<dyn Clock>) -> Self {
        let tick = Duration::from_secs(60);
        let opener = Opener::Station;
        Self { path: path.into(), station, limits: Limits::default(), clock, tick, opener }
    }
}

/// Upper bounds of a journal. At a limit captures are refused; nothing already kept is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Waiting checks, at most.
    pub checks: u32,
    /// Bytes of the database file in use above which captures are refused. Settling may use a quarter more.
    pub bytes: u64,
}

impl Default for Limits {
    /// 4,000 checks and 64 MiB: about two weeks of the busiest bus without any line.
    fn default() -> Self {
        Self { checks: 4_000, bytes: 64 * 1024 * 1024 }
    }
}

/// The state of the journal when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReport {
    /// This start, from 1; never used before on this station. The last one for [`Opener::Technician`].
    pub boot: u64,
    /// True when the journal was closed in order before. True for a new one.
    pub clean: bool,
    /// Present when the file was damaged and replaced. The event for the office is already in the outbox.
    pub set_aside: Option<SetAside>,
    /// Checks that wait for the centre.
    pub waiting: u32,
    /// Waiting checks or open verdicts whose seal does not open; they are kept, and skipped when reading.
    pub unreadable: u32,
    /// Late bad verdicts that staff have not acknowledged.
    pub unacknowledged: u32,
}

/// A damaged file that was moved out of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Where it is now.
    pub path: PathBuf,
    /// The damage, for the technician.
    pub reason: String,
    /// Waiting checks that could be read from it and were carried over.
    pub rescued: u32,
}

/// A check as the desk hands it over; the journal adds reception number, order and boot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Made by the caller at capture; saving the same draft again changes nothing.
    pub id: CheckId,
    /// The capturing station.
    pub station: StationId,
    /// For which organisation.
    pub institution: InstitutionCode,
    /// The purpose.
    pub purpose: Purpose,
    /// The staff member at the desk.
    pub staff: StaffRef,
    /// Wall clock; the same instant that the evidence was made for.
    pub at: Timestamp,
    /// True when the clock was synchronised then.
    pub clock_synchronised: bool,
    /// The evidence.
    pub evidence: Evidence,
    /// The ticket scanned before the card. Not part of the draft's content: the same draft with another one changes
    /// nothing; see [`crate::Journal::attach_ticket`].
    pub ticket: Option<Ticket>,
    /// Where the bus stands; not personal, at most 200 bytes. Not part of the draft's content either.
    pub site: Option<String>,
}

/// A check that is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Captured {
    /// Id of the check.
    pub id: CheckId,
    /// The number that staff write down.
    pub reception: ReceptionNumber,
    /// Its place among the station's captures, from 1, over all starts.
    pub order: u64,
    /// The start it was captured in.
    pub boot: u64,
}

/// A late bad verdict that staff have not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The check.
    pub head: CheckHead,
    /// The answer.
    pub settlement: Settlement,
}

/// Bytes sent and received on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bytes {
    /// Sent.
    pub up: u64,
    /// Received.
    pub down: u64,
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    // The numbers are on disk.
    /// Captured; the centre has not answered.
    Waiting = 0,
    /// Answered; the desk has not said yet that the answer was shown or that it came late.
    Answered = 1,
    /// A late bad verdict that staff have not acknowledged.
    Unacknowledged = 2,
    /// Over; only the stub counts, and until the end of the day the sealed result for looking back.
    Done = 3,
}

impl State {
    /// As it is on disk. Anything unknown counts as waiting: nothing is ever dropped for it.
    pub(crate) fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Answered,
            2 => Self::Unacknowledged,
            3 => Self::Done,
            _ => Self::Waiting,
        }
    }

    /// The word for lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Unacknowledged => "unacknowledged",
            Self::Done => "done",
        }
    }
}

/// One check in a list for the technician. Nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place among the station's captures.
    pub order: u64,
    /// The check.
    pub head: CheckHead,
    /// The start it was captured in.
    pub boot: u64,
    /// The day its reception number counts in.
    pub day: Date,
    /// Its state.
    pub state: State,
    /// The answer in one word, once settled.
    pub outcome: Option<Outcome>,
}

/// Numbers about a journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// The current or last start.
    pub boot: u64,
    /// Checks of which anything is kept, stubs included.
    pub checks: u64,
    /// Checks that wait for the centre.
    pub waiting: u64,
    /// Late bad verdicts that staff have not acknowledged.
    pub unacknowledged: u64,
    /// Sealed results that are kept, for looking back or until acknowledged.
    pub results: u64,
    /// Challenges in the book.
    pub challenges: u64,
    /// Events in the outbox.
    pub events: u64,
    /// Events the full outbox let go of, ever.
    pub events_dropped: u64,
    /// Keys that still open something.
    pub keys: u64,
    /// Bytes of the database file in use.
    pub bytes_used: u64,
    /// Bytes of the database and its log on disk.
    pub bytes_on_disk: u64,
}

/// The result of [`crate::verify`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Checks looked at, stubs included.
    pub checks: u64,
    /// Lines of the access log looked at.
    pub access: u64,
    /// Sealed fields that were opened.
    pub opened: u64,
    /// Known losses: lines of the access log that were lost with a damaged journal.
    pub notes: Vec<String>,
    /// Defects, one line each, in English and without personal data. Empty when all is well.
    pub findings: Vec<String>,
}
