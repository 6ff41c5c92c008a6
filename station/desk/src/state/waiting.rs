//! From the capture to the verdict or to 未確認. Nothing here is confirmed.

use super::card::STEADY;
use super::fallback::About;
use super::{State, Subject, closes, next_second, seconds_left};
use crate::common::Common;
use crate::failure::SAVE_SILENT;
use crate::{Buzz, Event, Failure, Now, SaveFailure, Screen, Ticket};
use std::time::Duration;
use wire::{CheckId, Code, ReceptionNumber};

/// The journal writes.
#[derive(Debug)]
pub(crate) struct Saving {
    pub(super) subject: Subject,
    /// Scanned since the capture: put to the check when it is in the journal.
    pub(super) scanned: Option<Ticket>,
    pub(super) started: Duration,
    pub(super) until: Duration,
}

impl Saving {
    /// In the journal: what was scanned meanwhile can be put to it.
    pub(super) fn kept(self, common: &mut Common) -> Subject {
        let mut subject = self.subject;
        if let Some(ticket) = self.scanned {
            subject.attach(common, ticket);
        }
        subject
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: Event) -> State {
        match event {
            Event::Saved { check, reception } if check == self.subject.check => {
                let started = self.started;
                State::Waiting(Waiting { subject: self.kept(common), reception, started })
            }
            Event::NotSaved { check, why } if check == self.subject.check => {
                let (full, failure) = match why {
                    SaveFailure::Full(failure) => (true, failure),
                    SaveFailure::Failed(failure) => (false, failure),
                };
                // It is not in the journal for certain: the ticket waits for the next try.
                if let Some(ticket) = self.scanned.or_else(|| self.subject.ticket.clone()) {
                    common.keep_ticket(now, ticket);
                }
                NotSaved::enter(common, now, self.subject, Unsaved::Certain { full, failure })
            }
            _ => State::Saving(self),
        }
    }

    pub(super) fn expire(self, common: &mut Common, now: Now) -> State {
        let mut subject = self.subject;
        subject.ticket = self.scanned.clone().or(subject.ticket);
        NotSaved::enter(common, now, subject, Unsaved::Unsure { scanned: self.scanned })
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

    /// When the seconds on the panel change.
    pub(super) fn next_second(&self, common: &Common, now: Now) -> Duration {
        next_second(self.deadline(common), now)
    }

    pub(super) fn screen(&self, common: &Common, now: Now) -> Screen {
        let left_s = seconds_left(self.deadline(common), now);
        Screen::Waiting { reception: self.reception, left_s }
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

    pub(super) fn offers(&self, common: &Common) -> About {
        About::kept(common, self.subject.check, self.reception)
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::Pending { reception: self.reception, problem: self.problem }
    }
}

/// 取得失敗: not kept, or not known to be kept.
#[derive(Debug)]
pub(crate) struct NotSaved {
    pub(super) subject: Subject,
    why: Unsaved,
    pub(super) until: Duration,
}

/// Why a check is not known to be in the journal.
#[derive(Debug)]
enum Unsaved {
    /// The journal says that it is not.
    Certain { full: bool, failure: Failure },
    /// The journal says nothing: it may still be kept, and what was scanned since the capture is put to it then.
    Unsure { scanned: Option<Ticket> },
}

impl NotSaved {
    fn enter(common: &mut Common, now: Now, subject: Subject, why: Unsaved) -> State {
        common.buzz(Buzz::Attention);
        let until = now.mono + common.settings.display_time;
        State::NotSaved(Self { subject, why, until })
    }

    /// It is in the journal after all: what was scanned meanwhile can be put to it.
    pub(super) fn kept(self, common: &mut Common) -> Subject {
        let mut subject = self.subject;
        if let Unsaved::Unsure { scanned: Some(ticket) } = self.why {
            subject.attach(common, ticket);
        }
        subject
    }

    /// A barcode: of this check as long as it may be kept, else of the next try.
    pub(super) fn scanned(mut self, common: &mut Common, now: Now, ticket: Ticket) -> State {
        match &mut self.why {
            Unsaved::Certain { .. } => common.keep_ticket(now, ticket),
            Unsaved::Unsure { scanned } => {
                self.subject.ticket = Some(ticket.clone());
                *scanned = Some(ticket);
            }
        }
        State::NotSaved(self)
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: Event) -> State {
        match event {
            // Slower than the desk waited, but kept.
            Event::Saved { check, reception } if self.is(check) => {
                let subject = self.kept(common);
                Pending::enter(common, now, subject, reception, None)
            }
            Event::CardPlaced => State::read(common, now),
            event if closes(&event) => State::Ready,
            _ => State::NotSaved(self),
        }
    }

    fn is(&self, check: CheckId) -> bool {
        self.subject.check == check
    }

    /// Not known to be kept: another proof stands without it.
    pub(super) fn offers(&self, common: &Common) -> About {
        let nobody = About::nobody(common);
        About { ticket: nobody.ticket.or_else(|| self.subject.ticket.clone()), ..nobody }
    }

    pub(super) fn screen(&self) -> Screen {
        match &self.why {
            Unsaved::Certain { full, failure } => Screen::NotSaved { full: *full, failure: failure.clone() },
            Unsaved::Unsure { .. } => Screen::NotSaved { full: false, failure: SAVE_SILENT },
        }
    }
}
