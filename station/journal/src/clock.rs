//! The journal's view of time. A Raspberry Pi has no battery-backed clock, so the wall clock may be wrong and
//! must be known to be wrong; the journal never asks the system itself, and tests hold the clock in their hand.

use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Where the journal takes its time from.
pub trait Clock: Send + Sync + 'static {
    /// Wall clock; may be wrong while [`Clock::synchronised`] is false, and may jump either way.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment of this start of the machine; never goes back.
    fn monotonic(&self) -> Duration;
    /// True while the wall clock is known to be right.
    fn synchronised(&self) -> bool;
}

/// One reading of a [`Clock`]: a moment of this start, as much of it as was known then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockReading {
    /// Wall clock.
    pub at: Timestamp,
    /// The same moment by the monotonic clock.
    pub monotonic: Duration,
    /// True when the wall clock was known to be right.
    pub synchronised: bool,
}

impl ClockReading {
    /// The present moment.
    pub fn of(clock: &dyn Clock) -> Self {
        Self { at: clock.now(), monotonic: clock.monotonic(), synchronised: clock.synchronised() }
    }

    /// The wall clock at this moment as far as `other`, a moment of the same start, knows better: one that was not
    /// synchronised is set right by one that was and by the time between the two. `None` when neither was.
    pub(crate) fn set_right(self, other: Self) -> Option<Timestamp> {
        if self.synchronised {
            return Some(self.at);
        }
        let since = |from: Duration, to: Duration| SignedDuration::try_from(to.saturating_sub(from)).ok();
        let later = since(other.monotonic, self.monotonic)?;
        let earlier = since(self.monotonic, other.monotonic)?;
        other.synchronised.then_some(other.at)?.checked_add(later).ok()?.checked_sub(earlier).ok()
    }
}

/// As the journal stores wall clock: nanoseconds since 1970 (until the year 2262).
pub(crate) fn nanoseconds(at: Timestamp) -> i64 {
    i64::try_from(at.as_nanosecond()).unwrap_or(i64::MAX)
}

/// Back from [`nanoseconds`].
pub(crate) fn timestamp(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).unwrap_or(Timestamp::MAX)
}

/// As the journal stores monotonic time.
pub(crate) fn milliseconds(monotonic: Duration) -> i64 {
    i64::try_from(monotonic.as_millis()).unwrap_or(i64::MAX)
}

/// A moment on record: which start, wall clock, and that start's monotonic clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub boot: u64,
    pub at_ns: i64,
    pub monotonic_ms: i64,
}

impl Moment {
    /// The time since, by the monotonic clock when it is of the same start, else by the wall clock; never
    /// below zero.
    pub(crate) fn age(&self, boot: u64, now: ClockReading) -> Duration {
        let ms = if self.boot == boot {
            milliseconds(now.monotonic).saturating_sub(self.monotonic_ms)
        } else {
            nanoseconds(now.at).saturating_sub(self.at_ns) / 1_000_000
        };
        Duration::from_millis(u64::try_from(ms).unwrap_or(0))
    }
}

/// A clock for tests: never moves, never known to be right.
#[cfg(test)]
pub(crate) struct Still;

#[cfg(test)]
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
    fn synchronised(&self) -> bool {
        false
    }
}
