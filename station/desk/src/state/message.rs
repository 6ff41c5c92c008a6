//! Something to read about a card; then ready again.

use crate::common::Common;
use crate::state::{About, CardUse, Concern, DeskState, Reading, Ready, State, closes};
use crate::{Buzz, Effect, Event, Failure, Lamp, Now, Screen};
use std::time::Duration;

/// Something to read, then ready again; the next card does not have to wait for it.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) screen: Screen,
    pub(crate) until: Duration,
}

impl Message {
    /// Leaves the card alone and says why, for a while.
    pub(crate) fn give_up(common: &mut Common, now: Now, failure: Failure) -> State {
        Self::enter(common, now, Screen::CardProblem(failure))
    }

    pub(crate) fn enter(common: &mut Common, now: Now, screen: Screen) -> State {
        common.push_effect(Effect::ReleaseCard);
        common.buzz(Buzz::Attention);
        Self { screen, until: now.mono + common.settings.message_time }.into()
    }
}

impl DeskState for Message {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => Reading::begin(common, now),
            event if closes(event) => Ready.into(),
            _ => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, _: &mut Common, _: Now) -> State {
        Ready.into()
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        self.screen.clone()
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Bad
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    /// No check was made: another proof stands without one.
    fn offers(&self, common: &Common, _: Now) -> Option<About> {
        Some(About::without_check(common))
    }

    fn reports_pad(&self) -> bool {
        true
    }
}
