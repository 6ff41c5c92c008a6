//! The settings of picture and sound.

use crate::ask::Topic;
use crate::common::Common;
use crate::state::{CardUse, Concern, DeskState, List, Menu, Picked, Ready, State};
use crate::{Buzz, ChoiceOf, ChoiceRow, Effect, Event, MenuItem, Now, Pref, Screen};
use model::Prefs;
use std::time::Duration;

/// Picture and sound: OK turns the selected setting to its next value, at once.
#[derive(Debug)]
pub(crate) struct PanelSettings {
    list: List,
    pub(crate) until: Duration,
}

impl PanelSettings {
    pub(crate) fn enter(common: &Common, now: Now, at: usize) -> State {
        let Prefs { volume, brightness, language } = common.prefs;
        let prefs = [Pref::Volume(volume), Pref::Brightness(brightness), Pref::Language(language)];
        let list = List::new(ChoiceOf::Prefs, prefs.map(ChoiceRow::Pref).into(), at);
        Self { list, until: now.mono + common.settings.entry_time }.into()
    }
}

impl DeskState for PanelSettings {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match self.list.take(event) {
            Picked::Row(at) => {
                if let Some(ChoiceRow::Pref(pref)) = self.list.row(at) {
                    common.withdraw(Topic::Prefs);
                    common.prefs = next(common.prefs, *pref);
                    common.push_effect(Effect::Prefs(common.prefs));
                    // So that the new volume is heard.
                    common.buzz(Buzz::CardDone);
                }
                Self::enter(common, now, at)
            }
            Picked::Leave => Menu::enter(common, now, MenuItem::Prefs),
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

/// One up, and after the highest the lowest again.
fn next(prefs: Prefs, turned: Pref) -> Prefs {
    match turned {
        Pref::Volume(at) => Prefs { volume: if at >= Prefs::LOUDEST { 0 } else { at + 1 }, ..prefs },
        Pref::Brightness(at) => {
            Prefs { brightness: if at >= Prefs::BRIGHTEST { 1 } else { at + 1 }, ..prefs }
        }
        Pref::Language(at) => Prefs { language: at.next(), ..prefs },
    }
}
