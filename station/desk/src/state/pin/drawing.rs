//! The PIN is typed and waits for the challenge that the card will sign.

use crate::common::Common;
use crate::failure::READER_SILENT;
use crate::state::pin::Why;
use crate::state::{
    CardUse, CheckInProgress, Concern, DeskState, Disturbance, Message, Offer, Signing, State,
};
use crate::{Event, Lamp, Now, Pin, Question, Reply, Screen};
use std::time::Duration;

/// The PIN waits here and nowhere else. Whatever ends this state before the challenge comes drops the PIN, and no try
/// is spent: a slow disk can hold the challenge back until another person's card lies there.
#[derive(Debug)]
pub(crate) struct Drawing {
    progress: CheckInProgress,
    pin: Pin,
    until: Duration,
}

impl Drawing {
    pub(crate) fn enter(common: &mut Common, progress: CheckInProgress, pin: Pin, until: Duration) -> State {
        common.ask(Question::Challenge { check: progress.check });
        Self { progress, pin, until }.into()
    }
}

impl DeskState for Drawing {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        match event {
            Event::Reply { reply: Reply::Challenge(Some(challenge)), .. } => {
                Signing::send(common, self.progress, self.pin, challenge.clone(), self.until)
            }
            Event::Reply { reply: Reply::Challenge(None), .. } => {
                Offer::enter(common, now, self.progress, Why::NoChallenge)
            }
            _ => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        Message::give_up(common, now, READER_SILENT)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::Signing
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Busy
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::MustStay
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Making(&self.progress)
    }
}
