//! One direction of the shared line: schedules the departure and arrival of bytes. Pure but for its lock.

use crate::Condition;
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Bytes are served in pieces of this size, about one packet.
pub(crate) const PIECE: usize = 1_400;

/// The serialiser of one direction.
pub(crate) struct Link(Mutex<State>);

struct State {
    /// When the last piece that was admitted has left the sender.
    free: Option<Instant>,
    /// Source of the jitter.
    random: fastrand::Rng,
}

/// Departure and arrival of a piece.
pub(crate) struct Slot {
    pub(crate) leaves: Instant,
    pub(crate) arrives: Instant,
}

impl Link {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(State { free: None, random: fastrand::Rng::with_seed(seed) }))
    }

    /// Admits `bytes` at `now` behind everything admitted before.
    pub(crate) fn admit(&self, now: Instant, bytes: usize, rate: Option<u64>, condition: &Condition) -> Slot {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let leaves = match rate {
            None => now,
            Some(rate) => state.free.map_or(now, |free| free.max(now)) + serving(bytes, rate),
        };
        state.free = Some(leaves);
        let jitter = match condition.jitter_ms {
            0 => 0,
            most => state.random.u64(0..=most),
        };
        let delay = Duration::from_micros(condition.round_trip_ms * 500) + Duration::from_millis(jitter);
        Slot { leaves, arrives: leaves + delay }
    }
}

/// Time of `bytes` at `rate` bits per second.
fn serving(bytes: usize, rate: u64) -> Duration {
    Duration::from_secs_f64(bytes as f64 * 8.0 / rate.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Preset;

    #[test]
    fn two_senders_share_one_rate() {
        let (link, now, narrow) = (Link::new(1), Instant::now(), Condition::from(Preset::Narrow));
        let first = link.admit(now, 8_000, narrow.up, &narrow);
        let second = link.admit(now, 8_000, narrow.up, &narrow);
        assert_eq!(first.leaves - now, Duration::from_secs(1));
        assert_eq!(second.leaves - now, Duration::from_secs(2));
        assert_eq!(second.arrives - second.leaves, Duration::from_millis(300));
    }

    #[test]
    fn an_idle_line_saves_nothing_up() {
        let (link, now, narrow) = (Link::new(1), Instant::now(), Condition::from(Preset::Narrow));
        link.admit(now, 8_000, narrow.up, &narrow);
        let later = now + Duration::from_secs(60);
        assert_eq!(link.admit(later, 800, narrow.up, &narrow).leaves - later, Duration::from_millis(100));
    }

    #[test]
    fn jitter_is_bounded_and_the_same_for_the_same_seed() {
        let (now, weak) = (Instant::now(), Condition::from(Preset::Weak));
        let delays = |seed| -> Vec<Duration> {
            let link = Link::new(seed);
            (0..50).map(|_| link.admit(now, 1, None, &weak)).map(|s| s.arrives - s.leaves).collect()
        };
        assert_eq!(delays(7), delays(7));
        assert_ne!(delays(7), delays(8));
        let bounds = Duration::from_millis(400)..=Duration::from_millis(700);
        assert!(delays(7).iter().all(|d| bounds.contains(d)));
    }
}
