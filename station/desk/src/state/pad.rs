//! 暗証番号 on the reader's own keys: the examinee types there, the desk only waits. Typing and confirming is the
//! person's decision; what the desk decides is when the reader may ask. It may by itself once, when a card was just
//! read and more than one try is left; after that, and before the last try, only by OK.
//!
//! A reader that asks cannot be stopped from here: it ends by its own keys, its own time, or the card's leaving. Who
//! wants to type on the station instead is told so, and comes to it when the reader has ended.

use super::pin::{self, Entry, Signing};
use super::verdict::UNREAD;
use super::{Disturbance, State, Subject, pressed};
use crate::common::Common;
use crate::failure::{CARD_PULLED, PAD_LEFT};
use crate::{Buzz, Effect, Event, Key, Now, PadEnd, PadPause, Screen};
use std::time::Duration;

/// A card was read on a reader with keys, and told the tries left.
pub(super) fn begin(common: &mut Common, now: Now, subject: Subject, left: u8) -> State {
    if left > 1 {
        return Pad::enter(common, now, subject, left);
    }
    Ask::enter(common, now, subject, left, PadPause::LastTry)
}

/// The reader asks. A card that is taken now may have signed already: its answer is awaited all the same.
#[derive(Debug)]
pub(crate) struct Pad {
    pub(super) subject: Subject,
    left: u8,
    /// Somebody wants to type on the station instead.
    instead: bool,
    since: Duration,
    pub(super) until: Duration,
}

impl Pad {
    fn enter(common: &mut Common, now: Now, subject: Subject, left: u8) -> State {
        common.tell(Effect::SignByPad { check: subject.check });
        let until = now.mono + common.settings.pad_time;
        State::Pad(Self { subject, left, instead: false, since: now.mono, until })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: Event) -> State {
        let own = self.subject.check;
        match event {
            // The reader goes on asking until its own keys or time end it.
            Event::Key(Key::Back) => {
                common.left_on_pad = Some(own);
                State::give_up(common, now, PAD_LEFT)
            }
            // A key this soon was meant for the question before.
            Event::Key(Key::Ok) if now.mono >= self.since + UNREAD => {
                self.instead = !self.instead;
                State::Pad(self)
            }
            Event::PinRight { check } if check == own => Signing::goes_on(common, now, self.subject),
            Event::PadEnded { check, why } if check == own => self.ended(common, now, why),
            Event::PinWrong { check, left: left @ 1.. } if check == own => {
                self.left = left;
                self.rest(common, now, PadPause::Wrong)
            }
            event => match pin::answered(common, now, self.subject, event) {
                Ok(state) => state,
                Err(subject) => State::Pad(Self { subject: *subject, ..self }),
            },
        }
    }

    fn ended(self, common: &mut Common, now: Now, why: PadEnd) -> State {
        let why = match why {
            PadEnd::TimedOut => PadPause::TimedOut,
            PadEnd::Cancelled => PadPause::Cancelled,
            PadEnd::WrongLength => PadPause::WrongLength,
            // The reader cannot do it: the station's own keys are what is left.
            PadEnd::Refused => return Entry::enter(common, now, self.subject, self.left, false),
        };
        self.rest(common, now, why)
    }

    /// The reader asks no more. On the same card only: a card that was taken meanwhile must be read again.
    fn rest(self, common: &mut Common, now: Now, why: PadPause) -> State {
        if !common.card.present || common.card.fresh {
            let failure = match why {
                PadPause::Wrong => crate::failure::pin_wrong_card_gone(self.left),
                _ => CARD_PULLED,
            };
            return State::give_up(common, now, failure);
        }
        common.buzz(Buzz::Attention);
        if self.instead {
            return Entry::enter(common, now, self.subject, self.left, why == PadPause::Wrong);
        }
        Ask::enter(common, now, self.subject, self.left, why)
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::PinPad { left: self.left, instead: self.instead }
    }
}

/// The reader may ask when somebody says so.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(super) subject: Subject,
    left: u8,
    why: PadPause,
    since: Duration,
    pub(super) until: Duration,
}

impl Ask {
    fn enter(common: &Common, now: Now, subject: Subject, left: u8, why: PadPause) -> State {
        let until = now.mono + common.settings.entry_time;
        State::PadAsk(Self { subject, left, why, since: now.mono, until })
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        // It appeared by itself: a key this soon was meant for what was there before.
        if now.mono < self.since + UNREAD {
            return State::PadAsk(self);
        }
        if pressed(event, Key::Ok) {
            return Pad::enter(common, now, self.subject, self.left);
        }
        if pressed(event, Key::Back) {
            return State::cancel(common);
        }
        if pressed(event, Key::Up) || pressed(event, Key::Down) {
            return Entry::enter(common, now, self.subject, self.left, false);
        }
        State::PadAsk(self)
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::PinPadAsk { left: self.left, why: self.why }
    }
}
