//! The desk itself: takes events, keeps the state, tells effects.

use crate::{Effect, Event, Now, Screen, Settings, StatusLine, View};
use wire::{CheckId, LineGrade};

/// The reception desk of one station.
pub struct Desk {
    settings: Settings,
    ids: Box<dyn FnMut() -> CheckId + Send>,
}

impl Desk {
    /// A desk that makes random check ids.
    pub fn new(settings: Settings) -> Self {
        Self::with_ids(settings, CheckId::random)
    }

    /// A desk whose check ids come from `ids`, which must never give the same one twice.
    pub fn with_ids(settings: Settings, ids: impl FnMut() -> CheckId + Send + 'static) -> Self {
        Self { settings, ids: Box::new(ids) }
    }

    /// Takes one event; gives what is to be done, in order.
    pub fn handle(&mut self, _now: Now, _event: Event) -> Vec<Effect> {
        let _ = &mut self.ids;
        Vec::new()
    }

    /// What the panel shows at `now`.
    pub fn view(&self, now: Now) -> View {
        View {
            screen: Screen::Ready { take_card: false },
            status: StatusLine {
                line: LineGrade::Down,
                waiting: 0,
                oldest_min: None,
                late: 0,
                synchronised: now.synchronised,
                bytes_limit: false,
            },
            method: self.settings.method,
            purpose: self.settings.purpose,
            trouble: None,
        }
    }
}
