//! The journal writes that another proof was shown.

use crate::common::Common;
use crate::state::{About, Answer, CardUse, Concern, DeskState, Recorded, State};
use crate::{Event, Failure, Lamp, Now, Question, Reply, Screen};
use model::FallbackKind;
use std::time::Duration;
use wire::{CheckId, ReceptionNumber};

/// The journal writes.
#[derive(Debug)]
pub(crate) struct Recording {
    /// The check whose late bad answer staff have seen.
    pub(crate) called: Option<CheckId>,
    pub(crate) kind: FallbackKind,
    pub(crate) reception: Option<ReceptionNumber>,
    pub(crate) until: Duration,
    pub(crate) answer: Option<Answer>,
}

impl Recording {
    pub(crate) fn begin(
        common: &mut Common,
        now: Now,
        about: About,
        kind: FallbackKind,
        answer: Option<Answer>,
    ) -> State {
        let About { check, reception, ticket, called, .. } = about;
        // A ticket that is used up here is not the next person's.
        if ticket.is_some() && common.ticket() == ticket.as_ref() {
            common.take_ticket();
        }
        common.ask(Question::Fallback { check, ticket, kind });
        let until = now.mono + common.settings.save_time;
        let called = check.filter(|_| called);
        Self { called, kind, reception, until, answer }.into()
    }

    pub(crate) fn finished(self, common: &mut Common, now: Now, kept: &Result<(), Failure>) -> State {
        match kept {
            Ok(()) => Recorded::done(common, now, self),
            Err(failure) => Recorded::not_done(common, now, failure.clone(), self.answer),
        }
        .into()
    }
}

impl DeskState for Recording {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Reply { reply: Reply::FallbackKept(kept), .. } => self.finished(common, now, kept),
            _ => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    /// Not known to be recorded; when the journal says so after all, that is shown.
    fn expire(self, common: &mut Common, now: Now) -> State {
        Recorded::unsure(common, now, self)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::Looking
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
        self.answer.as_ref().map_or(Concern::Nothing, |answer| Concern::Answered(answer.check()))
    }
}
