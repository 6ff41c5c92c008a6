//! Looking back: the list of checks, and one of them again. What is shown again says so and is never taken for a
//! fresh verdict; personal data stay as long as on a verdict.

mod again;
mod checks;

use super::{ANSWER, State, closes};
use crate::common::Common;
use crate::failure::{LIST_SILENT, RECALL_OTHER, RECALL_SILENT};
use crate::{Buzz, Event, Failure, Find, Key, Lamp, Now, Question, Recalled, Reply, Screen, Ticket};
pub(super) use again::Again;
use checks::{Checks, Page, Query};
use std::time::Duration;
use wire::CheckId;

/// How long the look-up may take: the centre's own time limit and the way there.
const LOOK_UP: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(crate) enum Look {
    Checks(Checks),
    Opening(Opening),
    Again(Box<Again>),
    Failed(Failed),
}

impl Look {
    /// The newest checks.
    pub(super) fn begin(common: &mut Common, now: Now) -> State {
        State::Look(Self::Checks(Checks::ask(common, now, Query::all(), Page::default())))
    }

    /// One check from where it calls; Back leads there again.
    pub(super) fn at_once(common: &mut Common, now: Now, check: CheckId) -> State {
        Opening::enter(common, now, check, Return::Desk)
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match self {
            Self::Checks(state) => state.handle(common, now, event),
            Self::Opening(state) => state.handle(common, now, event),
            Self::Again(state) => state.handle(common, now, event),
            Self::Failed(state) => {
                if closes(event) {
                    state.back.go(common, now)
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

/// Where a check was opened.
#[derive(Debug)]
enum Return {
    /// In the list, where it is selected again when it is still on the page.
    List(Query),
    /// Not in a list.
    Desk,
}

impl Return {
    fn go(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::List(query) => State::Look(Look::Checks(Checks::ask(common, now, query, Page::default()))),
            Self::Desk => State::Ready,
        }
    }
}

/// A check is being fetched.
#[derive(Debug)]
pub(crate) struct Opening {
    check: CheckId,
    back: Return,
    until: Duration,
}

impl Opening {
    fn enter(common: &mut Common, now: Now, check: CheckId, back: Return) -> State {
        common.ask(Question::Recall { check });
        State::Look(Look::Opening(Self { check, back, until: now.mono + LOOK_UP }))
    }

    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Reply { reply: Reply::Recalled(found), .. } => match found {
                Ok(found) if is(found, self.check) => Again::enter(common, now, found, self.back),
                Ok(_) => self.failed(common, now, RECALL_OTHER),
                Err(failure) => self.failed(common, now, failure.clone()),
            },
            Event::Key(Key::Back) => self.back.go(common, now),
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
    back: Return,
    until: Duration,
}
