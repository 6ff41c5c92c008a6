//! Interface to the journal: events that wait.

use std::future::Future;

/// Store of the events until the broker has taken them. The station adapts its journal to this.
pub trait Outbox: Send + Sync + 'static {
    /// The `n` oldest events that were not deleted, oldest first; fewer when there are fewer. Does not
    /// remove anything: the same events are returned until they are deleted.
    fn next(&self, n: usize) -> impl Future<Output = Result<Vec<wire::Event>, OutboxError>> + Send;

    /// Removes the event with this `order`, for good. Removing one that is not there is no error.
    fn delete(&self, order: u64) -> impl Future<Output = Result<(), OutboxError>> + Send;
}

/// Failure of the outbox; the call is repeated later. The text is for the technician and must carry no personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OutboxError(pub String);
