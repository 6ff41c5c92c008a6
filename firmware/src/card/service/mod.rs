//! The card service: three kinds of threads around one state machine.
//!
//! It exists because every call to a card or to pcscd may hang, and the desk must not.
//!
//! - The **supervisor** receives requests and reports, keeps the deadlines, and is the only thread that calls the
//!   owner. Its decisions are a pure state machine ([`state_machine`]).
//! - The **watcher** waits in `SCardGetStatusChange` for changes of readers and cards, and renews its context when
//!   pcscd restarts.
//! - A **session thread** talks to one card at a time. `SCardTransmit` has no timeout, so a session thread that hangs is
//!   abandoned and replaced; the [`call_guard`] ensures that it can never send another command.
//!
//! Promise: no wait for a session thread or the watcher is without a deadline, not even during a stop.

mod call_guard;
mod link;
mod message;
mod session_thread;
mod shared;
mod state_machine;
mod supervisor;
mod watcher;

use super::{CardEvent, CardOptions, CardRequest, CardStats, ReaderInfo};
use message::Message;
use shared::{Counters, CurrentReader};
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use supervisor::Supervisor;

/// Longest wait of a drop for the card to be powered down. A hung driver is left behind after that.
const STOP_WAIT: Duration = Duration::from_millis(900);

/// A running card service. Dropping it stops it: the card is powered down, and a hung driver delays the drop by less than
/// a second.
pub struct CardService {
    inbox: Sender<Message>,
    stopped: Receiver<()>,
    counters: Counters,
    reader: CurrentReader,
}

impl CardService {
    /// Starts the service on threads of its own. `on_event` is called on one of them, one event at a time, and must
    /// return soon. The first event is the reader's condition.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        options: CardOptions,
        on_event: impl FnMut(CardEvent) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (inbox, messages) = channel();
        let (done, stopped) = channel();
        let (counters, reader) = (Counters::default(), CurrentReader::default());
        let shared = (counters.clone(), reader.clone());
        let supervisor = Supervisor::new(options, inbox.clone(), messages, shared, on_event)?;
        std::thread::Builder::new().name("card-service".into()).spawn(move || {
            supervisor.run();
            drop(done);
        })?;
        Ok(Self { inbox, stopped, counters, reader })
    }

    /// Sends a request; never blocks. The answer is an event.
    pub fn request(&self, request: CardRequest) {
        // A dead supervisor answers nothing; the caller's own deadline covers that.
        let _ = self.inbox.send(Message::Request(request));
    }

    /// True while the supervisor's thread lives; false only after a panic in it.
    pub fn is_running(&self) -> bool {
        !matches!(self.stopped.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected))
    }

    /// The reader in use; `None` while no reader works. Never blocks on the reader.
    pub fn reader(&self) -> Option<ReaderInfo> {
        self.reader.get()
    }

    /// The card traffic since the start.
    pub fn stats(&self) -> CardStats {
        self.counters.read()
    }
}

impl Drop for CardService {
    fn drop(&mut self) {
        if self.inbox.send(Message::Stop).is_ok() {
            // Returns when the supervisor drops its sender, or at the deadline.
            let _ = self.stopped.recv_timeout(STOP_WAIT);
        }
    }
}

impl fmt::Debug for CardService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardService").finish_non_exhaustive()
    }
}
