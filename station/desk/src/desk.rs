//! The desk itself: takes an event, lets time pass, asks the present state, tells effects.

use crate::common::Common;
use crate::state::{Late, State};
use crate::{Effect, Event, Lamp, LateNotice, Now, Settings, StatusLine, View};
use wire::CheckId;

/// The reception desk of one station.
pub struct Desk {
    state: State,
    common: Common,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Desk({})", self.state.name())
    }
}

impl Desk {
    /// A desk that makes random check ids.
    pub fn new(settings: Settings) -> Self {
        Self::with_ids(settings, CheckId::random)
    }

    /// A desk whose check ids come from `ids`, which must never give the same one twice.
    pub fn with_ids(settings: Settings, ids: impl FnMut() -> CheckId + Send + 'static) -> Self {
        Self { state: State::Ready, common: Common::new(settings, Box::new(ids)) }
    }

    /// Takes one event; gives what is to be done, in order.
    pub fn handle(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.pass_time(now);
        match event {
            Event::Settled { head, settlement } if settlement.check == head.id => {
                if self.state.awaits(head.id) {
                    self.step(|state, common| state.settled(common, now, head, &settlement));
                } else {
                    self.common.settled_elsewhere(&self.state, &head, &settlement);
                }
            }
            Event::Late(notices) => notices.into_iter().for_each(|notice| self.late(notice)),
            Event::Wake => self.common.woken(),
            Event::Settled { .. } => {}
            event => {
                self.common.note(&event);
                self.step(|state, common| state.handle(common, now, event));
            }
        }
        self.pass_time(now);
        self.finish(now)
    }

    /// What the panel shows at `now`.
    pub fn view(&self, now: Now) -> View {
        let (method, purpose) = self.state.kind().unwrap_or((self.common.method, self.common.purpose));
        let queue = &self.common.queue;
        View {
            screen: self.state.screen(&self.common, now),
            status: StatusLine {
                line: self.common.line,
                waiting: queue.waiting,
                oldest_min: queue.oldest_s.map(|seconds| seconds / 60),
                late: u32::try_from(self.common.late.len()).unwrap_or(u32::MAX),
                synchronised: now.synchronised,
                bytes_limit: self.common.bytes_limit,
            },
            method,
            purpose,
            trouble: self.common.troubles.first().cloned(),
            time: None,
            language: self.common.prefs.language,
            staff: None,
            site: None,
            ticket: None,
            speech: self.common.settings.speech,
        }
    }

    /// The check whose answer belongs on the panel now: from the moment it is to be saved until the screen that
    /// waits for it is closed, also while it is not known to be saved.
    pub fn awaits(&self) -> Option<CheckId> {
        self.state.awaited()
    }

    fn late(&mut self, notice: LateNotice) {
        if !self.state.concerns(notice.check) {
            self.common.call_staff(notice);
        }
    }

    fn step(&mut self, next: impl FnOnce(State, &mut Common) -> State) {
        let state = std::mem::replace(&mut self.state, State::Ready);
        self.state = next(state, &mut self.common);
    }

    /// Ends what is over at `now`, and lets the ready screen give way to what waits for it. Comes to an end itself,
    /// whatever the settings: time leads only towards the ready screen.
    fn pass_time(&mut self, now: Now) {
        while self.state.deadline(&self.common).is_some_and(|at| at <= now.mono) {
            self.step(|state, common| state.expire(common, now));
        }
        if matches!(self.state, State::Ready | State::Late(_)) && self.common.card.fresh {
            self.state = State::read(&mut self.common, now);
        } else if matches!(self.state, State::Ready) && !self.common.late.is_empty() {
            self.state = State::Late(Late { since: now.mono });
        }
    }

    fn finish(&mut self, now: Now) -> Vec<Effect> {
        let lamp = match self.state.lamp() {
            // A verdict's own lamp is not disturbed; it is not up for long.
            Lamp::Idle | Lamp::Busy if !self.common.late.is_empty() => Lamp::CallStaff,
            lamp => lamp,
        };
        self.common.set_lamp(lamp);
        let wake = self.state.wake(&self.common, now);
        self.common.set_wake(wake);
        std::mem::take(&mut self.common.effects)
    }
}
