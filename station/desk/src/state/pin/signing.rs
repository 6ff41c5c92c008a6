//! The card verifies the PIN and signs.

use crate::common::Common;
use crate::failure::{READER_SILENT, pin_wrong_card_gone};
use crate::state::pin::answered;
use crate::state::{CardUse, CheckInProgress, Concern, DeskState, Drawing, Message, PinEntry, State};
use crate::{Buzz, Effect, Event, Lamp, Now, Pin, Screen};
use std::time::Duration;
use wire::Challenge;

/// The card works. A card that is taken now may have signed already: its answer is awaited all the same.
#[derive(Debug)]
pub(crate) struct Signing {
    pub(crate) progress: CheckInProgress,
    pub(crate) until: Duration,
}

impl Signing {
    /// A person decided to spend this try: it goes to the card as soon as there is a challenge.
    pub(crate) fn enter(common: &mut Common, now: Now, progress: CheckInProgress, pin: Pin) -> State {
        let until = now.mono + common.settings.card_time;
        match progress.challenge.clone() {
            Some(challenge) => Self::send(common, progress, pin, challenge, until),
            None => Drawing::enter(common, progress, pin, until),
        }
    }

    /// Sends the PIN to the card.
    pub(crate) fn send(
        common: &mut Common,
        progress: CheckInProgress,
        pin: Pin,
        challenge: Challenge,
        until: Duration,
    ) -> State {
        let progress = CheckInProgress { challenge: Some(challenge.clone()), ..progress };
        common.push_effect(Effect::Sign { check: progress.check, pin, challenge });
        Self { progress, until }.into()
    }

    /// The PIN is with the card.
    pub(crate) fn goes_on(common: &Common, now: Now, progress: CheckInProgress) -> State {
        Self { progress, until: now.mono + common.settings.card_time }.into()
    }

    /// Typed again on the same card only: a card that was taken meanwhile must be read again.
    fn wrong(self, common: &mut Common, now: Now, left: u8) -> State {
        if common.card.present && !common.card.fresh {
            common.buzz(Buzz::Attention);
            return PinEntry::enter(common, now, self.progress, left, true);
        }
        Message::give_up(common, now, pin_wrong_card_gone(left))
    }
}

impl DeskState for Signing {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::PinWrong { check, left: left @ 1.. } if *check == self.progress.check => {
                self.wrong(common, now, *left)
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
        Screen::Signing
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Busy
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
