//! The task: one connection after the other, with pauses between.
//!
//! Only a connection that lasted resets the back-off: a line that lets a connection be made and cuts it a second later
//! would otherwise be tried every second, and each try costs a handshake.

use crate::ReportEvent;
use crate::outbox::Outbox;
use crate::session::{self, End};
use crate::shared::{Shared, stopped};
use retry::Backoff;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Keeps connecting until a stop is wanted.
pub(crate) async fn keep<O: Outbox>(mut shared: Shared<O>) {
    let timing = shared.config.timing;
    let seed = seed(shared.config.seed, shared.config.station.as_str());
    let mut backoff = Backoff::new(timing.backoff_first, timing.backoff_most).with_jitter(seed);
    loop {
        shared.renew();
        match session::run(&mut shared).await {
            End::Stopped => return,
            End::Lost { lasted, cause } => {
                let pause = pause_after(&mut backoff, lasted, timing.stable);
                tracing::debug!(pause_ms = pause.as_millis(), "next try");
                shared.emit(ReportEvent::Disconnected { fault: cause.fault, detail: cause.detail });
                if !rest(&mut shared, pause, timing.backoff_first).await {
                    return;
                }
            }
        }
    }
}

/// Pause after a connection that lasted `lasted` (zero when there was none); `stable` resets the back-off.
fn pause_after(backoff: &mut Backoff, lasted: Duration, stable: Duration) -> Duration {
    if lasted >= stable {
        backoff.reset();
    }
    backoff.next_pause()
}

/// Waits for `pause`. A hint that the line is back ends it, though never before `least`, so that hints cannot make a
/// busy loop. False when a stop is wanted.
async fn rest<O: Outbox>(shared: &mut Shared<O>, pause: Duration, least: Duration) -> bool {
    let begun = Instant::now();
    let hinted = async {
        shared.retry.notified().await;
        sleep(least.saturating_sub(begun.elapsed())).await;
    };
    tokio::select! {
        () = sleep(pause) => true,
        () = hinted => true,
        () = stopped(&mut shared.stop) => false,
    }
}

/// Seed of the jitter: stations that start with the same seed still wait differently.
fn seed(base: u64, station: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (base, station).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Duration = Duration::from_secs(1);

    #[test]
    fn only_a_connection_that_lasted_resets_the_pause() {
        let mut backoff = Backoff::new(S, 120 * S).with_jitter(7);
        for _ in 0..6 {
            pause_after(&mut backoff, Duration::ZERO, 60 * S);
        }
        assert!(pause_after(&mut backoff, 59 * S, 60 * S) >= 32 * S);
        assert!(pause_after(&mut backoff, 60 * S, 60 * S) <= S);
    }

    #[test]
    fn stations_wait_differently_and_each_repeats_its_pauses() {
        let pauses = |base, station: &str| {
            let mut backoff = Backoff::new(S, 120 * S).with_jitter(seed(base, station));
            (0..8).map(|_| backoff.next_pause()).collect::<Vec<_>>()
        };
        assert_eq!(pauses(1, "bus-01"), pauses(1, "bus-01"));
        assert_ne!(pauses(1, "bus-01"), pauses(1, "bus-02"));
        assert_ne!(pauses(1, "bus-01"), pauses(2, "bus-01"));
    }
}
