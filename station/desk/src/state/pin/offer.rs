//! The PIN cannot be used: the same check may go on by 目視.

use crate::common::Common;
use crate::failure::ENTRY_ABANDONED;
use crate::state::{
    About, CardUse, CheckInProgress, Compare, Concern, DeskState, Message, Reading, Ready, State,
};
use crate::{Buzz, Effect, Event, Key, Now, Screen};
use std::time::Duration;

/// Why the PIN cannot be used.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Why {
    Locked,
    NoChallenge,
}

/// The PIN cannot be used; the same check may go on by 目視, with the certificate that was read.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) progress: CheckInProgress,
    why: Why,
    pub(crate) until: Duration,
}

impl Offer {
    pub(crate) fn enter(common: &mut Common, now: Now, progress: CheckInProgress, why: Why) -> State {
        common.push_effect(Effect::ReleaseCard);
        common.buzz(Buzz::Attention);
        Self { progress, why, until: now.mono + common.settings.entry_time }.into()
    }
}

impl DeskState for Offer {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => Reading::begin(common, now),
            Event::Key(Key::Ok) => Compare::enter(common, now, self.progress),
            Event::Key(Key::Back) => Ready.into(),
            _ => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        Message::give_up(common, now, ENTRY_ABANDONED)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        match self.why {
            Why::Locked => Screen::PinLocked,
            Why::NoChallenge => Screen::NoChallenge,
        }
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Making(&self.progress)
    }

    fn offers(&self, common: &Common, _: Now) -> Option<About> {
        Some(About::without_check(common))
    }
}
