//! The reader waits for an OK before it asks for the PIN again.

use crate::common::Common;
use crate::failure::ENTRY_ABANDONED;
use crate::state::timing::UNREAD;
use crate::state::{
    CardUse, CheckInProgress, Concern, DeskState, Disturbance, Message, Pad, PinEntry, Ready, State, pressed,
};
use crate::{Event, Key, Now, PadPause, Screen};
use std::time::Duration;

/// The reader may ask when somebody says so.
#[derive(Debug)]
pub(crate) struct PadAsk {
    pub(crate) progress: CheckInProgress,
    left: u8,
    why: PadPause,
    since: Duration,
    pub(crate) until: Duration,
}

impl PadAsk {
    pub(crate) fn enter(
        common: &Common,
        now: Now,
        progress: CheckInProgress,
        left: u8,
        why: PadPause,
    ) -> State {
        let until = now.mono + common.settings.entry_time;
        Self { progress, left, why, since: now.mono, until }.into()
    }
}

impl DeskState for PadAsk {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        // It appeared by itself: a key this soon was meant for what was there before.
        if now.mono < self.since + UNREAD {
            return self.into();
        }
        if pressed(event, Key::Ok) {
            return Pad::enter(common, now, self.progress, self.left);
        }
        if pressed(event, Key::Back) {
            return Ready::cancel(common);
        }
        if pressed(event, Key::Up) || pressed(event, Key::Down) {
            return PinEntry::enter(common, now, self.progress, self.left, false);
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
        Screen::PinPadAsk { left: self.left, why: self.why }
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
