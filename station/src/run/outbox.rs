//! The journal's outbox as the reporter sees it.

use journal::Journal;
use report::{Outbox, OutboxError};

/// Events that wait in the journal.
#[derive(Debug)]
pub struct JournalOutbox(pub Journal);

impl Outbox for JournalOutbox {
    async fn next(&self, n: usize) -> Result<Vec<wire::Event>, OutboxError> {
        self.0.next_events(n).await.map_err(|e| OutboxError(e.to_string()))
    }

    async fn delete(&self, order: u64) -> Result<(), OutboxError> {
        self.0.delete_event(order).await.map_err(|e| OutboxError(e.to_string()))
    }
}
