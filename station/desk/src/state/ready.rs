//! Ready for a card.

use crate::common::Common;
use crate::state::{About, CardUse, Concern, DeskState, Menu, State};
use crate::{Effect, Event, Key, Lamp, MenuItem, Now, Screen};
use std::time::Duration;
use wire::ReaderState;
use wire::{Method, Purpose};

/// The desk is ready for the next card, or its reader is not.
#[derive(Debug)]
pub(crate) struct Ready;

impl Ready {
    /// Leaves the card alone and is ready again.
    pub(crate) fn cancel(common: &mut Common) -> State {
        common.push_effect(Effect::ReleaseCard);
        Self.into()
    }
}

impl DeskState for Ready {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Key(Key::Ok) => return Menu::enter(common, now, MenuItem::LookBack),
            Event::Key(Key::Back) => {
                // The line shown first is closed first.
                match common.late.good() {
                    Some(_) => common.late.forget_good(),
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
        Ready.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        None
    }

    fn expire(self, _: &mut Common, _: Now) -> State {
        self.into()
    }

    fn screen(&self, common: &Common, _: Now) -> Screen {
        match common.conditions.reader {
            ReaderState::Ready => Screen::Ready { take_card: common.card.present, good: common.late.good() },
            trouble => Screen::ReaderTrouble(trouble),
        }
    }

    fn lamp(&self, common: &Common) -> Lamp {
        // Without a reader another proof is all there is.
        if common.conditions.reader == ReaderState::Ready { Lamp::Idle } else { Lamp::Bad }
    }

    fn idle(&self) -> bool {
        true
    }

    fn card_use(&self) -> CardUse {
        CardUse::NextCheck
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    /// Without a reader another proof is all there is.
    fn offers(&self, common: &Common, _: Now) -> Option<About> {
        (common.conditions.reader != ReaderState::Ready).then(|| About::without_check(common))
    }

    fn reports_pad(&self) -> bool {
        true
    }
}
