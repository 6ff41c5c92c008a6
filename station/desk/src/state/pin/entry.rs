//! The examinee types the PIN on the station.

use crate::common::Common;
use crate::digits::{Entered, Entry};
use crate::failure::ENTRY_ABANDONED;
use crate::state::{
    CardUse, CheckInProgress, Concern, DeskState, Disturbance, LastTry, Message, Ready, Signing, State,
};
use crate::{Event, Now, Pin, Screen};
use std::time::Duration;

/// The examinee types.
#[derive(Debug)]
pub(crate) struct PinEntry {
    pub(crate) progress: CheckInProgress,
    typed: Entry<4>,
    left: u8,
    wrong: bool,
    pub(crate) until: Duration,
}

impl PinEntry {
    pub(crate) fn enter(
        common: &Common,
        now: Now,
        progress: CheckInProgress,
        left: u8,
        wrong: bool,
    ) -> State {
        let until = now.mono + common.settings.entry_time;
        Self { progress, typed: Entry::default(), left, wrong, until }.into()
    }

    fn decided(self, common: &mut Common, now: Now, pin: Pin) -> State {
        if self.left > 1 {
            return Signing::enter(common, now, self.progress, pin);
        }
        LastTry::enter(common, now, self.progress, pin)
    }
}

impl DeskState for PinEntry {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Some(disturbance) = Disturbance::of(event) {
            return disturbance.interrupt(common, now);
        }
        let Event::Key(key) = event else { return self.into() };
        match self.typed.key(*key) {
            Entered::Leave => return Ready::cancel(common),
            Entered::Send => {
                if let Some(pin) = Pin::take(&mut self.typed.digits) {
                    return self.decided(common, now, pin);
                }
            }
            Entered::Changed | Entered::Nothing => {}
        }
        self.until = now.mono + common.settings.entry_time;
        self.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        Message::give_up(common, now, ENTRY_ABANDONED)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::PinEntry {
            typed: self.typed.digits.count(),
            left: self.left,
            wrong: self.wrong,
            wheel: self.typed.wheel(),
        }
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
