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
