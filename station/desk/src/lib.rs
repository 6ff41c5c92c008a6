//! The reception workflow: a pure state machine.
//!
//! One station has one desk. An [`Event`] goes in (a key, a card, an answer, a timer), [`Effect`]s come out for the
//! rest of the station, and [`Desk::view`] is the content of the panel. No I/O, no clock, no thread: [`Now`] is handed
//! in, so that tests own the time.
//!
//! The desk's part of the station's invariants, by their numbers; the tests of each bear its number:
//! - 3, unconfirmed never looks confirmed: [`Screen::Valid`] exists only for an accepted settlement of exactly the check
//!   that is shown. A check that is shown again is wrapped in [`Screen::Recalled`] and never equals it.
//! - 6, no PIN try is spent without a person deciding it: a PIN is sent only after four digits and OK, entered since the
//!   card was read or since the last wrong PIN. The last try needs a second OK. On a reader with its own keys the first
//!   prompt is automatic, every further one needs OK, and the last try always does. The PIN waits for its challenge
//!   in the desk and is dropped when the card moves, the time ends or a key cancels.
//!
//! Promises, each with tests:
//! - Never stuck: taking the card, a few keys or time alone always lead back to the ready screen or to the lock.
//! - Nothing personal stays on the panel longer than [`Settings::display_time`], and nothing here prints any.
//! - While the station is locked, keys, cards and scans do nothing but log in. Of checks only the number of late
//!   verdicts is shown. The lock comes between checks only.
//! - Another proof takes two key presses from every screen that offers it ([`model::FallbackKind`]), and is reported as
//!   recorded when it is on disk.
//! - An answer counts only for the latest question of its topic, however late it comes ([`AskId`]).
//! - A late bad verdict is acknowledged by the staff member who had it on the panel: by OK, or by a proof of it that is
//!   on disk.
//! - A key that was meant for the screen before does not close or acknowledge a screen that has just appeared by itself.
//! - Logins, locks, shown and spoken verdicts, an opened diagnosis, the end of the day and switching off are one line of
//!   the access log each ([`Effect::Note`]). The journal records checks, tickets, other proofs, looks back,
//!   acknowledgements, staff and the day's choice with the change itself; the desk never notes those.

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

pub use ask::{AskId, Question, Reply};
pub use choice::{Choice, ChoiceOf, ChoiceRow, MenuItem, Pref, Searched};
pub use codes::Failure;
pub use contracts::{Contract, ContractError, Contracts, Coverage};
pub use day::PurposeChoice;
pub use desk::Desk;
pub use diagnosis::{Device, DiagnosisItem, DiagnosisRow, LampColour, SelfTestScreen, SelfTestStep};
pub use effect::{Buzz, Effect, Lamp};
pub use event::{CardContent, CardJob, Event, Key, Now, PadEnd, SaveFailure};
pub use late::{LateGood, LateKind, LateNotice};
pub use pin::Pin;
pub use screen::{Judged, PadPause, Screen};
pub use settings::Settings;
pub use staff::{BadgeAnswer, BadgeProblem, BadgePurpose, Login, LoginProblem, PasscodeStep};
pub use view::{StatusLine, View};
