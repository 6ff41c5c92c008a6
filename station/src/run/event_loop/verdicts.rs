//! Records that a verdict was seen, came late or was acknowledged; fetches the late ones of earlier starts.

use crate::run::input::{Inbox, send};
use desk::{Contracts, Event, LateKind, LateNotice};
use journal::{
    Actor, Journal,
    deferred::{Task, WriteQueue},
};
use std::sync::Arc;
use wire::CheckId;

/// Passes on where the desk has shown a verdict.
pub struct Verdicts {
    /// Read for late verdicts of earlier starts.
    pub journal: Journal,
    /// Writes in the order of the desk's decisions.
    pub write_queue: WriteQueue,
    /// Decides which valid verdicts need staff all the same.
    pub contracts: Arc<Contracts>,
    /// The desk's loop.
    pub inbox: Inbox,
}

impl Verdicts {
    /// The verdict was seen.
    pub(super) fn handed_over(&self, check: CheckId) {
        self.write_queue.put(Task::HandedOver(check));
    }

    /// The verdict came late and needs staff.
    pub(super) fn late(&self, check: CheckId) {
        self.write_queue.put(Task::Late(check));
    }

    /// Staff acknowledged the late verdict.
    pub(super) fn acknowledge(&self, check: CheckId, by: Actor) {
        self.write_queue.put(Task::Acknowledge { check, by });
    }

    /// Announces late bad verdicts of earlier starts, without waiting for the disk.
    pub(super) fn recall_late(&self) {
        let (journal, contracts) = (self.journal.clone(), self.contracts.clone());
        let inbox = self.inbox.clone();
        tokio::spawn(async move {
            match journal.unacknowledged().await {
                Ok(late) => {
                    let notices = late.iter().map(|late| notice(late, &contracts)).collect();
                    send(&inbox, Event::Late(notices));
                }
                Err(error) => {
                    tracing::error!(code = error.code().name(), %error, "late verdicts cannot be read");
                }
            }
        });
    }
}

/// A valid verdict that needs staff all the same is one whose insurer is not under contract.
fn notice(late: &journal::Late, contracts: &Contracts) -> LateNotice {
    LateNotice::of(&late.head, &late.settlement, contracts)
        .unwrap_or(LateNotice { head: late.head, kind: LateKind::NotCovered })
}
