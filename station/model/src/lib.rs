//! The vocabulary that several crates of the station share and no wire carries. No I/O, no clock.
//!
//! The journal, the desk, the screen and the wiring use these types as they are, so that nothing is carried over from
//! one form to another between them. The word of a verdict is [`wire::Outcome`], because events carry it.

mod access;
mod check;
mod day;
mod fallback;
mod prefs;
mod staff;
mod ticket;

pub use codes::Language;

pub use access::{AccessAction, AccessNote};
pub use check::{CheckHead, CheckRow, Find, Recalled, RowState, Source};
pub use day::{DayChoice, DayNumbers};
pub use fallback::FallbackKind;
pub use prefs::Prefs;
pub use staff::{LoginAnswer, PASSCODE_LONGEST, PASSCODE_SHORTEST, Passcode, Role, StaffEntry};
pub use ticket::{TICKET_LONGEST, Ticket};
