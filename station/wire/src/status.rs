//! Status of a station: counts and conditions; never a person's data.

use crate::StationId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// MQTT topics of a station, all below `junkai/1/<station>/`.
pub mod topic {
    use crate::{StationId, VERSION};

    /// Retained [`super::Birth`]; also the last will (with `online: false`).
    pub fn birth(station: &StationId) -> String {
        format!("junkai/{VERSION}/{station}/birth")
    }

    /// Retained [`super::Status`]; the latest wins.
    pub fn status(station: &StationId) -> String {
        format!("junkai/{VERSION}/{station}/status")
    }

    /// [`crate::Event`]s, QoS 1, not retained.
    pub fn event(station: &StationId) -> String {
        format!("junkai/{VERSION}/{station}/event")
    }
}

/// Birth, goodbye and last will. As in Sparkplug B the will carries the boot counter of its birth, so that a late will of
/// an earlier boot is recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birth {
    /// Station of the report.
    pub station: StationId,
    /// Number of the station's start, from 1.
    pub boot: u64,
    /// False in the last will and in a clean goodbye.
    pub online: bool,
    /// Software version; empty in the will.
    pub software: String,
}

/// Grade of the mobile line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineGrade {
    /// Answers come quickly.
    Good,
    /// Answers come, late.
    Weak,
    /// No answer.
    Down,
}

/// The clock, which a Pi cannot be sure of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Wall clock when the report was made.
    pub at: Timestamp,
    /// True when the system reports it as synchronised.
    pub synchronised: bool,
}

/// Waiting checks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Captured, not yet settled.
    pub waiting: u32,
    /// Age of the oldest, seconds; absent when none waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_s: Option<u64>,
    /// Late bad verdicts that staff have not acknowledged.
    pub unacknowledged: u32,
}

/// The card reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReaderState {
    /// Working.
    Ready,
    /// No reader is plugged in.
    Absent,
    /// The reader service or the reader does not answer.
    Fault,
}

/// The disk the journal is on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// Free bytes.
    pub free: u64,
    /// Bytes the journal takes.
    pub journal: u64,
}

/// Today's checks by outcome word (`valid`, `invalid`, …, `waiting`).
pub type Counts = BTreeMap<String, u32>;

/// The retained status of a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Station of the report.
    pub station: StationId,
    /// Number of the station's start.
    pub boot: u64,
    /// Number of the report in this boot.
    pub sequence: u64,
    /// Clock at the report.
    pub clock: Clock,
    /// Seconds since start.
    pub uptime_s: u64,
    /// Software version.
    pub software: String,
    /// The line to the centre.
    pub line: LineGrade,
    /// Checks that wait.
    pub queue: Queue,
    /// The reader.
    pub reader: ReaderState,
    /// The disk.
    pub disk: Disk,
    /// Challenges in the book.
    pub book: u32,
    /// Bytes sent and received today towards the centre and the broker, as the station counts them.
    pub bytes_today: u64,
    /// The configured limit; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes_limit: Option<u64>,
    /// Today's checks by outcome.
    pub today: Counts,
}
