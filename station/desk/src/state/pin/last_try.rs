//! One try is left.

use crate::common::Common;
use crate::failure::ENTRY_ABANDONED;
use crate::state::{
    CardUse, CheckInProgress, Concern, DeskState, Disturbance, Message, Ready, Signing, State, pressed,
};
use crate::{Event, Key, Now, Pin, Screen};
use std::time::Duration;

/// One try is left: asked once more.
#[derive(Debug)]
pub(crate) struct LastTry {
    pub(crate) progress: CheckInProgress,
    pin: Pin,
    pub(crate) until: Duration,
}

impl LastTry {
    pub(crate) fn enter(common: &Common, now: Now, progress: CheckInProgress, pin: Pin) -> State {
        let until = now.mono + common.settings.entry_time;
        Self { progress, pin, until }.into()
    }
}

impl DeskState for LastTry {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        if pressed(event, Key::Ok) {
            return Signing::enter(common, now, self.progress, self.pin);
        }
        if pressed(event, Key::Back) {
            return Ready::cancel(common);
        }
        self.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        Message::give_up(common, now, ENTRY_ABANDONED)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::LastTry
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
