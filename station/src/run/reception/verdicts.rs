//! What staff saw goes into the journal; what nobody saw calls again.

use super::Reception;
use crate::run::input::tell;
use desk::{Contracts, Event, LateKind, LateNotice};
use journal::deferred::Task;
use wire::CheckId;

impl Reception {
    pub(super) fn handed_over(&self, check: CheckId) {
        self.rooms.write_queue.put(Task::HandedOver(check));
    }

    pub(super) fn late(&mut self, check: CheckId) {
        self.conditions.changed();
        self.rooms.write_queue.put(Task::Late(check));
    }

    pub(super) fn acknowledge(&mut self, check: CheckId) {
        self.conditions.changed();
        self.rooms.write_queue.put(Task::Acknowledge { check, by: self.errands.by() });
    }

    /// Late bad verdicts of earlier starts call again. Not waited for, as the disk may be slow.
    pub(super) fn recall_late(&self) {
        let (rooms, inbox) = (self.rooms.clone(), self.inbox.clone());
        tokio::spawn(async move {
            match rooms.journal.unacknowledged().await {
                Ok(late) => {
                    let notices = late.iter().map(|late| notice(late, &rooms.contracts)).collect();
                    tell(&inbox, Event::Late(notices));
                }
                Err(error) => {
                    tracing::error!(code = error.code().name(), %error, "late verdicts cannot be read");
                }
            }
        });
    }
}

/// A verdict that is valid and calls all the same can only be one whose insurer is not under contract.
fn notice(late: &journal::Late, contracts: &Contracts) -> LateNotice {
    LateNotice::of(&late.head, &late.settlement, contracts)
        .unwrap_or(LateNotice { head: late.head, kind: LateKind::NotCovered })
}
