//! The handle that the station holds. All work happens in one task; the handle only sends it commands, so that a slow
//! line never makes a caller wait (except [`Uplink::recall`], which waits for its answer).

use crate::{
    Backlog, Config, RECALL_WITHIN, RecallError, UplinkError, UplinkEvent,
    command::{Command, Recall},
    driver::Driver,
    link::Quality,
    traffic::Traffic,
};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use wire::{CheckId, Settlement};

/// A running uplink. Dropping it ends its task at once; [`Uplink::stop`] lets requests in flight complete first.
pub struct Uplink {
    commands: mpsc::UnboundedSender<Command>,
    traffic: Arc<Traffic>,
    quality: Arc<Mutex<Quality>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Uplink {
    /// Reads the identity and starts the task. Must be called within a tokio runtime. The events channel should be read
    /// steadily: while it is full, the uplink waits.
    ///
    /// # Errors
    /// `U1..` when the configuration or one of its files is not right; nothing runs then.
    pub fn start<B: Backlog>(
        config: Config,
        backlog: Arc<B>,
        events: mpsc::Sender<UplinkEvent>,
    ) -> Result<Self, UplinkError> {
        let driver = Driver::new(config, backlog, events)?;
        let (traffic, quality) = (driver.http.traffic.clone(), driver.quality.clone());
        let (commands, inbox) = mpsc::unbounded_channel();
        let task = tokio::spawn(driver.run(inbox));
        Ok(Self { commands, traffic, quality, task: Mutex::new(Some(task)) })
    }

    /// Sends a check that was just saved, ahead of the backlog: the desk waits for it. Also makes the driver read the
    /// backlog and the book again.
    pub fn live(&self, id: CheckId) {
        self.send(Command::Live(id));
    }

    /// Asks the centre for the settlement of one of this station's checks again: possible until the end of the month
    /// after its capture. Not queued: an answer comes within [`RECALL_WITHIN`], at once when the line is known to be
    /// down. Live checks go first.
    ///
    /// # Errors
    /// [`RecallError`], with texts for staff and technician.
    pub async fn recall(&self, check: CheckId) -> Result<Settlement, RecallError> {
        let (reply_to, answered) = oneshot::channel();
        self.send(Command::Recall(Recall::new(check, reply_to)));
        match timeout(RECALL_WITHIN, answered).await {
            Ok(Ok(found)) => found.map(|settlement| *settlement),
            Ok(Err(_)) => Err(RecallError::Offline("the uplink was stopped".into())),
            Err(_) => Err(RecallError::Offline(format!("nothing within {} s", RECALL_WITHIN.as_secs()))),
        }
    }

    /// Quality of the line according to the last answers and failures; sends nothing.
    pub fn line(&self) -> Quality {
        *self.quality.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes (up, down) that crossed the sockets since the start, without packet headers.
    pub fn counted(&self) -> (u64, u64) {
        self.traffic.payload()
    }

    /// Stops: nothing new is sent, requests in flight get a few seconds to complete. Checks without an answer by then
    /// stay in the backlog.
    pub async fn stop(&self) {
        self.send(Command::Stop);
        if let Some(task) = self.task() {
            // A driver that panicked reports nothing more; the backlog is whole in any case.
            task.await.ok();
        }
    }

    /// True when its task lives; false after a stop, or a panic in it.
    pub fn is_running(&self) -> bool {
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        task.as_ref().is_some_and(|task| !task.is_finished())
    }

    fn task(&self) -> Option<JoinHandle<()>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn send(&self, command: Command) {
        // The driver is gone only after a stop; commands have no meaning then.
        self.commands.send(command).ok();
    }
}

impl Drop for Uplink {
    fn drop(&mut self) {
        if let Some(task) = self.task() {
            task.abort();
        }
    }
}
