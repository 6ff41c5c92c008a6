//! 暗証番号: from the tries left to the signature, typed on the station. Every try is a person's decision: nothing here
//! sends a PIN without four digits and OK, and the last try asks once more. Typed on the reader: [`super::pad`].

use super::card::Compare;
use super::{Disturbance, State, Subject, pressed};
use crate::common::Common;
use crate::digits::{Entered, Entry as Digits};
use crate::failure::pin_wrong_card_gone;
use crate::{Buzz, CardJob, Effect, Event, Key, Now, Pin, Screen};
use std::time::Duration;

/// A card was read and told the tries left.
pub(super) fn begin(common: &mut Common, now: Now, subject: Subject, left: u8) -> State {
    if left == 0 {
        Offer::enter(common, now, subject, Why::Locked)
    } else if common.conditions.book == Some(0) {
        Offer::enter(common, now, subject, Why::NoChallenge)
    } else if subject.content.pin_pad {
        super::pad::begin(common, now, subject, left)
    } else {
        Entry::enter(common, now, subject, left, false)
    }
}

/// The examinee types.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(super) subject: Subject,
    typed: Digits<4>,
    left: u8,
    wrong: bool,
    pub(super) until: Duration,
}

impl Entry {
    pub(super) fn enter(common: &Common, now: Now, subject: Subject, left: u8, wrong: bool) -> State {
        let until = now.mono + common.settings.entry_time;
        State::PinEntry(Self { subject, typed: Digits::default(), left, wrong, until })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        let Event::Key(key) = event else { return State::PinEntry(self) };
        match self.typed.key(*key) {
            Entered::Leave => return State::cancel(common),
            Entered::Send => {
                if let Some(pin) = Pin::take(&mut self.typed.digits) {
                    return self.decided(common, now, pin);
                }
            }
            Entered::Changed | Entered::Nothing => {}
        }
        self.until = now.mono + common.settings.entry_time;
        State::PinEntry(self)
    }

    fn decided(self, common: &mut Common, now: Now, pin: Pin) -> State {
        if self.left > 1 {
            return Signing::enter(common, now, self.subject, pin);
        }
        let until = now.mono + common.settings.entry_time;
        State::LastTry(LastTry { subject: self.subject, pin, until })
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::PinEntry {
            typed: self.typed.digits.count(),
            left: self.left,
            wrong: self.wrong,
            wheel: self.typed.wheel(),
        }
    }
}

/// One try is left: asked once more.
#[derive(Debug)]
pub(crate) struct LastTry {
    pub(super) subject: Subject,
    pin: Pin,
    pub(super) until: Duration,
}

impl LastTry {
    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        if pressed(event, Key::Ok) {
            return Signing::enter(common, now, self.subject, self.pin);
        }
        if pressed(event, Key::Back) {
            return State::cancel(common);
        }
        State::LastTry(self)
    }
}

/// The card works. A card that is taken now may have signed already: its answer is awaited all the same.
#[derive(Debug)]
pub(crate) struct Signing {
    pub(super) subject: Subject,
    pub(super) until: Duration,
}

impl Signing {
    fn enter(common: &mut Common, now: Now, subject: Subject, pin: Pin) -> State {
        common.tell(Effect::Sign { check: subject.check, pin });
        Self::goes_on(common, now, subject)
    }

    /// The PIN is with the card.
    pub(super) fn goes_on(common: &Common, now: Now, subject: Subject) -> State {
        State::Signing(Self { subject, until: now.mono + common.settings.card_time })
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: Event) -> State {
        match event {
            Event::PinWrong { check, left: left @ 1.. } if check == self.subject.check => {
                self.wrong(common, now, left)
            }
            event => match answered(common, now, self.subject, event) {
                Ok(state) => state,
                Err(subject) => State::Signing(Self { subject: *subject, ..self }),
            },
        }
    }

    /// Typed again on the same card only: a card that was taken meanwhile must be read again.
    fn wrong(self, common: &mut Common, now: Now, left: u8) -> State {
        if common.card.present && !common.card.fresh {
            common.buzz(Buzz::Attention);
            return Entry::enter(common, now, self.subject, left, true);
        }
        State::give_up(common, now, pin_wrong_card_gone(left))
    }
}

/// What the card room answers to a signature, wherever its PIN was typed, but for a wrong one with tries left. Gives the
/// subject back when it was no answer about it.
pub(super) fn answered(
    common: &mut Common,
    now: Now,
    subject: Subject,
    event: Event,
) -> Result<State, Box<Subject>> {
    let own = subject.check;
    Ok(match event {
        Event::Signed { check } if check == own => {
            common.tell(Effect::ReleaseCard);
            common.buzz(Buzz::CardDone);
            subject.capture(common, now)
        }
        Event::PinLocked { check } | Event::PinWrong { check, left: 0 } if check == own => {
            Offer::enter(common, now, subject, Why::Locked)
        }
        Event::NoChallenge { check } if check == own => Offer::enter(common, now, subject, Why::NoChallenge),
        Event::CardFailed { job: CardJob::Sign(check), failure } if check == own => {
            State::give_up(common, now, failure)
        }
        _ => return Err(Box::new(subject)),
    })
}

/// Why the PIN cannot be used.
#[derive(Debug, Clone, Copy)]
enum Why {
    Locked,
    NoChallenge,
}

/// The PIN cannot be used; the same check may go on by 目視, with the certificate that was read.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(super) subject: Subject,
    why: Why,
    pub(super) until: Duration,
}

impl Offer {
    fn enter(common: &mut Common, now: Now, subject: Subject, why: Why) -> State {
        common.tell(Effect::ReleaseCard);
        common.buzz(Buzz::Attention);
        State::Offer(Self { subject, why, until: now.mono + common.settings.entry_time })
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => State::read(common, now),
            Event::Key(Key::Ok) => Compare::enter(common, now, self.subject),
            Event::Key(Key::Back) => State::Ready,
            _ => State::Offer(self),
        }
    }

    pub(super) fn screen(&self) -> Screen {
        match self.why {
            Why::Locked => Screen::PinLocked,
            Why::NoChallenge => Screen::NoChallenge,
        }
    }
}
