//! The desk's loop: events in, effects out, the newest view on the panel.

mod checks;
mod effects;
mod verdicts;

pub use checks::Checks;
pub use verdicts::Verdicts;

use super::{
    card::{Handling, OpenRequests},
    input::Input,
    names,
    office::Office,
    requests::Requests,
    status::{Schedule, StatusReader},
    voice::Voice,
};
use crate::{
    clock::SystemClock,
    convert,
    panel::{Light, PanelThread},
};
use desk::{BadgeAnswer, Desk, Device, Event, Now, Reply, View};
use firmware::{card::CardService, panel::Keys};
use jiff::civil::Date;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{
    sync::{Notify, mpsc::UnboundedReceiver},
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};
use wire::jst_date;

/// The components that the loop owns or gives orders to.
pub struct Parts {
    /// The workflow.
    pub desk: Desk,
    /// Wall and monotonic time.
    pub clock: SystemClock,
    /// The card reader.
    pub card: CardService,
    /// Keys, scanner, devices that come and go.
    pub keys: Keys,
    /// Display, lamp, sounds.
    pub panel: PanelThread,
    /// Everything else that happens.
    pub inputs: UnboundedReceiver<Input>,
    /// Signatures and captures.
    pub checks: Checks,
    /// Verdicts that were seen, and those that came late.
    pub verdicts: Verdicts,
    /// The desk's questions to other components.
    pub requests: Requests,
    /// Events for the office.
    pub office: Office,
    /// The numbers of the status.
    pub status: StatusReader,
    /// Reading aloud, where it is configured.
    pub voice: Option<Voice>,
    /// Rows on a page of a list.
    pub page: u32,
    /// Notified when staff end the day.
    pub power_off: Arc<Notify>,
}

/// The loop with its own memory.
pub struct EventLoop {
    parts: Parts,
    open: OpenRequests,
    schedule: Schedule,
    light: Light,
    /// Devices that came or went since the start; true: present.
    devices: BTreeMap<Device, bool>,
    /// The day of the last tick, and whether the clock was right.
    day: (Date, bool),
    shown: Option<View>,
    wake: Option<Instant>,
}

impl EventLoop {
    /// A loop over these components, which does not turn yet.
    pub fn new(parts: Parts) -> Self {
        let day = day(&parts.clock);
        Self {
            parts,
            open: OpenRequests::default(),
            schedule: Schedule::unknown(),
            light: Light::default(),
            devices: BTreeMap::new(),
            day,
            shown: None,
            wake: None,
        }
    }

    /// Turns until the process ends.
    pub async fn turn(mut self) {
        self.parts.requests.roster();
        self.handle(Event::Started);
        self.parts.verdicts.recall_late();
        self.show();
        let mut tick = interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut keys_open = true;
        loop {
            tokio::select! {
                biased;
                input = self.parts.keys.next(), if keys_open => match input {
                    Some(input) => self.touched(convert::event(&input)),
                    None => keys_open = false,
                },
                Some(input) = self.parts.inputs.recv() => self.take(input),
                () = sleep_until(self.wake.unwrap_or_else(Instant::now)), if self.wake.is_some() => {
                    self.wake = None;
                    self.handle(Event::Wake);
                }
                _ = tick.tick() => self.tick(),
            }
        }
    }

    fn now(&self) -> Now {
        let clock = &self.parts.clock;
        Now { mono: clock.mono(), wall: clock.wall(), synchronised: clock.synchronised() }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Desk(event) => self.handle(*event),
            Input::Pulse(answer) => {
                // The receiver may have timed out.
                let _ = answer.send(self.parts.card.is_running());
            }
            Input::Spoken(spoken) => {
                if let Some(sound) = self.parts.voice.as_mut().and_then(|voice| voice.finished(spoken)) {
                    self.parts.panel.say(sound);
                }
            }
            Input::Card(event) => match self.open.handle(event) {
                Handling::Desk(event) => self.handle(event),
                Handling::Signature(check, signature) => {
                    if self.parts.checks.signed(check, signature) {
                        self.handle(Event::Signed { check });
                    }
                }
                Handling::Badge(job, badge) => match badge {
                    Ok(badge) => self.parts.requests.badge(job, &badge),
                    Err(failure) => {
                        let reply = Reply::Badge(BadgeAnswer::Failed(failure));
                        self.handle(Event::Reply { ask: job.ask, reply });
                    }
                },
                Handling::Nothing => {}
            },
        }
    }

    /// A key, a scan or a device: the display lights up.
    fn touched(&mut self, event: Option<Event>) {
        self.light.touch(self.parts.clock.mono());
        self.shine();
        if let Some(event) = event {
            self.handle(event);
        }
    }

    fn shine(&mut self) {
        if let Some(percent) = self.light.change(self.parts.clock.mono()) {
            self.parts.panel.backlight(percent);
        }
    }

    fn handle(&mut self, event: Event) {
        tracing::trace!(event = names::event(&event), "desk");
        self.observe(&event);
        let now = self.now();
        for effect in self.parts.desk.handle(now, event) {
            self.carry_out(effect);
        }
        self.show();
    }

    /// Takes from an event what others than the desk need of it.
    fn observe(&mut self, event: &Event) {
        if matches!(event, Event::Saved { .. } | Event::Settled { .. } | Event::Line(_) | Event::Reader(_)) {
            self.schedule.make_due();
        }
        if matches!(event, Event::Saved { .. } | Event::Settled { .. }) {
            self.parts.status.report_queue();
        }
        let mono = self.parts.clock.mono();
        self.schedule.note(event, mono).into_iter().for_each(|kind| self.parts.office.push(kind));
        match event {
            Event::BytesLimit(true) => self.parts.office.bytes_limit_reached(),
            Event::Device { device, present } => {
                self.devices.insert(*device, *present);
            }
            Event::CardPlaced => self.light.touch(mono),
            _ => {}
        }
    }

    fn tick(&mut self) {
        let mono = self.parts.clock.mono();
        self.schedule.held(mono).into_iter().for_each(|kind| self.parts.office.push(kind));
        if let Some(reading) = self.schedule.due(mono) {
            self.parts.status.refresh(self.schedule.conditions(), reading);
        }
        let today = day(&self.parts.clock);
        if may_be_another(std::mem::replace(&mut self.day, today), today) {
            self.handle(Event::NewDate);
        }
        self.show();
    }

    /// Draws only when something on the panel changed.
    fn show(&mut self) {
        let view = self.parts.desk.view(self.now());
        if self.shown.as_ref() != Some(&view) {
            // The clock alone lights nothing up.
            if self.shown.as_ref().is_none_or(|shown| shown.screen != view.screen) {
                self.light.touch(self.parts.clock.mono());
            }
            self.parts.panel.show(view.clone());
            self.shown = Some(view);
        }
        self.shine();
    }
}

/// The choice of the day may be another one: the date changed, or is known only now. A clock that lost its
/// synchronisation takes no choice away.
fn may_be_another(before: (Date, bool), now: (Date, bool)) -> bool {
    now.0 != before.0 || now.1 && !before.1
}

/// The day by the clock, and whether the clock is right.
fn day(clock: &SystemClock) -> (Date, bool) {
    (jst_date(clock.wall()), clock.synchronised())
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
