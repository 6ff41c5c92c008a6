//! From the capture to the verdict or to 未確認. Nothing here is confirmed.

use super::card::STEADY;
use super::{State, Subject, closes};
use crate::common::Common;
use crate::failure::SAVE_SILENT;
use crate::{Buzz, Event, Failure, Now, SaveFailure, Screen};
use std::time::Duration;
use wire::{CheckId, Code, ReceptionNumber};

/// The journal writes.
#[derive(Debug)]
pub(crate) struct Saving {
    pub(super) subject: Subject,
    pub(super) started: Duration,
    pub(super) until: Duration,
}

impl Saving {
    pub(super) fn handle(self, common: &mut Common, now: Now, event: Event) -> State {
        match event {
            Event::Saved { check, reception } if check == self.subject.check => {
                State::Waiting(Waiting { subject: self.subject, reception, started: self.started })
            }
            Event::NotSaved { check, why } if check == self.subject.check => {
                let (full, failure) = match why {
                    SaveFailure::Full(failure) => (true, failure),
                    SaveFailure::Failed(failure) => (false, failure),
                };
                NotSaved::enter(common, now, self.subject, full, failure)
            }
            _ => State::Saving(self),
        }
    }

    pub(super) fn expire(self, common: &mut Common, now: Now) -> State {
        NotSaved::enter(common, now, self.subject, false, SAVE_SILENT)
    }
}

/// On disk; the budget runs.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(super) subject: Subject,
    reception: ReceptionNumber,
    started: Duration,
}

impl Waiting {
    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::NotSettled { check, code } if *check == self.subject.check && !code.retryable() => {
                self.pending(common, now, Some(*code))
            }
            _ => State::Waiting(self),
        }
    }

    /// The line decides how long: a line that goes down meanwhile ends the waiting earlier.
    pub(super) fn deadline(&self, common: &Common) -> Duration {
        self.started + common.budget()
    }

    pub(super) fn expire(self, common: &mut Common, now: Now) -> State {
        self.pending(common, now, None)
    }

    fn pending(self, common: &mut Common, now: Now, problem: Option<Code>) -> State {
        common.buzz(Buzz::Attention);
        Pending::enter(common, now, self.subject, self.reception, problem)
    }

    fn left_s(&self, common: &Common, now: Now) -> u64 {
        let left = self.deadline(common).saturating_sub(now.mono);
        left.as_secs() + u64::from(left.subsec_nanos() > 0)
    }

    /// When the seconds on the panel change.
    pub(super) fn next_second(&self, common: &Common, now: Now) -> Duration {
        let after = Duration::from_secs(self.left_s(common, now).saturating_sub(1));
        self.deadline(common).saturating_sub(after)
    }

    pub(super) fn screen(&self, common: &Common, now: Now) -> Screen {
        Screen::Waiting { reception: self.reception, left_s: self.left_s(common, now) }
    }
}

/// 未確認（送信待ち）, with the number to write down.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(super) subject: Subject,
    reception: ReceptionNumber,
    problem: Option<Code>,
    until: Duration,
    next_card_at: Option<Duration>,
}

impl Pending {
    fn enter(
        common: &Common,
        now: Now,
        subject: Subject,
        reception: ReceptionNumber,
        problem: Option<Code>,
    ) -> State {
        let until = now.mono + common.settings.display_time;
        State::Pending(Self { subject, reception, problem, until, next_card_at: None })
    }

    pub(super) fn handle(mut self, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => self.next_card_at = Some(now.mono + STEADY),
            Event::CardRemoved => self.next_card_at = None,
            Event::NotSettled { check, code } if *check == self.subject.check && !code.retryable() => {
                self.problem = Some(*code);
            }
            event if closes(event) => return State::Ready,
            _ => {}
        }
        State::Pending(self)
    }

    pub(super) fn deadline(&self) -> Duration {
        self.next_card_at.map_or(self.until, |at| at.min(self.until))
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::Pending { reception: self.reception, problem: self.problem }
    }
}

/// 取得失敗: not kept, or not known to be kept.
#[derive(Debug)]
pub(crate) struct NotSaved {
    pub(super) subject: Subject,
    full: bool,
    failure: Failure,
    pub(super) until: Duration,
}

impl NotSaved {
    fn enter(common: &mut Common, now: Now, subject: Subject, full: bool, failure: Failure) -> State {
        common.buzz(Buzz::Attention);
        let until = now.mono + common.settings.display_time;
        State::NotSaved(Self { subject, full, failure, until })
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: Event) -> State {
        match event {
            // Slower than the desk waited, but kept.
            Event::Saved { check, reception } if self.is(check) => {
                Pending::enter(common, now, self.subject, reception, None)
            }
            Event::CardPlaced => State::read(common, now),
            event if closes(&event) => State::Ready,
            _ => State::NotSaved(self),
        }
    }

    fn is(&self, check: CheckId) -> bool {
        self.subject.check == check
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::NotSaved { full: self.full, failure: self.failure.clone() }
    }
}
