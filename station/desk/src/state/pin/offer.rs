//! The PIN cannot be used: the same check may go on by 目視.

use crate::common::Common;
use crate::failure::ENTRY_ABANDONED;
use crate::state::{About, CardUse, Compare, Concern, DeskState, Message, Reading, Ready, State, Subject};
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
    pub(crate) subject: Subject,
    why: Why,
    pub(crate) until: Duration,
}

impl Offer {
    pub(crate) fn enter(common: &mut Common, now: Now, subject: Subject, why: Why) -> State {
        common.tell(Effect::ReleaseCard);
        common.buzz(Buzz::Attention);
        Self { subject, why, until: now.mono + common.settings.entry_time }.into()
    }
}

impl DeskState for Offer {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => Reading::begin(common, now),
            Event::Key(Key::Ok) => Compare::enter(common, now, self.subject),
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
        Concern::Making(&self.subject)
    }

    fn offers(&self, common: &Common, _: Now) -> Option<About> {
        Some(About::nobody(common))
    }
}
