//! A card that is moved while it is being used.

use crate::common::Common;
use crate::failure::CARD_PULLED;
use crate::state::{Message, Reading, State};
use crate::{Event, Now};
use wire::ReaderState;

/// Movement of a card while it is being used.
pub(crate) enum Disturbance {
    /// Another card (or the same again) lies there.
    Placed,
    /// It was taken, or the reader went away.
    Gone,
}

impl Disturbance {
    pub(crate) fn of(event: &Event) -> Option<Self> {
        match event {
            Event::CardPlaced => Some(Self::Placed),
            Event::CardRemoved => Some(Self::Gone),
            Event::Reader(state) if *state != ReaderState::Ready => Some(Self::Gone),
            _ => None,
        }
    }

    /// The card was needed and is not (the same) any more.
    pub(crate) fn interrupt(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Placed => Reading::begin(common, now),
            Self::Gone => Message::give_up(common, now, CARD_PULLED),
        }
    }
}
