//! When to try again: exponential with seeded jitter, reset only after the line was stable for a while, and
//! never before the centre's `Retry-After`. Pure; `now` is passed in.

use std::time::Duration;
use tokio::time::Instant;

/// A `Retry-After` beyond this is taken as this: a centre that means longer can say so again.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3_600);

/// The pause after failures.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    stable: Duration,
    random: u64,
    failures: u32,
    good_since: Option<Instant>,
    until: Option<Instant>,
    asked: Option<Instant>,
}

impl Backoff {
    /// Pauses from `first`, doubled up to `longest`; forgotten after `stable` without a failure.
    pub(crate) fn new(first: Duration, longest: Duration, stable: Duration, seed: u64) -> Self {
        Self { first, longest, stable, random: seed, failures: 0, good_since: None, until: None, asked: None }
    }

    /// Something was answered: the pause ends, its length is remembered until the line was stable.
    pub(crate) fn answered(&mut self, now: Instant) {
        self.until = None;
        let since = *self.good_since.get_or_insert(now);
        if now.saturating_duration_since(since) >= self.stable {
            self.failures = 0;
        }
    }

    /// Something failed: the pause before the next try begins. Failures of several things in flight at once
    /// are one failure: while a pause runs, it is not made longer.
    pub(crate) fn failed(&mut self, now: Instant) {
        self.good_since = None;
        if self.until.is_some_and(|until| now < until) {
            return;
        }
        self.failures = self.failures.saturating_add(1);
        let doubled = self.first.saturating_mul(1_u32.checked_shl(self.failures - 1).unwrap_or(u32::MAX));
        self.until = Some(now + self.jitter(doubled.min(self.longest)));
    }

    /// The centre asks for a pause (`Retry-After`).
    pub(crate) fn asked(&mut self, now: Instant, pause: Duration) {
        let until = now + pause.min(LONGEST_RETRY_AFTER);
        self.asked = Some(self.asked.map_or(until, |earlier| earlier.max(until)));
    }

    /// Until when the backlog waits, if it does.
    pub(crate) fn until(&self, now: Instant) -> Option<Instant> {
        self.until.max(self.asked).filter(|until| now < *until)
    }

    /// Until when a live check waits, if it does: only when the centre asked for it.
    pub(crate) fn live_until(&self, now: Instant) -> Option<Instant> {
        self.asked.filter(|until| now < *until)
    }

    /// Half to all of `pause`, so that a fleet whose line comes back does not knock all at once.
    pub(crate) fn jitter(&mut self, pause: Duration) -> Duration {
        let part = (splitmix(&mut self.random) >> 11) as f64 / (1_u64 << 53) as f64;
        pause.mul_f64(0.5 + part / 2.0)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    fn fresh(seed: u64) -> Backoff {
        Backoff::new(S, 60 * S, 30 * S, seed)
    }

    /// Fails as soon as it may, `times` times; gives the pauses and the time afterwards.
    fn storm(backoff: &mut Backoff, mut now: Instant, times: usize) -> (Vec<Duration>, Instant) {
        let mut pauses = Vec::new();
        for _ in 0..times {
            backoff.failed(now);
            let until = backoff.until(now).unwrap();
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
        let mut backoff = fresh(3);
        let (_, mut now) = storm(&mut backoff, Instant::now(), 5);
        backoff.answered(now);
        assert_eq!(backoff.until(now), None);
        now += 29 * S;
        backoff.answered(now);
        backoff.failed(now);
        assert!(backoff.until(now).unwrap() - now >= 16 * S, "29 s were not stable");

        now += 60 * S;
        backoff.answered(now);
        now += 30 * S;
        backoff.answered(now);
        backoff.failed(now);
        assert!(backoff.until(now).unwrap() - now <= S, "30 s were");
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
        let (mut backoff, now) = (fresh(3), Instant::now());
        backoff.failed(now);
        assert_eq!(backoff.live_until(now), None, "a live check does not wait for our own pause");
        backoff.asked(now, 20 * S);
        backoff.asked(now, 5 * S);
        backoff.answered(now + S);
        assert_eq!(backoff.until(now + 2 * S), Some(now + 20 * S));
        assert_eq!(backoff.live_until(now + 2 * S), Some(now + 20 * S));
        assert_eq!(backoff.until(now + 20 * S), None);
        backoff.asked(now, Duration::MAX);
        assert_eq!(backoff.until(now), Some(now + LONGEST_RETRY_AFTER));
    }
}
