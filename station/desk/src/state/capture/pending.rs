//! 未確認（送信待ち）, with the number to write down.

use crate::common::Common;
use crate::state::timing::STEADY;
use crate::state::{
    About, Answer, CardUse, CheckInProgress, Concern, DeskState, Ready, ShownVerdict, State, closes,
};
use crate::{Event, Lamp, Now, Screen};
use model::{CheckHead, Ticket};
use std::time::Duration;
use wire::{Code, ReceptionNumber, Settlement};

/// 未確認（送信待ち）, with the number to write down.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) progress: CheckInProgress,
    reception: ReceptionNumber,
    problem: Option<Code>,
    until: Duration,
    next_card_at: Option<Duration>,
}

impl Pending {
    pub(crate) fn enter(
        common: &Common,
        now: Now,
        progress: CheckInProgress,
        reception: ReceptionNumber,
        problem: Option<Code>,
    ) -> State {
        let until = now.mono + common.settings.display_time;
        Self { progress, reception, problem, until, next_card_at: None }.into()
    }
}

impl DeskState for Pending {
    fn handle(mut self, _: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => self.next_card_at = Some(now.mono + STEADY),
            Event::CardRemoved => self.next_card_at = None,
            Event::NotSettled { check, code } if *check == self.progress.check && !code.retryable() => {
                self.problem = Some(*code);
            }
            event if closes(event) => return Ready.into(),
            _ => {}
        }
        self.into()
    }

    fn settled(self, common: &mut Common, now: Now, head: CheckHead, answer: &Settlement) -> State {
        ShownVerdict::enter(common, now, Answer::to(&self.progress, head, answer))
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.next_card_at.map_or(self.until, |at| at.min(self.until)))
    }

    fn expire(self, _: &mut Common, _: Now) -> State {
        Ready.into()
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::Pending { reception: self.reception, problem: self.problem }
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Unconfirmed
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

    fn offers(&self, common: &Common, _: Now) -> Option<About> {
        Some(About::kept(common, self.progress.check, self.reception))
    }

    fn speaks(&self) -> bool {
        true
    }
}
