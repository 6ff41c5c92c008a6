//! The menu, and the settings of picture and sound.

use super::list::{List, Picked};
use super::{State, day, end, fallback, look, machine, staffing};
use crate::common::Common;
use crate::{Buzz, ChoiceOf, ChoiceRow, Deed, Effect, Event, Login, MenuItem, Now, Pref, Prefs, Screen};
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Menu {
    list: List,
    pub(super) until: Duration,
}

impl Menu {
    /// The menu with this line selected.
    pub(super) fn enter(common: &Common, now: Now, at: MenuItem) -> State {
        let items = MenuItem::ALL.into_iter().filter(|item| offered(common, *item));
        let until = now.mono + common.settings.entry_time;
        State::Menu(Self { list: List::menu(items, at), until })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match self.list.take(event) {
            Picked::Row(at) => match self.list.row(at) {
                Some(ChoiceRow::Menu(item)) => open(common, now, *item),
                _ => State::Menu(self),
            },
            Picked::Leave => State::Ready,
            Picked::Moved => {
                self.until = now.mono + common.settings.entry_time;
                State::Menu(self)
            }
            Picked::Nothing => State::Menu(self),
        }
    }

    pub(super) fn screen(&self, common: &Common) -> Screen {
        self.list.screen(common.page())
    }
}

fn offered(common: &Common, item: MenuItem) -> bool {
    let logins = common.settings.login == Login::Required;
    match item {
        MenuItem::Lock => logins,
        MenuItem::AddStaff => logins && common.session.staff().is_some_and(|staff| staff.role.adds_staff()),
        _ => true,
    }
}

fn open(common: &mut Common, now: Now, item: MenuItem) -> State {
    match item {
        MenuItem::LookBack => look::Look::begin(common, now),
        MenuItem::WithoutCard => fallback::WithoutCard::enter(common, now),
        MenuItem::Day => day::Choosing::enter(common, now),
        MenuItem::Prefs => Settings::enter(common, now, 0),
        MenuItem::Diagnosis => machine::Diagnosis::enter(common, now),
        MenuItem::EndOfDay => end::End::begin(common, now),
        MenuItem::AddStaff => staffing::Staffing::begin(common, now),
        MenuItem::Lock => State::lock(common, now, Deed::LoggedOut),
    }
}

/// Picture and sound: OK turns the selected setting to its next value, at once.
#[derive(Debug)]
pub(crate) struct Settings {
    list: List,
    pub(super) until: Duration,
}

impl Settings {
    fn enter(common: &Common, now: Now, at: usize) -> State {
        let Prefs { volume, brightness, language } = common.prefs;
        let prefs = [Pref::Volume(volume), Pref::Brightness(brightness), Pref::Language(language)];
        let list = List::new(ChoiceOf::Prefs, prefs.map(ChoiceRow::Pref).into(), at);
        State::Settings(Self { list, until: now.mono + common.settings.entry_time })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match self.list.take(event) {
            Picked::Row(at) => {
                if let Some(ChoiceRow::Pref(pref)) = self.list.row(at) {
                    common.prefs = next(common.prefs, *pref);
                    common.tell(Effect::Prefs(common.prefs));
                    // So that the new volume is heard.
                    common.buzz(Buzz::CardDone);
                }
                Self::enter(common, now, at)
            }
            Picked::Leave => Menu::enter(common, now, MenuItem::Prefs),
            Picked::Moved => {
                self.until = now.mono + common.settings.entry_time;
                State::Settings(self)
            }
            Picked::Nothing => State::Settings(self),
        }
    }

    pub(super) fn screen(&self, common: &Common) -> Screen {
        self.list.screen(common.page())
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
