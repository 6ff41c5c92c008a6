//! On disk; the answer budget runs.

use crate::common::Common;
use crate::state::timing::{next_second, seconds_left};
use crate::state::{Answer, CardUse, CheckInProgress, Concern, DeskState, Pending, ShownVerdict, State};
use crate::{Buzz, Event, Lamp, Now, Screen};
use model::{CheckHead, Ticket};
use std::time::Duration;
use wire::{Code, ReceptionNumber, Settlement};

/// On disk; the budget runs.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) progress: CheckInProgress,
    reception: ReceptionNumber,
    started: Duration,
}

impl Waiting {
    pub(crate) fn enter(progress: CheckInProgress, reception: ReceptionNumber, started: Duration) -> State {
        Self { progress, reception, started }.into()
    }

    /// The line decides how long: a line that goes down meanwhile ends the waiting earlier.
    fn ends(&self, common: &Common) -> Duration {
        self.started + common.budget()
    }

    fn pending(self, common: &mut Common, now: Now, problem: Option<Code>) -> State {
        common.buzz(Buzz::Attention);
        Pending::enter(common, now, self.progress, self.reception, problem)
    }
}

impl DeskState for Waiting {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::NotSettled { check, code } if *check == self.progress.check && !code.retryable() => {
                self.pending(common, now, Some(*code))
            }
            _ => self.into(),
        }
    }

    fn settled(self, common: &mut Common, now: Now, head: CheckHead, answer: &Settlement) -> State {
        ShownVerdict::enter(common, now, Answer::to(&self.progress, head, answer))
    }

    fn deadline(&self, common: &Common) -> Option<Duration> {
        Some(self.ends(common))
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        self.pending(common, now, None)
    }

    fn wake(&self, common: &Common, now: Now) -> Option<Duration> {
        Some(next_second(self.ends(common), now))
    }

    fn screen(&self, common: &Common, now: Now) -> Screen {
        let left_s = seconds_left(self.ends(common), now);
        Screen::Waiting { reception: self.reception, left_s }
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Busy
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Awaits(&self.progress)
    }

    fn ticket(&self, _: &Common) -> Option<String> {
        self.progress.ticket.as_ref().map(Ticket::tail)
    }

    fn scanned(mut self, common: &mut Common, _: Now, ticket: Ticket) -> State {
        self.progress.attach(common, ticket);
        self.into()
    }
}
