//! Status and events over MQTT: what the office sees of a station.
//!
//! Promises:
//! - **Nothing about a person** goes this way: the types of `wire` that are sent here have no place for it.
//! - **The latest status wins**: one status at most is on its way, and no status ever queues behind another.
//! - **No event is lost**: an event stays in the [`Outbox`] until the broker has taken it *for somebody*
//!   (a PUBACK that says success). What the MQTT library still had in flight when a connection ended is not
//!   trusted; it is read from the outbox again. An event may therefore arrive twice: `(station, order)` names it.
//! - **Online is true or corrected**: the birth is retained, the last will replaces it when the station
//!   vanishes, and both carry the boot counter (as Sparkplug B has it), so a will of an earlier life is known.
//! - **A dead broker blocks nobody**: every call of [`Report`] returns at once.
//!
//! Spoken is MQTT 5, for one reason: in version 3.1.1 a broker acknowledges a message that it refuses, or that
//! nobody has subscribed to, like any other. Version 5 tells, and the event stays here.

mod backoff;
mod config;
mod fault;
mod gate;
mod message;
mod meter;
mod outbox;
mod session;
mod shared;
mod task;
mod tls;
mod window;

pub use config::{Config, ConfigError, Timing};
pub use fault::{Fault, FaultText};
pub use outbox::{Outbox, OutboxError};

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, mpsc, watch};
use tokio::task::JoinHandle;

/// What happens on the way to the broker, for the station's own log and panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportEvent {
    /// Connected; the birth is on its way.
    Connected {
        /// Whether the TLS session could be resumed (a ticket was at hand).
        resumed: bool,
    },
    /// The connection ended or could not be made; another try follows by itself.
    Disconnected {
        /// Why.
        fault: Fault,
        /// Where and what exactly, for the technician. Carries no personal data and no secret.
        detail: String,
    },
    /// Something needs a hand while connected.
    Trouble {
        /// What.
        fault: Fault,
        /// Where and what exactly, for the technician.
        detail: String,
    },
    /// The trouble of this kind is over.
    Cleared {
        /// Which.
        fault: Fault,
    },
}

/// Bytes of TLS records towards and from the broker since start, by the model in `meter.rs`
/// (TCP and IP headers are not in it).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Station to broker.
    pub sent: u64,
    /// Broker to station.
    pub received: u64,
}

/// Looks at the settings and reads certificates and key as [`Report::start`] does, and starts nothing.
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
    /// Reads certificates and key, then starts the task; must be called within a tokio runtime. `events`
    /// hears what happens; when it is full, a notice is dropped rather than anybody blocked.
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
            told: std::collections::BTreeSet::new(),
        };
        let task = tokio::spawn(task::keep(shared));
        Ok(Self { status, wake, retry, stop, meter, connected, task: Mutex::new(Some(task)) })
    }

    /// Gives the newest status; the one before is forgotten. Its `sequence` is set when it is published.
    /// It goes out when it differs materially from the last one, or every `status_every`.
    pub fn status(&self, status: wire::Status) {
        self.status.send_replace(Some(status));
    }

    /// Says that the outbox has a new event.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Says that the line seems to be back: a running wait before the next try ends now.
    pub fn retry_now(&self) {
        self.retry.notify_one();
    }

    /// Bytes so far, for the day's meter.
    pub fn traffic(&self) -> Traffic {
        self.meter.total()
    }

    /// Whether there is a connection to the broker.
    pub fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// Whether its task lives; false after a stop, or a panic in it.
    pub fn is_running(&self) -> bool {
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        task.as_ref().is_some_and(|task| !task.is_finished())
    }

    /// Says goodbye (a birth with `online: false`, then DISCONNECT) and ends the task; takes a few seconds
    /// at most, and no time without a connection.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            let _ended = task.await;
        }
    }
}
