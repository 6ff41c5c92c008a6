//! Size of batches: measures the line by the batches themselves and sizes the next one to about 1.5 s of it. Two of them
//! in flight hide the round trip, and a live check that comes in between waits for about 3 s at most. Pure; times are
//! passed in.

use std::{collections::VecDeque, time::Duration};
use tokio::time::Instant;

/// One batch takes about this long on the line.
const PER_BATCH: Duration = Duration::from_millis(1_500);
/// Bytes of a batch while nothing was measured.
const FIRST: f64 = 6_000.0;
/// Bounds of a batch in bytes. The upper one bounds the time for which a line that suddenly became slow is blocked by the
/// bytes in the kernel's socket buffer (64 kbit/s: 6 s a batch).
const LEAST: f64 = 4_000.0;
const MOST: f64 = 48_000.0;
/// Batches that the rate is measured over.
const WINDOW: usize = 4;
/// A check in a batch, compressed, before one was seen: a certificate of 1.6 kB and a signature.
const CHECK: f64 = 1_800.0;

/// Bytes per second assumed while nothing was measured: 16 kbit/s.
const POOR: f64 = 2_000.0;
/// The longest time allowed for bytes, in seconds, so that a dead line is noticed in time.
const MOST_ALLOWED: f64 = 30.0;

/// The measured line.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    window: VecDeque<(f64, Duration)>,
    last: Option<Instant>,
    per_check: f64,
    cap: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { window: VecDeque::new(), last: None, per_check: CHECK, cap: wire::MAX_BATCH }
    }
}

impl Pace {
    /// Takes the answer to a batch of `checks` in `bytes` (as sent), begun at `started`. The line was used for it since
    /// the previous batch was answered or this one begun, whichever is later.
    pub(crate) fn answered(&mut self, started: Instant, now: Instant, checks: usize, bytes: usize) {
        let from = self.last.map_or(started, |last| last.max(started));
        self.last = Some(now);
        self.window.push_back((bytes as f64, now.saturating_duration_since(from)));
        if self.window.len() > WINDOW {
            self.window.pop_front();
        }
        let per_check = bytes as f64 / checks.max(1) as f64;
        self.per_check = 0.7 * self.per_check + 0.3 * per_check;
        self.cap = self.cap.saturating_mul(2).min(wire::MAX_BATCH);
    }

    /// Forgets the measurements: the line failed.
    pub(crate) fn lost(&mut self) {
        self.window.clear();
        self.last = None;
    }

    /// Halves the next batch after one of `checks` was refused as a whole, until the rejected check is alone.
    pub(crate) fn split(&mut self, checks: usize) {
        self.cap = (checks / 2).max(1);
    }

    /// Bytes per second, if measured.
    pub(crate) fn rate(&self) -> Option<f64> {
        let bytes: f64 = self.window.iter().map(|(bytes, _)| bytes).sum();
        let time: Duration = self.window.iter().map(|(_, time)| *time).sum();
        (bytes > 0.0).then(|| bytes / time.as_secs_f64().max(0.001))
    }

    /// Checks in the next batch, 1 to [`wire::MAX_BATCH`].
    pub(crate) fn checks(&self) -> usize {
        let bytes = self.rate().map_or(FIRST, |rate| (rate * PER_BATCH.as_secs_f64()).clamp(LEAST, MOST));
        ((bytes / self.per_check) as usize).clamp(1, self.cap)
    }

    /// Challenges to order at once: the answer takes about as long as a batch.
    pub(crate) fn challenges(&self) -> usize {
        /// One challenge in an answer, compressed: 16 + 32 random bytes and a time.
        const CHALLENGE: f64 = 110.0;
        let bytes = self.rate().map_or(FIRST, |rate| rate * PER_BATCH.as_secs_f64());
        ((bytes / CHALLENGE) as usize).clamp(8, 500)
    }

    /// Time of `bytes` on this line, without a margin: for a request that must not wait in vain.
    pub(crate) fn duration(&self, bytes: usize) -> Duration {
        Duration::from_secs_f64((bytes as f64 / self.rate().unwrap_or(POOR)).min(MOST_ALLOWED))
    }

    /// Time for `bytes` on this line before a request is given up, in addition to the round trip.
    pub(crate) fn allowance(&self, bytes: usize) -> Duration {
        // Two may be in flight, and the line may be twice as slow as it was.
        self.duration(bytes.saturating_mul(4))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of `rate` bytes per second and `round_trip`, two batches in flight; gives the batches' sizes.
    fn drain(rate: f64, round_trip: f64, per_check: f64, batches: usize) -> (Pace, Vec<usize>) {
        let (start, mut pace, mut sizes) = (Instant::now(), Pace::default(), Vec::new());
        let (mut clock, mut free) = (0.0, 0.0_f64);
        let mut flying: VecDeque<(f64, f64, usize)> = VecDeque::new();
        for _ in 0..batches {
            while flying.len() < 2 {
                let checks = pace.checks();
                sizes.push(checks);
                free = free.max(clock) + checks as f64 * per_check / rate;
                flying.push_back((clock, free + round_trip, checks));
            }
            let (begun, ended, checks) = flying.pop_front().unwrap();
            clock = ended;
            let at = |s: f64| start + Duration::from_secs_f64(s);
            pace.answered(at(begun), at(ended), checks, (checks as f64 * per_check) as usize);
        }
        (pace, sizes)
    }

    #[test]
    fn batches_settle_at_a_second_and_a_half_of_a_narrow_line() {
        let (pace, sizes) = drain(8_000.0, 0.6, 1_500.0, 20);
        assert!((7_000.0..9_000.0).contains(&pace.rate().unwrap()), "{:?}", pace.rate());
        assert!(sizes[10..].iter().all(|n| (7..=9).contains(n)), "{sizes:?}");
    }

    #[test]
    fn on_a_fast_line_with_a_long_round_trip_they_grow_to_the_bound() {
        let (_, sizes) = drain(1_000_000.0, 0.8, 1_500.0, 30);
        let bound = (MOST / 1_500.0) as usize;
        assert!((bound - 1..=bound).contains(sizes.last().unwrap()), "{sizes:?}");
    }

    #[test]
    fn a_refused_batch_is_halved_down_to_one_and_grows_again() {
        let (mut pace, now) = (drain(1_000_000.0, 0.1, 1_500.0, 10).0, Instant::now());
        pace.split(32);
        assert_eq!(pace.checks(), 16);
        (0..9).for_each(|_| pace.split(1));
        assert_eq!(pace.checks(), 1);
        for _ in 0..8 {
            pace.answered(now, now + Duration::from_millis(100), 16, 24_000);
        }
        assert!(pace.checks() > 16);
    }

    #[test]
    fn the_time_allowed_is_bounded_whatever_was_measured() {
        let (slow, _) = drain(100.0, 3.0, 1_500.0, 6);
        assert_eq!(slow.allowance(48_000), Duration::from_secs(30));
        assert_eq!(Pace::default().allowance(2_000), Duration::from_secs(4));
    }
}
