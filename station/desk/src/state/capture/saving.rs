//! The journal writes the check.

use crate::common::Common;
use crate::state::{
    Answer, CardUse, CheckInProgress, Concern, DeskState, NotSaved, ShownVerdict, State, Unsaved, Waiting,
};
use crate::{Event, Lamp, Now, SaveFailure, Screen};
use model::{CheckHead, Ticket};
use std::time::Duration;
use wire::Settlement;

/// The journal writes.
#[derive(Debug)]
pub(crate) struct Saving {
    pub(crate) progress: CheckInProgress,
    /// Scanned since the capture: put to the check when it is in the journal.
    pub(crate) scanned: Option<Ticket>,
    pub(crate) started: Duration,
    pub(crate) until: Duration,
}

impl Saving {
    pub(crate) fn enter(common: &Common, now: Now, progress: CheckInProgress) -> State {
        let until = now.mono + common.settings.save_time;
        Self { progress, scanned: None, started: now.mono, until }.into()
    }

    /// In the journal: what was scanned meanwhile can be put to it.
    pub(crate) fn kept(self, common: &mut Common) -> CheckInProgress {
        let mut progress = self.progress;
        if let Some(ticket) = self.scanned {
            progress.attach(common, ticket);
        }
        progress
    }
}

impl DeskState for Saving {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Saved { check, reception } if *check == self.progress.check => {
                let started = self.started;
                Waiting::enter(self.kept(common), *reception, started)
            }
            Event::NotSaved { check, why } if *check == self.progress.check => {
                let (full, failure) = match why {
                    SaveFailure::Full(failure) => (true, failure.clone()),
                    SaveFailure::Failed(failure) => (false, failure.clone()),
                };
                // It is not in the journal for certain: the ticket waits for the next try.
                if let Some(ticket) = self.scanned.or_else(|| self.progress.ticket.clone()) {
                    common.keep_ticket(now, ticket);
                }
                NotSaved::enter(common, now, self.progress, Unsaved::Certain { full, failure })
            }
            _ => self.into(),
        }
    }

    fn settled(self, common: &mut Common, now: Now, head: CheckHead, answer: &Settlement) -> State {
        let progress = self.kept(common);
        ShownVerdict::enter(common, now, Answer::to(&progress, head, answer))
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        let mut progress = self.progress;
        progress.ticket = self.scanned.clone().or(progress.ticket);
        NotSaved::enter(common, now, progress, Unsaved::Unsure { scanned: self.scanned })
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::Saving
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
        self.scanned.as_ref().or(self.progress.ticket.as_ref()).map(Ticket::tail)
    }

    fn scanned(mut self, _: &mut Common, _: Now, ticket: Ticket) -> State {
        self.scanned = Some(ticket);
        self.into()
    }
}
