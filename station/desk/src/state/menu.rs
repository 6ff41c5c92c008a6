//! The menu.
use model::AccessAction;

use crate::common::Common;
use crate::state::{
    AddingStaff, CardUse, CheckList, ChoosingDay, Concern, DeskState, Diagnosis, EndOfDay, List, Locked,
    PanelSettings, Picked, Ready, State, WithoutCard,
};
use crate::{ChoiceRow, Event, Login, MenuItem, Now, Screen};
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Menu {
    list: List,
    pub(crate) until: Duration,
}

impl Menu {
    /// The menu with this line selected.
    pub(crate) fn enter(common: &Common, now: Now, at: MenuItem) -> State {
        let items = MenuItem::ALL.into_iter().filter(|item| offered(common, *item));
        let until = now.mono + common.settings.entry_time;
        Self { list: List::menu(items, at), until }.into()
    }
}

impl DeskState for Menu {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match self.list.take(event) {
            Picked::Row(at) => match self.list.row(at) {
                Some(ChoiceRow::Menu(item)) => open(common, now, *item),
                _ => self.into(),
            },
            Picked::Leave => Ready.into(),
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
        MenuItem::LookBack => CheckList::begin(common, now),
        MenuItem::WithoutCard => WithoutCard::enter(common, now),
        MenuItem::Day => ChoosingDay::enter(common, now),
        MenuItem::Prefs => PanelSettings::enter(common, now, 0),
        MenuItem::Diagnosis => Diagnosis::open(common, now),
        MenuItem::EndOfDay => EndOfDay::begin(common, now),
        MenuItem::AddStaff => AddingStaff::begin(common, now),
        MenuItem::Lock => Locked::lock(common, now, AccessAction::LoggedOut),
    }
}
