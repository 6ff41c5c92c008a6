//! What to send next. Order of precedence: nothing while the centre asked for a pause or the day's bytes are used
//! up; live checks; look-ups; a probe on a connection that has not answered yet (so that there is one connection, known to
//! work, before it is loaded); the backlog; the book; a probe when all was quiet.

use crate::{
    Backlog, Want,
    driver::{Driver, JOURNAL_PAUSE},
    flight::{Errand, Question},
    limit::Allowed,
};
use std::time::Duration;
use tokio::time::Instant;
use wire::{CheckId, LineGrade};

/// Batches in flight: the second hides the first one's round trip.
const BATCHES: usize = 2;
/// A batch that is older than this when a live check comes is stuck on a line that became slow: the live check
/// gets a new connection.
const STUCK: Duration = Duration::from_secs(6);
/// JSON of one batch at most; compressed, batches are far below.
const BATCH_JSON: usize = 512 * 1_024;
/// With the byte limit reached, a quiet line is asked this many times more rarely.
const LIMITED_PROBE: u32 = 15;
/// An order that brought nothing is not repeated before.
pub(crate) const BOOK_PAUSE: Duration = Duration::from_secs(60);

impl<B: Backlog> Driver<B> {
    /// Starts what may start; says when to look again if nothing happens before.
    pub(crate) async fn plan(&mut self, now: Instant) -> Instant {
        if now >= self.meter_due(now) {
            self.meter(now).await;
        }
        self.sift_recalls(now);
        let mut wake = self.meter_due(now);
        if self.allowed == Allowed::Nothing {
            return wake;
        }
        if let Some(until) = self.backoff.live_until(now) {
            return wake.min(until);
        }
        wake = wake.min(self.start_live(now).await);
        if self.answers() {
            self.start_recalls();
        }
        if let Some(until) = self.backoff.until(now) {
            return wake.min(until);
        }
        if !self.answers() {
            if self.flights.is_empty() {
                self.start(Question::probe());
            }
            return wake;
        }
        if self.allowed == Allowed::All {
            wake = wake.min(self.start_backlog(now).await);
        }
        wake = wake.min(self.start_book(now).await);
        wake.min(self.start_probe(now))
    }

    /// Whether there is a connection that has answered, on a line that is not down.
    fn answers(&self) -> bool {
        self.http.warm() && self.link.grade() != LineGrade::Down
    }

    /// Live checks that are due. One that went with a batch is left to it.
    async fn start_live(&mut self, now: Instant) -> Instant {
        let due: Vec<CheckId> = self
            .live
            .iter()
            .filter(|(id, live)| live.next <= now && !self.aloft.contains(id))
            .map(|(id, _)| *id)
            .collect();
        for id in due {
            match self.backlog.one(id).await {
                Ok(Some(check)) => {
                    self.free_the_line(now);
                    match Question::put(&check, true) {
                        Ok(question) => self.start(question),
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
        let waiting = self.live.iter().filter(|(id, _)| !self.aloft.contains(id)).map(|(_, live)| live.next);
        waiting.min().unwrap_or(now + Duration::from_secs(3_600))
    }

    /// A live check goes again after `pause`, if that is still within its time; else it is one of the backlog.
    pub(crate) fn put_off(&mut self, id: CheckId, now: Instant, pause: Duration) {
        if let Some(live) = self.live.get_mut(&id) {
            live.tries += 1;
            live.next = now + pause;
            if live.next >= live.until {
                self.live.remove(&id);
            }
        }
    }

    /// Gives up batches that are stuck: they stay in the backlog and are sent again.
    fn free_the_line(&mut self, now: Instant) {
        let stuck = |started: Instant| now.saturating_duration_since(started) >= STUCK;
        let batches = self.flights.values().filter(|f| matches!(f.errand, Errand::Batch(_)));
        if batches.clone().any(|f| stuck(f.started)) {
            batches.for_each(|f| f.abort.abort());
            self.http.renew();
        }
    }

    pub(crate) fn count(&self, what: fn(&Errand) -> bool) -> usize {
        self.flights.values().filter(|flight| what(&flight.errand)).count()
    }

    /// Parked checks that are due, alone; then batches, oldest first.
    async fn start_backlog(&mut self, now: Instant) -> Instant {
        let later = now + Duration::from_secs(60);
        if let Some(until) = self.journal_pause.filter(|until| now < *until) {
            return until;
        }
        if self.count(|e| matches!(e, Errand::Put { live: true, .. })) > 0 {
            return later;
        }
        self.hungry |= self.parked.release(now);
        while self.count(|e| matches!(e, Errand::Put { .. } | Errand::Batch(_))) < BATCHES {
            let question = match self.parked.due(now, &self.aloft) {
                Some(id) => self.lone(id, now).await,
                None if self.hungry => self.batch(now).await,
                None => break,
            };
            match question {
                Some(question) => self.start(question),
                None if self.journal_pause.is_some_and(|until| now < until) => break,
                None => {}
            }
        }
        self.parked.next(now).map_or(later, |next| next.min(later))
    }

    async fn lone(&mut self, id: CheckId, now: Instant) -> Option<Question> {
        match self.backlog.one(id).await {
            Ok(Some(check)) => Question::put(&check, false).ok(),
            Ok(None) => {
                self.unpark(id).await;
                None
            }
            Err(error) => {
                self.journal_failed("reading a parked check", error, now).await;
                None
            }
        }
    }

    async fn batch(&mut self, now: Instant) -> Option<Question> {
        let except = self.aloft.iter().copied().chain(self.parked.ids()).collect();
        let want = Want { count: self.pace.checks(), bytes: BATCH_JSON, except };
        match self.backlog.waiting(want).await {
            Ok(checks) if checks.is_empty() => {
                self.hungry = false;
                None
            }
            Ok(checks) => Question::batch(checks).ok(),
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
        if self.count(|e| matches!(e, Errand::Book(_) | Errand::Put { live: true, .. })) > 0 {
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
        let quiet = self.allowed == Allowed::All && !self.hungry && self.flights.is_empty();
        if level >= size || (level >= low && !quiet) {
            return later;
        }
        if level >= low && now < idle {
            return idle;
        }
        if let Ok(question) = Question::book((size - level).min(self.pace.challenges())) {
            self.start(question);
        }
        later
    }

    /// Asks a line that has been quiet for too long.
    fn start_probe(&mut self, now: Instant) -> Instant {
        let rarely = if self.allowed == Allowed::All { 1 } else { LIMITED_PROBE };
        let due = self.last_heard + self.config.timing.probe * rarely;
        if self.flights.is_empty() && now >= due {
            self.start(Question::probe());
        }
        if now >= due { now + self.config.timing.probe } else { due }
    }
}
