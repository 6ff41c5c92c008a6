//! Everything that comes to the desk's loop.

use firmware::{card::CardEvent, panel::Sound};
use speech::SpeechError;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Something that happened in a component.
#[derive(Debug)]
pub enum Input {
    /// From the card service.
    Card(CardEvent),
    /// Probe of the loop; answered with whether the card service is running.
    Pulse(oneshot::Sender<bool>),
    /// The result of reading aloud.
    Spoken(Spoken),
    /// An event of the desk.
    Desk(Box<desk::Event>),
}

/// The sound of a text, or why there is none.
#[derive(Debug)]
pub struct Spoken {
    /// Number of the order.
    pub order: u64,
    /// The sound.
    pub sound: Result<Arc<Sound>, SpeechError>,
}

impl From<desk::Event> for Input {
    fn from(event: desk::Event) -> Self {
        Self::Desk(Box::new(event))
    }
}

impl From<CardEvent> for Input {
    fn from(event: CardEvent) -> Self {
        Self::Card(event)
    }
}

/// The way to the desk's loop. Unbounded, because senders must not wait and each of them is bounded by what it
/// answers: one card, one check, one change of a condition.
pub type Inbox = mpsc::UnboundedSender<Input>;

/// Sends, or does nothing when the loop has ended.
pub fn send(inbox: &Inbox, input: impl Into<Input>) {
    // The receiver is gone only at the end of the process.
    let _ = inbox.send(input.into());
}
