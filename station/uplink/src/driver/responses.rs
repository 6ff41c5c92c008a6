//! Processing of responses: settlements go to the journal, everything else decides when and what the driver sends
//! again. Only a settlement for that very check takes a check out of the backlog.

use super::{
    BOOK_PAUSE, Driver, JOURNAL_PAUSE,
    in_flight::{Completed, InFlight, RequestKind, Response},
    quarantine::Reason,
};
use crate::{
    Backlog, TroubleCode, UplinkEvent,
    link::Failing,
    reply::{Item, Reply},
};
use std::time::Duration;
use tokio::{
    task::{Id, JoinError},
    time::Instant,
};
use wire::{Challenge, CheckId, Code, Settlement};

/// Pause of a check in a batch whose problem is temporary.
const LATER: Duration = Duration::from_secs(10);
/// Pauses between tries of a live check: the first, doubled each time, and the longest.
const LIVE_FIRST: Duration = Duration::from_millis(250);
const LIVE_LONGEST: Duration = Duration::from_secs(2);
/// Busy answers in a row that are reported as trouble.
const BUSY: u32 = 3;
/// Least difference of the clocks that is reported, seconds.
const CLOCK: i64 = 120;

/// Troubles that any answer ends: the answering centre is trusted and trusts the station.
const TRUST: &[TroubleCode] = &[
    TroubleCode::CentreExpired,
    TroubleCode::CentreNotYet,
    TroubleCode::CentreUnknown,
    TroubleCode::CentreName,
    TroubleCode::Tls,
    TroubleCode::OwnExpired,
    TroubleCode::OwnUnknown,
    TroubleCode::OwnRevoked,
];
/// Troubles that end with a good answer to real work, or to anything while there is no work.
const WORK: &[TroubleCode] = &[TroubleCode::Nonsense, TroubleCode::Busy, TroubleCode::WrongApi];

/// Outcome of a request, once the reply was applied to the state of line and centre.
pub(super) enum Outcome<T> {
    Good(T),
    Rejected(Code),
    Invalid,
    Nothing,
}

impl<B: Backlog> Driver<B> {
    /// Processes a request that completed or was aborted.
    pub(super) async fn completed(&mut self, ended: Result<(Id, Completed), JoinError>, now: Instant) {
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let Some(request) = self.in_flight.remove(&id) else { return };
        self.release(&request, now);
        match ended {
            Ok((_, completed)) => {
                self.check_clock(completed.clock_offset).await;
                self.dispatch(request, completed.response, now).await;
            }
            // Aborted, or it panicked: its checks wait as before.
            Err(error) => {
                if error.is_panic() {
                    tracing::error!(kind = ?request.kind, "a request panicked");
                    self.pause.failed(now);
                }
                self.retry_live(&request.kind, now);
            }
        }
        self.meter(now).await;
    }

    /// Takes a request's checks out of the checks in flight.
    fn release(&mut self, request: &InFlight, now: Instant) {
        match &request.kind {
            RequestKind::Put { id, live } => {
                self.checks_in_flight.remove(id);
                if *live {
                    self.last_live = now;
                }
                self.backlog_may_have_more = true;
            }
            RequestKind::Batch(ids) => {
                ids.iter().for_each(|id| {
                    self.checks_in_flight.remove(id);
                });
                self.backlog_may_have_more = true;
            }
            RequestKind::Book(_) | RequestKind::Probe => {}
            // `recalled()` updates `last_heard` itself.
            RequestKind::Recall => return,
        }
        self.last_heard = now;
    }

    async fn dispatch(&mut self, request: InFlight, response: Response, now: Instant) {
        let took = now.saturating_duration_since(request.started);
        let alone = !self.in_flight.values().any(|other| matches!(other.kind, RequestKind::Batch(_)));
        let round_trip = (request.warm && alone).then_some(took);
        match (response, &request.kind) {
            (Response::Put(reply), &RequestKind::Put { id, .. }) => {
                match self.classify(reply, round_trip, true, now).await {
                    Outcome::Good(settlement) => self.settle(settlement, now).await,
                    Outcome::Rejected(code) => self.rejected(id, code, now).await,
                    Outcome::Invalid => {
                        self.failed_once(id, now).await;
                        self.retry_live(&request.kind, now);
                    }
                    Outcome::Nothing => self.retry_live(&request.kind, now),
                }
            }
            (Response::Batch(reply), RequestKind::Batch(ids)) => {
                self.batch_replied(reply, ids, &request, now).await;
            }
            (Response::Book(reply), _) => self.book_replied(reply, now).await,
            (Response::Probe(reply), _) => {
                self.classify(reply, round_trip, false, now).await;
            }
            (Response::Recall(reply, recall), _) => self.recalled(reply, recall, round_trip, now).await,
            // A response has the kind of its request; anything else is not possible.
            (Response::Put(_) | Response::Batch(_), _) => {}
        }
    }

    async fn batch_replied(
        &mut self,
        reply: Reply<Vec<Item>>,
        ids: &[CheckId],
        request: &InFlight,
        now: Instant,
    ) {
        match (self.classify(reply, None, true, now).await, ids) {
            (Outcome::Good(items), _) => {
                self.pace.answered(request.started, now, ids.len(), request.sent);
                self.settle_items(ids, items, now).await;
            }
            (Outcome::Rejected(code), [only]) => self.rejected(*only, code, now).await,
            (Outcome::Invalid, [only]) => self.failed_once(*only, now).await,
            (Outcome::Rejected(_) | Outcome::Invalid, many) => self.pace.split(many.len()),
            (Outcome::Nothing, _) => {}
        }
    }

    async fn book_replied(&mut self, reply: Reply<Vec<Challenge>>, now: Instant) {
        // A centre that has given enough challenges for now is no reason to hold checks back.
        if let Reply::Busy { after, .. } = reply {
            self.book.pause = Some(now + after.unwrap_or_default().max(BOOK_PAUSE));
            return self.line_answered(None, now).await;
        }
        match self.classify(reply, None, true, now).await {
            Outcome::Good(challenges) => self.fill_book(challenges, now).await,
            Outcome::Rejected(code) => {
                self.book.pause = Some(now + self.config.timing.parked);
                let text = format!("the order of challenges was refused with {}", code.code());
                self.raise(TroubleCode::WrongApi, text).await;
            }
            Outcome::Invalid | Outcome::Nothing => self.book.pause = Some(now + LATER),
        }
    }

    /// Applies a reply to the state of line and centre. `work`: whether the request made the centre work.
    pub(super) async fn classify<T>(
        &mut self,
        reply: Reply<T>,
        round_trip: Option<Duration>,
        work: bool,
        now: Instant,
    ) -> Outcome<T> {
        let (how, trouble, after) = match reply {
            Reply::Good(good) => {
                self.pause.answered(now);
                self.line_answered(round_trip, now).await;
                self.clear(&[TroubleCode::NotAllowed]).await;
                if work || (!self.backlog_may_have_more && self.live.is_empty()) {
                    self.busy = 0;
                    self.clear(WORK).await;
                }
                return Outcome::Good(good);
            }
            Reply::Rejected(code) => {
                self.pause.answered(now);
                self.line_answered(round_trip, now).await;
                return Outcome::Rejected(code);
            }
            Reply::Busy { after, what } => {
                self.busy = self.busy.saturating_add(1);
                if let Some(pause) = after {
                    self.pause.asked(now, pause);
                }
                (None, (self.busy >= BUSY).then_some((TroubleCode::Busy, what)), Outcome::Nothing)
            }
            Reply::Invalid(what) => (None, Some((TroubleCode::Nonsense, what)), Outcome::Invalid),
            Reply::Barred(t) => (None, Some((t.code, t.technician)), Outcome::Nothing),
            Reply::Tls(t) => (Some(Failing::Refused), Some((t.code, t.technician)), Outcome::Nothing),
            Reply::Silent { how, what } => {
                tracing::info!(what, "no answer");
                (Some(how), None, Outcome::Nothing)
            }
        };
        self.pause.failed(now);
        match how {
            None => self.line_answered(None, now).await,
            Some(how) => {
                // The next request must not wait behind anything this connection still holds.
                self.http.renew();
                self.pace.lost();
                let changed = self.link.failed(now, how);
                self.emit_line(changed).await;
            }
        }
        if let Some((code, text)) = trouble {
            self.raise(code, text).await;
        }
        after
    }

    /// Records an answer of a trusted centre.
    async fn line_answered(&mut self, round_trip: Option<Duration>, now: Instant) {
        let changed = self.link.answered(now, round_trip);
        self.emit_line(changed).await;
        self.clear(TRUST).await;
    }

    async fn settle_items(&mut self, ids: &[CheckId], items: Vec<Item>, now: Instant) {
        for (id, item) in ids.iter().zip(items) {
            match item {
                Item::Settled(settlement) => self.settle(*settlement, now).await,
                Item::Problem(code) if code.retryable() => {
                    self.quarantine.add(*id, now, LATER, Reason::RetryLater)
                }
                Item::Problem(code) => self.rejected(*id, code, now).await,
            }
        }
    }

    /// Gives a settlement to the journal; the check ends only when the journal has it.
    async fn settle(&mut self, settlement: Settlement, now: Instant) {
        let id = settlement.check;
        match self.backlog.settle(settlement).await {
            Ok(()) => {
                self.live.remove(&id);
                self.clear(&[TroubleCode::Journal]).await;
                self.leave_quarantine(id).await;
            }
            Err(error) => {
                self.quarantine.add(id, now, JOURNAL_PAUSE, Reason::RetryLater);
                self.journal_failed("keeping a settlement", error, now).await;
            }
        }
    }

    /// Takes a check out of quarantine. The trouble ends with the last rejected check.
    pub(super) async fn leave_quarantine(&mut self, id: CheckId) {
        self.quarantine.forget(id);
        if !self.quarantine.any_rejected() {
            self.clear(&[TroubleCode::Parked]).await;
        }
    }

    /// Quarantines a check that the centre does not take: others go on, this one is retried slowly.
    async fn rejected(&mut self, id: CheckId, code: Code, now: Instant) {
        self.live.remove(&id);
        self.quarantine.add(id, now, self.config.timing.parked, Reason::Rejected);
        self.emit(UplinkEvent::Refused { check: id, code }).await;
        let (said, text) = (code.code(), code.code().technician());
        self.raise(TroubleCode::Parked, format!("check {id} was refused with {said}: {text}")).await;
    }

    /// Counts an invalid response to one check.
    async fn failed_once(&mut self, id: CheckId, now: Instant) {
        if let Some(pause) = self.quarantine.failed_once(id, self.config.timing.parked) {
            self.live.remove(&id);
            self.quarantine.add(id, now, pause, Reason::Rejected);
            self.raise(TroubleCode::Parked, format!("check {id}: the answers to it make no sense")).await;
        }
    }

    fn retry_live(&mut self, kind: &RequestKind, now: Instant) {
        if let RequestKind::Put { id, live: true } = kind {
            let tries = self.live.get(id).map_or(0, |live| live.tries);
            let pause = self.pause.shorten(retry::step(LIVE_FIRST, LIVE_LONGEST, tries));
            self.put_off(*id, now, pause);
        }
    }

    async fn fill_book(&mut self, challenges: Vec<Challenge>, now: Instant) {
        if challenges.is_empty() {
            self.book.pause = Some(now + BOOK_PAUSE);
            return;
        }
        if let Err(error) = self.backlog.add_challenges(challenges).await {
            self.book.pause = Some(now + JOURNAL_PAUSE);
            return self.journal_failed("filling the book", error, now).await;
        }
        match self.backlog.challenges().await {
            Ok(level) => {
                self.book.level = Some(level);
                self.emit(UplinkEvent::Book(level)).await;
            }
            Err(error) => self.journal_failed("counting the book", error, now).await,
        }
    }

    async fn check_clock(&mut self, offset: Option<i64>) {
        let Some(seconds) = offset else { return };
        if let Some(doubted) = clock_change(self.clock_doubted, seconds) {
            self.clock_doubted = doubted;
            self.emit(UplinkEvent::ClockOffset { seconds }).await;
        }
    }
}

/// The clock's new state, doubted or not, if it changed.
fn clock_change(doubted: bool, seconds: i64) -> Option<bool> {
    let now = seconds.saturating_abs() >= CLOCK;
    (now != doubted).then_some(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_is_reported_once_and_once_when_it_is_right_again() {
        assert_eq!(clock_change(false, 119), None);
        assert_eq!(clock_change(false, 120), Some(true));
        assert_eq!(clock_change(false, i64::MIN), Some(true));
        assert_eq!(clock_change(true, -4_000), None);
        assert_eq!(clock_change(true, 1), Some(false));
    }
}
