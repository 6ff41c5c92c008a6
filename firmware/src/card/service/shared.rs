//! State that the service's threads write and its owner reads at any time.

use crate::card::{CardStats, ReaderInfo};
use std::sync::{Arc, Mutex, PoisonError};

/// Counters of the card traffic, written by session threads.
#[derive(Debug, Clone, Default)]
pub(super) struct Counters(Arc<Mutex<CardStats>>);

impl Counters {
    /// Applies a change to the counters.
    pub fn add(&self, change: impl FnOnce(&mut CardStats)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// A copy of the counters.
    pub fn read(&self) -> CardStats {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The reader in use, written by the supervisor.
#[derive(Debug, Clone, Default)]
pub(super) struct CurrentReader(Arc<Mutex<Option<ReaderInfo>>>);

impl CurrentReader {
    /// Replaces the reader.
    pub fn set(&self, reader: Option<ReaderInfo>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = reader;
    }

    /// A copy of the reader's description; `None` while no reader works.
    pub fn get(&self) -> Option<ReaderInfo> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
