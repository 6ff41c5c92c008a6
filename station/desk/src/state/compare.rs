//! 目視: staff compare the face with the card.

use crate::common::Common;
use crate::failure::ENTRY_ABANDONED;
use crate::state::timing::STEADY;
use crate::state::{
    CardUse, CheckInProgress, Concern, DeskState, Disturbance, Message, Reading, Ready, State, pressed,
};
use crate::{Event, Key, Now, Screen};
use std::time::Duration;
use wire::{CertificateState, Method};

/// 目視: staff compare the face. The card is not needed on the reader, it is in their hand.
#[derive(Debug)]
pub(crate) struct Compare {
    pub(crate) progress: CheckInProgress,
    until: Duration,
    /// A card was put down: when it has lain steadily until then, it is read instead.
    swap_at: Option<Duration>,
}

impl Compare {
    /// The same check goes on by 目視.
    pub(crate) fn enter(common: &Common, now: Now, progress: CheckInProgress) -> State {
        let progress = CheckInProgress { method: Method::Visual, ..progress };
        Self { progress, until: now.mono + common.settings.entry_time, swap_at: None }.into()
    }
}

impl DeskState for Compare {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match Disturbance::of(event) {
            Some(Disturbance::Placed) => self.swap_at = Some(now.mono + STEADY),
            Some(Disturbance::Gone) => self.swap_at = None,
            // Not while it is unclear which card staff speak of.
            None if pressed(event, Key::Ok) && self.swap_at.is_none() => {
                return self.progress.capture(common, now);
            }
            None if pressed(event, Key::Back) => return Ready::cancel(common),
            None => {}
        }
        self.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.swap_at.map_or(self.until, |at| at.min(self.until)))
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        match self.swap_at {
            Some(at) if at <= now.mono => Reading::begin(common, now),
            _ => Message::give_up(common, now, ENTRY_ABANDONED),
        }
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::Compare {
            certificate: self.progress.certificate.filter(|state| *state != CertificateState::Current),
            certificate_until: self.progress.certificate_until(),
        }
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Making(&self.progress)
    }
}
