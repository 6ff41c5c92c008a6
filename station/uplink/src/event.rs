//! Events from the uplink to the station.

use crate::error::{Trouble, TroubleCode};
use wire::{CheckId, Code, LineGrade};

/// An event for the desk, the panel or the report. `Debug` prints no personal data.
#[derive(Debug, Clone)]
pub enum UplinkEvent {
    /// The centre does not take this check: it is retried slowly. Sent each time.
    Refused {
        /// The check.
        check: CheckId,
        /// The problem's code.
        code: Code,
    },
    /// The line changed its grade. Sent once at the first answer or failure, then on change.
    Line(LineGrade),
    /// The book was filled: number of challenges in it.
    Book(usize),
    /// The day's byte limit was reached, or is no longer.
    BytesLimit {
        /// True: the backlog waits for the next day (JST).
        reached: bool,
    },
    /// A condition began. Sent once until it is over.
    Trouble(Trouble),
    /// That condition is over.
    TroubleOver(TroubleCode),
    /// The clocks of centre and station differ, according to the `Date` header (positive: the station's is behind).
    /// Sent when the difference passes 120 s, and once more (about 0) when it is back.
    ClockOffset {
        /// Seconds.
        seconds: i64,
    },
}
