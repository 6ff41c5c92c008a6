//! A check could not be fetched.

use crate::common::Common;
use crate::state::{CardUse, Concern, DeskState, Ready, Return, State, closes};
use crate::{Buzz, Event, Failure, Lamp, Now, Screen};
use model::Ticket;
use std::time::Duration;

/// It could not be fetched.
#[derive(Debug)]
pub(crate) struct RecallFailed {
    failure: Failure,
    back: Return,
    until: Duration,
}

impl RecallFailed {
    pub(crate) fn enter(common: &mut Common, now: Now, failure: Failure, back: Return) -> State {
        common.buzz(Buzz::Attention);
        let until = now.mono + common.settings.entry_time;
        Self { failure, back, until }.into()
    }
}

impl DeskState for RecallFailed {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if closes(event) { self.back.go(common, now) } else { self.into() }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, _: &mut Common, _: Now) -> State {
        Ready.into()
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::RecallFailed(self.failure.clone())
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Bad
    }

    fn idle(&self) -> bool {
        true
    }

    fn card_use(&self) -> CardUse {
        CardUse::NextCheck
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    /// No check is shown that it could belong to.
    fn scanned(self, _: &mut Common, _: Now, _: Ticket) -> State {
        self.into()
    }

    fn gives_way(&self) -> bool {
        true
    }
}
