//! The handshake between a hand and the keeper about one blocking call.
//!
//! Promise: for each call exactly one side wins. Either the hand finishes it and may go on, or the keeper
//! abandons the hand, tells the desk, and the hand can begin no other call: a card that wakes up late is never
//! sent a VERIFY that the desk believes was given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Even: idle after call n; odd: busy with call n; `ABANDONED`: over.
#[derive(Debug, Clone, Default)]
pub(super) struct Pulse(Arc<AtomicU64>);

const ABANDONED: u64 = u64::MAX;

/// The hand was abandoned; it may do nothing but clean up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Abandoned;

impl Pulse {
    /// Before a blocking call, by the hand: its number.
    pub fn begin(&self) -> Result<u64, Abandoned> {
        let now = self.0.load(Ordering::Acquire);
        if now == ABANDONED {
            return Err(Abandoned);
        }
        let call = now / 2 + 1;
        self.change(now, call * 2 + 1).map(|()| call)
    }

    /// After the call, by the hand.
    pub fn end(&self, call: u64) -> Result<(), Abandoned> {
        self.change(call * 2 + 1, call * 2)
    }

    /// By the keeper, when call `call` is overdue. False when it has ended meanwhile.
    pub fn abandon_call(&self, call: u64) -> bool {
        self.change(call * 2 + 1, ABANDONED).is_ok()
    }

    /// By the keeper, whatever the hand does.
    pub fn abandon(&self) {
        self.0.store(ABANDONED, Ordering::Release);
    }

    fn change(&self, from: u64, to: u64) -> Result<(), Abandoned> {
        self.0
            .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire)
            .map(|_| ())
            .map_err(|_| Abandoned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_ended_cannot_be_abandoned_any_more() {
        let pulse = Pulse::default();
        let first = pulse.begin().unwrap();
        pulse.end(first).unwrap();
        let second = pulse.begin().unwrap();
        assert!(!pulse.abandon_call(first));
        assert_eq!(pulse.end(second), Ok(()));
        assert!(!pulse.abandon_call(second));
    }

    #[test]
    fn an_abandoned_hand_begins_and_ends_nothing() {
        let pulse = Pulse::default();
        let call = pulse.begin().unwrap();
        assert!(pulse.abandon_call(call));
        assert_eq!((pulse.end(call), pulse.begin()), (Err(Abandoned), Err(Abandoned)));
        let other = Pulse::default();
        other.abandon();
        assert_eq!(other.begin(), Err(Abandoned));
    }

    #[test]
    fn of_two_threads_exactly_one_wins_each_call() {
        for _ in 0..2_000 {
            let pulse = Pulse::default();
            let call = pulse.begin().unwrap();
            let theirs = pulse.clone();
            let keeper = std::thread::spawn(move || theirs.abandon_call(call));
            let ended = pulse.end(call).is_ok();
            assert_ne!(ended, keeper.join().unwrap());
        }
    }
}
