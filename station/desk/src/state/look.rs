//! Looking back: the list of checks, and one of them again. What is shown again says so and is never taken for a
//! fresh verdict; personal data stay as long as on a verdict.

use super::card::STEADY;
use super::fallback::About;
use super::verdict::{self, SHORTEST, UNREAD};
use super::{ANSWER, State, closes, menu};
use crate::common::Common;
use crate::failure::{LIST_SILENT, RECALL_OTHER, RECALL_SILENT};
use crate::{
    Buzz, Choice, ChoiceOf, ChoiceRow, Deed, Effect, Event, Failure, FallbackKind, Find, Judged, Key, Lamp,
    MenuItem, Now, Recalled, Row, Screen, Searched, Source, Ticket,
};
use jiff::civil::Date;
use std::time::Duration;
use wire::{CheckId, Method, Purpose, ReceptionNumber, jst_date};

/// How long the look-up may take: the centre's own time limit and the way there.
const LOOK_UP: Duration = Duration::from_secs(20);
/// Longest reception number that is typed, digits.
const NUMBER_LONGEST: usize = 5;

#[derive(Debug)]
pub(crate) enum Look {
    Checks(Checks),
    Opening(Opening),
    Again(Box<Again>),
    Failed(Failed),
}

/// Which page of which list.
#[derive(Debug, Clone)]
struct Query {
    offset: u32,
    find: Find,
    /// The reception number as typed.
    typed: String,
    place: Place,
}

/// Which row is selected when the page comes.
#[derive(Debug, Clone, Copy)]
enum Place {
    First,
    Last,
    Check(CheckId),
}

impl Query {
    fn all() -> Self {
        Self { offset: 0, find: Find::All, typed: String::new(), place: Place::First }
    }

    /// What the typed digits find; nothing typed finds all.
    fn number(typed: String) -> Self {
        let find = typed.parse().map_or(Find::All, |number| Find::Number(ReceptionNumber(number)));
        Self { offset: 0, find, typed, place: Place::First }
    }
}

impl Look {
    /// The newest checks.
    pub(super) fn begin(common: &mut Common, now: Now) -> State {
        State::Look(Self::Checks(Checks::ask(common, now, Query::all(), Page::default())))
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match self {
            Self::Checks(state) => state.handle(common, now, event),
            Self::Opening(state) => state.handle(common, now, event),
            Self::Again(state) => state.handle(common, now, event),
            Self::Failed(state) => {
                if closes(event) {
                    again(common, now, state.back)
                } else {
                    State::Look(Self::Failed(state))
                }
            }
        }
    }

    pub(super) fn deadline(&self) -> Duration {
        match self {
            Self::Checks(state) => state.asked.map_or(state.until, |at| at.min(state.until)),
            Self::Opening(state) => state.until,
            Self::Again(state) => state.next_card_at.map_or(state.until, |at| at.min(state.until)),
            Self::Failed(state) => state.until,
        }
    }

    pub(super) fn expire(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Checks(state) if state.asked.is_some_and(|at| at <= now.mono) => {
                State::not_done(common, now, LIST_SILENT)
            }
            Self::Opening(state) => state.failed(common, now, RECALL_SILENT),
            Self::Checks(_) | Self::Again(_) | Self::Failed(_) => State::Ready,
        }
    }

    /// A card may be put down instead. Over a check that is shown it must lie for a moment first.
    pub(super) fn takes_card(&self) -> bool {
        !matches!(self, Self::Again(_))
    }

    pub(super) fn lamp(&self) -> Lamp {
        match self {
            Self::Failed(_) => Lamp::Bad,
            Self::Opening(_) => Lamp::Busy,
            // What was is no news: no lamp of a verdict.
            Self::Checks(_) | Self::Again(_) => Lamp::Idle,
        }
    }

    pub(super) fn screen(&self) -> Screen {
        match self {
            Self::Checks(state) => state.screen(),
            Self::Opening(_) => Screen::Looking,
            Self::Again(state) => state.screen(),
            Self::Failed(state) => Screen::RecallFailed(state.failure.clone()),
        }
    }

    pub(super) fn scanned(self, common: &mut Common, now: Now, ticket: Ticket) -> State {
        match self {
            Self::Again(mut state) => {
                state.ticket = Some(ticket.tail());
                common.attach(state.check, ticket);
                State::Look(Self::Again(state))
            }
            Self::Checks(state) => {
                let query = Query { find: Find::Ticket(ticket), ..Query::all() };
                State::Look(Self::Checks(Checks::ask(common, now, query, state.page)))
            }
            other => State::Look(other),
        }
    }
}

/// The list again, with this check selected where it is still on the page.
fn again(common: &mut Common, now: Now, query: Query) -> State {
    State::Look(Look::Checks(Checks::ask(common, now, query, Page::default())))
}

/// What the panel shows of the list.
#[derive(Debug, Default)]
struct Page {
    rows: Option<Vec<Row>>,
    offset: u32,
    total: u32,
    selected: usize,
}

#[derive(Debug)]
pub(crate) struct Checks {
    page: Page,
    query: Query,
    /// The page was asked for; until when it is waited for.
    asked: Option<Duration>,
    until: Duration,
}

impl Checks {
    /// Asks for a page; what was shown stays until it comes.
    fn ask(common: &mut Common, now: Now, query: Query, page: Page) -> Self {
        common.tell(Effect::List { offset: query.offset, find: query.find.clone() });
        let (asked, until) = (Some(now.mono + ANSWER), now.mono + common.settings.entry_time.max(ANSWER));
        Self { page, query, asked, until }
    }

    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Listed { rows, offset, total } if self.asked.is_some() && *offset == self.query.offset => {
                if rows.is_empty() && *offset > 0 {
                    // The list has become shorter meanwhile.
                    return State::Look(Look::Checks(Self::ask(
                        common,
                        now,
                        Query { offset: 0, ..self.query },
                        self.page,
                    )));
                }
                self.came(rows, *total);
                State::Look(Look::Checks(self))
            }
            Event::NotListed(failure) if self.asked.is_some() => {
                State::not_done(common, now, failure.clone())
            }
            Event::Key(key) => {
                self.until = self.until.max(now.mono + common.settings.entry_time);
                self.key(common, now, *key)
            }
            _ => State::Look(Look::Checks(self)),
        }
    }

    fn came(&mut self, rows: &[Row], total: u32) {
        let last = rows.len().saturating_sub(1);
        let selected = match self.query.place {
            Place::First => 0,
            Place::Last => last,
            Place::Check(check) => rows.iter().position(|row| row.check == check).unwrap_or(0),
        };
        self.page = Page { rows: Some(rows.to_vec()), offset: self.query.offset, total, selected };
        self.asked = None;
    }

    fn key(mut self, common: &mut Common, now: Now, key: Key) -> State {
        let query = match key {
            Key::Digit(digit) if digit <= 9 => self.typed(digit),
            Key::Back => match self.less() {
                Some(query) => Some(query),
                None => return menu::Menu::enter(common, now, MenuItem::LookBack),
            },
            // The rows are about to change: what would be meant?
            _ if self.asked.is_some() => None,
            Key::Up => self.up(common.page()),
            Key::Down => self.down(),
            Key::Ok => match self.selected() {
                Some(check) => return Opening::enter(common, now, check, self.query),
                None => None,
            },
            Key::Digit(_) => None,
        };
        State::Look(Look::Checks(match query {
            Some(query) => Self::ask(common, now, query, self.page),
            None => self,
        }))
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
        self.page.rows.as_ref()?.get(self.page.selected).map(|row| row.check)
    }

    fn screen(&self) -> Screen {
        let Some(rows) = &self.page.rows else { return Screen::Looking };
        let find = match &self.query.find {
            Find::Ticket(ticket) => Some(Searched::Ticket(ticket.tail())),
            _ if self.query.typed.is_empty() => None,
            _ => Some(Searched::Number(self.query.typed.clone())),
        };
        Screen::Choice(Choice {
            of: ChoiceOf::Checks,
            rows: rows.iter().cloned().map(ChoiceRow::Check).collect(),
            selected: self.page.selected,
            offset: self.page.offset,
            total: self.page.total,
            find,
        })
    }
}

/// A check is being fetched.
#[derive(Debug)]
pub(crate) struct Opening {
    check: CheckId,
    back: Query,
    until: Duration,
}

impl Opening {
    fn enter(common: &mut Common, now: Now, check: CheckId, query: Query) -> State {
        common.tell(Effect::Recall { check });
        let back = Query { place: Place::Check(check), ..query };
        State::Look(Look::Opening(Self { check, back, until: now.mono + LOOK_UP }))
    }

    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Recalled { check, found } if *check == self.check => match found {
                Ok(found) if is(found, self.check) => Again::enter(common, now, found, self.back),
                Ok(_) => self.failed(common, now, RECALL_OTHER),
                Err(failure) => self.failed(common, now, failure.clone()),
            },
            Event::Key(Key::Back) => again(common, now, self.back),
            _ => State::Look(Look::Opening(self)),
        }
    }

    fn failed(self, common: &mut Common, now: Now, failure: Failure) -> State {
        common.buzz(Buzz::Attention);
        let until = now.mono + common.settings.entry_time;
        State::Look(Look::Failed(Failed { failure, back: self.back, until }))
    }
}

/// It is the check that was asked for, and its answer is its own.
fn is(found: &Recalled, check: CheckId) -> bool {
    found.head.id == check && found.settlement.as_ref().is_none_or(|answer| answer.check == check)
}

/// It could not be fetched.
#[derive(Debug)]
pub(crate) struct Failed {
    failure: Failure,
    back: Query,
    until: Duration,
}

/// A check is shown again.
#[derive(Debug)]
pub(crate) struct Again {
    check: CheckId,
    reception: ReceptionNumber,
    purpose: Purpose,
    inner: Screen,
    day: Date,
    source: Source,
    fallback: Option<FallbackKind>,
    pub(super) ticket: Option<String>,
    back: Query,
    since: Duration,
    until: Duration,
    next_card_at: Option<Duration>,
}

impl Again {
    fn enter(common: &mut Common, now: Now, found: &Recalled, back: Query) -> State {
        let Recalled { head, settlement, source, ticket, fallback } = found;
        let judged = Judged {
            reception: head.reception,
            purpose: head.purpose,
            certificate: None,
            certificate_until: None,
        };
        let inner = match settlement {
            Some(answer) => verdict::screen(common, judged, answer),
            None => Screen::Pending { reception: head.reception, problem: None },
        };
        common.deed(Deed::Recalled(head.id));
        State::Look(Look::Again(Box::new(Self {
            check: head.id,
            reception: head.reception,
            purpose: head.purpose,
            inner,
            day: jst_date(head.captured_at),
            source: *source,
            fallback: *fallback,
            ticket: ticket.clone(),
            back,
            since: now.mono,
            until: now.mono + common.settings.display_time,
            next_card_at: None,
        })))
    }

    fn handle(mut self: Box<Self>, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => {
                self.next_card_at = Some((now.mono + STEADY).max(self.since + SHORTEST));
            }
            Event::CardRemoved => self.next_card_at = None,
            Event::Key(Key::Up) if self.aloud(common, now) => common.speak(self.check),
            // A key this soon was meant for the list.
            event if closes(event) && now.mono >= self.since + UNREAD => {
                return again(common, now, self.back);
            }
            _ => {}
        }
        State::Look(Look::Again(self))
    }

    /// On a good verdict Up reads aloud; on others it asks for another proof.
    fn aloud(&self, common: &Common, now: Now) -> bool {
        common.settings.speech && verdict::good(&self.inner) && now.mono >= self.since + UNREAD
    }

    pub(super) fn offers(&self, common: &Common, now: Now) -> Option<About> {
        let offered = !verdict::good(&self.inner) && now.mono >= self.since + UNREAD;
        offered.then(|| About::kept(common, self.check, self.reception))
    }

    /// The purpose it was made for; how the person was authenticated is not told again.
    pub(super) fn kind(&self, common: &Common) -> (Method, Purpose) {
        (common.method, self.purpose)
    }

    fn screen(&self) -> Screen {
        let inner = Box::new(self.inner.clone());
        Screen::Recalled { inner, day: self.day, source: self.source, fallback: self.fallback }
    }
}
