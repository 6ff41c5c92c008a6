//! Order of precedence of requests: none while the centre asked for a pause or the day's bytes are used up; live checks;
//! look-ups; a probe on a connection that has not answered yet (so that there is one connection, known to work, before it
//! is loaded); the backlog; the book; a probe on a quiet line.

use super::{
    Driver, JOURNAL_PAUSE,
    in_flight::{Request, RequestKind},
};
use crate::{Backlog, Want, limit::Allowed};
use std::time::Duration;
use tokio::time::Instant;
use wire::{CheckId, LineGrade};

/// Batches in flight: the second hides the round trip of the first.
const BATCHES: usize = 2;
/// Age of a batch that is stuck on a line that became slow when a live check comes: the live check gets a new
/// connection.
const STUCK: Duration = Duration::from_secs(6);
/// Bytes of JSON of one batch at most; compressed, batches are far below.
const BATCH_JSON: usize = 512 * 1_024;
/// Factor of the pause between probes while the byte limit is reached.
const LIMITED_PROBE: u32 = 15;

impl<B: Backlog> Driver<B> {
    /// Starts the requests that may start. Gives the time of the next planning if nothing happens before.
    pub(super) async fn plan(&mut self, now: Instant) -> Instant {
        if now >= self.meter_due(now) {
            self.meter(now).await;
        }
        self.reject_recalls(now);
        let mut wake = self.meter_due(now);
        if self.allowed == Allowed::Nothing {
            return wake;
        }
        if let Some(until) = self.pause.live_until(now) {
            return wake.min(until);
        }
        wake = wake.min(self.start_live(now).await);
        if self.answers() {
            self.start_recalls();
        }
        if let Some(until) = self.pause.until(now) {
            return wake.min(until);
        }
        if !self.answers() {
            if self.in_flight.is_empty() {
                self.start(Request::probe());
            }
            return wake;
        }
        if self.allowed == Allowed::All {
            wake = wake.min(self.start_backlog(now).await);
        }
        wake = wake.min(self.start_book(now).await);
        wake.min(self.start_probe(now))
    }

    /// True when a connection has answered, on a line that is not down.
    fn answers(&self) -> bool {
        self.http.warm() && self.link.grade() != LineGrade::Down
    }

    /// Starts live checks that are due. A check that is part of a batch in flight is left to it.
    async fn start_live(&mut self, now: Instant) -> Instant {
        let due: Vec<CheckId> = self
            .live
            .iter()
            .filter(|(id, live)| live.next <= now && !self.checks_in_flight.contains(id))
            .map(|(id, _)| *id)
            .collect();
        for id in due {
            match self.backlog.one(id).await {
                Ok(Some(check)) => {
                    self.abort_stuck_batches(now);
                    match Request::put(&check, true) {
                        Ok(request) => self.start(request),
                        Err(_) => {
                            self.live.remove(&id);
                        }
                    }
                }
                Ok(None) => {
                    self.live.remove(&id);
                }
                Err(error) => {
                    self.journal_failed("reading a live check", error, now).await;
                    self.put_off(id, now, JOURNAL_PAUSE / 10);
                }
            }
        }
        let waiting =
            self.live.iter().filter(|(id, _)| !self.checks_in_flight.contains(id)).map(|(_, live)| live.next);
        waiting.min().unwrap_or(now + Duration::from_secs(3_600))
    }

    /// Schedules the next try of a live check after `pause`; beyond its time it belongs to the backlog.
    pub(super) fn put_off(&mut self, id: CheckId, now: Instant, pause: Duration) {
        if let Some(live) = self.live.get_mut(&id) {
            live.tries += 1;
            live.next = now + pause;
            if live.next >= live.until {
                self.live.remove(&id);
            }
        }
    }

    /// Aborts batches that are stuck: their checks stay in the backlog and are sent again.
    fn abort_stuck_batches(&mut self, now: Instant) {
        let stuck = |started: Instant| now.saturating_duration_since(started) >= STUCK;
        let batches = self.in_flight.values().filter(|r| matches!(r.kind, RequestKind::Batch(_)));
        if batches.clone().any(|request| stuck(request.started)) {
            batches.for_each(|request| request.abort.abort());
            self.http.renew();
        }
    }

    /// Starts quarantined checks that are due, alone; then batches, oldest first.
    async fn start_backlog(&mut self, now: Instant) -> Instant {
        let later = now + Duration::from_secs(60);
        if let Some(until) = self.journal_pause.filter(|until| now < *until) {
            return until;
        }
        if self.live_in_flight() {
            return later;
        }
        self.backlog_may_have_more |= self.quarantine.release(now);
        while self.count(|kind| matches!(kind, RequestKind::Put { .. } | RequestKind::Batch(_))) < BATCHES {
            let request = match self.quarantine.due(now, &self.checks_in_flight) {
                Some(id) => self.single(id, now).await,
                None if self.backlog_may_have_more => self.batch(now).await,
                None => break,
            };
            match request {
                Some(request) => self.start(request),
                None if self.journal_pause.is_some_and(|until| now < until) => break,
                None => {}
            }
        }
        self.quarantine.next(now).map_or(later, |next| next.min(later))
    }

    async fn single(&mut self, id: CheckId, now: Instant) -> Option<Request> {
        match self.backlog.one(id).await {
            Ok(Some(check)) => Request::put(&check, false).ok(),
            Ok(None) => {
                self.leave_quarantine(id).await;
                None
            }
            Err(error) => {
                self.journal_failed("reading a quarantined check", error, now).await;
                None
            }
        }
    }

    async fn batch(&mut self, now: Instant) -> Option<Request> {
        let except = self.checks_in_flight.iter().copied().chain(self.quarantine.ids()).collect();
        let want = Want { count: self.pace.checks(), bytes: BATCH_JSON, except };
        match self.backlog.waiting(want).await {
            Ok(checks) if checks.is_empty() => {
                self.backlog_may_have_more = false;
                None
            }
            Ok(checks) => Request::batch(checks).ok(),
            Err(error) => {
                self.journal_failed("reading the backlog", error, now).await;
                None
            }
        }
    }

    /// Orders challenges when the book is low, or not full and the line idle.
    async fn start_book(&mut self, now: Instant) -> Instant {
        let later = now + Duration::from_secs(3_600);
        if let Some(until) = self.book.pause.filter(|until| now < *until) {
            return until;
        }
        if self.live_in_flight() || self.count(|kind| matches!(kind, RequestKind::Book(_))) > 0 {
            return later;
        }
        let level = match self.book.level {
            Some(level) => level,
            None => match self.backlog.challenges().await {
                Ok(level) => *self.book.level.insert(level),
                Err(error) => {
                    self.journal_failed("counting the book", error, now).await;
                    self.book.pause = Some(now + JOURNAL_PAUSE);
                    return now + JOURNAL_PAUSE;
                }
            },
        };
        let (size, low) = (self.config.book_size, self.config.book_low);
        let idle = self.last_live + self.config.timing.idle;
        let quiet = self.allowed == Allowed::All && !self.backlog_may_have_more && self.in_flight.is_empty();
        if level >= size || (level >= low && !quiet) {
            return later;
        }
        if level >= low && now < idle {
            return idle;
        }
        if let Ok(request) = Request::book((size - level).min(self.pace.challenges())) {
            self.start(request);
        }
        later
    }

    /// Probes a line that has been quiet for too long.
    fn start_probe(&mut self, now: Instant) -> Instant {
        let factor = if self.allowed == Allowed::All { 1 } else { LIMITED_PROBE };
        let due = self.last_heard + self.config.timing.probe * factor;
        if self.in_flight.is_empty() && now >= due {
            self.start(Request::probe());
        }
        if now >= due { now + self.config.timing.probe } else { due }
    }
}
