//! Checks that were made: their head, a row of the look-back list, one check again.

use crate::{FallbackKind, Ticket};
use jiff::{Timestamp, civil::Date};
use wire::{Check, CheckId, Outcome, Purpose, ReceptionNumber, Settlement};

/// The head of a check: no evidence and nothing personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckHead {
    /// Its id.
    pub id: CheckId,
    /// The number that staff write down.
    pub reception: ReceptionNumber,
    /// The purpose.
    pub purpose: Purpose,
    /// Wall clock at capture.
    pub captured_at: Timestamp,
    /// That clock was synchronised.
    pub clock_synchronised: bool,
}

impl From<&Check> for CheckHead {
    fn from(check: &Check) -> Self {
        Self {
            id: check.id,
            reception: check.reception,
            purpose: check.purpose,
            captured_at: check.capture.at,
            clock_synchronised: check.capture.clock_synchronised,
        }
    }
}

/// The state of a check, for looking back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowState {
    /// The centre has not answered.
    Waiting,
    /// A late bad verdict that staff have not acknowledged.
    Unacknowledged(Outcome),
    /// Answered.
    Settled(Outcome),
}

/// One check in the look-back list. Nothing about the person but the end of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    /// The check.
    pub head: CheckHead,
    /// The day its reception number counts in.
    pub day: Date,
    /// Its state.
    pub state: RowState,
    /// The end of its ticket ([`Ticket::tail`]), as long as the ticket is kept.
    pub ticket: Option<String>,
    /// The other proof recorded last.
    pub fallback: Option<FallbackKind>,
}

/// A filter of the look-back list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Find {
    /// All that are kept: waiting ones first, then the newest first.
    All,
    /// Those of this reception number, of any day.
    Number(ReceptionNumber),
    /// Those of this ticket.
    Ticket(Ticket),
}

/// The source of an answer that is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The centre, now.
    Centre,
    /// The station's own sealed copy.
    Sealed,
}

/// One check again, with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalled {
    /// The check as the list shows it.
    pub row: CheckRow,
    /// The centre's answer; `None` while the check waits. The desk shows none that names another check.
    pub settlement: Option<Settlement>,
    /// The source of the answer.
    pub source: Source,
}
