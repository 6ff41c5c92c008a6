//! The card service: from a card on a USB reader to evidence.
//!
//! It exists so that the desk need not know readers, APDUs or hung drivers. The desk asks for a certificate or a
//! signature and always gets an answer soon.
//!
//! Promises:
//! 1. Whatever a card or reader does, the answer to a request comes within 2 s with the cause and the action, and the
//!    next card works without a restart. A loss of pcscd is reported at once; a hang of pcscd without a running
//!    request, within 7 s. The only exception is a person typing on the reader's keys: the reader's own time limit
//!    applies then ([`CardOptions::pad_time`]) plus 5 s. A card removed meanwhile is reported within 2 s if the
//!    reader stops asking at once, else when that time is over.
//! 2. One request spends at most one PIN try, and only [`CardRequest::Sign`] and [`CardRequest::SignByPad`] do.
//!    VERIFY is never repeated, and never sent after the request was answered as failed. The one VERIFY of a reader
//!    that does not return from asking may still follow; the answer says so ([`Fault::PinUncertain`]).
//! 3. The card is held exclusively and powered down at the end, so that a verified PIN does not outlive the check.
//! 4. A PIN typed on the reader's keys never enters this process.
//! 5. No PIN, certificate, signature, badge number or command appears in a log, an error or a `Debug` text.
//!
//! Layers, each usable without the ones above: [`tlv`] and [`apdu`] (bytes), [`dialogue`] (the exchange, over any
//! [`dialogue::Transmit`]), [`CardService`] (readers, threads, deadlines). All facts about cards are public
//! knowledge; this project has tested nothing on a real card.

pub mod apdu;
mod badge;
pub mod certificate;
pub mod dialogue;
mod event;
mod fault;
pub mod pad;
mod pin;
pub mod scheme;
mod service;
pub mod terminal;
#[cfg(test)]
mod testcert;
pub mod tlv;
mod token;

pub use badge::{BadgeId, Tapped, read_badge};
pub use event::{
    CardAnswer, CardContent, CardEvent, CardOptions, CardRequest, CardStats, ReaderCondition, ReaderInfo,
    RequestTag,
};
pub use fault::{CardError, Fault, Step};
pub use pad::{PadEnd, PinPad};
pub use pin::{InvalidPin, PIN_DIGITS, Pin};
pub use service::CardService;
pub use token::{LABEL_LEN, TokenKind};
