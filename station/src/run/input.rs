//! What comes to the desk's loop.

use firmware::card::CardEvent;
use tokio::sync::{mpsc, oneshot};

/// Something that happened in a room.
#[derive(Debug)]
pub enum Input {
    /// From the card room.
    Card(CardEvent),
    /// Somebody asks whether the loop turns and the card room lives.
    Pulse(oneshot::Sender<bool>),
    /// What was to be read aloud has become sound, or has not.
    Spoken(super::voice::Made),
    /// Already in the desk's words.
    Desk(Box<desk::Event>),
}

impl From<desk::Event> for Input {
    fn from(event: desk::Event) -> Self {
        Self::Desk(Box::new(event))
    }
}

/// The way to the desk's loop. Unbounded, because senders must not wait and each of them is bounded by what it
/// answers: one card, one check, one change of a condition.
pub type Inbox = mpsc::UnboundedSender<Input>;

/// Sends, or does nothing when the loop has ended.
pub fn tell(inbox: &Inbox, input: impl Into<Input>) {
    // Only at the end of the process is nobody there.
    let _ = inbox.send(input.into());
}
