//! An event of the outbox.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event that waits for the broker.
#[derive(Serialize, Deserialize)]
pub(crate) struct Event {
    station: String,
    boot: u64,
    order: u64,
    clock: Clock,
    #[serde(flatten)]
    kind: Kind,
}

#[derive(Serialize, Deserialize)]
struct Clock {
    at: Timestamp,
    synchronised: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Kind {
    Started { software: String, clean: bool },
    JournalSetAside { rescued: u32 },
    JournalFull { waiting: u32 },
    LateVerdict { outcome: String },
    Acknowledged { after_s: u64 },
    BytesLimit { limit: u64 },
    Trouble { code: String, over: bool },
}

impl From<&wire::EventKind> for Kind {
    fn from(kind: &wire::EventKind) -> Self {
        use wire::EventKind;
        match kind.clone() {
            EventKind::Started { software, clean } => Self::Started { software, clean },
            EventKind::JournalSetAside { rescued } => Self::JournalSetAside { rescued },
            EventKind::JournalFull { waiting } => Self::JournalFull { waiting },
            EventKind::LateVerdict { outcome } => Self::LateVerdict { outcome },
            EventKind::Acknowledged { after_s } => Self::Acknowledged { after_s },
            EventKind::BytesLimit { limit } => Self::BytesLimit { limit },
            EventKind::Trouble { code, over } => Self::Trouble { code, over },
        }
    }
}

impl From<Kind> for wire::EventKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Started { software, clean } => Self::Started { software, clean },
            Kind::JournalSetAside { rescued } => Self::JournalSetAside { rescued },
            Kind::JournalFull { waiting } => Self::JournalFull { waiting },
            Kind::LateVerdict { outcome } => Self::LateVerdict { outcome },
            Kind::Acknowledged { after_s } => Self::Acknowledged { after_s },
            Kind::BytesLimit { limit } => Self::BytesLimit { limit },
            Kind::Trouble { code, over } => Self::Trouble { code, over },
        }
    }
}

impl From<&wire::Event> for Event {
    fn from(event: &wire::Event) -> Self {
        let wire::Event { station, boot, order, clock: wire::Clock { at, synchronised }, kind } = event;
        Self {
            station: station.to_string(),
            boot: *boot,
            order: *order,
            clock: Clock { at: *at, synchronised: *synchronised },
            kind: kind.into(),
        }
    }
}

impl Event {
    /// The event as it goes to the office; `None` when the station's name breaks its rule.
    pub(crate) fn live(self) -> Option<wire::Event> {
        let Self { station, boot, order, clock: Clock { at, synchronised }, kind } = self;
        let clock = wire::Clock { at, synchronised };
        Some(wire::Event { station: station.parse().ok()?, boot, order, clock, kind: kind.into() })
    }
}
