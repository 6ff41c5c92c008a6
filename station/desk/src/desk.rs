//! The desk itself: takes an event, lets time pass, asks the present state, returns effects.

use crate::common::Common;
use crate::state::{ChoosingDay, Late, Locked, Ready, State};
use crate::{Effect, Event, Lamp, LateNotice, Now, Screen, Settings, StatusLine, View};
use jiff::{civil::Time, tz::Offset};
use model::AccessAction;
use std::time::Duration;
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
        let common = Common::new(settings, Box::new(ids));
        Self { state: State::first(&common), common }
    }

    /// Takes one event; gives what is to be done, in order.
    pub fn handle(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.pass_time(now);
        if matches!(event, Event::Key(_) | Event::Scan(_) | Event::CardPlaced | Event::CardRemoved) {
            self.common.session.touch(now.mono);
        }
        match event {
            Event::Settled { head, settlement } if settlement.check == head.id => {
                let concern = self.state.concerns();
                if concern.awaited() == Some(head.id) {
                    self.common.conditions.answered();
                    self.step(|state, common| state.settled(common, now, head, &settlement));
                } else {
                    let shown = concern.check() == Some(head.id);
                    self.common.settled_elsewhere(shown, now, &head, &settlement);
                }
            }
            Event::Late(notices) => notices.into_iter().for_each(|notice| self.late(notice)),
            Event::Scan(ticket) => self.step(|state, common| state.scanned(common, now, ticket)),
            Event::Wake => self.common.woken(),
            Event::Settled { .. } => {}
            Event::Reply { ask, .. } if !self.common.asked(ask) => {}
            event => {
                self.common.note(&event);
                self.step(|state, common| state.handle(common, now, &event));
            }
        }
        self.pass_time(now);
        self.finish(now)
    }

    /// The content of the panel at `now`.
    pub fn view(&self, now: Now) -> View {
        let common = &self.common;
        let (method, purpose) = self.state.kind(common).unwrap_or((common.method, common.purpose));
        let conditions = &common.conditions;
        View {
            screen: self.state.screen(common, now),
            status: StatusLine {
                line: conditions.line,
                waiting: conditions.queue.waiting,
                oldest_min: conditions.queue.oldest_s.map(|seconds| seconds / 60),
                late: common.late.count(),
                synchronised: now.synchronised,
                bytes_limit: conditions.bytes_limit,
            },
            method,
            purpose,
            trouble: conditions.first_trouble().cloned(),
            time: now.synchronised.then(|| minute(now)),
            language: common.prefs.language,
            staff: common.session.staff().map(|staff| staff.label.clone()),
            site: common.site(),
            ticket: self.state.ticket(common),
            speech: common.settings.speech,
        }
    }

    /// The check whose answer belongs on the panel now: from the moment it is to be saved until the screen that
    /// waits for it is closed, also while it is not known to be saved.
    pub fn awaits(&self) -> Option<CheckId> {
        self.state.concerns().awaited()
    }

    fn late(&mut self, notice: LateNotice) {
        if self.state.concerns().check() != Some(notice.head.id) {
            self.common.call_staff(notice);
        }
    }

    fn step(&mut self, next: impl FnOnce(State, &mut Common) -> State) {
        let state = std::mem::replace(&mut self.state, Ready.into());
        self.state = next(state, &mut self.common);
    }

    /// Ends what is over at `now`, and lets what rests give way to what waits for it. Comes to an end itself,
    /// whatever the settings: time leads only towards the ready screen or the lock.
    fn pass_time(&mut self, now: Now) {
        while self.state.deadline(&self.common).is_some_and(|at| at <= now.mono) {
            self.step(|state, common| state.expire(common, now));
        }
        if self.ticket_until().is_some_and(|at| at <= now.mono) {
            self.common.take_ticket();
        }
        if self.common.late.good_until().is_some_and(|at| at <= now.mono) {
            self.common.late.forget_good();
        }
        if self.locks_at().is_some_and(|at| at <= now.mono) {
            self.step(|state, common| state.lock_idle(common, now));
        }
        let common = &mut self.common;
        match &self.state {
            State::Ready(_) | State::Late(_) if common.session.locked(&common.settings) => {
                self.state = Locked::lock(common, now, AccessAction::Locked);
            }
            State::Ready(_) if common.needs_day() => self.state = ChoosingDay::enter(common, now),
            state if state.takes_card() && common.card.fresh => {
                self.step(|state, common| state.next_card(common, now));
            }
            State::Ready(_) => self.state = Late::enter(common, now).map_or(Ready.into(), State::from),
            _ if self.called_at().is_some_and(|at| at <= now.mono) => {
                self.step(|state, common| state.called(common, now));
            }
            _ => {}
        }
    }

    /// Time at which a late verdict replaces a list that is not in use: lamp and sound alone do not lead staff to it.
    fn called_at(&self) -> Option<Duration> {
        let called = self.common.late.first().is_some() && self.state.gives_way();
        called.then(|| self.common.session.rests_at()).flatten()
    }

    /// When the station locks by itself; `None` while a check is under way.
    fn locks_at(&self) -> Option<Duration> {
        let common = &self.common;
        self.state.idle().then(|| common.session.locks_at(&common.settings)).flatten()
    }

    /// When the ticket for the next check is forgotten; not while that check is being made.
    fn ticket_until(&self) -> Option<Duration> {
        let resting = self.state.takes_card();
        resting.then(|| self.common.ticket_until()).flatten()
    }

    fn finish(&mut self, now: Now) -> Vec<Effect> {
        if matches!(self.state.screen(&self.common, now), Screen::Ready { .. }) {
            self.common.late.good_shown(now.mono);
        }
        let lamp = match self.state.lamp(&self.common) {
            // A verdict's own lamp is not disturbed; it is not up for long.
            Lamp::Idle | Lamp::Busy if self.common.late.first().is_some() => Lamp::CallStaff,
            lamp => lamp,
        };
        self.common.set_lamp(lamp);
        if !self.state.speaks() {
            self.common.stop_speaking();
        }
        let own = self.state.wake(&self.common, now);
        let clock = now.synchronised.then(|| next_minute(now));
        let good = self.common.late.good_until();
        let wake = [own, self.locks_at(), self.called_at(), self.ticket_until(), good, clock];
        let wake = wake.into_iter().flatten().min();
        self.common.set_wake(wake);
        std::mem::take(&mut self.common.effects)
    }
}

/// Japan has no daylight saving: a fixed offset is exact.
const JAPAN: Offset = Offset::constant(9);

/// The time in Japan, whole minutes.
fn minute(now: Now) -> Time {
    let time = JAPAN.to_datetime(now.wall).time();
    Time::new(time.hour(), time.minute(), 0, 0).unwrap_or_default()
}

/// When the time on the panel changes.
fn next_minute(now: Now) -> Duration {
    const MINUTE: i128 = 60_000_000_000;
    let gone = now.wall.as_nanosecond().rem_euclid(MINUTE);
    now.mono + Duration::from_nanos(u64::try_from(MINUTE - gone).unwrap_or(0))
}
