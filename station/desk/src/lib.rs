//! The reception workflow: a pure state machine.
//!
//! One station has one desk. What happens (a key, a card, an answer, a timer) goes in as an [`Event`]; what the
//! world must do comes out as [`Effect`]s; what the panel shows is [`Desk::view`]. No I/O, no clock, no thread:
//! [`Now`] is handed in, so that tests own the time.
//!
//! Promises, each with a test of its name:
//! - never stuck: taking the card, a few keys or time alone always lead back to the ready screen;
//! - unconfirmed never looks confirmed: [`Screen::Valid`] exists only for an accepted settlement of exactly the
//!   check that is shown (invariant 3);
//! - no PIN try is spent without a person deciding it: four digits and OK since the card was read or since the
//!   last wrong answer, and one more OK before the last try (invariant 6);
//! - nothing personal stays on the panel longer than [`Settings::display_time`], and nothing here prints any.

mod common;
mod contracts;
mod desk;
mod effect;
mod event;
mod failure;
mod late;
mod pin;
mod settings;
mod state;
mod view;

pub use contracts::{Contract, ContractError, Contracts, Coverage};
pub use desk::Desk;
pub use effect::{Buzz, Effect, Lamp};
pub use event::{CardContent, CardJob, CheckHead, Event, Key, Now, ReadId, SaveFailure};
pub use failure::Failure;
pub use late::{LateKind, LateNotice};
pub use pin::Pin;
pub use settings::Settings;
pub use view::{Judged, Screen, StatusLine, View};
