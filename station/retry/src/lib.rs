//! Pauses between tries: exponential, bounded and with jitter. Pure: no clock, no sleeping, no I/O.
//!
//! The `backon` crate was considered. Its jitter is added on top of the delay, so that the longest delay is no upper
//! bound, and a reset starts its random sequence again, so that a station repeats the same pauses after every reset.
//! Here a pause with jitter lies between half of the step and the whole step, and the sequence goes on.
//!
//! ```
//! # use std::time::Duration;
//! let mut backoff = retry::Backoff::new(Duration::from_secs(1), Duration::from_secs(60));
//! assert_eq!(backoff.next_pause(), Duration::from_secs(1));
//! assert_eq!(backoff.next_pause(), Duration::from_secs(2));
//! backoff.reset();
//! assert_eq!(backoff.next_pause(), Duration::from_secs(1));
//! ```

use std::time::Duration;

/// A sequence of pauses that double from the first to the longest.
#[derive(Debug, Clone)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
    jitter: Option<Jitter>,
}

impl Backoff {
    /// Pauses of exactly `first`, twice `first` and so on, at most `longest`.
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, failures: 0, jitter: None }
    }

    /// Shortens each pause to a random part between one half and the whole.
    #[must_use]
    pub fn with_jitter(self, seed: u64) -> Self {
        Self { jitter: Some(Jitter::new(seed)), ..self }
    }

    /// Pause before the next try. Counts one failure.
    pub fn next_pause(&mut self) -> Duration {
        let step = step(self.first, self.longest, self.failures);
        self.failures = self.failures.saturating_add(1);
        match &mut self.jitter {
            Some(jitter) => jitter.shorten(step),
            None => step,
        }
    }

    /// Starts again with the first pause.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// Failures since the start or the last reset.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}

/// Random part of pauses, so that a fleet whose line comes back does not connect all at once. The same seed gives
/// the same sequence.
#[derive(Debug, Clone)]
pub struct Jitter(fastrand::Rng);

impl Jitter {
    /// A sequence of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A random duration between half of `pause` and all of it.
    pub fn shorten(&mut self, pause: Duration) -> Duration {
        let half = pause / 2;
        half + half.mul_f64(self.0.f64())
    }
}

/// Pause number `doublings`, counted from 0: `first` doubled that many times, at most `longest`.
pub fn step(first: Duration, longest: Duration, doublings: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(doublings)).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    fn pauses(seed: u64, count: usize) -> Vec<Duration> {
        let mut backoff = Backoff::new(S, 120 * S).with_jitter(seed);
        (0..count).map(|_| backoff.next_pause()).collect()
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let mut backoff = Backoff::new(S, 5 * S);
        let four: Vec<_> = (0..4).map(|_| backoff.next_pause()).collect();
        assert_eq!(four, [S, 2 * S, 4 * S, 5 * S]);
        assert_eq!(backoff.failures(), 4);
        backoff.reset();
        assert_eq!((backoff.failures(), backoff.next_pause()), (0, S));
    }

    #[test]
    fn jitter_stays_between_half_and_whole() {
        for seed in 0..50 {
            for (number, pause) in pauses(seed, 40).into_iter().enumerate() {
                let whole = step(S, 120 * S, u32::try_from(number).unwrap());
                assert!((whole / 2..=whole).contains(&pause), "seed {seed}, pause {number}: {pause:?}");
            }
        }
    }

    #[test]
    fn a_seed_repeats_and_neighbouring_seeds_differ_from_the_first_pause_on() {
        assert_eq!(pauses(1, 8), pauses(1, 8));
        for seed in 0..50 {
            assert_ne!(pauses(seed, 1), pauses(seed + 1, 1));
        }
        let mut first: Vec<_> = (0..100).map(|seed| pauses(seed, 1).remove(0)).collect();
        first.sort();
        assert!(first[10] < S * 6 / 10 && first[90] > S * 9 / 10, "spread over the whole range: {first:?}");
    }

    #[test]
    fn a_reset_does_not_repeat_the_random_sequence() {
        let mut backoff = Backoff::new(S, 60 * S).with_jitter(3);
        let first = backoff.next_pause();
        backoff.reset();
        assert_ne!(backoff.next_pause(), first);
    }

    #[test]
    fn no_number_of_failures_overflows() {
        assert_eq!(step(S, 60 * S, u32::MAX), 60 * S);
        assert_eq!(step(Duration::MAX, Duration::MAX, u32::MAX), Duration::MAX);
        let mut zero = Backoff::new(Duration::ZERO, Duration::ZERO).with_jitter(1);
        assert_eq!(zero.next_pause(), Duration::ZERO);
    }
}
