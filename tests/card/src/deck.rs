//! All the personas' cards in one hand, and one reader to put them on: what the rehearsal and the `card` program
//! drive.
//!
//! A card is made when it is first asked for and kept, so that tries and faults outlive pulling and inserting.

use crate::{CardError, Faults, Slot, SlotError, Stats, VirtualCard, badge};
use personas::jpki::Pki;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// A reader looks for cards every 400 ms; this is ample.
const NOTICED_WITHIN: Duration = Duration::from_secs(10);

/// Cards by persona key, and the slot.
#[derive(Debug)]
pub struct Deck {
    pki: Pki,
    cards: BTreeMap<&'static str, VirtualCard>,
    slot: Slot,
}

/// Why the deck could not do it.
#[derive(Debug, thiserror::Error)]
pub enum DeckError {
    /// No such card.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The reader.
    #[error(transparent)]
    Slot(#[from] SlotError),
    /// Something was asked of the card on the reader.
    #[error("no card is on the reader, and no persona is named")]
    Empty,
    /// The reader still believes in the card that was pulled.
    #[error("the reader did not notice that the card was pulled")]
    NotNoticed,
}

/// One order to a deck; one line of JSON on the control socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    /// Put this persona's card on the reader; a card that lies there is pulled first.
    Insert {
        /// Key of the persona, or of a badge.
        persona: String,
    },
    /// Pull the card, and wait until the reader has noticed.
    Pull,
    /// Set the faults of a card; those not named end.
    Fault {
        /// Key of the persona; the card on the reader when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        persona: Option<String>,
        /// The faults.
        faults: Faults,
    },
    /// Forget a card: the next time it is as delivered.
    Renew {
        /// Key of the persona.
        persona: String,
    },
    /// Counts of a card.
    Stats {
        /// Key of the persona; the card on the reader when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        persona: Option<String>,
    },
}

/// The answer to an [`Order`]. Carries no personal data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// True if it was done.
    pub ok: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Persona whose card is on the reader now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_reader: Option<String>,
    /// The counts that were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stats: Option<Stats>,
    /// PIN tries left of the card that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u8>,
}

impl Deck {
    /// A deck of cards with certificates of this PKI, for this slot.
    pub fn new(pki: Pki, slot: Slot) -> Self {
        Self { pki, cards: BTreeMap::new(), slot }
    }

    /// The card of this persona, or the badge of this key, made when it is first asked for.
    pub fn card(&mut self, persona: &str) -> Result<VirtualCard, CardError> {
        if let Some(card) = self.cards.get(persona) {
            return Ok(card.clone());
        }
        let card = match (personas::find(persona), badge::find(persona)) {
            (Some(persona), _) => VirtualCard::new(persona, &self.pki)?,
            (None, Some(badge)) => VirtualCard::badge(badge),
            (None, None) => return Err(CardError::NoPersona { key: persona.to_owned() }),
        };
        self.cards.insert(card.key(), card.clone());
        Ok(card)
    }

    /// Puts the persona's card on the reader; a card that lies there is pulled first.
    pub fn insert(&mut self, persona: &str) -> Result<VirtualCard, DeckError> {
        let card = self.card(persona)?;
        self.pull()?;
        self.slot.insert(&card)?;
        Ok(card)
    }

    /// Pulls the card and waits until the reader has noticed.
    pub fn pull(&mut self) -> Result<(), DeckError> {
        if self.slot.pull_and_wait(NOTICED_WITHIN) { Ok(()) } else { Err(DeckError::NotNoticed) }
    }

    /// The card on the reader.
    pub fn on_reader(&self) -> Option<&VirtualCard> {
        self.slot.card()
    }

    /// Carries out an order.
    pub fn order(&mut self, order: Order) -> Answer {
        let done = self.carry_out(order);
        let on_reader = self.on_reader().map(|card| card.key().to_owned());
        match done {
            Ok(answer) => Answer { ok: true, on_reader, ..answer },
            Err(error) => Answer { error: Some(error.to_string()), on_reader, ..Answer::default() },
        }
    }

    fn carry_out(&mut self, order: Order) -> Result<Answer, DeckError> {
        match order {
            Order::Insert { persona } => {
                self.insert(&persona)?;
            }
            Order::Pull => self.pull()?,
            Order::Fault { persona, faults } => self.meant(persona)?.set_faults(faults),
            Order::Renew { persona } => {
                self.card(&persona)?;
                self.cards.remove(persona.as_str());
            }
            Order::Stats { persona } => {
                let card = self.meant(persona)?;
                let (stats, tries_left) = (Some(card.stats()), card.tries_left());
                return Ok(Answer { stats, tries_left, ..Answer::default() });
            }
        }
        Ok(Answer::default())
    }

    /// The named card, or the one on the reader.
    fn meant(&mut self, persona: Option<String>) -> Result<VirtualCard, DeckError> {
        match persona {
            Some(persona) => Ok(self.card(&persona)?),
            None => self.on_reader().cloned().ok_or(DeckError::Empty),
        }
    }
}
