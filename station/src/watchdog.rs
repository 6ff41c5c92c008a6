//! systemd's notification protocol: ready, still alive, stopping.
//!
//! Its socket blocks when nobody reads it, so a thread of its own writes to it: a service manager that hangs must
//! not hold the station up, least of all its stop.

use sd_notify::NotifyState;
use std::{
    sync::{
        LazyLock,
        mpsc::{SyncSender, sync_channel},
    },
    time::Duration,
};

/// Notices that may wait; further ones are dropped.
const WAITING: usize = 8;

#[derive(Debug, Clone, Copy)]
enum Notice {
    Ready,
    Alive,
    Stopping,
}

/// Says that the station answers keys and cards.
pub fn ready() {
    notify(Notice::Ready);
}

/// Says that the station is stopping on purpose.
pub fn stopping() {
    notify(Notice::Stopping);
}

/// Says that the rooms still answer; says nothing when nobody watches.
pub fn alive() {
    if interval().is_some() {
        notify(Notice::Alive);
    }
}

/// How often [`alive`] must be said: half of what the unit's `WatchdogSec` allows; `None` when nobody watches.
pub fn interval() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|allowed| allowed / 2)
}

fn notify(notice: Notice) {
    static WRITER: LazyLock<Option<SyncSender<Notice>>> = LazyLock::new(writer);
    // A full queue means that the service manager does not read: it will draw its own conclusions.
    let _ = WRITER.as_ref().map(|writer| writer.try_send(notice));
}

fn writer() -> Option<SyncSender<Notice>> {
    let (sender, notices) = sync_channel(WAITING);
    let write = move || {
        while let Ok(notice) = notices.recv() {
            let state = match notice {
                Notice::Ready => NotifyState::Ready,
                Notice::Alive => NotifyState::Watchdog,
                Notice::Stopping => NotifyState::Stopping,
            };
            if let Err(error) = sd_notify::notify(&[state]) {
                tracing::warn!(%error, "cannot notify the service manager");
            }
        }
    };
    std::thread::Builder::new().name("notify".into()).spawn(write).ok().map(|_| sender)
}
