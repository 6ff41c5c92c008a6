//! The look-up: fetches a settlement of this station once more, until the end of the month after its capture.
//!
//! A look-up serves the panel while no check depends on it. Promises:
//! - **never in the way**: it is sent only while no live check is in flight, and a missing answer neither makes the
//!   connection suspect nor lengthens a pause: it only makes a probe due;
//! - **never long**: an answer within [`crate::RECALL_WITHIN`], and at once when the line is known to be down, the centre
//!   asked for a pause or the day's bytes are used up;
//! - **never another check's**: an answer for another check is no answer.
//!
//! Nothing is kept here: the result goes to the caller and nowhere else.

use super::{Driver, in_flight::Request};
use crate::{Backlog, RecallError, Trouble, TroubleCode, command::Recall, limit::Allowed, reply::Reply};
use std::time::Duration;
use tokio::time::Instant;
use wire::{CheckId, Code, LineGrade, Settlement};

impl<B: Backlog> Driver<B> {
    /// Answers all look-ups at once when none can be sent now, and forgets the abandoned ones.
    pub(super) fn reject_recalls(&mut self, now: Instant) {
        self.recalls.retain(|recall| !recall.is_abandoned());
        let Some(why) = self.recall_obstacle(now) else { return };
        self.recalls.drain(..).for_each(|recall| recall.answer(Err(why.clone())));
    }

    fn recall_obstacle(&self, now: Instant) -> Option<RecallError> {
        if self.allowed == Allowed::Nothing {
            return Some(trouble(TroubleCode::HardLimit, "the day's bytes are used up"));
        }
        if self.link.known() == Some(LineGrade::Down) {
            return Some(RecallError::Offline("the line is down".into()));
        }
        if self.pause.live_until(now).is_some() {
            return Some(trouble(TroubleCode::Busy, "the centre asked for a pause"));
        }
        None
    }

    /// Sends the waiting look-ups, unless a live check is in flight.
    pub(super) fn start_recalls(&mut self) {
        if self.live_in_flight() {
            return;
        }
        for recall in std::mem::take(&mut self.recalls) {
            self.start(Request::recall(recall));
        }
    }

    /// Processes the reply. A missing answer is retried once while the caller waits. Good news about the line are
    /// taken; bad ones are not: probes and checks measure the line.
    pub(super) async fn recalled(
        &mut self,
        reply: Reply<Box<Settlement>>,
        recall: Recall,
        round_trip: Option<Duration>,
        now: Instant,
    ) {
        let silent = matches!(reply, Reply::Silent { .. });
        if silent && !recall.retried && !recall.is_abandoned() {
            // A broken connection fails at once, and a new one may do.
            return self.recalls.push(recall.retry());
        }
        let found = match &reply {
            Reply::Good(settlement) => Ok(settlement.clone()),
            Reply::Rejected(Code::NotFound) => Err(self.unknown(recall.check).await),
            Reply::Rejected(Code::Gone) => Err(RecallError::NotKept),
            Reply::Rejected(code) => Err(RecallError::rejected(*code)),
            Reply::Busy { what, .. } => Err(trouble(TroubleCode::Busy, what)),
            Reply::Silent { what, .. } => Err(RecallError::Offline(what.clone())),
            Reply::Invalid(what) => Err(trouble(TroubleCode::Nonsense, what)),
            Reply::Barred(trouble) | Reply::Tls(trouble) => Err(RecallError::trouble(trouble)),
        };
        recall.answer(found);
        if silent {
            // Makes a probe due.
            self.last_heard = now.checked_sub(self.config.timing.probe).unwrap_or(self.last_heard);
        } else {
            self.last_heard = now;
            self.classify(reply.map(drop), round_trip, false, now).await;
        }
    }

    /// Error for a check that the centre does not know: not sent yet, or not of this station.
    async fn unknown(&mut self, check: CheckId) -> RecallError {
        match self.backlog.one(check).await {
            Ok(Some(_)) => RecallError::NotYet,
            _ => RecallError::NotKept,
        }
    }
}

fn trouble(code: TroubleCode, technician: &str) -> RecallError {
    RecallError::trouble(&Trouble { code, technician: technician.to_owned() })
}
