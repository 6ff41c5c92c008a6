//! The choice of the day: site, method, purpose. Nothing is changed before the last of them is chosen.

use crate::ask::Topic;
use crate::common::Common;
use crate::state::{CardUse, Concern, DeskState, List, Locked, Menu, Picked, Ready, State, closes};
use crate::{ChoiceOf, ChoiceRow, Effect, Event, MenuItem, Now, PurposeChoice, Screen};
use model::{AccessAction, DayChoice};
use std::time::Duration;
use wire::Method;

const METHODS: [Method; 2] = [Method::Visual, Method::Pin];

#[derive(Debug)]
pub(crate) struct ChoosingDay {
    list: List,
    step: Step,
    /// The day begins: nothing else is possible before it is chosen, so there is no time limit but the idle lock.
    first: bool,
    /// 本人確認のみ was chosen: the reason is shown.
    refused: bool,
    until: Duration,
}

/// The choices made so far.
#[derive(Debug, Clone)]
enum Step {
    Site,
    Method { site: Option<String> },
    Purpose { site: Option<String>, method: Method },
}

impl ChoosingDay {
    /// Begins with the site, or with the method where there are no sites to choose from.
    pub(crate) fn enter(common: &Common, now: Now) -> State {
        let step = if common.settings.sites.is_empty() { Step::Method { site: None } } else { Step::Site };
        Self::at(common, now, step)
    }

    fn at(common: &Common, now: Now, step: Step) -> State {
        let until = now.mono + common.settings.entry_time;
        let list = step.list(common);
        Self { list, step, first: common.needs_day(), refused: false, until }.into()
    }

    fn chosen(mut self, common: &mut Common, now: Now, at: usize) -> State {
        match (self.step.clone(), self.list.row(at)) {
            (Step::Site, Some(ChoiceRow::Site(site))) => {
                Self::at(common, now, Step::Method { site: Some(site.clone()) })
            }
            (Step::Method { site }, Some(ChoiceRow::Method(method))) => {
                Self::at(common, now, Step::Purpose { site, method: *method })
            }
            (Step::Purpose { site, method }, Some(ChoiceRow::Purpose(choice))) => match choice.purpose() {
                Some(purpose) => choose(common, DayChoice { site, method, purpose }),
                None => {
                    self.refused = true;
                    self.until = now.mono + common.settings.entry_time;
                    self.into()
                }
            },
            _ => self.into(),
        }
    }

    /// One step back; before the first one there is the menu, or the lock.
    fn back(self, common: &mut Common, now: Now) -> State {
        match self.step {
            Step::Purpose { site, .. } => Self::at(common, now, Step::Method { site }),
            Step::Method { .. } if !common.settings.sites.is_empty() => Self::at(common, now, Step::Site),
            Step::Method { .. } | Step::Site if self.first => {
                Locked::lock(common, now, AccessAction::LoggedOut)
            }
            Step::Method { .. } | Step::Site => Menu::enter(common, now, MenuItem::Day),
        }
    }
}

impl DeskState for ChoosingDay {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        if self.first && !common.needs_day() {
            return Ready.into();
        }
        if self.refused {
            self.refused = !closes(event);
            return self.into();
        }
        match self.list.take(event) {
            Picked::Row(at) => self.chosen(common, now, at),
            Picked::Leave => self.back(common, now),
            Picked::Moved => {
                self.until = now.mono + common.settings.entry_time;
                self.into()
            }
            Picked::Nothing => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        (!self.first || self.refused).then_some(self.until)
    }

    fn expire(mut self, _: &mut Common, _: Now) -> State {
        if self.first && self.refused {
            self.refused = false;
            return self.into();
        }
        Ready.into()
    }

    fn screen(&self, common: &Common, _: Now) -> Screen {
        if self.refused { Screen::PurposeRefused } else { self.list.screen(common.page()) }
    }

    fn idle(&self) -> bool {
        true
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }
}

impl Step {
    /// The list of this step; what holds now is selected.
    fn list(&self, common: &Common) -> List {
        match self {
            Self::Site => {
                let now = common.day.as_ref().and_then(|day| day.site.as_ref());
                let sites = &common.settings.sites;
                let at = sites.iter().position(|site| Some(site) == now).unwrap_or(0);
                List::new(ChoiceOf::Site, sites.iter().cloned().map(ChoiceRow::Site).collect(), at)
            }
            Self::Method { .. } => {
                let at = METHODS.iter().position(|method| *method == common.method).unwrap_or(0);
                List::new(ChoiceOf::Method, METHODS.map(ChoiceRow::Method).into(), at)
            }
            Self::Purpose { .. } => {
                let all = PurposeChoice::ALL;
                let at = all.iter().position(|choice| choice.purpose() == Some(common.purpose)).unwrap_or(0);
                List::new(ChoiceOf::Purpose, all.map(ChoiceRow::Purpose).into(), at)
            }
        }
    }
}

fn choose(common: &mut Common, day: DayChoice) -> State {
    common.withdraw(Topic::Day);
    common.set_day(Some(day.clone()));
    common.push_effect(Effect::ChooseDay(day));
    Ready.into()
}
