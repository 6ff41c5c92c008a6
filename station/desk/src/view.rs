//! The panel's content, by meaning. `Debug` prints nothing personal: [`wire::Person`] redacts itself.

use crate::{Failure, Screen};
use jiff::civil::Time;
use model::Language;
use wire::{LineGrade, Method, Purpose};

/// Everything on the panel. Two equal views look the same, so a caller draws only when the view changed.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The main part.
    pub screen: Screen,
    /// The line that is always there.
    pub status: StatusLine,
    /// Method for the present or the next check.
    pub method: Method,
    /// Purpose for the present or the next check.
    pub purpose: Purpose,
    /// A condition that staff should see; the first of those that last.
    pub trouble: Option<Failure>,
    /// The time in Japan, whole minutes; `None` while the clock is not known to be right.
    pub time: Option<Time>,
    /// The panel's language.
    pub language: Language,
    /// Label of the staff member logged in; `None` without one, or where logins are off.
    pub staff: Option<String>,
    /// Where the bus stands today, when sites are chosen.
    pub site: Option<String>,
    /// The end of the ticket ([`model::Ticket::tail`]) of the present check, else of the one kept for the next.
    pub ticket: Option<String>,
    /// A voice can read results aloud.
    pub speech: bool,
}

/// The line that is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusLine {
    /// The line to the centre.
    pub line: LineGrade,
    /// Checks that wait for a verdict.
    pub waiting: u32,
    /// Age of the oldest, whole minutes; `None` when none waits.
    pub oldest_min: Option<u64>,
    /// Late bad verdicts not acknowledged.
    pub late: u32,
    /// The clock is known to be right.
    pub synchronised: bool,
    /// The day's byte limit holds the queue back.
    pub bytes_limit: bool,
}
