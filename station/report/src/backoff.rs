//! Waits between tries: doubling, jittered from a seed, and reset only by a connection that lasted.
//!
//! Why not reset at once: a line that lets a connection be made and cuts it a second later would be tried
//! every second, and each try costs a handshake.

use std::time::Duration;

/// The waits of one station.
#[derive(Debug, Clone)]
pub(crate) struct Backoff {
    first: Duration,
    most: Duration,
    stable: Duration,
    next: Duration,
    random: u64,
}

impl Backoff {
    /// Waits from `first`, doubling up to `most`; a connection of at least `stable` starts over.
    pub(crate) fn new(first: Duration, most: Duration, stable: Duration, seed: u64) -> Self {
        // splitmix64 spreads near seeds (bus 1, bus 2) over the whole range; 0 would stop xorshift.
        let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self { first, most, stable, next: first, random: (z ^ (z >> 31)).max(1) }
    }

    /// The wait after a try whose connection lasted `lasted` (zero when there was none): between half of the
    /// present step and the whole.
    pub(crate) fn after(&mut self, lasted: Duration) -> Duration {
        if lasted >= self.stable {
            self.next = self.first;
        }
        let step = self.next.min(self.most);
        self.next = step.saturating_mul(2).min(self.most);
        let half = step / 2;
        half + half.mul_f64(self.fraction())
    }

    /// 0 to 1, by xorshift64*: jitter needs no better randomness, and a test repeats it.
    fn fraction(&mut self) -> f64 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        let bits = self.random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 40;
        bits as f64 / (1u64 << 24) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::ZERO;

    fn seconds(seed: u64) -> Backoff {
        Backoff::new(Duration::from_secs(1), Duration::from_secs(120), Duration::from_secs(60), seed)
    }

    #[test]
    fn the_wait_doubles_up_to_its_limit_and_stays_within_half_and_whole() {
        for seed in 0..50 {
            let mut backoff = seconds(seed);
            for step in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 120.0, 120.0, 120.0] {
                let wait = backoff.after(SHORT).as_secs_f64();
                assert!((step / 2.0..=step).contains(&wait), "step {step}: {wait}");
            }
        }
    }

    #[test]
    fn only_a_connection_that_lasted_resets_the_wait() {
        let mut backoff = seconds(7);
        for _ in 0..6 {
            backoff.after(SHORT);
        }
        assert!(backoff.after(Duration::from_secs(59)) >= Duration::from_secs(32));
        assert!(backoff.after(Duration::from_secs(60)) <= Duration::from_secs(1));
    }

    #[test]
    fn the_same_seed_gives_the_same_waits_and_near_seeds_do_not() {
        let waits = |seed| {
            let mut backoff = seconds(seed);
            (0..8).map(|_| backoff.after(SHORT)).collect::<Vec<_>>()
        };
        assert_eq!(waits(1), waits(1));
        assert_ne!(waits(1), waits(2));
        assert_ne!(waits(0), waits(1));
    }
}
