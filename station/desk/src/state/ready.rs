//! Ready for a card; and late verdicts, which are shown when nothing else is.

use super::fallback::About;
use super::{State, menu, pressed};
use crate::common::Common;
use crate::{Event, Key, MenuItem, Now, Screen};
use std::time::Duration;
use wire::{Method, Purpose, ReaderState};

/// OK acknowledges only this long after the notice appeared, so that a key meant for the screen before does not.
const ARMED_AFTER: Duration = Duration::from_millis(600);

pub(super) fn ready(common: &mut Common, now: Now, event: &Event) -> State {
    match event {
        Event::Key(Key::Ok) => return menu::Menu::enter(common, now, MenuItem::LookBack),
        Event::Key(Key::Back) => {
            common.take_ticket();
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
    /// When it appeared.
    pub(crate) since: Duration,
}

impl Late {
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
        if pressed(event, Key::Up) {
            // Who was it? The list knows the ticket.
            return menu::Menu::enter(common, now, MenuItem::LookBack);
        }
        if !pressed(event, Key::Ok) {
            return State::Late(self);
        }
        common.acknowledge();
        // The ready screen gives way to the next one, which must be read before a key counts again.
        State::Ready
    }

    pub(super) fn screen(&self, common: &Common, now: Now) -> Screen {
        let more = common.calls.count().saturating_sub(1);
        common.calls.first().map_or(Screen::Ready { take_card: common.card.present }, |notice| Screen::Late {
            notice: *notice,
            more,
            armed: self.armed(now),
        })
    }
}
