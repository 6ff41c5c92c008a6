//! The journal as the uplink sees it, and the place where a settlement becomes known to the desk.

use super::input::{Inbox, tell};
use crate::clock::SystemClock;
use desk::{Event, LateKind};
use journal::{Arrival, Error, Journal};
use model::CheckHead;
use std::sync::{Arc, Mutex, PoisonError};
use uplink::{Backlog, BacklogError, Want};
use wire::{Challenge, Check, CheckId, Settlement, jst_date};

/// The check that the examinee at the desk waits for, if any.
#[derive(Debug, Clone, Default)]
pub struct AtDesk(Arc<Mutex<Option<CheckId>>>);

impl AtDesk {
    /// Sets it.
    pub fn set(&self, check: Option<CheckId>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = check;
    }

    fn is(&self, check: CheckId) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(check)
    }
}

/// The journal behind the uplink's trait.
pub struct JournalBacklog {
    /// The store.
    pub journal: Journal,
    /// For the day that bytes count in.
    pub clock: SystemClock,
    /// Who waits.
    pub at_desk: AtDesk,
    /// Whether a settlement needs staff when it comes late.
    pub contracts: Arc<desk::Contracts>,
    /// The desk's loop.
    pub inbox: Inbox,
}

fn failed(error: Error) -> BacklogError {
    BacklogError(error.to_string())
}

impl Backlog for JournalBacklog {
    async fn waiting(&self, want: Want) -> Result<Vec<Check>, BacklogError> {
        let mut found = Vec::new();
        let (mut after, mut bytes) = (0, 0);
        loop {
            let page = self.journal.waiting(want.count, want.bytes, after).await.map_err(failed)?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.capture.order;
            for check in page.into_iter().filter(|c| !want.except.contains(&c.id)) {
                bytes += serde_json::to_vec(&check).map_or(0, |json| json.len());
                if found.len() >= want.count || (bytes > want.bytes && !found.is_empty()) {
                    return Ok(found);
                }
                found.push(check);
            }
        }
    }

    async fn one(&self, id: CheckId) -> Result<Option<Check>, BacklogError> {
        self.journal.waiting_one(id).await.map_err(failed)
    }

    async fn settle(&self, settlement: Settlement, _live: bool) -> Result<(), BacklogError> {
        // The evidence, and with it the head, is destroyed by settling: read it first. `None` is a repetition.
        let check = self.journal.waiting_one(settlement.check).await.map_err(failed)?;
        let head = check.as_ref().map(CheckHead::from);
        let arrival = self.arrival(head.as_ref(), &settlement);
        self.journal.settle(settlement.clone(), arrival).await.map_err(failed)?;
        tracing::info!(check = %settlement.check, outcome = settlement.outcome().word(), ?arrival, "settled");
        if let Some(head) = head {
            tell(&self.inbox, Event::Settled { head, settlement: Box::new(settlement) });
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

impl JournalBacklog {
    /// A valid verdict calls staff too when its insurer is not under contract: only the desk's list knows that.
    fn arrival(&self, head: Option<&CheckHead>, settlement: &Settlement) -> Arrival {
        let calls = head.is_some_and(|head| LateKind::of(head, settlement, &self.contracts).is_some());
        if self.at_desk.is(settlement.check) { Arrival::Live { calls } } else { Arrival::Late { calls } }
    }
}
