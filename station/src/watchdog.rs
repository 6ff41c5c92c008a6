//! systemd's notification protocol: ready, still alive, stopping.

use sd_notify::NotifyState;
use std::time::Duration;

/// Says that the station answers keys and cards.
pub fn ready() {
    notify(&[NotifyState::Ready]);
}

/// Says that the station is stopping on purpose.
pub fn stopping() {
    notify(&[NotifyState::Stopping]);
}

/// Says that the desk still turns.
pub fn alive() {
    notify(&[NotifyState::Watchdog]);
}

/// How often [`alive`] must be said: half of what the unit's `WatchdogSec` allows; `None` when nobody watches.
pub fn interval() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|allowed| allowed / 2)
}

fn notify(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "cannot notify the service manager");
    }
}
