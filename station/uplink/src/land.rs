//! What comes back: settlements go to the journal, everything else teaches the driver when and what to send
//! again. Nothing but a settlement for that very check ever takes a check out of the backlog.

use crate::{
    Backlog, TroubleCode, UplinkEvent,
    answer::{Item, Told},
    driver::{Driver, JOURNAL_PAUSE},
    flight::{Errand, Flight, Landed, Landing},
    link::Failing,
    parked::Why,
    plan::BOOK_PAUSE,
};
use std::time::Duration;
use tokio::{
    task::{Id, JoinError},
    time::Instant,
};
use wire::{Challenge, CheckId, Code, Settlement};

/// A check of a batch whose problem may pass by itself goes again after this.
const LATER: Duration = Duration::from_secs(10);
/// First pause between two tries of a live check; doubled each time up to the longest.
const LIVE_FIRST: Duration = Duration::from_millis(250);
const LIVE_LONGEST: Duration = Duration::from_secs(2);
/// This often in a row the centre is busy before somebody is told.
const BUSY: u32 = 3;
/// From this many seconds on a difference of clocks is told.
const CLOCK: i64 = 120;

/// Troubles that any answer ends: who answers is trusted and trusts us.
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
/// Troubles that a good answer to real work ends, or to anything when there is no work.
const WORK: &[TroubleCode] = &[TroubleCode::Nonsense, TroubleCode::Busy, TroubleCode::WrongApi];

/// What remains of an answer once line and centre were judged by it.
pub(crate) enum After<T> {
    Good(T),
    Refused(Code),
    Nonsense,
    Nothing,
}

impl<B: Backlog> Driver<B> {
    /// A flight landed, or was given up.
    pub(crate) async fn land(&mut self, landed: Result<(Id, Landing), JoinError>, now: Instant) {
        let id = landed.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let Some(flight) = self.flights.remove(&id) else { return };
        self.touch_down(&flight, now);
        match landed {
            Ok((_, landing)) => {
                self.check_clock(landing.clock_offset).await;
                self.sort(flight, landing.told, now).await;
            }
            // Given up, or it panicked: what it carried waits as before.
            Err(error) => {
                if error.is_panic() {
                    tracing::error!(errand = ?flight.errand, "a flight panicked");
                    self.backoff.failed(now);
                }
                self.retry_live(&flight.errand, now);
            }
        }
        self.meter(now).await;
    }

    fn touch_down(&mut self, flight: &Flight, now: Instant) {
        match &flight.errand {
            Errand::Put { id, live } => {
                self.aloft.remove(id);
                if *live {
                    self.last_live = now;
                }
                self.hungry = true;
            }
            Errand::Batch(ids) => {
                ids.iter().for_each(|id| {
                    self.aloft.remove(id);
                });
                self.hungry = true;
            }
            Errand::Book(_) | Errand::Probe => {}
            // It says for itself whether anything was heard.
            Errand::Recall => return,
        }
        self.last_heard = now;
    }

    async fn sort(&mut self, flight: Flight, told: Landed, now: Instant) {
        let took = now.saturating_duration_since(flight.started);
        let alone = !self.flights.values().any(|other| matches!(other.errand, Errand::Batch(_)));
        let small = (flight.warm && alone).then_some(took);
        match (told, &flight.errand) {
            (Landed::Put(told), &Errand::Put { id, live }) => {
                match self.judge(told, small, true, now).await {
                    After::Good(settlement) => self.settle(settlement, live, now).await,
                    After::Refused(code) => self.refused(id, code, now).await,
                    After::Nonsense => {
                        self.strike(id, now).await;
                        self.retry_live(&flight.errand, now);
                    }
                    After::Nothing => self.retry_live(&flight.errand, now),
                }
            }
            (Landed::Batch(told), Errand::Batch(ids)) => match self.judge(told, None, true, now).await {
                After::Good(items) => {
                    self.pace.answered(flight.started, now, ids.len(), flight.sent);
                    self.settle_items(ids, items, now).await;
                }
                After::Refused(code) => match ids.as_slice() {
                    [only] => self.refused(*only, code, now).await,
                    many => self.pace.split(many.len()),
                },
                After::Nonsense => match ids.as_slice() {
                    [only] => self.strike(*only, now).await,
                    many => self.pace.split(many.len()),
                },
                After::Nothing => {}
            },
            // Enough challenges for now is no reason to keep checks waiting.
            (Landed::Book(Told::Busy { after, .. }), _) => {
                self.book.pause = Some(now + after.unwrap_or_default().max(BOOK_PAUSE));
                self.heard(None, now).await;
            }
            (Landed::Book(told), _) => match self.judge(told, None, true, now).await {
                After::Good(challenges) => self.fill_book(challenges, now).await,
                After::Refused(code) => {
                    self.book.pause = Some(now + self.config.timing.parked);
                    let text = format!("the order of challenges was refused with {}", code.text().code);
                    self.raise(TroubleCode::WrongApi, text).await;
                }
                After::Nonsense | After::Nothing => self.book.pause = Some(now + LATER),
            },
            (Landed::Probe(told), _) => {
                self.judge(told, small, false, now).await;
            }
            (Landed::Recall(told, recall), _) => self.recalled(told, recall, small, now).await,
            // An errand lands as what it is; anything else is not possible.
            (Landed::Put(_) | Landed::Batch(_), _) => {}
        }
    }

    /// Learns about line and centre from what was told. `work`: whether the centre had to do something for it.
    pub(crate) async fn judge<T>(
        &mut self,
        told: Told<T>,
        small: Option<Duration>,
        work: bool,
        now: Instant,
    ) -> After<T> {
        let (how, trouble, after) = match told {
            Told::Good(good) => {
                self.backoff.answered(now);
                self.heard(small, now).await;
                self.over(&[TroubleCode::NotAllowed]).await;
                if work || (!self.hungry && self.live.is_empty()) {
                    self.busy = 0;
                    self.over(WORK).await;
                }
                return After::Good(good);
            }
            Told::Refused(code) => {
                self.backoff.answered(now);
                self.heard(small, now).await;
                return After::Refused(code);
            }
            Told::Busy { after, what } => {
                self.busy = self.busy.saturating_add(1);
                if let Some(pause) = after {
                    self.backoff.asked(now, pause);
                }
                (None, (self.busy >= BUSY).then_some((TroubleCode::Busy, what)), After::Nothing)
            }
            Told::Nonsense(what) => (None, Some((TroubleCode::Nonsense, what)), After::Nonsense),
            Told::Barred(t) => (None, Some((t.code, t.technician)), After::Nothing),
            Told::Tls(t) => (Some(Failing::Refused), Some((t.code, t.technician)), After::Nothing),
            Told::Silent { how, what } => {
                tracing::info!(what, "no answer");
                (Some(how), None, After::Nothing)
            }
        };
        self.backoff.failed(now);
        match how {
            None => self.heard(None, now).await,
            Some(how) => {
                // Whatever this connection still holds, the next question shall not wait behind it.
                self.http.renew();
                self.pace.lost();
                let changed = self.link.failed(now, how);
                self.tell_line(changed).await;
            }
        }
        if let Some((code, text)) = trouble {
            self.raise(code, text).await;
        }
        after
    }

    /// Somebody who is trusted answered.
    async fn heard(&mut self, small: Option<Duration>, now: Instant) {
        let changed = self.link.answered(now, small);
        self.tell_line(changed).await;
        self.over(TRUST).await;
    }

    async fn settle_items(&mut self, ids: &[CheckId], items: Vec<Item>, now: Instant) {
        for (id, item) in ids.iter().zip(items) {
            match item {
                Item::Settled(settlement) => {
                    let live = self.live.contains_key(id);
                    self.settle(*settlement, live, now).await;
                }
                Item::Problem(code) if code.retryable() => self.parked.park(*id, now, LATER, Why::Later),
                Item::Problem(code) => self.refused(*id, code, now).await,
            }
        }
    }

    /// Gives a settlement to the journal; only when that has it, the check is done with.
    async fn settle(&mut self, settlement: Settlement, live: bool, now: Instant) {
        let id = settlement.check;
        match self.backlog.settle(settlement.clone(), live).await {
            Ok(()) => {
                self.live.remove(&id);
                self.over(&[TroubleCode::Journal]).await;
                self.unpark(id).await;
                self.tell(UplinkEvent::Settled { settlement: Box::new(settlement), live }).await;
            }
            Err(error) => {
                self.parked.park(id, now, JOURNAL_PAUSE, Why::Later);
                self.journal_failed("keeping a settlement", error, now).await;
            }
        }
    }

    /// A check is done with; when it was the last that the centre would not take, that is over.
    pub(crate) async fn unpark(&mut self, id: CheckId) {
        self.parked.forget(id);
        if !self.parked.any_refused() {
            self.over(&[TroubleCode::Parked]).await;
        }
    }

    /// The centre will not take this check: others go on, this one is tried again slowly.
    async fn refused(&mut self, id: CheckId, code: Code, now: Instant) {
        self.live.remove(&id);
        self.parked.park(id, now, self.config.timing.parked, Why::Refused);
        self.tell(UplinkEvent::Refused { check: id, code }).await;
        let (said, text) = (code.text().code, code.text().technician);
        self.raise(TroubleCode::Parked, format!("check {id} was refused with {said}: {text}")).await;
    }

    async fn strike(&mut self, id: CheckId, now: Instant) {
        if let Some(pause) = self.parked.strike(id, self.config.timing.parked) {
            self.live.remove(&id);
            self.parked.park(id, now, pause, Why::Refused);
            self.raise(TroubleCode::Parked, format!("check {id}: the answers to it make no sense")).await;
        }
    }

    fn retry_live(&mut self, errand: &Errand, now: Instant) {
        if let Errand::Put { id, live: true } = errand {
            let tries = self.live.get(id).map_or(0, |live| live.tries.min(8));
            let pause = self.backoff.jitter((LIVE_FIRST * 2_u32.pow(tries)).min(LIVE_LONGEST));
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
                self.tell(UplinkEvent::Book(level)).await;
            }
            Err(error) => self.journal_failed("counting the book", error, now).await,
        }
    }

    async fn check_clock(&mut self, offset: Option<i64>) {
        let Some(seconds) = offset else { return };
        if let Some(doubted) = clock_news(self.clock_doubted, seconds) {
            self.clock_doubted = doubted;
            self.tell(UplinkEvent::ClockOffset { seconds }).await;
        }
    }
}

/// Whether the clock is now doubted, if that is news.
fn clock_news(doubted: bool, seconds: i64) -> Option<bool> {
    let now = seconds.saturating_abs() >= CLOCK;
    (now != doubted).then_some(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_is_told_once_and_once_when_it_is_right_again() {
        assert_eq!(clock_news(false, 119), None);
        assert_eq!(clock_news(false, 120), Some(true));
        assert_eq!(clock_news(false, i64::MIN), Some(true));
        assert_eq!(clock_news(true, -4_000), None);
        assert_eq!(clock_news(true, 1), Some(false));
    }
}
