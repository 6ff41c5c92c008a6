//! Pauses between requests: the own back-off after failures, which only a line that was stable for a while resets, and
//! the centre's `Retry-After`. Pure; `now` is passed in.

use retry::{Backoff, Jitter};
use std::time::Duration;
use tokio::time::Instant;

/// Longest `Retry-After` that is obeyed: a centre that means longer can repeat it.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// The pauses of this station.
#[derive(Debug, Clone)]
pub(super) struct Pause {
    backoff: Backoff,
    jitter: Jitter,
    stable: Duration,
    good_since: Option<Instant>,
    until: Option<Instant>,
    asked: Option<Instant>,
}

impl Pause {
    /// Pauses from `first`, doubled up to `longest`; reset after `stable` without a failure.
    pub(super) fn new(first: Duration, longest: Duration, stable: Duration, seed: u64) -> Self {
        Self {
            backoff: Backoff::new(first, longest).with_jitter(seed),
            jitter: Jitter::new(seed),
            stable,
            good_since: None,
            until: None,
            asked: None,
        }
    }

    /// Ends the pause after an answer. The back-off is reset only when the line was stable.
    pub(super) fn answered(&mut self, now: Instant) {
        self.until = None;
        let since = *self.good_since.get_or_insert(now);
        if now.saturating_duration_since(since) >= self.stable {
            self.backoff.reset();
        }
    }

    /// Begins the pause after a failure. Failures of several requests in flight at once are one failure: a running
    /// pause is not made longer.
    pub(super) fn failed(&mut self, now: Instant) {
        self.good_since = None;
        if self.until.is_none_or(|until| now >= until) {
            self.until = Some(now + self.backoff.next_pause());
        }
    }

    /// Obeys the centre's `Retry-After`.
    pub(super) fn asked(&mut self, now: Instant, pause: Duration) {
        let until = now + pause.min(LONGEST_RETRY_AFTER);
        self.asked = Some(self.asked.map_or(until, |earlier| earlier.max(until)));
    }

    /// End of the backlog's pause, if there is one.
    pub(super) fn until(&self, now: Instant) -> Option<Instant> {
        self.until.max(self.asked).filter(|until| now < *until)
    }

    /// End of the live checks' pause, if there is one: only the centre can ask for it.
    pub(super) fn live_until(&self, now: Instant) -> Option<Instant> {
        self.asked.filter(|until| now < *until)
    }

    /// Between half and all of `pause`.
    pub(super) fn shorten(&mut self, pause: Duration) -> Duration {
        self.jitter.shorten(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    fn fresh(seed: u64) -> Pause {
        Pause::new(S, 60 * S, 30 * S, seed)
    }

    /// Fails `times` times, each at the end of the pause before; gives the pauses and the time afterwards.
    fn storm(pause: &mut Pause, mut now: Instant, times: usize) -> (Vec<Duration>, Instant) {
        let mut pauses = Vec::new();
        for _ in 0..times {
            pause.failed(now);
            let until = pause.until(now).unwrap();
            pauses.push(until - now);
            now = until;
        }
        (pauses, now)
    }

    #[test]
    fn pauses_double_up_to_the_longest_with_jitter_below() {
        let (pauses, _) = storm(&mut fresh(3), Instant::now(), 40);
        for (number, pause) in pauses.iter().enumerate() {
            let full = (S * 2_u32.pow(number.min(6) as u32)).min(60 * S);
            assert!((full / 2..=full).contains(pause), "pause {number}: {pause:?}");
        }
    }

    #[test]
    fn another_seed_gives_other_pauses() {
        let now = Instant::now();
        assert_eq!(storm(&mut fresh(1), now, 5).0, storm(&mut fresh(1), now, 5).0);
        assert_ne!(storm(&mut fresh(1), now, 5).0, storm(&mut fresh(2), now, 5).0);
    }

    #[test]
    fn one_answer_ends_the_pause_but_only_stability_resets_it() {
        let mut pause = fresh(3);
        let (_, mut now) = storm(&mut pause, Instant::now(), 5);
        pause.answered(now);
        assert_eq!(pause.until(now), None);
        now += 29 * S;
        pause.answered(now);
        pause.failed(now);
        assert!(pause.until(now).unwrap() - now >= 16 * S, "29 s were not stable");

        now += 60 * S;
        pause.answered(now);
        now += 30 * S;
        pause.answered(now);
        pause.failed(now);
        assert!(pause.until(now).unwrap() - now <= S, "30 s were");
    }

    #[test]
    fn several_failures_at_once_are_one() {
        let (mut one, mut three, now) = (fresh(3), fresh(3), Instant::now());
        one.failed(now);
        (0..3).for_each(|_| three.failed(now));
        assert_eq!(one.until(now), three.until(now));
    }

    #[test]
    fn retry_after_holds_live_checks_too_and_an_answer_does_not_lift_it() {
        let (mut pause, now) = (fresh(3), Instant::now());
        pause.failed(now);
        assert_eq!(pause.live_until(now), None, "a live check does not wait for our own pause");
        pause.asked(now, 20 * S);
        pause.asked(now, 5 * S);
        pause.answered(now + S);
        assert_eq!(pause.until(now + 2 * S), Some(now + 20 * S));
        assert_eq!(pause.live_until(now + 2 * S), Some(now + 20 * S));
        assert_eq!(pause.until(now + 20 * S), None);
        pause.asked(now, Duration::MAX);
        assert_eq!(pause.until(now), Some(now + LONGEST_RETRY_AFTER));
    }
}
