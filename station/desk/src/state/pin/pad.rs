//! 暗証番号 on the reader's own keys: the examinee types there, the desk only waits. Typing and confirming is the
//! person's decision; what the desk decides is when the reader may ask. It may by itself once, when a card was just
//! read and more than one try is left; after that, and before the last try, only by OK.
//!
//! A reader that asks cannot be stopped from here: it ends by its own keys, its own time, or the card's leaving. A
//! person who wants to type on the station instead sees so, and can when the reader has ended.

use crate::common::Common;
use crate::failure::{CARD_PULLED, PAD_LEFT, READER_SILENT, pin_wrong_card_gone};
use crate::state::pin::{Why, answered};
use crate::state::timing::UNREAD;
use crate::state::{
    CardUse, CheckInProgress, Concern, DeskState, Disturbance, Message, Offer, PadAsk, PinEntry, Ready,
    Signing, State, pressed,
};
use crate::{Buzz, Effect, Event, Key, Now, PadEnd, PadPause, Question, Reply, Screen};
use std::time::Duration;

/// Begins after a card was read, with its tries left, on a reader with keys.
pub(crate) fn begin(common: &mut Common, now: Now, progress: CheckInProgress, left: u8) -> State {
    if left > 1 {
        return Pad::enter(common, now, progress, left);
    }
    PadAsk::enter(common, now, progress, left, PadPause::LastTry)
}

/// The reader asks. A card that is taken now may have signed already: its answer is awaited all the same.
#[derive(Debug)]
pub(crate) struct Pad {
    pub(crate) progress: CheckInProgress,
    left: u8,
    /// The challenge is still to come, and the reader does not ask yet.
    drawing: bool,
    /// Somebody wants to type on the station instead.
    instead: bool,
    since: Duration,
    pub(crate) until: Duration,
}

impl Pad {
    pub(crate) fn enter(common: &mut Common, now: Now, progress: CheckInProgress, left: u8) -> State {
        let until = now.mono + common.settings.pad_time;
        let drawing = progress.challenge.is_none();
        if drawing {
            common.ask(Question::Challenge { check: progress.check });
        }
        let mut pad = Self { progress, left, drawing, instead: false, since: now.mono, until };
        pad.let_ask(common);
        pad.into()
    }

    /// Lets the reader ask once the challenge is there.
    fn let_ask(&mut self, common: &mut Common) {
        if let Some(challenge) = self.progress.challenge.clone() {
            self.drawing = false;
            common.push_effect(Effect::SignByPad { check: self.progress.check, challenge });
        }
    }

    /// The reader does not ask yet: the challenge is still to come, and the card must stay for it.
    fn drawing(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        match event {
            Event::Reply { reply: Reply::Challenge(Some(challenge)), .. } => {
                self.progress.challenge = Some(challenge.clone());
                self.let_ask(common);
                self.into()
            }
            Event::Reply { reply: Reply::Challenge(None), .. } => {
                Offer::enter(common, now, self.progress, Why::NoChallenge)
            }
            Event::Key(Key::Back) => Ready::cancel(common),
            event => self.key(now, event),
        }
    }

    /// OK changes where the PIN is typed. A key this soon was meant for the question before.
    fn key(mut self, now: Now, event: &Event) -> State {
        if pressed(event, Key::Ok) && now.mono >= self.since + UNREAD {
            self.instead = !self.instead;
        }
        self.into()
    }

    fn ended(self, common: &mut Common, now: Now, why: PadEnd) -> State {
        let why = match why {
            PadEnd::TimedOut => PadPause::TimedOut,
            PadEnd::Cancelled => PadPause::Cancelled,
            PadEnd::WrongLength => PadPause::WrongLength,
            // The reader cannot do it: the station's own keys are what is left.
            PadEnd::Refused => return PinEntry::enter(common, now, self.progress, self.left, false),
        };
        self.rest(common, now, why)
    }

    /// The reader asks no more. On the same card only: a card that was taken meanwhile must be read again.
    fn rest(self, common: &mut Common, now: Now, why: PadPause) -> State {
        if !common.card.present || common.card.fresh {
            let failure = match why {
                PadPause::Wrong => pin_wrong_card_gone(self.left),
                _ => CARD_PULLED,
            };
            return Message::give_up(common, now, failure);
        }
        common.buzz(Buzz::Attention);
        if self.instead {
            return PinEntry::enter(common, now, self.progress, self.left, why == PadPause::Wrong);
        }
        PadAsk::enter(common, now, self.progress, self.left, why)
    }
}

impl DeskState for Pad {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        if self.drawing {
            return self.drawing(common, now, event);
        }
        let own = self.progress.check;
        match event {
            // The reader goes on asking until its own keys or time end it.
            Event::Key(Key::Back) => {
                common.left_on_pad = Some(own);
                Message::give_up(common, now, PAD_LEFT)
            }
            Event::Key(Key::Ok) => self.key(now, event),
            Event::PinRight { check } if *check == own => Signing::goes_on(common, now, self.progress),
            Event::PadEnded { check, why } if *check == own => self.ended(common, now, *why),
            Event::PinWrong { check, left: left @ 1.. } if *check == own => {
                self.left = *left;
                self.rest(common, now, PadPause::Wrong)
            }
            event => match answered(common, now, self.progress, event) {
                Ok(state) => state,
                Err(progress) => Self { progress: *progress, ..self }.into(),
            },
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        Message::give_up(common, now, READER_SILENT)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::PinPad { left: self.left, instead: self.instead }
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::MustStay
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Making(&self.progress)
    }
}

/// A wrong PIN that was typed on a reader which was left while it asked; gives the tries left. No state waits for it,
/// but it cost one.
pub(crate) fn spent_on_pad(common: &mut Common, event: &Event) -> Option<u8> {
    let (check, left) = match event {
        Event::PinWrong { check, left } => (check, *left),
        Event::PinLocked { check } => (check, 0),
        _ => return None,
    };
    common.left_on_pad.take_if(|of| of == check).map(|_| left)
}
