//! Effects: the orders of the desk to the rest of the station.

use crate::{AskId, Pin, Question, SelfTestStep};
use model::{AccessNote, DayChoice, Prefs, Ticket};
use std::time::Duration;
use wire::{Bytes, Challenge, CheckId, Method, Purpose, StaffRef};

/// The lamp, by meaning; the board decides on colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lamp {
    /// Ready for a card, or a question waits for a key.
    Idle,
    /// The station works.
    Busy,
    /// 有効, under contract (or no list to compare with).
    Good,
    /// 無効, 該当なし, refused, not under contract, a failure: another proof is needed.
    Bad,
    /// 未確認.
    Unconfirmed,
    /// A late bad verdict waits for staff.
    CallStaff,
}

/// Sounds, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Buzz {
    /// The card may be taken.
    CardDone,
    /// A good verdict.
    Good,
    /// Something needs a look: a bad verdict, a failure, 未確認.
    Attention,
    /// A late bad verdict arrived.
    CallStaff,
}

/// One thing to do. In the order given.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read the card; answer with [`crate::Event::CardRead`] or [`crate::Event::CardFailed`].
    ReadCard {
        /// To be sent back with the answer.
        read: AskId,
        /// The number of PIN tries left is wanted.
        tries: bool,
    },
    /// Verify the PIN and sign this check; answer with `Signed`, `PinWrong`, `PinLocked` or
    /// `CardFailed`. Only the desk repeats it.
    Sign {
        /// The check that the signature is for.
        check: CheckId,
        /// The PIN.
        pin: Pin,
        /// The challenge that is signed.
        challenge: Challenge,
    },
    /// Have the reader ask for the PIN on its own keys, verify it and sign this check; answer as to
    /// [`Effect::Sign`], or with `PadEnded`; `PinRight` may come before. Only the desk repeats it.
    SignByPad {
        /// The check that the signature is for.
        check: CheckId,
        /// The challenge that is signed.
        challenge: Challenge,
    },
    /// Nothing more is wanted of the card: disconnect with power-down.
    ReleaseCard,
    /// Complete the evidence (statement or signature, time) and put the check into the journal; answer with `Saved`
    /// or `NotSaved`.
    Capture {
        /// Its id.
        check: CheckId,
        /// How the person was authenticated; `Pin` only after `Signed` for this id.
        method: Method,
        /// Its purpose.
        purpose: Purpose,
        /// Where it began: the site of that day.
        site: Option<String>,
        /// The staff member at the desk.
        staff: StaffRef,
        /// The certificate that was read, DER.
        certificate: Bytes,
        /// The ticket that was scanned before.
        ticket: Option<Ticket>,
    },
    /// The verdict of this check has been seen (or is good and late): its personal part may be destroyed.
    HandedOver(CheckId),
    /// The answer of this check came late and is bad: it calls for staff until it is acknowledged.
    Late(CheckId),
    /// Staff acknowledged the late verdict of this check; it counts as handed over too.
    Acknowledge(CheckId),
    /// Ask another component; answer with [`crate::Event::Reply`] that names the question.
    Ask {
        /// To be sent back with the answer.
        ask: AskId,
        /// The question.
        question: Question,
    },
    /// Keep the choice of the day.
    ChooseDay(DayChoice),
    /// Put a ticket to a check that is in the journal; the one before is replaced.
    Attach {
        /// The check.
        check: CheckId,
        /// The ticket.
        ticket: Ticket,
    },
    /// Examine the machine; answer with [`crate::Event::Diagnosis`]. Repeated every few seconds while it is shown.
    Diagnose,
    /// The self-test has come to this step.
    SelfTest(SelfTestStep),
    /// Apply these settings, which are kept already.
    ApplyPrefs(Prefs),
    /// Apply these settings and keep them.
    Prefs(Prefs),
    /// Read aloud what the panel shows after all effects of this event.
    Speak,
    /// Be silent.
    StopSpeaking,
    /// Switch the station off in good order.
    PowerOff,
    /// Write this line to the access log. Only for actions that the journal does not record by itself.
    Note(AccessNote),
    /// Set the lamp.
    Lamp(Lamp),
    /// Sound the buzzer once.
    Buzz(Buzz),
    /// Send [`crate::Event::Wake`] at this monotonic time. Replaces the one before; there is one timer.
    WakeAt(Duration),
}
