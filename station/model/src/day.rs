//! The choice of a day and the numbers of a day.

use crate::FallbackKind;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::time::Duration;
use wire::{Method, Outcome, Purpose};

/// The choice of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChoice {
    /// The place of the bus, at most 200 bytes, not personal; `None` when no sites are configured.
    pub site: Option<String>,
    /// The method of authentication to begin with.
    pub method: Method,
    /// The purpose to begin with.
    pub purpose: Purpose,
}

/// The numbers of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayNumbers {
    /// The day, in Japan.
    pub day: Date,
    /// Checks captured on that day, waiting ones included.
    pub checks: u32,
    /// The settled ones by outcome.
    pub by_outcome: BTreeMap<Outcome, u32>,
    /// Other proofs recorded with checks of that day, the last one of each.
    pub with_check: BTreeMap<FallbackKind, u32>,
    /// Other proofs recorded without a card on that day.
    pub without_card: BTreeMap<FallbackKind, u32>,
    /// Checks of any day that still wait for the centre.
    pub waiting: u32,
    /// The age of the oldest of them.
    pub oldest: Option<Duration>,
    /// Late bad verdicts of any day that staff have not acknowledged.
    pub unacknowledged: u32,
}

impl DayNumbers {
    /// The numbers of a day without any check.
    pub fn empty(day: Date) -> Self {
        Self {
            day,
            checks: 0,
            by_outcome: BTreeMap::new(),
            with_check: BTreeMap::new(),
            without_card: BTreeMap::new(),
            waiting: 0,
            oldest: None,
            unacknowledged: 0,
        }
    }

    /// Checks of this outcome.
    pub fn settled(&self, outcome: Outcome) -> u32 {
        self.by_outcome.get(&outcome).copied().unwrap_or(0)
    }

    /// Other proofs of this kind, with and without a check.
    pub fn proofs(&self, kind: FallbackKind) -> u32 {
        let of = |counts: &BTreeMap<FallbackKind, u32>| counts.get(&kind).copied().unwrap_or(0);
        of(&self.with_check).saturating_add(of(&self.without_card))
    }

    /// All other proofs without a card.
    pub fn all_without_card(&self) -> u32 {
        self.without_card.values().sum()
    }

    /// The age of the oldest waiting check, whole minutes.
    pub fn oldest_min(&self) -> Option<u64> {
        self.oldest.map(|age| age.as_secs() / 60)
    }
}
