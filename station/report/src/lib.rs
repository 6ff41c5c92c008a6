//! Status and events over MQTT: a station as the office sees it.
//!
//! Promises:
//! - **Nothing about a person** is sent: the types of `wire` that are sent here have no field for it.
//! - **The latest status wins**: at most one status is in flight, and no status ever queues behind another.
//! - **No event is lost**: an event stays in the [`Outbox`] until the broker has taken it *for a subscriber* (a PUBACK
//!   with success). Events that the MQTT library still had in flight when a connection ended are read from the outbox
//!   again. An event may therefore arrive twice: `(station, order)` identifies it.
//! - **Online is true or corrected**: the birth is retained, the last will replaces it when the station vanishes, and
//!   both carry the boot counter (as in Sparkplug B), so a will of an earlier boot is recognised.
//! - **A dead broker blocks no caller**: every call of [`Report`] returns at once.
//!
//! The protocol is MQTT 5, for one reason: in version 3.1.1 a broker acknowledges a message that it refuses, or that has
//! no subscriber, like any other. Version 5 reports the difference, and the event stays here.

mod conditions;
mod config;
mod fault;
mod gate;
mod hold_down;
mod message;
mod meter;
mod outbox;
mod session;
mod shared;
mod task;
mod tls;
mod window;

pub use conditions::Conditions;
pub use config::{Config, ConfigError, Timing};
pub use fault::Fault;
pub use hold_down::HoldDown;
pub use outbox::{Outbox, OutboxError};

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;

/// State of the connection to the broker, for the station's own log and panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportEvent {
    /// Connected; the birth is being sent.
    Connected {
        /// True when the TLS session could be resumed (a ticket was at hand).
        resumed: bool,
    },
    /// The connection ended or could not be made; it is retried without further action.
    Disconnected {
        /// Reason.
        fault: Fault,
        /// Details for the technician. Carries no personal data and no secret.
        detail: String,
    },
    /// A problem while connected.
    Trouble {
        /// Its kind.
        fault: Fault,
        /// Details for the technician.
        detail: String,
    },
    /// The trouble of this kind is over.
    Cleared {
        /// Its kind.
        fault: Fault,
    },
}

/// Bytes of TLS records exchanged with the broker since the start, by the model in `meter.rs` (without TCP and IP
/// headers).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Station to broker.
    pub sent: u64,
    /// Broker to station.
    pub received: u64,
}

/// Checks the settings and reads certificates and key as [`Report::start`] does, and starts nothing.
///
/// # Errors
/// Those of [`Report::start`].
pub fn check(config: &Config) -> Result<(), ConfigError> {
    config.check()?;
    tls::Tls::load(config).map(drop)
}

/// The reporter: owns a task that keeps the connection.
#[derive(Debug)]
pub struct Report {
    status: watch::Sender<Option<wire::Status>>,
    wake: Arc<Notify>,
    retry: Arc<Notify>,
    stop: watch::Sender<bool>,
    meter: Arc<meter::Meter>,
    connected: Arc<AtomicBool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Report {
    /// Reads certificates and key, then starts the task; must be called within a tokio runtime. While `events` is full,
    /// further ones are dropped rather than the task blocked.
    ///
    /// # Errors
    /// A setting out of range, or a file that cannot be read or does not fit, with the field and the file.
    pub fn start<O: Outbox>(
        config: Config,
        outbox: O,
        events: mpsc::Sender<ReportEvent>,
    ) -> Result<Self, ConfigError> {
        config.check()?;
        let tls = tls::Tls::load(&config)?;
        let (status, newest) = watch::channel(None);
        let (stop, stopped) = watch::channel(false);
        let (wake, retry, meter) = (Arc::default(), Arc::default(), Arc::default());
        let connected = Arc::<AtomicBool>::default();
        let shared = shared::Shared {
            gate: gate::Gate::new(config.status_every, tokio::time::Instant::now()),
            config,
            tls,
            outbox,
            events,
            status: newest,
            stop: stopped,
            wake: Arc::clone(&wake),
            retry: Arc::clone(&retry),
            meter: Arc::clone(&meter),
            connected: Arc::clone(&connected),
            reported: std::collections::BTreeSet::new(),
        };
        let task = tokio::spawn(task::keep(shared));
        Ok(Self { status, wake, retry, stop, meter, connected, task: Mutex::new(Some(task)) })
    }

    /// Replaces the status. It is published when it differs materially from the last one, or every `status_every`; its
    /// `sequence` is set then.
    pub fn status(&self, status: wire::Status) {
        self.status.send_replace(Some(status));
    }

    /// Announces a new event in the outbox.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Ends a running pause before the next try: the line seems to be back.
    pub fn retry_now(&self) {
        self.retry.notify_one();
    }

    /// Bytes since the start, for the day's meter.
    pub fn traffic(&self) -> Traffic {
        self.meter.total()
    }

    /// True when there is a connection to the broker.
    pub fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// True when its task lives; false after a stop, or a panic in it.
    pub fn is_running(&self) -> bool {
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        task.as_ref().is_some_and(|task| !task.is_finished())
    }

    /// Publishes the goodbye (a birth with `online: false`, then DISCONNECT) and ends the task; takes a few seconds at
    /// most, and no time without a connection.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            let _ended = task.await;
        }
    }
}
