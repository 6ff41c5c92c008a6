//! The end of the day: its numbers, then switching off. Waiting checks are on disk and stay there.

use crate::common::Common;
use crate::failure::LIST_SILENT;
use crate::state::timing::ANSWER;
use crate::state::{CardUse, Concern, DeskState, Menu, Ready, Recorded, State, pressed};
use crate::{Effect, Event, Key, MenuItem, Now, Question, Reply, Screen};
use model::{AccessAction, DayNumbers, Ticket};
use std::time::Duration;

/// A station that has not gone off by then could not.
const GOING_OFF: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) enum EndOfDay {
    Counting { until: Duration },
    Numbers { numbers: Box<DayNumbers>, until: Duration },
    Ask { numbers: Box<DayNumbers>, until: Duration },
    Off { until: Duration },
}

impl EndOfDay {
    pub(crate) fn begin(common: &mut Common, now: Now) -> State {
        common.ask(Question::Numbers);
        Self::Counting { until: now.mono + ANSWER }.into()
    }
}

impl DeskState for EndOfDay {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        let until = now.mono + common.settings.entry_time;
        let next = match (self, event) {
            (Self::Counting { .. }, Event::Reply { reply: Reply::Numbers(numbers), .. }) => {
                Self::Numbers { numbers: Box::new(numbers.clone()), until }
            }
            (Self::Counting { .. }, Event::Reply { reply: Reply::NotListed(failure), .. }) => {
                return Recorded::failed(common, now, failure.clone());
            }
            (Self::Counting { .. } | Self::Numbers { .. }, event) if pressed(event, Key::Back) => {
                return Menu::enter(common, now, MenuItem::EndOfDay);
            }
            (Self::Numbers { numbers, .. }, event) if pressed(event, Key::Ok) => Self::Ask { numbers, until },
            (Self::Ask { numbers, .. }, event) if pressed(event, Key::Back) => {
                Self::Numbers { numbers, until }
            }
            (Self::Ask { .. }, event) if pressed(event, Key::Ok) => {
                common.record(AccessAction::DayEnded, None);
                common.record(AccessAction::PowerOff, None);
                common.push_effect(Effect::PowerOff);
                Self::Off { until: now.mono + GOING_OFF }
            }
            (state, _) => state,
        };
        next.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(match self {
            Self::Counting { until }
            | Self::Numbers { until, .. }
            | Self::Ask { until, .. }
            | Self::Off { until } => *until,
        })
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Counting { .. } => Recorded::failed(common, now, LIST_SILENT),
            _ => Ready.into(),
        }
    }

    fn screen(&self, common: &Common, _: Now) -> Screen {
        match self {
            Self::Counting { .. } => Screen::Looking,
            Self::Numbers { numbers, .. } => Screen::DayNumbers(numbers.clone()),
            // As it is now, not as it was when the day was counted.
            Self::Ask { .. } => {
                Screen::PowerOffAsk { waiting: common.conditions.queue.waiting, late: common.late.count() }
            }
            Self::Off { .. } => Screen::PoweringOff,
        }
    }

    fn idle(&self) -> bool {
        true
    }

    /// A card begins a check, but not while switching off is being decided.
    fn card_use(&self) -> CardUse {
        match self {
            Self::Counting { .. } | Self::Numbers { .. } => CardUse::NextCheck,
            Self::Ask { .. } | Self::Off { .. } => CardUse::Ignored,
        }
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    fn ticket(&self, _: &Common) -> Option<String> {
        None
    }

    /// It is about something else.
    fn scanned(self, _: &mut Common, _: Now, _: Ticket) -> State {
        self.into()
    }

    fn gives_way(&self) -> bool {
        self.card_use() == CardUse::NextCheck
    }
}
