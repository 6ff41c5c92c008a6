//! Another proof is recorded; or this, or something else that staff asked for, did not work.

use crate::common::Common;
use crate::failure::FALLBACK_SILENT;
use crate::state::{Answer, CardUse, Concern, DeskState, Ready, Recording, ShownVerdict, State, closes};
use crate::{Buzz, Event, Failure, Lamp, Now, Reply, Screen};
use std::time::Duration;

/// With the next card on the reader, what was recorded is shown this long.
const KEPT_SHOWN: Duration = Duration::from_millis(1_500);

/// Recorded, or not.
#[derive(Debug)]
pub(crate) struct Recorded {
    screen: Screen,
    since: Duration,
    until: Duration,
    answer: Option<Answer>,
    /// The proof that the journal may still record.
    unsure: Option<Recording>,
}

impl Recorded {
    /// Until it was read: the next card or a key ends it.
    pub(crate) fn done(common: &mut Common, now: Now, kept: Recording) -> Self {
        let Recording { called, kind, reception, answer, .. } = kept;
        if let Some(check) = called {
            common.acknowledge(check);
        }
        common.buzz(Buzz::CardDone);
        let screen = Screen::FallbackKept { kind, reception };
        Self { screen, since: now.mono, until: now.mono + common.settings.message_time, answer, unsure: None }
    }

    pub(crate) fn not_done(common: &mut Common, now: Now, failure: Failure, answer: Option<Answer>) -> Self {
        common.buzz(Buzz::Attention);
        let until = now.mono + common.settings.message_time;
        Self { screen: Screen::NotDone(failure), since: now.mono, until, answer, unsure: None }
    }

    /// Something that has nothing to do with a card did not work.
    pub(crate) fn failed(common: &mut Common, now: Now, failure: Failure) -> State {
        Self::not_done(common, now, failure, None).into()
    }

    /// The journal said nothing in time; it may still record it.
    pub(crate) fn unsure(common: &mut Common, now: Now, mut recording: Recording) -> State {
        let answer = recording.answer.take();
        let unsure = Some(recording);
        Self { unsure, ..Self::not_done(common, now, FALLBACK_SILENT, answer) }.into()
    }

    pub(crate) fn close(self, common: &mut Common, now: Now) -> State {
        match self.answer {
            Some(answer) => ShownVerdict::enter(common, now, answer),
            None => Ready.into(),
        }
    }
}

impl DeskState for Recorded {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Event::Reply { reply: Reply::FallbackKept(kept), .. } = event
            && let Some(unsure) = self.unsure.take()
        {
            return Recording { answer: self.answer, ..unsure }.finished(common, now, kept);
        }
        if closes(event) { self.close(common, now) } else { self.into() }
    }

    fn deadline(&self, common: &Common) -> Option<Duration> {
        Some(if common.card.fresh { self.until.min(self.since + KEPT_SHOWN) } else { self.until })
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        self.close(common, now)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        self.screen.clone()
    }

    fn lamp(&self, _: &Common) -> Lamp {
        if matches!(self.screen, Screen::NotDone(_)) { Lamp::Bad } else { Lamp::Idle }
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
