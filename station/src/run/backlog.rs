//! The journal behind the uplink's trait. A settlement that was written goes on to the desk.

use super::input::{Inbox, send};
use crate::clock::SystemClock;
use desk::{Event, LateKind};
use journal::{Error, Journal};
use model::CheckHead;
use std::sync::Arc;
use uplink::{Backlog, BacklogError, Want};
use wire::{Challenge, Check, CheckId, Settlement, jst_date};

/// The journal behind the uplink's trait.
pub struct JournalBacklog {
    /// The store.
    pub journal: Journal,
    /// For the day that bytes count in.
    pub clock: SystemClock,
    /// For the answers that need staff when they come late.
    pub contracts: Arc<desk::Contracts>,
    /// The desk's loop.
    pub inbox: Inbox,
}

fn failed(error: Error) -> BacklogError {
    BacklogError(error.to_string())
}

impl Backlog for JournalBacklog {
    async fn waiting(&self, want: Want) -> Result<Vec<Check>, BacklogError> {
        self.journal.backlog(want.count, want.bytes, want.except).await.map_err(failed)
    }

    async fn one(&self, id: CheckId) -> Result<Option<Check>, BacklogError> {
        self.journal.waiting_one(id).await.map_err(failed)
    }

    async fn settle(&self, settlement: Settlement) -> Result<(), BacklogError> {
        let contracts = Arc::clone(&self.contracts);
        // Should the process end before the desk says whether it was shown: the desk's list knows which valid ones call.
        let calls =
            move |head: &CheckHead, answer: &Settlement| LateKind::of(head, answer, &contracts).is_some();
        let settled = self.journal.settle(settlement.clone(), calls).await.map_err(failed)?;
        tracing::info!(check = %settlement.check, outcome = settlement.outcome().word(), "settled");
        // `None` is a repetition.
        if let Some(head) = settled {
            send(&self.inbox, Event::Settled { head, settlement: Box::new(settlement) });
        }
        Ok(())
    }

    async fn challenges(&self) -> Result<usize, BacklogError> {
        self.journal.challenge_count(self.clock.wall()).await.map_err(failed)
    }

    async fn add_challenges(&self, challenges: Vec<Challenge>) -> Result<(), BacklogError> {
        self.journal.add_challenges(challenges).await.map(drop).map_err(failed)
    }

    async fn meter(&self, up: u64, down: u64) -> Result<(), BacklogError> {
        let today = jst_date(self.clock.wall());
        self.journal.add_bytes(today, up, down).await.map(drop).map_err(failed)
    }

    async fn metered_today(&self) -> Result<u64, BacklogError> {
        let bytes = self.journal.bytes(jst_date(self.clock.wall())).await.map_err(failed)?;
        Ok(bytes.up.saturating_add(bytes.down))
    }
}
