//! The task: a connection after the other, with waits between.

use crate::ReportEvent;
use crate::backoff::Backoff;
use crate::outbox::Outbox;
use crate::session::{self, End};
use crate::shared::{Shared, stopped};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Keeps connecting until a stop is wanted.
pub(crate) async fn keep<O: Outbox>(mut shared: Shared<O>) {
    let timing = shared.config.timing;
    let seed = shared.config.seed ^ of_name(shared.config.station.as_str());
    let mut backoff = Backoff::new(timing.backoff_first, timing.backoff_most, timing.stable, seed);
    loop {
        shared.renew();
        match session::run(&mut shared).await {
            End::Stopped => return,
            End::Lost { lasted, cause } => {
                let wait = backoff.after(lasted);
                tracing::debug!(wait_ms = wait.as_millis(), "next try");
                shared.tell(ReportEvent::Disconnected { fault: cause.fault, detail: cause.detail });
                if !rest(&mut shared, wait, timing.backoff_first).await {
                    return;
                }
            }
        }
    }
}

/// Waits; a hint that the line is back ends the wait, though never before `least`, so that hints cannot
/// make it a busy loop. False when a stop is wanted.
async fn rest<O: Outbox>(shared: &mut Shared<O>, wait: Duration, least: Duration) -> bool {
    let begun = Instant::now();
    let hinted = async {
        shared.retry.notified().await;
        sleep(least.saturating_sub(begun.elapsed())).await;
    };
    tokio::select! {
        () = sleep(wait) => true,
        () = hinted => true,
        () = stopped(&mut shared.stop) => false,
    }
}

/// FNV-1a of the station's name: stations that start with the same seed still wait differently.
fn of_name(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}
