//! Another proof: which one was shown when the check did not help. Two key presses from every screen that offers it,
//! and nothing is said to be recorded before it is on disk.
//!
//! The screen it was opened from is kept beneath and comes back by Back. When the answer to its check arrives
//! meanwhile, the keys keep their meaning, and the verdict is shown afterwards.

use super::list::{List, Picked};
use super::look::Look;
use super::verdict::{self, Answer};
use super::{State, closes, menu};
use crate::common::Common;
use crate::failure::FALLBACK_SILENT;
use crate::{
    Buzz, ChoiceOf, ChoiceRow, Deed, Event, Failure, FallbackKind, Key, Lamp, MenuItem, Now, Question, Reply,
    Screen, Ticket,
};
use std::time::Duration;
use wire::{CheckId, ReceptionNumber};

/// With the next card on the reader, what was recorded is shown this long.
const KEPT_SHOWN: Duration = Duration::from_millis(1_500);

/// What another proof would be for.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// The check, when it is in the journal.
    pub(super) check: Option<CheckId>,
    pub(super) reception: Option<ReceptionNumber>,
    /// The ticket, where there is no check to which it was put.
    pub(super) ticket: Option<Ticket>,
    /// There is a result of this check to read aloud.
    pub(super) speaks: Option<CheckId>,
    /// Staff have the late bad answer to this check before their eyes: a proof of it is all there is left to do.
    pub(super) called: bool,
}

impl About {
    /// Somebody whose check was not made.
    pub(super) fn nobody(common: &Common) -> Self {
        let ticket = common.ticket().cloned();
        Self { check: None, reception: None, ticket, speaks: None, called: false }
    }

    /// A check that is in the journal; its result can be read aloud where there is a voice.
    pub(super) fn kept(common: &Common, check: CheckId, reception: ReceptionNumber) -> Self {
        let speaks = common.settings.speech.then_some(check);
        Self { check: Some(check), reception: Some(reception), ticket: None, speaks, called: false }
    }
}

/// Which question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    Papers,
    Other,
    /// The rest of what was answered of the person: no question, but it lies over the verdict in the same way.
    Details,
}

impl State {
    /// Up and Down open a question where one is offered.
    pub(super) fn asks(&self, common: &Common, now: Now, event: &Event) -> Option<(Ask, About)> {
        let ask = match event {
            Event::Key(Key::Up) => Ask::Papers,
            // There it shows whose check it is.
            Event::Key(Key::Down) if matches!(self, Self::Late(_)) => return None,
            Event::Key(Key::Down) => Ask::Other,
            _ => return None,
        };
        if let Some(about) = self.offers(common, now) {
            return Some((ask, about));
        }
        let more = ask == Ask::Other && self.details(common, now).is_some();
        self.about(common, now).filter(|_| more).map(|about| (Ask::Details, about))
    }

    /// The screen of a person of whom more was answered than it shows.
    fn details(&self, common: &Common, now: Now) -> Option<Box<Screen>> {
        let shown = common.settings.details.then(|| self.screen(common, now));
        shown.filter(Screen::tells_person).map(Box::new)
    }

    /// The check of the verdict that is shown.
    fn about(&self, common: &Common, now: Now) -> Option<About> {
        match self {
            Self::Verdict(state) => state.about(common, now),
            Self::Look(Look::Again(state)) => state.about(common, now),
            _ => None,
        }
    }
}

/// A question over the screen from which it was opened.
#[derive(Debug)]
pub(crate) struct Asking {
    ask: Ask,
    about: About,
    pub(super) under: Box<State>,
    /// What lies beneath, where it tells of a person.
    details: Option<Box<Screen>>,
    /// The answer that came meanwhile.
    answer: Option<Answer>,
    pub(super) until: Duration,
}

impl Asking {
    /// The question over the screen from which it was opened.
    pub(super) fn over(common: &Common, now: Now, under: State, (ask, about): (Ask, About)) -> State {
        let (until, details) = (now.mono + common.settings.entry_time, under.details(common, now));
        let asking = Self { ask, about, under: Box::new(under), details, answer: None, until };
        State::Asking(if ask == Ask::Details { asking.more(common) } else { asking })
    }

    /// The rest of what was answered, for as long as the verdict is shown.
    fn more(self, common: &Common) -> Self {
        let until = self.under.deadline(common).unwrap_or(self.until);
        Self { ask: Ask::Details, until, ..self }
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Key(key) => self.key(common, now, *key),
            // The next card is the verdict's business.
            Event::CardPlaced | Event::CardRemoved if self.ask == Ask::Details => {
                self.back(common, now).handle(common, now, event.clone())
            }
            // What the journal or the centre says of the check beneath.
            Event::Saved { .. } | Event::NotSaved { .. } | Event::NotSettled { .. } => {
                *self.under = self.under.handle(common, now, event.clone());
                if let Some(about) = self.under.offers(common, now) {
                    self.about = about;
                }
                State::Asking(self)
            }
            _ => State::Asking(self),
        }
    }

    fn key(self, common: &mut Common, now: Now, key: Key) -> State {
        match (self.ask, key) {
            (_, Key::Back) => self.back(common, now),
            (Ask::Papers, Key::Up) => self.record(common, now, FallbackKind::MynaPortal),
            (Ask::Papers, Key::Down) => self.record(common, now, FallbackKind::Notice),
            (Ask::Papers, Key::Ok) => self.record(common, now, FallbackKind::Certificate),
            (Ask::Papers, Key::Digit(digit)) => match FallbackKind::of_digit(digit) {
                Some(kind) => self.record(common, now, kind),
                None => State::Asking(self),
            },
            (Ask::Other, Key::Ok | Key::Digit(4)) => self.record(common, now, FallbackKind::Later),
            (Ask::Other, Key::Up) => match self.about.speaks {
                Some(check) => self.speak(common, now, check),
                None => State::Asking(self),
            },
            (Ask::Other, Key::Down) if self.details.is_some() => State::Asking(self.more(common)),
            (Ask::Other, Key::Down | Key::Digit(_)) => State::Asking(self),
            (Ask::Details, _) => self.back(common, now),
        }
    }

    /// Back to what was shown, and that is read aloud: not what came meanwhile, which nobody has seen, nor what has
    /// had its time.
    fn speak(self, common: &mut Common, now: Now, check: CheckId) -> State {
        let over = self.under.deadline(common).is_some_and(|at| at <= now.mono);
        let same = self.answer.is_none() && !over;
        let state = self.back(common, now);
        if same {
            common.speak(check);
        }
        state
    }

    fn record(self, common: &mut Common, now: Now, kind: FallbackKind) -> State {
        let state = record(common, now, self.about, kind, self.answer);
        self.under.leave(common);
        state
    }

    /// The screen beneath again, or the verdict that came meanwhile.
    pub(super) fn back(self, common: &mut Common, now: Now) -> State {
        match self.answer {
            Some(answer) => verdict::Shown::enter(common, now, answer),
            None => *self.under,
        }
    }

    /// The answer to the check beneath: shown when the question is answered.
    pub(super) fn hold(mut self, answer: Answer) -> State {
        self.answer = Some(answer);
        State::Asking(self)
    }

    /// The check whose answer is still to come.
    pub(super) fn awaited(&self) -> Option<CheckId> {
        if self.answer.is_some() { None } else { self.under.awaited() }
    }

    /// Without a check, or over a notice that comes again, there is nothing that must be finished first: the card is
    /// tried again, or the next one is.
    pub(super) fn takes_card(&self) -> bool {
        let unfinished = self.about.check.is_some() && !matches!(*self.under, State::Late(_));
        !unfinished && self.answer.is_none()
    }

    /// A ticket that is scanned meanwhile belongs to the check beneath.
    pub(super) fn scanned(mut self, common: &mut Common, now: Now, ticket: Ticket) -> State {
        *self.under = self.under.scanned(common, now, ticket);
        if let Some(about) = self.under.offers(common, now) {
            self.about = about;
        }
        State::Asking(self)
    }

    pub(super) fn screen(&self) -> Screen {
        let (reception, speech) = (self.about.reception, self.about.speaks.is_some());
        match (self.ask, &self.details) {
            (Ask::Papers, _) => Screen::FallbackPapers { reception },
            (Ask::Details, Some(person)) => Screen::Details(person.clone()),
            (Ask::Other | Ask::Details, details) => {
                Screen::FallbackOther { reception, speech, details: details.is_some() }
            }
        }
    }

    pub(super) fn lamp(&self, common: &Common) -> Lamp {
        self.under.lamp(common)
    }
}

fn record(common: &mut Common, now: Now, about: About, kind: FallbackKind, answer: Option<Answer>) -> State {
    let About { check, reception, ticket, called, .. } = about;
    // A ticket that is used up here is not the next person's.
    if ticket.is_some() && common.ticket() == ticket.as_ref() {
        common.take_ticket();
    }
    common.ask(Question::Fallback { check, ticket, kind });
    common.deed(Deed::FallbackRecorded { check, kind });
    let until = now.mono + common.settings.save_time;
    let called = check.filter(|_| called);
    State::Keeping(Keeping { called, kind, reception, until, answer })
}

/// The journal writes.
#[derive(Debug)]
pub(crate) struct Keeping {
    /// The check whose late bad answer staff have seen.
    called: Option<CheckId>,
    kind: FallbackKind,
    reception: Option<ReceptionNumber>,
    pub(super) until: Duration,
    answer: Option<Answer>,
}

impl Keeping {
    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Reply { reply: Reply::FallbackKept(kept), .. } => self.told(common, now, kept),
            _ => State::Keeping(self),
        }
    }

    fn told(self, common: &mut Common, now: Now, kept: &Result<(), Failure>) -> State {
        State::Kept(match kept {
            Ok(()) => Kept::done(common, now, self),
            Err(failure) => Kept::not_done(common, now, failure.clone(), self.answer),
        })
    }

    /// Not known to be recorded; when the journal says so after all, that is shown.
    pub(super) fn expire(mut self, common: &mut Common, now: Now) -> State {
        let answer = self.answer.take();
        let unsure = Some(self);
        State::Kept(Kept { unsure, ..Kept::not_done(common, now, FALLBACK_SILENT, answer) })
    }

    pub(super) fn concerns(&self, check: CheckId) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.check() == check)
    }
}

/// Recorded, or not.
#[derive(Debug)]
pub(crate) struct Kept {
    screen: Screen,
    since: Duration,
    until: Duration,
    answer: Option<Answer>,
    /// What the journal may still record.
    unsure: Option<Keeping>,
}

impl Kept {
    /// Until it was read: the next card or a key ends it.
    fn done(common: &mut Common, now: Now, kept: Keeping) -> Self {
        let Keeping { called, kind, reception, answer, .. } = kept;
        if let Some(check) = called {
            common.acknowledge(check);
        }
        common.buzz(Buzz::CardDone);
        let screen = Screen::FallbackKept { kind, reception };
        Self { screen, since: now.mono, until: now.mono + common.settings.message_time, answer, unsure: None }
    }

    pub(super) fn not_done(common: &mut Common, now: Now, failure: Failure, answer: Option<Answer>) -> Self {
        common.buzz(Buzz::Attention);
        let until = now.mono + common.settings.message_time;
        Self { screen: Screen::NotDone(failure), since: now.mono, until, answer, unsure: None }
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        if let Event::Reply { reply: Reply::FallbackKept(kept), .. } = event
            && let Some(unsure) = self.unsure.take()
        {
            return Keeping { answer: self.answer, ..unsure }.told(common, now, kept);
        }
        if closes(event) { self.close(common, now) } else { State::Kept(self) }
    }

    pub(super) fn close(self, common: &mut Common, now: Now) -> State {
        match self.answer {
            Some(answer) => verdict::Shown::enter(common, now, answer),
            None => State::Ready,
        }
    }

    pub(super) fn deadline(&self, common: &Common) -> Duration {
        if common.card.fresh { self.until.min(self.since + KEPT_SHOWN) } else { self.until }
    }

    pub(super) fn concerns(&self, check: CheckId) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.check() == check)
    }

    pub(super) fn screen(&self) -> Screen {
        self.screen.clone()
    }

    pub(super) fn lamp(&self) -> Lamp {
        if matches!(self.screen, Screen::NotDone(_)) { Lamp::Bad } else { Lamp::Idle }
    }
}

/// Somebody who has no card.
#[derive(Debug)]
pub(crate) struct WithoutCard {
    list: List,
    pub(super) until: Duration,
}

impl WithoutCard {
    pub(super) fn enter(common: &Common, now: Now) -> State {
        let rows = FallbackKind::ALL.map(ChoiceRow::Fallback).into();
        let list = List::open(ChoiceOf::WithoutCard, rows);
        State::WithoutCard(Self { list, until: now.mono + common.settings.entry_time })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match self.list.take(event) {
            Picked::Row(at) => match self.list.row(at) {
                Some(ChoiceRow::Fallback(kind)) => {
                    let about = About::nobody(common);
                    record(common, now, about, *kind, None)
                }
                _ => State::WithoutCard(self),
            },
            Picked::Leave => menu::Menu::enter(common, now, MenuItem::WithoutCard),
            Picked::Moved => {
                self.until = now.mono + common.settings.entry_time;
                State::WithoutCard(self)
            }
            Picked::Nothing => State::WithoutCard(self),
        }
    }

    pub(super) fn screen(&self, common: &Common) -> Screen {
        self.list.screen(common.page())
    }
}
