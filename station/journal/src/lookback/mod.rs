//! Content beside the checks, and looking back: tickets, other proofs, the list of checks, a single
//! one again, the numbers of a day, and what was chosen for the day.

mod day;
mod fallback;
mod page;
mod recall;
mod ticket;

pub(crate) use day::site_within_bounds;
pub(crate) use page::head;
pub(crate) use ticket::{open as open_ticket, store as store_ticket};

use model::{CheckRow, DayChoice};
use wire::Settlement;

/// A part of the list of checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From the asked offset on.
    pub rows: Vec<CheckRow>,
    /// How many there are in all.
    pub total: u32,
}

/// A check looked back at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCheck {
    /// The check as the list shows it.
    pub row: CheckRow,
    /// The place of its capture.
    pub site: Option<String>,
    /// The answer, as far as the journal has it.
    pub kept: Kept,
}

/// The journal's part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The sealed result, until the end of the day it came.
    Sealed(Box<Settlement>),
    /// Nothing: the centre still has it. Ask there.
    AskCentre,
    /// There is no answer yet.
    Waiting,
}

/// Today's choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDay {
    /// The choice.
    pub choice: DayChoice,
    /// True when it is certain to be of today: chosen since this start, or the clock was synchronised both then and now.
    /// Otherwise the station was off for an unknown time.
    pub certain: bool,
}
