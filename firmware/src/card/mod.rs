//! The card room: from a card on a USB reader to evidence in hand.
//!
//! Why it exists: the desk must not know of readers, APDUs or hung drivers. It asks for a certificate or a
//! signature and is told, always and soon, what came of it.
//!
//! It promises:
//! 1. Whatever card or reader do to a request, the desk is told within 2 s what happened and what to do, and the
//!    next card works without a restart. A card service that stops is told at once; one that hangs without a
//!    request under way, within 7 s. Only while a person types on the reader's keys is the reader's own time waited
//!    for ([`CardOptions::pad_time`]) and 5 s more: a card that leaves meanwhile is told within 2 s where the reader
//!    stops asking then, else when that time is over.
//! 2. One request spends at most one PIN try, and only [`CardRequest::Sign`] and [`CardRequest::SignByPad`] do. VERIFY
//!    is never repeated, and never sent after the desk was told that the request failed; a reader that does not come
//!    back from asking may still send the one it was asked for, which is told ([`Fault::PinUncertain`]).
//! 3. The card is held exclusively and powered down at the end, so that a verified PIN does not outlive the check.
//! 4. A PIN that is typed on the reader's keys never comes into this process.
//! 5. No PIN, certificate, signature, badge number or command appears in a log, an error or a `Debug` text.
//!
//! Layers, each usable without the ones above: [`tlv`] and [`apdu`] (bytes), [`dialogue`] (the exchange, over any
//! [`dialogue::Transmit`]), [`CardService`] (readers, threads, deadlines). What is known of the cards is public
//! knowledge; nothing here was tried on a real card by this project.

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
pub use fault::{CardError, Fault, FaultText, Step};
pub use pad::{PadEnd, PinPad};
pub use pin::{InvalidPin, PIN_DIGITS, Pin};
pub use service::CardService;
pub use token::{LABEL_LEN, TokenKind};
