//! The centre's clock. Everything that depends on time asks here, so that a test moves months in an instant
//! and a rehearsal can show the end of a retention.

use jiff::{SignedDuration, Timestamp};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A clock that can be shifted while it runs. Clones share the shift.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// `None`: the system's clock; otherwise milliseconds since 1970, standing still until set.
    fixed_ms: Option<AtomicI64>,
    shift_ms: AtomicI64,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Arc::new(Inner { fixed_ms: None, shift_ms: AtomicI64::new(0) }))
    }

    /// A clock that stands still at `at` until [`Clock::set_shift`] moves it.
    pub fn fixed(at: Timestamp) -> Self {
        let fixed_ms = Some(AtomicI64::new(at.as_millisecond()));
        Self(Arc::new(Inner { fixed_ms, shift_ms: AtomicI64::new(0) }))
    }

    /// The time, to the millisecond. At the ends of what a timestamp can hold it stays there.
    pub fn now(&self) -> Timestamp {
        let base = match &self.0.fixed_ms {
            Some(ms) => ms.load(Ordering::SeqCst),
            None => Timestamp::now().as_millisecond(),
        };
        let ms = base.saturating_add(self.0.shift_ms.load(Ordering::SeqCst));
        let end = if ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_millisecond(ms).unwrap_or(end)
    }

    /// Shows the time of its source plus `shift` from now on (not added to an earlier shift).
    pub fn set_shift(&self, shift: SignedDuration) {
        let ms = i64::try_from(shift.as_millis()).unwrap_or(i64::MAX);
        self.0.shift_ms.store(ms, Ordering::SeqCst);
    }

    /// The shift in force.
    pub fn shift(&self) -> SignedDuration {
        SignedDuration::from_millis(self.0.shift_ms.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_replaces_the_one_before_and_is_shared_by_clones() {
        let at: Timestamp = "2026-04-01T00:00:00Z".parse().unwrap();
        let clock = Clock::fixed(at);
        clock.clone().set_shift(SignedDuration::from_hours(5));
        clock.set_shift(SignedDuration::from_hours(-1));
        assert_eq!(clock.now(), at - SignedDuration::from_hours(1));
    }

    #[test]
    fn a_shift_beyond_the_calendar_does_not_panic() {
        let clock = Clock::fixed(Timestamp::MAX);
        clock.set_shift(SignedDuration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }
}
