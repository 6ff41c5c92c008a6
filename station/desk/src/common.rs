//! What the desk knows whatever state it is in: conditions, the card's presence, late verdicts; and the effects
//! that are being collected.

use crate::state::State;
use crate::{Buzz, CheckHead, Effect, Event, Failure, Lamp, LateNotice, ReadId, Settings};
use std::collections::VecDeque;
use std::time::Duration;
use wire::{CheckId, LineGrade, Method, Purpose, Queue, ReaderState, Settlement};

/// Checks remembered as closed, so that a settlement that comes again calls nobody. More than a full journal.
const CLOSED_KEPT: usize = 4096;

/// The card on the reader.
#[derive(Default)]
pub(crate) struct Card {
    /// A card lies there.
    pub(crate) present: bool,
    /// It was not read yet.
    pub(crate) fresh: bool,
}

pub(crate) struct Common {
    pub(crate) settings: Settings,
    pub(crate) prefs: crate::Prefs,
    pub(crate) method: Method,
    pub(crate) purpose: Purpose,
    pub(crate) line: LineGrade,
    pub(crate) queue: Queue,
    pub(crate) reader: ReaderState,
    /// Challenges left; unknown until told.
    pub(crate) book: Option<u32>,
    pub(crate) bytes_limit: bool,
    pub(crate) troubles: Vec<Failure>,
    pub(crate) late: VecDeque<LateNotice>,
    pub(crate) card: Card,
    pub(crate) effects: Vec<Effect>,
    closed: VecDeque<CheckId>,
    ids: Box<dyn FnMut() -> CheckId + Send>,
    reads: u64,
    lamp: Option<Lamp>,
    wake: Option<Duration>,
}

impl Common {
    pub(crate) fn new(settings: Settings, ids: Box<dyn FnMut() -> CheckId + Send>) -> Self {
        Self {
            prefs: crate::Prefs::default(),
            method: settings.method,
            purpose: settings.purpose,
            settings,
            line: LineGrade::Down,
            queue: Queue::default(),
            reader: ReaderState::Ready,
            book: None,
            bytes_limit: false,
            troubles: Vec::new(),
            late: VecDeque::new(),
            card: Card::default(),
            effects: Vec::new(),
            closed: VecDeque::new(),
            ids,
            reads: 0,
            lamp: None,
            wake: None,
        }
    }

    pub(crate) fn tell(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn buzz(&mut self, buzz: Buzz) {
        self.tell(Effect::Buzz(buzz));
    }

    pub(crate) fn new_check(&mut self) -> CheckId {
        (self.ids)()
    }

    pub(crate) fn new_read(&mut self) -> ReadId {
        self.reads += 1;
        ReadId(self.reads)
    }

    /// The answer budget, as the line is now.
    pub(crate) fn budget(&self) -> Duration {
        match self.line {
            LineGrade::Good | LineGrade::Weak => self.settings.answer_budget,
            LineGrade::Down => self.settings.answer_budget_down.min(self.settings.answer_budget),
        }
    }

    /// Takes note of conditions that count in every state.
    pub(crate) fn note(&mut self, event: &Event) {
        match event {
            Event::CardPlaced => (self.card.present, self.card.fresh) = (true, true),
            Event::CardRemoved => self.card = Card::default(),
            Event::Reader(state) => {
                self.reader = *state;
                if *state != ReaderState::Ready {
                    self.card = Card::default();
                }
            }
            Event::Line(grade) => self.line = *grade,
            Event::Queue(queue) => self.queue = queue.clone(),
            Event::Book(left) => self.book = Some(*left),
            Event::BytesLimit(reached) => self.bytes_limit = *reached,
            Event::Trouble { failure, over } => {
                self.troubles.retain(|t| t.code != failure.code);
                if !over {
                    self.troubles.push(failure.clone());
                }
            }
            _ => {}
        }
    }

    /// The verdict of a check was seen: its personal part may go.
    pub(crate) fn hand_over(&mut self, check: CheckId) {
        self.close(check);
        self.tell(Effect::HandedOver(check));
    }

    /// Staff acknowledged the first late verdict.
    pub(crate) fn acknowledge(&mut self) {
        if let Some(notice) = self.late.pop_front() {
            self.close(notice.check);
            self.tell(Effect::Acknowledge(notice.check));
        }
    }

    /// A settlement of a check that is not awaited at the desk (any more).
    pub(crate) fn settled_elsewhere(&mut self, state: &State, head: &CheckHead, settlement: &Settlement) {
        if state.concerns(head.id) || self.closed.contains(&head.id) {
            return;
        }
        match LateNotice::of(head, settlement, &self.settings.contracts) {
            Some(notice) => self.call_staff(notice),
            None => self.hand_over(head.id),
        }
    }

    /// Keeps a late bad verdict until it is acknowledged, once.
    pub(crate) fn call_staff(&mut self, notice: LateNotice) {
        let known = self.late.iter().any(|n| n.check == notice.check) || self.closed.contains(&notice.check);
        if !known {
            self.late.push_back(notice);
            self.buzz(Buzz::CallStaff);
        }
    }

    pub(crate) fn set_lamp(&mut self, lamp: Lamp) {
        if self.lamp.replace(lamp) != Some(lamp) {
            self.tell(Effect::Lamp(lamp));
        }
    }

    pub(crate) fn set_wake(&mut self, at: Option<Duration>) {
        if let Some(at) = at
            && self.wake != Some(at)
        {
            self.tell(Effect::WakeAt(at));
        }
        self.wake = at;
    }

    /// The timer rang and is not set any more: what is wanted is told again, also when it rang too early.
    pub(crate) fn woken(&mut self) {
        self.wake = None;
    }

    fn close(&mut self, check: CheckId) {
        if self.closed.len() == CLOSED_KEPT {
            self.closed.pop_front();
        }
        self.closed.push_back(check);
    }
}
