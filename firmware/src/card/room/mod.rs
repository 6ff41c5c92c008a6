//! The room itself: three kinds of threads and one that decides.
//!
//! - the **keeper** thread decides: it hears requests and reports, keeps the time, and is the only one that
//!   calls the desk. What it decides is a pure state machine ([`keeper`]).
//! - the **watcher** waits in `SCardGetStatusChange` for readers and cards to come and go, and rebuilds its
//!   context when the service goes away.
//! - a **hand** talks to one card at a time. `SCardTransmit` has no timeout: a hand that hangs is abandoned, told
//!   of by the keeper, and a new one takes its place; by the [`pulse`] it can never send another command.
//!
//! Nobody ever waits for a hand or the watcher without a deadline, not even to stop.

mod hand;
mod keeper;
mod link;
mod pulse;
mod supervisor;
mod watcher;

use super::{CardEvent, CardOptions, CardRequest, CardStats, ReaderInfo};
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use supervisor::{Message, Supervisor};

/// How long a drop waits for the card to be powered down. A hung driver is left behind after that.
const STOP_WAIT: Duration = Duration::from_millis(900);

/// Counters that the hands write and everybody may read.
#[derive(Debug, Clone, Default)]
struct Counters(Arc<Mutex<CardStats>>);

impl Counters {
    fn add(&self, change: impl FnOnce(&mut CardStats)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn read(&self) -> CardStats {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The reader that is used, written by the keeper.
type Reader = Arc<Mutex<Option<ReaderInfo>>>;

/// A running card room. Dropping it stops it: the card is powered down, and a hung driver holds the drop up for
/// less than a second.
pub struct CardRoom {
    inbox: Sender<Message>,
    stopped: Receiver<()>,
    counters: Counters,
    reader: Reader,
}

impl CardRoom {
    /// Starts the room on threads of its own. `on_event` is called on one of them, never by two at a time; it
    /// must return soon. The first event is the reader's condition.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        options: CardOptions,
        on_event: impl FnMut(CardEvent) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (inbox, messages) = channel();
        let (done, stopped) = channel();
        let (counters, reader) = (Counters::default(), Reader::default());
        let shared = (counters.clone(), reader.clone());
        let supervisor = Supervisor::new(options, inbox.clone(), messages, shared, on_event)?;
        std::thread::Builder::new().name("card-keeper".into()).spawn(move || {
            supervisor.run();
            drop(done);
        })?;
        Ok(Self { inbox, stopped, counters, reader })
    }

    /// Asks; never blocks. The answer is an event.
    pub fn request(&self, request: CardRequest) {
        // A room whose keeper has died answers nothing; its caller's own deadline says so.
        let _ = self.inbox.send(Message::Request(request));
    }

    /// Whether the room's thread lives; false only after a panic in it.
    pub fn is_running(&self) -> bool {
        !matches!(self.stopped.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected))
    }

    /// The reader that is used; `None` while there is none that works. Never waits for it.
    pub fn reader(&self) -> Option<ReaderInfo> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the cards were made to do since the room began.
    pub fn stats(&self) -> CardStats {
        self.counters.read()
    }
}

impl Drop for CardRoom {
    fn drop(&mut self) {
        if self.inbox.send(Message::Stop).is_ok() {
            // Ends by the sender's drop, or by time.
            let _ = self.stopped.recv_timeout(STOP_WAIT);
        }
    }
}

impl fmt::Debug for CardRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardRoom").finish_non_exhaustive()
    }
}
