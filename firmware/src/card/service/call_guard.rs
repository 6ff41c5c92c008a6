//! The handshake between a session thread and the supervisor about one blocking call.
//!
//! It exists because a card that answers late must never receive a VERIFY that was already reported as failed.
//!
//! Promise: for each call exactly one side wins. Either the session thread finishes the call and goes on, or the
//! supervisor abandons the thread, which can then begin no other call.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Even: idle after call n; odd: busy with call n; `ABANDONED`: over.
#[derive(Debug, Clone, Default)]
pub(super) struct CallGuard(Arc<AtomicU64>);

const ABANDONED: u64 = u64::MAX;

/// The thread was abandoned; it may only clean up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Abandoned;

impl CallGuard {
    /// Begins a blocking call and returns its number. Called by the session thread.
    pub fn begin(&self) -> Result<u64, Abandoned> {
        let now = self.0.load(Ordering::Acquire);
        if now == ABANDONED {
            return Err(Abandoned);
        }
        let call = now / 2 + 1;
        self.change(now, call * 2 + 1).map(|()| call)
    }

    /// Ends the call. Called by the session thread.
    pub fn end(&self, call: u64) -> Result<(), Abandoned> {
        self.change(call * 2 + 1, call * 2)
    }

    /// Abandons the thread if call `call` has not ended. Called by the supervisor when the call is overdue.
    pub fn abandon_call(&self, call: u64) -> bool {
        self.change(call * 2 + 1, ABANDONED).is_ok()
    }

    /// Abandons the thread in any state. Called by the supervisor.
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
        let guard = CallGuard::default();
        let first = guard.begin().unwrap();
        guard.end(first).unwrap();
        let second = guard.begin().unwrap();
        assert!(!guard.abandon_call(first));
        assert_eq!(guard.end(second), Ok(()));
        assert!(!guard.abandon_call(second));
    }

    #[test]
    fn an_abandoned_thread_begins_and_ends_nothing() {
        let guard = CallGuard::default();
        let call = guard.begin().unwrap();
        assert!(guard.abandon_call(call));
        assert_eq!((guard.end(call), guard.begin()), (Err(Abandoned), Err(Abandoned)));
        let other = CallGuard::default();
        other.abandon();
        assert_eq!(other.begin(), Err(Abandoned));
    }

    #[test]
    fn of_two_threads_exactly_one_wins_each_call() {
        for _ in 0..2_000 {
            let guard = CallGuard::default();
            let call = guard.begin().unwrap();
            let its_guard = guard.clone();
            let supervisor = std::thread::spawn(move || its_guard.abandon_call(call));
            let ended = guard.end(call).is_ok();
            assert_ne!(ended, supervisor.join().unwrap());
        }
    }
}
