//! 取得失敗: not kept, or not known to be kept.

use crate::common::Common;
use crate::failure::SAVE_SILENT;
use crate::state::{
    About, Answer, CardUse, CheckInProgress, Concern, DeskState, Pending, Reading, Ready, ShownVerdict,
    State, closes,
};
use crate::{Buzz, Event, Failure, Lamp, Now, Screen};
use model::{CheckHead, Ticket};
use std::time::Duration;
use wire::{CheckId, Settlement};

/// 取得失敗: not kept, or not known to be kept.
#[derive(Debug)]
pub(crate) struct NotSaved {
    pub(crate) progress: CheckInProgress,
    why: Unsaved,
    pub(crate) until: Duration,
}

/// Why a check is not known to be in the journal.
#[derive(Debug)]
pub(crate) enum Unsaved {
    /// The journal says that it is not.
    Certain { full: bool, failure: Failure },
    /// The journal says nothing: it may still be kept, and what was scanned since the capture is put to it then.
    Unsure { scanned: Option<Ticket> },
}

impl NotSaved {
    pub(crate) fn enter(common: &mut Common, now: Now, progress: CheckInProgress, why: Unsaved) -> State {
        common.buzz(Buzz::Attention);
        let until = now.mono + common.settings.display_time;
        Self { progress, why, until }.into()
    }

    /// It is in the journal after all: what was scanned meanwhile can be put to it.
    pub(crate) fn kept(self, common: &mut Common) -> CheckInProgress {
        let mut progress = self.progress;
        if let Unsaved::Unsure { scanned: Some(ticket) } = self.why {
            progress.attach(common, ticket);
        }
        progress
    }

    fn is(&self, check: CheckId) -> bool {
        self.progress.check == check
    }
}

impl DeskState for NotSaved {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            // Slower than the desk waited, but kept.
            Event::Saved { check, reception } if self.is(*check) => {
                let progress = self.kept(common);
                Pending::enter(common, now, progress, *reception, None)
            }
            Event::CardPlaced => Reading::begin(common, now),
            event if closes(event) => Ready.into(),
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

    fn expire(self, _: &mut Common, _: Now) -> State {
        Ready.into()
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        match &self.why {
            Unsaved::Certain { full, failure } => Screen::NotSaved { full: *full, failure: failure.clone() },
            Unsaved::Unsure { .. } => Screen::NotSaved { full: false, failure: SAVE_SILENT },
        }
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
        Concern::Awaits(&self.progress)
    }

    /// A barcode: of this check as long as it may be kept, else of the next try.
    fn scanned(mut self, common: &mut Common, now: Now, ticket: Ticket) -> State {
        match &mut self.why {
            Unsaved::Certain { .. } => common.keep_ticket(now, ticket),
            Unsaved::Unsure { scanned } => {
                self.progress.ticket = Some(ticket.clone());
                *scanned = Some(ticket);
            }
        }
        self.into()
    }

    /// Not known to be kept: another proof stands without it.
    fn offers(&self, common: &Common, _: Now) -> Option<About> {
        let about = About::without_check(common);
        Some(About { ticket: about.ticket.or_else(|| self.progress.ticket.clone()), ..about })
    }
}
