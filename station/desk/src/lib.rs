//! The reception workflow: a pure state machine.
//!
//! One station has one desk. What happens (a key, a card, an answer, a timer) goes in as an [`Event`]; what the
//! world must do comes out as [`Effect`]s; what the panel shows is [`Desk::view`]. No I/O, no clock, no thread:
//! [`Now`] is handed in, so that tests own the time.
//!
//! Promises, each with a test of its name:
//! - never stuck: taking the card, a few keys or time alone always lead back to the ready screen or to the lock;
//! - unconfirmed never looks confirmed: [`Screen::Valid`] exists only for an accepted settlement of exactly the
//!   check that is shown (invariant 3); what is looked at again is wrapped in [`Screen::Recalled`] and never equals it;
//! - no PIN try is spent without a person deciding it: four digits, by keypad or by four buttons, and OK since the
//!   card was read or since the last wrong answer, and one more OK before the last try; or the same on the reader's own
//!   keys, where the reader is let ask once when the card was read, else by an OK for each time, and always by an OK
//!   before the last try (invariant 6);
//! - nothing personal stays on the panel longer than [`Settings::display_time`], and nothing here prints any;
//! - while nobody is logged in, keys, cards and scans do nothing but log in, and nothing of a check is shown but that
//!   late verdicts wait; the lock comes between checks only, so it loses none;
//! - another proof takes two key presses from every screen that offers it ([`model::FallbackKind`]), and is said to be
//!   recorded when it is on disk;
//! - an answer counts only for the question it answers, however late it comes ([`AskId`]);
//! - every look, proof, ticket, login, lock and acknowledgement is one line of the access log ([`Effect::Note`]),
//!   told right where it happens;
//! - a late bad verdict is acknowledged by who had it on the panel: by OK, or by a proof of it that is on disk;
//! - a key that was meant for the screen before does not close or acknowledge what has just appeared by itself.

mod access;
mod ask;
mod choice;
mod common;
mod conditions;
mod contracts;
mod day;
mod desk;
mod diagnosis;
mod digits;
mod effect;
mod event;
mod failure;
mod late;
mod pin;
mod screen;
mod session;
mod settings;
mod staff;
mod state;
mod view;

pub use access::{Access, Deed};
pub use ask::{AskId, Question, Reply};
pub use choice::{Choice, ChoiceOf, ChoiceRow, MenuItem, Pref, Searched};
pub use contracts::{Contract, ContractError, Contracts, Coverage};
pub use day::PurposeChoice;
pub use desk::Desk;
pub use diagnosis::{Device, DiagnosisItem, DiagnosisRow, LampColour, SelfTestScreen, SelfTestStep};
pub use effect::{Buzz, Effect, Lamp};
pub use event::{CardContent, CardJob, Event, Key, Now, PadEnd, SaveFailure};
pub use failure::{Failure, failures};
pub use late::{LateGood, LateKind, LateNotice};
pub use pin::Pin;
pub use screen::{Judged, PadPause, Screen};
pub use settings::Settings;
pub use staff::{BadgeAnswer, BadgeProblem, BadgePurpose, Login, LoginProblem, PasscodeStep};
pub use view::{StatusLine, View};
