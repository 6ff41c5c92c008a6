//! A check is being fetched to be shown again.

use crate::common::Common;
use crate::failure::{RECALL_OTHER, RECALL_SILENT};
use crate::state::{CardUse, Concern, DeskState, RecallFailed, RecalledCheck, Return, State};
use crate::{Event, Failure, Key, Lamp, Now, Question, Reply, Screen};
use model::{Recalled, Ticket};
use std::time::Duration;
use wire::CheckId;

/// How long the look-up may take: the centre's own time limit and the way there.
const LOOK_UP: Duration = Duration::from_secs(20);

/// A check is being fetched.
#[derive(Debug)]
pub(crate) struct Opening {
    check: CheckId,
    back: Return,
    until: Duration,
}

impl Opening {
    /// One check from where it calls; Back leads there again.
    pub(crate) fn at_once(common: &mut Common, now: Now, check: CheckId) -> State {
        Self::enter(common, now, check, Return::Desk)
    }

    pub(crate) fn enter(common: &mut Common, now: Now, check: CheckId, back: Return) -> State {
        common.ask(Question::Recall { check });
        Self { check, back, until: now.mono + LOOK_UP }.into()
    }

    pub(crate) fn failed(self, common: &mut Common, now: Now, failure: Failure) -> State {
        RecallFailed::enter(common, now, failure, self.back)
    }
}

impl DeskState for Opening {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Reply { reply: Reply::Recalled(found), .. } => match found {
                Ok(found) if is(found, self.check) => RecalledCheck::enter(common, now, found, self.back),
                Ok(_) => self.failed(common, now, RECALL_OTHER),
                Err(failure) => self.failed(common, now, failure.clone()),
            },
            Event::Key(Key::Back) => self.back.go(common, now),
            _ => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        self.failed(common, now, RECALL_SILENT)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::Looking
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Busy
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

    /// The check is not there yet.
    fn scanned(self, _: &mut Common, _: Now, _: Ticket) -> State {
        self.into()
    }
}

/// It is the check that was asked for, and its answer is its own.
fn is(found: &Recalled, check: CheckId) -> bool {
    found.row.head.id == check && found.settlement.as_ref().is_none_or(|answer| answer.check == check)
}
