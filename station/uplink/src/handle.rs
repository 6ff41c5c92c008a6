//! The handle that the station holds. All work happens in one task; the handle only sends it words, so that a
//! slow line never makes a caller wait (except [`Uplink::recall`], which is a question).

use crate::{
    Backlog, Config, Handshakes, RECALL_WITHIN, RecallError, UplinkError, UplinkEvent, driver::Driver,
    link::Quality, meter::Tally, recall::Recall,
};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use wire::{CheckId, Settlement};

/// A word to the driver.
pub(crate) enum Command {
    Live(CheckId),
    Wake,
    Limit(Option<u64>),
    Recall(Recall),
    Stop,
}

/// A running uplink. Dropping it ends its task at once; [`Uplink::stop`] lets what is in flight end first.
pub struct Uplink {
    commands: mpsc::UnboundedSender<Command>,
    tally: Arc<Tally>,
    quality: Arc<Mutex<Quality>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Uplink {
    /// Reads the identity and begins. Must be called within a tokio runtime. The events channel should be read
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
        let (tally, quality) = (driver.http.tally.clone(), driver.quality.clone());
        let (commands, inbox) = mpsc::unbounded_channel();
        let task = tokio::spawn(driver.run(inbox));
        Ok(Self { commands, tally, quality, task: Mutex::new(Some(task)) })
    }

    /// A check was just saved and somebody waits for it at the desk.
    pub fn live(&self, id: CheckId) {
        self.tell(Command::Live(id));
    }

    /// Something changed that may make sending worth while (a check was saved, the network came up): looks at
    /// the backlog now.
    pub fn wake(&self) {
        self.tell(Command::Wake);
    }

    /// Another day limit, in bytes; `None` for none. A raised limit lets a stopped backlog go on at once.
    pub fn limit(&self, bytes_per_day: Option<u64>) {
        self.tell(Command::Limit(bytes_per_day));
    }

    /// Asks the centre for the settlement of one of this station's checks again: possible until the end of the month
    /// after its capture. Not queued: an answer comes within [`RECALL_WITHIN`], at once when the line is known to be
    /// down. Live checks go first.
    ///
    /// # Errors
    /// [`RecallError`], with texts for staff and technician.
    pub async fn recall(&self, check: CheckId) -> Result<Settlement, RecallError> {
        let (asker, answered) = oneshot::channel();
        self.tell(Command::Recall(Recall::new(check, asker)));
        match timeout(RECALL_WITHIN, answered).await {
            Ok(Ok(found)) => found.map(|settlement| *settlement),
            Ok(Err(_)) => Err(RecallError::Offline("the uplink was stopped".into())),
            Err(_) => Err(RecallError::Offline(format!("nothing within {} s", RECALL_WITHIN.as_secs()))),
        }
    }

    /// How the line is, as the last answers and failures tell; asks nobody.
    pub fn line(&self) -> Quality {
        *self.quality.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// TLS handshakes so far.
    pub fn handshakes(&self) -> Handshakes {
        self.tally.handshakes()
    }

    /// TCP payload so far by the model, as (sent, received), without the packet headers that the day's count has
    /// besides: to be held against a true counter.
    pub fn counted(&self) -> (u64, u64) {
        self.tally.payload()
    }

    /// Stops: nothing new is sent, what is in flight gets a few seconds to end. What does not end in time
    /// waits in the backlog as before.
    pub async fn stop(&self) {
        self.tell(Command::Stop);
        if let Some(task) = self.task() {
            // A driver that panicked has nothing more to tell; the backlog is whole in any case.
            task.await.ok();
        }
    }

    /// Whether its task lives; false after a stop, or a panic in it.
    pub fn is_running(&self) -> bool {
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        task.as_ref().is_some_and(|task| !task.is_finished())
    }

    fn task(&self) -> Option<JoinHandle<()>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn tell(&self, command: Command) {
        // The driver is gone only after a stop; a word to it has no meaning then.
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
