//! The director's side: modes, faults, outcomes, time, and what the receipts say. The same in process
//! ([`Control`]) and as JSON over plain HTTP on a loopback address ([`http`]).

pub mod http;

use crate::{
    Counters, DeferredMode, Fault, Outcome, ReceiptRecord, RequestRecord, Rules, StoreError, faults::Faults,
    state::Shared,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};
use wire::{CheckId, StationId};

/// Directs a running centre. Clones direct the same one.
#[derive(Clone)]
pub struct Control(pub(crate) Arc<Shared>);

/// The director asked for something that cannot be.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// No persona has this key.
    #[error("no persona with this key")]
    Persona,
    /// The persona has no qualification that this outcome could show.
    #[error("this persona has no qualification to show; take 'none' or 'abnormal'")]
    Outcome,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The settings in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The centre's time.
    pub now: Timestamp,
    /// How far it is shifted, seconds.
    pub clock_shift_s: i64,
    /// The rules of judging.
    pub rules: Rules,
    /// Faults, in the order they strike.
    pub faults: Vec<Fault>,
    /// Outcomes put in the place of personas' own, by persona key.
    pub outcomes: BTreeMap<String, Outcome>,
    /// Stations that are answered "not registered" (C102).
    pub blocked: Vec<StationId>,
}

impl Control {
    /// The settings in force.
    pub fn state(&self) -> State {
        let director = self.0.director();
        State {
            now: self.0.clock.now(),
            clock_shift_s: self.0.clock.shift().as_secs(),
            rules: director.rules,
            faults: director.faults.0.clone(),
            outcomes: director.outcomes.clone(),
            blocked: director.blocked.iter().cloned().collect(),
        }
    }

    /// Sets the rules of judging for checks that arrive from now on.
    pub fn set_rules(&self, rules: Rules) {
        self.0.director().rules = rules;
    }

    /// Sets what becomes of deferred checks that arrive from now on.
    pub fn set_deferred(&self, mode: DeferredMode) {
        self.0.director().rules.deferred = mode;
    }

    /// Adds a fault behind those in force.
    pub fn fault(&self, fault: Fault) {
        self.0.director().faults.0.push(fault);
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.0.director().faults = Faults::default();
    }

    /// Puts `outcome` in the place of the persona's own for checks that arrive from now on: so a check that
    /// waits on the bus turns out invalid late.
    pub fn set_outcome(&self, persona: &str, outcome: Outcome) -> Result<(), ControlError> {
        let found = personas::find(persona).ok_or(ControlError::Persona)?;
        let shows_nothing = matches!(outcome, Outcome::None | Outcome::Abnormal);
        if found.eligibility.qualifications.is_empty() && !shows_nothing {
            return Err(ControlError::Outcome);
        }
        self.0.director().outcomes.insert(persona.to_owned(), outcome);
        Ok(())
    }

    /// Gives the persona its own outcome back.
    pub fn clear_outcome(&self, persona: &str) {
        self.0.director().outcomes.remove(persona);
    }

    /// Answers a station "not registered" (C102), or no longer so.
    pub fn block(&self, station: &StationId, blocked: bool) {
        let mut director = self.0.director();
        if blocked {
            director.blocked.insert(station.clone());
        } else {
            director.blocked.remove(station);
        }
    }

    /// Shows the time of the clock's source plus `shift`; what is then past its retention is deleted before this
    /// returns.
    pub fn shift_clock(&self, shift: SignedDuration) -> Result<(), ControlError> {
        self.0.clock.set_shift(shift);
        self.0.time_moved.notify_one();
        self.purge().map(|_| ())
    }

    /// Deletes what is past its retention now; answers how many settlements went. The centre also does it by
    /// itself.
    pub fn purge(&self) -> Result<usize, ControlError> {
        Ok(self.0.purge()?)
    }

    /// Resets every open connection.
    pub fn hang_up(&self) {
        self.0.lines.cut_all();
    }

    /// Receipts in the order of their numbers, of one station or all.
    pub fn receipts(&self, station: Option<&StationId>) -> Result<Vec<ReceiptRecord>, ControlError> {
        Ok(self.0.store().receipts(station, None)?)
    }

    /// The receipt of one check; `None` when it never arrived.
    pub fn receipt(&self, check: CheckId) -> Result<Option<ReceiptRecord>, ControlError> {
        Ok(self.0.store().receipts(None, Some(check))?.pop())
    }

    /// Counters since start.
    pub fn counters(&self) -> Counters {
        self.0.counters()
    }

    /// The latest requests, oldest first; at most [`crate::JOURNAL_LENGTH`].
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.0.journal().records()
    }
}
