//! A virtual My Number card, so good that strangers accept it: OpenSC reads and signs with it through a real pcscd.
//!
//! Three layers, each usable alone:
//! - [`VirtualCard`] executes command APDUs over a persona's files, keys and PINs; it knows faults ([`Faults`]) and
//!   counts ([`Stats`]);
//! - [`Slot`] puts a card on a vpcd reader and pulls it;
//! - [`PrivatePcscd`] is a real pcscd with a vpcd reader of its own, for one test or one rehearsal; the reader may have
//!   keys on which a PIN is typed ([`PinPad`]).
//!
//! Promises:
//! - PIN tries, blocked PINs and everything else a chip keeps outlive pulling and inserting; a verified PIN ends with
//!   power-down or with the selection of another application, not with a warm reset;
//! - whatever fault is set, pulling works at once, and the next card works without a restart;
//! - several readers with their pcscd run side by side;
//! - nothing personal is printed: `Debug` and errors have persona keys and file numbers only.
//!
//! The behaviour is collected from public code (OpenSC `card-jpki.c`, `pkcs15-jpki.c`; jpki/myna). No real card was
//! at hand; where public code leaves it open, the choice is marked "assumed" where it is made.

pub mod badge;
pub mod deck;
pub mod yardstick;

mod apdu;
mod chip;
mod faults;
mod files;
mod layout;
mod lifeline;
mod pcscd;
mod pinpad;
mod slot;
mod tcp;
mod virtual_card;

pub use faults::{BadCertificate, Faults, RawAnswer, Stats, WrongStatus};
pub use lifeline::Lifeline;
pub use pcscd::{PcscdError, PrivatePcscd};
pub use pinpad::{Asked, PinPad};
pub use slot::{Slot, SlotError};
pub use virtual_card::{Outcome, VirtualCard};

/// Why there is no card.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// No persona and no badge of this key.
    #[error("there is no persona or badge \"{key}\"")]
    NoPersona {
        /// The unknown key.
        key: String,
    },
    /// The PKI holds nothing for the persona.
    #[error("the PKI has no certificate for {persona}")]
    NoCertificate {
        /// Key of the persona.
        persona: String,
    },
    /// The PKI could not be used.
    #[error("test PKI: {0}")]
    Pki(#[from] personas::StoreError),
}
