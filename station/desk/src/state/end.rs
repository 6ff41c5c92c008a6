//! The end of the day: its numbers, then switching off. What waits is on disk and stays there.

use super::{ANSWER, State, menu, pressed};
use crate::common::Common;
use crate::failure::LIST_SILENT;
use crate::{DayNumbers, Deed, Effect, Event, Key, MenuItem, Now, Question, Reply, Screen};
use std::time::Duration;

/// A station that has not gone off by then could not.
const GOING_OFF: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) enum End {
    Counting { until: Duration },
    Numbers { numbers: DayNumbers, until: Duration },
    Ask { numbers: DayNumbers, until: Duration },
    Off { until: Duration },
}

impl End {
    pub(super) fn begin(common: &mut Common, now: Now) -> State {
        common.ask(Question::Numbers);
        State::End(Self::Counting { until: now.mono + ANSWER })
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        let until = now.mono + common.settings.entry_time;
        State::End(match (self, event) {
            (Self::Counting { .. }, Event::Reply { reply: Reply::Numbers(numbers), .. }) => {
                Self::Numbers { numbers: *numbers, until }
            }
            (Self::Counting { .. }, Event::Reply { reply: Reply::NotListed(failure), .. }) => {
                return State::not_done(common, now, failure.clone());
            }
            (Self::Counting { .. } | Self::Numbers { .. }, event) if pressed(event, Key::Back) => {
                return menu::Menu::enter(common, now, MenuItem::EndOfDay);
            }
            (Self::Numbers { numbers, .. }, event) if pressed(event, Key::Ok) => Self::Ask { numbers, until },
            (Self::Ask { numbers, .. }, event) if pressed(event, Key::Back) => {
                Self::Numbers { numbers, until }
            }
            (Self::Ask { .. }, event) if pressed(event, Key::Ok) => {
                common.deed(Deed::DayEnded);
                common.tell(Effect::PowerOff);
                Self::Off { until: now.mono + GOING_OFF }
            }
            (state, _) => state,
        })
    }

    pub(super) fn deadline(&self) -> Duration {
        match self {
            Self::Counting { until }
            | Self::Numbers { until, .. }
            | Self::Ask { until, .. }
            | Self::Off { until } => *until,
        }
    }

    pub(super) fn expire(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Counting { .. } => State::not_done(common, now, LIST_SILENT),
            _ => State::Ready,
        }
    }

    /// A card begins a check, but not while switching off is being decided.
    pub(super) fn takes_card(&self) -> bool {
        matches!(self, Self::Counting { .. } | Self::Numbers { .. })
    }

    pub(super) fn screen(&self, common: &Common) -> Screen {
        match self {
            Self::Counting { .. } => Screen::Looking,
            Self::Numbers { numbers, .. } => Screen::DayNumbers(Box::new(*numbers)),
            // As it is now, not as it was when the day was counted.
            Self::Ask { .. } => {
                Screen::PowerOffAsk { waiting: common.conditions.queue.waiting, late: common.calls.count() }
            }
            Self::Off { .. } => Screen::PoweringOff,
        }
    }
}
