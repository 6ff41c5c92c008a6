//! The list of checks: its pages, and what is searched in it.

use crate::common::Common;
use crate::failure::LIST_SILENT;
use crate::state::timing::ANSWER;
use crate::state::{CardUse, Concern, DeskState, Menu, Opening, Ready, Recorded, Return, State};
use crate::{Choice, ChoiceOf, ChoiceRow, Event, Key, MenuItem, Now, Question, Reply, Screen, Searched};
use model::{CheckRow, Find, Ticket};
use std::time::Duration;
use wire::{CheckId, ReceptionNumber};

/// Longest reception number that is typed, digits.
const NUMBER_LONGEST: usize = 5;

/// The list and its page.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) offset: u32,
    pub(crate) find: Find,
    /// The reception number as typed.
    pub(crate) typed: String,
    pub(crate) place: Place,
}

/// The row to select when the page comes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    First,
    Last,
    Check(CheckId),
}

impl Query {
    pub(crate) fn all() -> Self {
        Self { offset: 0, find: Find::All, typed: String::new(), place: Place::First }
    }

    /// The search for the typed digits; without digits all checks.
    pub(crate) fn number(typed: String) -> Self {
        let find = typed.parse().map_or(Find::All, |number| Find::Number(ReceptionNumber(number)));
        Self { offset: 0, find, typed, place: Place::First }
    }
}

/// The page on the panel.
#[derive(Debug, Default)]
pub(crate) struct Page {
    rows: Option<Vec<CheckRow>>,
    offset: u32,
    total: u32,
    selected: usize,
}

#[derive(Debug)]
pub(crate) struct CheckList {
    pub(crate) page: Page,
    query: Query,
    /// The page was asked for; until when it is waited for.
    pub(crate) asked: Option<Duration>,
    pub(crate) until: Duration,
}

impl CheckList {
    /// The newest checks.
    pub(crate) fn begin(common: &mut Common, now: Now) -> State {
        Self::ask(common, now, Query::all(), Page::default()).into()
    }

    /// The list as it was when a check was opened from it.
    pub(crate) fn again(common: &mut Common, now: Now, query: Query) -> State {
        Self::ask(common, now, query, Page::default()).into()
    }

    /// Asks for a page; what was shown stays until it comes.
    pub(crate) fn ask(common: &mut Common, now: Now, query: Query, page: Page) -> Self {
        common.ask(Question::List { offset: query.offset, find: query.find.clone() });
        let (asked, until) = (Some(now.mono + ANSWER), now.mono + common.settings.entry_time.max(ANSWER));
        Self { page, query, asked, until }
    }

    fn came(&mut self, rows: &[CheckRow], total: u32) {
        let last = rows.len().saturating_sub(1);
        let selected = match self.query.place {
            Place::First => 0,
            Place::Last => last,
            Place::Check(check) => rows.iter().position(|row| row.head.id == check).unwrap_or(0),
        };
        self.page = Page { rows: Some(rows.to_vec()), offset: self.query.offset, total, selected };
        self.asked = None;
    }

    fn key(mut self, common: &mut Common, now: Now, key: Key) -> State {
        let query = match key {
            Key::Digit(digit) if digit <= 9 => self.typed(digit),
            Key::Back => match self.less() {
                Some(query) => Some(query),
                None => return Menu::enter(common, now, MenuItem::LookBack),
            },
            // The rows are about to change: what would be meant?
            _ if self.asked.is_some() => None,
            Key::Up => self.up(common.page()),
            Key::Down => self.down(),
            Key::Ok => match self.selected() {
                Some(check) => {
                    let back = Query { place: Place::Check(check), ..self.query };
                    return Opening::enter(common, now, check, Return::List(back));
                }
                None => None,
            },
            Key::Digit(_) => None,
        };
        let list = match query {
            Some(query) => Self::ask(common, now, query, self.page),
            None => self,
        };
        list.into()
    }

    /// One digit more of a reception number; the first is not 0.
    fn typed(&self, digit: u8) -> Option<Query> {
        let typed = format!("{}{digit}", self.query.typed);
        (typed.len() <= NUMBER_LONGEST && !typed.starts_with('0')).then(|| Query::number(typed))
    }

    /// One digit less, or all checks again after a search; `None` when nothing is searched.
    fn less(&self) -> Option<Query> {
        let mut typed = self.query.typed.clone();
        match (typed.pop(), &self.query.find) {
            (Some(_), _) => Some(Query::number(typed)),
            (None, Find::All) => None,
            (None, _) => Some(Query::all()),
        }
    }

    fn up(&mut self, page: usize) -> Option<Query> {
        match self.page.selected.checked_sub(1) {
            Some(selected) => self.page.selected = selected,
            None if self.page.offset > 0 => {
                let offset = self.page.offset.saturating_sub(u32::try_from(page).unwrap_or(u32::MAX));
                return Some(Query { offset, place: Place::Last, ..self.query.clone() });
            }
            None => {}
        }
        None
    }

    fn down(&mut self) -> Option<Query> {
        let rows = self.page.rows.as_ref().map_or(0, Vec::len);
        let offset = self.page.offset.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
        if self.page.selected + 1 < rows {
            self.page.selected += 1;
        } else if offset < self.page.total && rows > 0 {
            return Some(Query { offset, place: Place::First, ..self.query.clone() });
        }
        None
    }

    fn selected(&self) -> Option<CheckId> {
        self.page.rows.as_ref()?.get(self.page.selected).map(|row| row.head.id)
    }
}

impl DeskState for CheckList {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Reply { reply: Reply::Listed { rows, total }, .. } if self.asked.is_some() => {
                if rows.is_empty() && self.query.offset > 0 {
                    // The list has become shorter meanwhile.
                    let query = Query { offset: 0, ..self.query };
                    return Self::ask(common, now, query, self.page).into();
                }
                self.came(rows, *total);
                self.into()
            }
            Event::Reply { reply: Reply::NotListed(failure), .. } if self.asked.is_some() => {
                Recorded::failed(common, now, failure.clone())
            }
            Event::Key(key) => {
                self.until = self.until.max(now.mono + common.settings.entry_time);
                self.key(common, now, *key)
            }
            _ => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.asked.map_or(self.until, |at| at.min(self.until)))
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        if self.asked.is_some_and(|at| at <= now.mono) {
            return Recorded::failed(common, now, LIST_SILENT);
        }
        Ready.into()
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        let Some(rows) = &self.page.rows else { return Screen::Looking };
        let find = match &self.query.find {
            Find::Ticket(ticket) => Some(Searched::Ticket(ticket.tail())),
            _ if self.query.typed.is_empty() => None,
            _ => Some(Searched::Number(self.query.typed.clone())),
        };
        Screen::Choice(Choice {
            of: ChoiceOf::Checks,
            rows: rows.iter().cloned().map(ChoiceRow::Check).collect(),
            selected: Some(self.page.selected),
            offset: self.page.offset,
            total: self.page.total,
            find,
        })
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

    /// Searches the checks of this ticket.
    fn scanned(self, common: &mut Common, now: Now, ticket: Ticket) -> State {
        let query = Query { find: Find::Ticket(ticket), ..Query::all() };
        Self::ask(common, now, query, self.page).into()
    }

    fn gives_way(&self) -> bool {
        true
    }
}
