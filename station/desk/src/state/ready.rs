//! Ready for a card; and late verdicts, which are shown when nothing else is.

use super::fallback::About;
use super::{State, look, menu};
use crate::common::Common;
use crate::{Event, Key, LateNotice, MenuItem, Now, Screen};
use std::time::Duration;
use wire::{Method, Purpose, ReaderState};

/// OK acknowledges only this long after the notice appeared, so that a key meant for the screen before, or pressed once
/// more in a hurry, does not: it cannot be taken back.
const ARMED_AFTER: Duration = Duration::from_secs(2);

pub(super) fn ready(common: &mut Common, now: Now, event: &Event) -> State {
    match event {
        Event::Key(Key::Ok) => return menu::Menu::enter(common, now, MenuItem::LookBack),
        Event::Key(Key::Back) => {
            // What is told first goes first.
            match common.calls.good() {
                Some(_) => common.calls.forget_good(),
                None => drop(common.take_ticket()),
            }
        }
        Event::Key(Key::Up) => {
            common.method = match common.method {
                Method::Visual => Method::Pin,
                Method::Pin => Method::Visual,
            }
        }
        Event::Key(Key::Down) => {
            common.purpose = match common.purpose {
                Purpose::HealthCheckup => Purpose::HealthGuidance,
                Purpose::HealthGuidance => Purpose::HealthCheckup,
            }
        }
        _ => {}
    }
    State::Ready
}

/// Without a reader another proof is all there is.
pub(super) fn offers(common: &Common) -> Option<About> {
    (common.conditions.reader != ReaderState::Ready).then(|| About::nobody(common))
}

/// A late verdict is on the panel: the first of those that wait.
#[derive(Debug)]
pub(crate) struct Late {
    notice: LateNotice,
    /// When it appeared.
    since: Duration,
}

impl Late {
    /// The first that waits, if one does.
    pub(crate) fn enter(common: &Common, now: Now) -> Option<Self> {
        common.calls.first().map(|notice| Self { notice: *notice, since: now.mono })
    }

    pub(super) fn armed_at(&self) -> Option<Duration> {
        self.since.checked_add(ARMED_AFTER)
    }

    fn armed(&self, now: Now) -> bool {
        self.armed_at().is_some_and(|at| at <= now.mono)
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        if !self.armed(now) {
            return State::Late(self);
        }
        match event {
            // The ready screen gives way to the next one, which must be read before a key counts again.
            Event::Key(Key::Ok) => common.acknowledge(self.notice.check),
            // Who was it? Up asks for another proof, as on every screen that is not good.
            Event::Key(Key::Down) => return look::Look::at_once(common, now, self.notice.check),
            Event::Key(Key::Back) => return menu::Menu::enter(common, now, MenuItem::LookBack),
            _ => return State::Late(self),
        }
        State::Ready
    }

    /// Another proof can be recorded at once.
    pub(super) fn offers(&self, common: &Common, now: Now) -> Option<About> {
        let LateNotice { check, reception, .. } = self.notice;
        let kept = || About { speaks: None, called: true, ..About::kept(common, check, reception) };
        self.armed(now).then(kept)
    }

    pub(super) fn screen(&self, common: &Common, now: Now) -> Screen {
        let more = common.calls.count().saturating_sub(1);
        Screen::Late { notice: self.notice, more, armed: self.armed(now) }
    }
}
