//! The station's one clock: wall time, monotonic time, and whether wall time can be believed.
//!
//! A Pi has no clock of its own that survives power-off. `systemd-timesyncd` makes a file once it has
//! synchronised; until then the time is called unsynchronised, on the screen and in every record. A thread looks
//! for the file: asking the clock touches no disk, because the desk's loop asks all the time (invariant 7).

use jiff::Timestamp;
use std::{
    io,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// How often the file is looked for.
const LOOK: Duration = Duration::from_secs(1);

/// The clock.
#[derive(Debug, Clone)]
pub struct SystemClock {
    synchronised: Arc<AtomicBool>,
    started: Instant,
}

impl SystemClock {
    /// A clock that believes the wall time as long as `synchronised_file` exists; known a second late at most.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn new(synchronised_file: PathBuf) -> io::Result<Self> {
        Self::looking(synchronised_file, LOOK)
    }

    fn looking(file: PathBuf, every: Duration) -> io::Result<Self> {
        let synchronised = Arc::new(AtomicBool::new(file.exists()));
        let asked = Arc::downgrade(&synchronised);
        std::thread::Builder::new().name("clock".into()).spawn(move || {
            // Until nobody asks any more.
            while let Some(synchronised) = asked.upgrade() {
                synchronised.store(file.exists(), Ordering::Relaxed);
                drop(synchronised);
                std::thread::sleep(every);
            }
        })?;
        Ok(Self { synchronised, started: Instant::now() })
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

    /// Wall time was synchronised since boot, by the last look; never touches the disk.
    pub fn synchronised(&self) -> bool {
        self.synchronised.load(Ordering::Relaxed)
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
        let clock = SystemClock::new(PathBuf::new()).unwrap();
        let told = clock.mono();
        assert!(clock.instant(told).unwrap() <= Instant::now());
        let at = told + Duration::from_millis(20);
        while Instant::now() < clock.instant(at).unwrap() {
            std::thread::yield_now();
        }
        assert!(clock.mono() >= at, "who waits for the instant does not come early");
    }

    fn becomes(clock: &SystemClock, wanted: bool) -> bool {
        let end = Instant::now() + Duration::from_secs(20);
        while clock.synchronised() != wanted && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(1));
        }
        clock.synchronised() == wanted
    }

    #[test]
    fn invariant_8_the_time_is_believed_when_the_file_is_there_and_no_longer_when_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("synchronized");
        let clock = SystemClock::looking(file.clone(), Duration::from_millis(1)).unwrap();
        assert!(!clock.synchronised());
        std::fs::write(&file, "").unwrap();
        assert!(becomes(&clock, true));
        std::fs::remove_file(&file).unwrap();
        assert!(becomes(&clock, false));
    }

    #[test]
    fn a_clock_knows_at_once_what_was_there_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("synchronized");
        std::fs::write(&file, "").unwrap();
        assert!(SystemClock::new(file).unwrap().synchronised());
    }
}
