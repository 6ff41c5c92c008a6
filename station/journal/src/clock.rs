//! The journal's view of time. A Raspberry Pi has no battery-backed clock, so the wall clock may be wrong and
//! must be known to be wrong; the journal never asks the system itself, and tests hold the clock in their hand.

use jiff::Timestamp;
use std::time::Duration;

/// Where the journal takes its time from.
pub trait Clock: Send + Sync + 'static {
    /// Wall clock; may be wrong while [`Clock::synchronised`] is false, and may jump either way.
    fn now(&self) -> Timestamp;
    /// Time since some fixed moment of this start of the machine; never goes back.
    fn monotonic(&self) -> Duration;
    /// Whether the wall clock is known to be right.
    fn synchronised(&self) -> bool;
}

/// One reading of a [`Clock`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub at: Timestamp,
    pub monotonic: Duration,
    pub synchronised: bool,
}

impl Reading {
    pub(crate) fn of(clock: &dyn Clock) -> Self {
        Self { at: clock.now(), monotonic: clock.monotonic(), synchronised: clock.synchronised() }
    }
}
