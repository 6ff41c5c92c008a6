//! The desk's loop: events in, effects out, the newest view on the panel.

mod checks;
mod effects;
mod verdicts;

use super::{
    card::{Handling, OpenRequests},
    conditions::{self, Conditions},
    convert,
    errands::Errands,
    input::{Inbox, Input},
    light::Light,
    names,
    rooms::Handles,
    signing::Signing,
    voice::Voice,
};
use desk::{BadgeAnswer, Desk, Device, Event, Now, Reply, View};
use firmware::{card::CardService, panel::Keys};
use jiff::civil::Date;
use std::{collections::BTreeMap, time::Duration};
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};
use wire::{EventKind, jst_date};

/// The loop and what it owns.
pub struct Reception {
    desk: Desk,
    rooms: Handles,
    card: CardService,
    requests: OpenRequests,
    signing: Option<Signing>,
    keys: Keys,
    inbox: Inbox,
    inputs: UnboundedReceiver<Input>,
    conditions: Conditions,
    errands: Errands,
    light: Light,
    voice: Option<Voice>,
    /// What came or went since the start, and whether it is there.
    devices: BTreeMap<Device, bool>,
    /// Rows on a page of a list.
    page: u32,
    /// The day that the desk was last told of, and whether the clock was right.
    day: (Date, bool),
    shown: Option<View>,
    wake: Option<Instant>,
}

impl Reception {
    /// A reception with these rooms, whose lists have `page` rows a page.
    pub fn new(
        desk: Desk,
        rooms: Handles,
        card: CardService,
        keys: Keys,
        (inbox, inputs): (Inbox, UnboundedReceiver<Input>),
        voice: Option<Voice>,
        page: u32,
    ) -> Self {
        let errands = Errands::new(rooms.clone(), inbox.clone());
        let day = day(&rooms);
        Self {
            desk,
            rooms,
            card,
            requests: OpenRequests::default(),
            signing: None,
            keys,
            inbox,
            inputs,
            conditions: Conditions::unknown(),
            errands,
            light: Light::default(),
            voice,
            devices: BTreeMap::new(),
            page,
            day,
            shown: None,
            wake: None,
        }
    }

    /// Turns until the process ends.
    pub async fn turn(mut self) {
        self.errands.roster();
        self.happen(Event::Started);
        self.recall_late();
        self.show();
        let mut tick = interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut keys_open = true;
        loop {
            tokio::select! {
                biased;
                input = self.keys.next(), if keys_open => match input {
                    Some(input) => self.touched(convert::event(&input)),
                    None => keys_open = false,
                },
                Some(input) = self.inputs.recv() => self.take(input),
                () = sleep_until(self.wake.unwrap_or_else(Instant::now)), if self.wake.is_some() => {
                    self.wake = None;
                    self.happen(Event::Wake);
                }
                _ = tick.tick() => self.tick(),
            }
        }
    }

    fn now(&self) -> Now {
        let clock = &self.rooms.clock;
        Now { mono: clock.mono(), wall: clock.wall(), synchronised: clock.synchronised() }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Desk(event) => self.happen(*event),
            Input::Pulse(answer) => {
                // Who asked may have lost patience.
                let _ = answer.send(self.card.is_running());
            }
            Input::Spoken(made) => {
                if let Some(sound) = self.voice.as_mut().and_then(|voice| voice.made(made)) {
                    self.rooms.panel.say(sound);
                }
            }
            Input::Card(event) => match self.requests.handle(event) {
                Handling::Desk(event) => self.happen(event),
                Handling::Signature(check, signature) => {
                    if self.signing.as_mut().is_some_and(|s| s.signed(check, signature)) {
                        self.happen(Event::Signed { check });
                    }
                }
                Handling::Badge(job, badge) => match badge {
                    Ok(badge) => self.errands.badge(job, &badge),
                    Err(failure) => {
                        let reply = Reply::Badge(BadgeAnswer::Failed(failure));
                        self.happen(Event::Reply { ask: job.ask, reply });
                    }
                },
                Handling::Nothing => {}
            },
        }
    }

    /// Somebody is there: the display lights up.
    fn touched(&mut self, event: Option<Event>) {
        self.light.touch(self.rooms.clock.mono());
        self.shine();
        if let Some(event) = event {
            self.happen(event);
        }
    }

    fn shine(&mut self) {
        if let Some(percent) = self.light.change(self.rooms.clock.mono()) {
            self.rooms.panel.backlight(percent);
        }
    }

    fn happen(&mut self, event: Event) {
        tracing::trace!(event = names::event(&event), "desk");
        if matches!(event, Event::Saved { .. } | Event::Settled { .. } | Event::Line(_) | Event::Reader(_)) {
            self.conditions.changed();
        }
        if matches!(event, Event::Saved { .. } | Event::Settled { .. }) {
            conditions::queue(&self.rooms, &self.inbox);
        }
        let office = self.conditions.note(&event, self.rooms.clock.mono()).into_iter();
        for kind in office.chain(byte_limit(&event, self.rooms.bytes_limit)) {
            self.push(kind);
        }
        match &event {
            Event::Device { device, present } => {
                self.devices.insert(*device, *present);
            }
            Event::CardPlaced => self.light.touch(self.rooms.clock.mono()),
            _ => {}
        }
        let now = self.now();
        let effects = self.desk.handle(now, event);
        for effect in effects {
            self.carry_out(effect);
        }
        self.show();
    }

    fn tick(&mut self) {
        let mono = self.rooms.clock.mono();
        for kind in self.conditions.held(mono) {
            self.push(kind);
        }
        if let Some(turn) = self.conditions.refresh_due(mono) {
            conditions::refresh(&self.rooms, &self.conditions, &self.inbox, turn);
        }
        let today = day(&self.rooms);
        if may_be_another(std::mem::replace(&mut self.day, today), today) {
            self.happen(Event::NewDate);
        }
        self.show();
    }

    /// Draws only when something on the panel changed.
    fn show(&mut self) {
        let view = self.desk.view(self.now());
        if self.shown.as_ref() != Some(&view) {
            // The clock alone lights nothing up.
            if self.shown.as_ref().is_none_or(|shown| shown.screen != view.screen) {
                self.light.touch(self.rooms.clock.mono());
            }
            self.rooms.panel.show(view.clone());
            self.shown = Some(view);
        }
        self.shine();
    }

    fn push(&self, kind: EventKind) {
        let rooms = self.rooms.clone();
        tokio::spawn(async move {
            if let Err(error) = rooms.journal.push_event(kind).await {
                tracing::warn!(code = error.code().name(), %error, "an event for the office was not kept");
            }
            if let Some(report) = &rooms.report {
                report.wake();
            }
        });
    }
}

/// Whether the day's choice may be another one: the date is, or is known only now. A clock that is not known to be
/// right any more takes no choice away.
fn may_be_another(before: (Date, bool), now: (Date, bool)) -> bool {
    now.0 != before.0 || now.1 && !before.1
}

/// The day by the clock, and whether the clock is right.
fn day(rooms: &Handles) -> (Date, bool) {
    (jst_date(rooms.clock.wall()), rooms.clock.synchronised())
}

fn byte_limit(event: &Event, limit: Option<u64>) -> Option<EventKind> {
    match (event, limit) {
        (Event::BytesLimit(true), Some(limit)) => Some(EventKind::BytesLimit { limit }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_new_date_or_a_clock_that_is_known_now_may_change_the_day_s_choice() {
        let (first, second) = (jiff::civil::date(2026, 5, 1), jiff::civil::date(2026, 5, 2));
        for (before, now, may) in [
            ((first, true), (first, true), false),
            ((first, true), (second, true), true),
            ((first, false), (first, true), true),
            ((first, true), (first, false), false),
        ] {
            assert_eq!(may_be_another(before, now), may, "{before:?} {now:?}");
        }
    }
}
