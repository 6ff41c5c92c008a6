//! Interface to the journal, as a trait, so that the uplink knows no file and no table.

use std::future::Future;
use wire::{Challenge, Check, CheckId, Settlement};

/// Selection of waiting checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Want {
    /// At most this many; 1 to [`wire::MAX_BATCH`].
    pub count: usize,
    /// Stop before the checks' JSON is longer than this many bytes, but give at least one.
    pub bytes: usize,
    /// Leave these out: they are in flight already, or in quarantine.
    pub except: Vec<CheckId>,
}

/// Failure of the journal. The text is for the technician and must carry no personal data.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct BacklogError(pub String);

/// The waiting checks and the book of challenges. The station puts its journal behind this.
///
/// A check is "waiting" from the moment it is on disk until [`Backlog::settle`] returned `Ok` for it; until
/// then the uplink may ask for it and send it any number of times.
pub trait Backlog: Send + Sync + 'static {
    /// Waiting checks, oldest first by capture order (never by the wall clock).
    fn waiting(&self, want: Want) -> impl Future<Output = Result<Vec<Check>, BacklogError>> + Send;

    /// One check if it still waits; `None` when it is settled or unknown.
    fn one(&self, id: CheckId) -> impl Future<Output = Result<Option<Check>, BacklogError>> + Send;

    /// Keeps a settlement for good. Must be idempotent: the same settlement may come twice.
    fn settle(&self, settlement: Settlement) -> impl Future<Output = Result<(), BacklogError>> + Send;

    /// Number of unused, unexpired challenges in the book.
    fn challenges(&self) -> impl Future<Output = Result<usize, BacklogError>> + Send;

    /// Puts new challenges into the book.
    fn add_challenges(
        &self,
        challenges: Vec<Challenge>,
    ) -> impl Future<Output = Result<(), BacklogError>> + Send;

    /// Adds bytes sent and received to today's count (JST).
    fn meter(&self, up: u64, down: u64) -> impl Future<Output = Result<(), BacklogError>> + Send;

    /// Bytes sent plus received today (JST).
    fn metered_today(&self) -> impl Future<Output = Result<u64, BacklogError>> + Send;
}
