//! What the uplink tells the station.

use crate::error::{Trouble, TroubleCode};
use wire::{CheckId, Code, LineGrade, Settlement};

/// Something the desk, the panel or the report should know. `Debug` prints no personal data.
#[derive(Debug, Clone)]
pub enum UplinkEvent {
    /// The journal has this settlement now.
    Settled {
        /// The settlement.
        settlement: Box<Settlement>,
        /// Whether it came by the live way, while the desk waited.
        live: bool,
    },
    /// The centre will not take this check: trying again at once cannot help, it is tried again slowly. Told each time.
    Refused {
        /// The check.
        check: CheckId,
        /// The problem's code.
        code: Code,
    },
    /// The line changed its grade. Sent once at the first answer or failure, then on change.
    Line(LineGrade),
    /// The book was filled; how many challenges it holds now.
    Book(usize),
    /// The day's byte limit was reached, or is no longer.
    BytesLimit {
        /// True: the backlog waits for tomorrow (JST) or for a raised limit.
        reached: bool,
    },
    /// A condition began that somebody must know of. Sent once until it is over.
    Trouble(Trouble),
    /// That condition is over.
    TroubleOver(TroubleCode),
    /// The centre's clock and ours differ by this many seconds (positive: ours is behind), as far as its
    /// `Date` header tells. Sent when the difference passes 120 s, and once more (about 0) when it is back.
    ClockOffset {
        /// Seconds.
        seconds: i64,
    },
}
