//! The proof of an examinee who has no card.

use crate::common::Common;
use crate::state::{About, CardUse, Concern, DeskState, List, Menu, Picked, Ready, Recording, State};
use crate::{ChoiceOf, ChoiceRow, Event, MenuItem, Now, Screen};
use model::FallbackKind;
use std::time::Duration;

/// Somebody who has no card.
#[derive(Debug)]
pub(crate) struct WithoutCard {
    list: List,
    pub(crate) until: Duration,
}

impl WithoutCard {
    pub(crate) fn enter(common: &Common, now: Now) -> State {
        let rows = FallbackKind::ALL.iter().copied().map(ChoiceRow::Fallback).collect();
        let list = List::open(ChoiceOf::WithoutCard, rows);
        Self { list, until: now.mono + common.settings.entry_time }.into()
    }
}

impl DeskState for WithoutCard {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match self.list.take(event) {
            Picked::Row(at) => match self.list.row(at) {
                Some(ChoiceRow::Fallback(kind)) => {
                    let about = About::without_check(common);
                    Recording::begin(common, now, about, *kind, None)
                }
                _ => self.into(),
            },
            Picked::Leave => Menu::enter(common, now, MenuItem::WithoutCard),
            Picked::Moved => {
                self.until = now.mono + common.settings.entry_time;
                self.into()
            }
            Picked::Nothing => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, _: &mut Common, _: Now) -> State {
        Ready.into()
    }

    fn screen(&self, common: &Common, _: Now) -> Screen {
        self.list.screen(common.page())
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

    fn gives_way(&self) -> bool {
        true
    }
}
