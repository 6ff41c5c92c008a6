//! A question over the screen from which it was opened.

use crate::common::Common;
use crate::state::{About, Answer, CardUse, Concern, DeskState, Recording, ShownVerdict, State};
use crate::{Event, Key, Lamp, Now, Screen};
use model::{CheckHead, FallbackKind, Ticket};
use std::time::Duration;
use wire::{CheckId, Method, Purpose, Settlement};

/// The question on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    Papers,
    Other,
    /// The rest of what was answered of the person: no question, but it lies over the verdict in the same way.
    Details,
}

/// A question over the screen from which it was opened.
#[derive(Debug)]
pub(crate) struct Asking {
    ask: Ask,
    about: About,
    pub(crate) under: Box<State>,
    /// The screen beneath, where it shows a person.
    details: Option<Box<Screen>>,
    /// The answer that came meanwhile.
    answer: Option<Answer>,
    pub(crate) until: Duration,
}

impl Asking {
    /// The question over the screen from which it was opened.
    pub(crate) fn over(common: &Common, now: Now, under: State, (ask, about): (Ask, About)) -> State {
        let (until, details) = (now.mono + common.settings.entry_time, under.details(common, now));
        let asking = Self { ask, about, under: Box::new(under), details, answer: None, until };
        if ask == Ask::Details { asking.more(common).into() } else { asking.into() }
    }

    /// The rest of what was answered, for as long as the verdict is shown.
    fn more(self, common: &Common) -> Self {
        let until = self.under.deadline(common).unwrap_or(self.until);
        Self { ask: Ask::Details, until, ..self }
    }

    fn key(self, common: &mut Common, now: Now, key: Key) -> State {
        match (self.ask, key) {
            (_, Key::Back) => self.back(common, now),
            (Ask::Papers, Key::Up) => self.record(common, now, FallbackKind::MynaPortal),
            (Ask::Papers, Key::Down) => self.record(common, now, FallbackKind::Notice),
            (Ask::Papers, Key::Ok) => self.record(common, now, FallbackKind::Certificate),
            (Ask::Papers, Key::Digit(digit)) => match FallbackKind::of_digit(digit) {
                Some(kind) => self.record(common, now, kind),
                None => self.into(),
            },
            (Ask::Other, Key::Ok | Key::Digit(4)) => self.record(common, now, FallbackKind::Later),
            (Ask::Other, Key::Up) => match self.about.speaks {
                Some(check) => self.speak(common, now, check),
                None => self.into(),
            },
            (Ask::Other, Key::Down) if self.details.is_some() => self.more(common).into(),
            (Ask::Other, Key::Down | Key::Digit(_)) => self.into(),
            (Ask::Details, _) => self.back(common, now),
        }
    }

    /// Back to what was shown, and that is read aloud: not an answer that came meanwhile and was not shown, nor one
    /// that has had its time.
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
        let state = Recording::begin(common, now, self.about, kind, self.answer);
        self.under.leave(common);
        state
    }

    /// The screen beneath again, or the verdict that came meanwhile.
    pub(crate) fn back(self, common: &mut Common, now: Now) -> State {
        match self.answer {
            Some(answer) => ShownVerdict::enter(common, now, answer),
            None => *self.under,
        }
    }

    /// The answer to the check beneath: shown when the question is answered.
    pub(crate) fn hold(mut self, answer: Answer) -> State {
        self.answer = Some(answer);
        self.into()
    }
}

impl DeskState for Asking {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Key(key) => self.key(common, now, *key),
            // The next card is the verdict's business.
            Event::CardPlaced | Event::CardRemoved if self.ask == Ask::Details => {
                self.back(common, now).handle(common, now, event)
            }
            // Answers of the journal or the centre about the check beneath.
            Event::Saved { .. } | Event::NotSaved { .. } | Event::NotSettled { .. } => {
                *self.under = self.under.handle(common, now, event);
                if let Some(about) = self.under.offers(common, now) {
                    self.about = about;
                }
                self.into()
            }
            _ => self.into(),
        }
    }

    fn settled(self, _: &mut Common, _: Now, head: CheckHead, answer: &Settlement) -> State {
        match self.under.concerns().in_progress().map(|progress| Answer::to(progress, head, answer)) {
            Some(answer) => self.hold(answer),
            None => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        self.back(common, now)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        let (reception, speech) = (self.about.reception, self.about.speaks.is_some());
        match (self.ask, &self.details) {
            (Ask::Papers, _) => Screen::FallbackPapers { reception },
            (Ask::Details, Some(person)) => Screen::Details(person.clone()),
            (Ask::Other | Ask::Details, details) => {
                Screen::FallbackOther { reception, speech, details: details.is_some() }
            }
        }
    }

    fn lamp(&self, common: &Common) -> Lamp {
        self.under.lamp(common)
    }

    fn idle(&self) -> bool {
        false
    }

    /// Without a check, or over a notice that comes again, there is nothing that must be finished first: the card is
    /// tried again, or the next one is.
    fn card_use(&self) -> CardUse {
        let unfinished = self.about.check.is_some() && !matches!(*self.under, State::Late(_));
        if !unfinished && self.answer.is_none() { CardUse::NextCheck } else { CardUse::Ignored }
    }

    fn concerns(&self) -> Concern<'_> {
        match (self.under.concerns(), &self.answer) {
            (_, Some(answer)) => Concern::Answered(answer.check()),
            (under, None) => under,
        }
    }

    fn kind(&self, common: &Common) -> Option<(Method, Purpose)> {
        self.under.kind(common)
    }

    fn ticket(&self, common: &Common) -> Option<String> {
        self.under.ticket(common)
    }

    /// A ticket that is scanned meanwhile belongs to the check beneath.
    fn scanned(mut self, common: &mut Common, now: Now, ticket: Ticket) -> State {
        *self.under = self.under.scanned(common, now, ticket);
        if let Some(about) = self.under.offers(common, now) {
            self.about = about;
        }
        self.into()
    }
}
