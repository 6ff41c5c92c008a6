//! State shared by the components of the centre: the store behind one lock, the rules, and what the director set.

use crate::{
    Clock, Limits, Outcome,
    faults::Faults,
    journal::{Counters, Journal},
    judge::{Anchors, Rules},
    outcome::Register,
    store::{Store, StoreError},
    tls::Lines,
};
use jiff::SignedDuration;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;
use wire::{StationId, jst_date};

/// Settings that the director can change while the centre runs.
#[derive(Default)]
pub(crate) struct Director {
    pub rules: Rules,
    pub faults: Faults,
    /// By persona key.
    pub outcomes: BTreeMap<String, Outcome>,
    /// Stations that are answered "not registered" (C102).
    pub blocked: BTreeSet<StationId>,
}

/// Shared by all components of one running centre.
pub(crate) struct Shared {
    pub clock: Clock,
    pub limits: Limits,
    pub anchors: Anchors,
    pub people: Register,
    pub lines: Arc<Lines>,
    /// Rung when time jumps, so that the purge does not wait for its hour.
    pub time_moved: Notify,
    store: Mutex<Store>,
    director: Mutex<Director>,
    journal: Mutex<Journal>,
    tally: Mutex<Counters>,
}

/// A poisoned lock is taken all the same: a panic in one request must not silence the centre, and the store's
/// work is undone by its transaction.
fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub fn new(
        clock: Clock,
        limits: Limits,
        rules: Rules,
        anchors: Anchors,
        people: Register,
        store: Store,
    ) -> Self {
        Self {
            clock,
            limits,
            anchors,
            people,
            lines: Arc::default(),
            time_moved: Notify::new(),
            store: Mutex::new(store),
            director: Mutex::new(Director { rules, ..Director::default() }),
            journal: Mutex::default(),
            tally: Mutex::default(),
        }
    }

    pub fn store(&self) -> MutexGuard<'_, Store> {
        hold(&self.store)
    }

    pub fn director(&self) -> MutexGuard<'_, Director> {
        hold(&self.director)
    }

    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        hold(&self.journal)
    }

    pub fn tally(&self) -> MutexGuard<'_, Counters> {
        hold(&self.tally)
    }

    /// Counters of requests and of lines together.
    pub fn counters(&self) -> Counters {
        let mut counters = self.tally().clone();
        self.lines.count_into(&mut counters);
        counters
    }

    /// Deletes what is past its retention; answers how many settlements went. Challenges that no check may use
    /// any more go too.
    pub fn purge(&self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        let rules = self.director().rules;
        let longest = i64::from(rules.max_age_s) + i64::from(rules.tolerance_s);
        let store = self.store();
        if let Ok(before) = now.checked_sub(SignedDuration::from_secs(longest)) {
            store.drop_challenges(before)?;
        }
        let gone = store.purge(jst_date(now))?;
        if gone > 0 {
            tracing::info!(settlements = gone, "deleted at the end of retention");
        }
        Ok(gone)
    }
}
