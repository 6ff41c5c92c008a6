//! Conditions of a line, and their names.

use serde::{Deserialize, Serialize};

/// Passage of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// They pass, as slowly as the rest says.
    #[default]
    Open,
    /// Connections are reset, new ones refused.
    Cut,
    /// They vanish without an error.
    BlackHole,
}

/// The line as it is now. The default is a perfect one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// Passage of bytes.
    pub way: Way,
    /// Bits per second from client to target; absent for no limit.
    pub up: Option<u64>,
    /// Bits per second from target to client; absent for no limit.
    pub down: Option<u64>,
    /// Round trip in milliseconds, half in each direction.
    pub round_trip_ms: u64,
    /// Up to this many milliseconds more, at random, in each direction.
    pub jitter_ms: u64,
}

/// Conditions with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// No limit and no delay: for tests of everything else.
    Perfect,
    /// A town: 20 Mbit/s down, 5 up, 50 ms, jitter 10 ms.
    Good,
    /// The edge of a cell: 128 kbit/s, 800 ms, jitter 300 ms.
    Weak,
    /// The bench's yardstick: 64 kbit/s and 600 ms, no jitter.
    Narrow,
    /// No line: connections reset, new ones refused.
    Cut,
    /// No answer and no error.
    BlackHole,
}

impl From<Preset> for Condition {
    fn from(preset: Preset) -> Self {
        let open = |up, down, round_trip_ms, jitter_ms| Self {
            way: Way::Open,
            up: Some(up),
            down: Some(down),
            round_trip_ms,
            jitter_ms,
        };
        match preset {
            Preset::Perfect => Self::default(),
            Preset::Good => open(5_000_000, 20_000_000, 50, 10),
            Preset::Weak => open(128_000, 128_000, 800, 300),
            Preset::Narrow => open(64_000, 64_000, 600, 0),
            Preset::Cut => Self { way: Way::Cut, ..Self::default() },
            Preset::BlackHole => Self { way: Way::BlackHole, ..Self::default() },
        }
    }
}
