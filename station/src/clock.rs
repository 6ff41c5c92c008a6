//! The station's one clock: wall time, monotonic time, and whether wall time can be believed.
//!
//! A Pi has no clock of its own that survives power-off. `systemd-timesyncd` makes a file once it has
//! synchronised; until then the time is called unsynchronised, on the screen and in every record.

use jiff::Timestamp;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// The clock.
#[derive(Debug, Clone)]
pub struct SystemClock {
    synchronised_file: PathBuf,
    started: Instant,
}

impl SystemClock {
    /// A clock that believes the wall time once `synchronised_file` exists.
    pub fn new(synchronised_file: PathBuf) -> Self {
        Self { synchronised_file, started: Instant::now() }
    }

    /// Wall time to the millisecond, as signed statements carry it.
    pub fn wall(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Time since the station started; never goes back.
    pub fn mono(&self) -> Duration {
        self.started.elapsed()
    }

    /// The instant at which [`SystemClock::mono`] is `mono`; `None` when no clock reaches so far.
    pub fn instant(&self, mono: Duration) -> Option<Instant> {
        self.started.checked_add(mono)
    }

    /// Whether wall time was synchronised since boot.
    pub fn synchronised(&self) -> bool {
        self.synchronised_file.exists()
    }
}

impl journal::Clock for SystemClock {
    fn now(&self) -> Timestamp {
        self.wall()
    }

    fn monotonic(&self) -> Duration {
        self.mono()
    }

    fn synchronised(&self) -> bool {
        Self::synchronised(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instant_of_a_time_is_never_before_that_time_has_come() {
        let clock = SystemClock::new(PathBuf::new());
        let told = clock.mono();
        assert!(clock.instant(told).unwrap() <= Instant::now());
        let at = told + Duration::from_millis(20);
        while Instant::now() < clock.instant(at).unwrap() {
            std::thread::yield_now();
        }
        assert!(clock.mono() >= at, "who waits for the instant does not come early");
    }
}
