//! Events on a station that the office must receive exactly once each.

use crate::{Clock, StationId};
use serde::{Deserialize, Serialize};

/// One event. `(station, order)` names it: the office drops a repetition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Station of the event.
    pub station: StationId,
    /// Number of the station's start.
    pub boot: u64,
    /// Number of the event, from 1, over all boots.
    pub order: u64,
    /// Clock at the event.
    pub clock: Clock,
    /// Kind, with its details.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// Kind of an event. No kind carries anything about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// The station started.
    Started {
        /// Software version.
        software: String,
        /// True when it stopped cleanly before.
        clean: bool,
    },
    /// The journal file was damaged, set aside and replaced.
    JournalSetAside {
        /// Waiting checks that could still be read from it and were carried over.
        rescued: u32,
    },
    /// The journal refuses captures.
    JournalFull {
        /// Checks it holds.
        waiting: u32,
    },
    /// A late bad verdict arrived.
    LateVerdict {
        /// Its word, as in [`crate::Outcome::word`].
        outcome: String,
    },
    /// Staff acknowledged a late verdict.
    Acknowledged {
        /// Seconds from its arrival.
        after_s: u64,
    },
    /// The day's byte limit was reached; the backlog waits for tomorrow or for the limit to be raised.
    BytesLimit {
        /// The limit.
        limit: u64,
    },
    /// A condition with a code began or ended (reader, clock, disk, certificate).
    Trouble {
        /// The code.
        code: String,
        /// True at its end.
        over: bool,
    },
}
