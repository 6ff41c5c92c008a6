//! What the room decides, as a pure state machine: reports and requests in, events and jobs out. No thread, no
//! clock, no reader - so every order of events can be tried.
//!
//! Promise: every request is answered once (a request made while another runs is dropped: it has no answer);
//! `Placed` and `Removed` alternate; nothing of a card is told after its `Removed`.

use crate::card::dialogue::PinOutcome;
use crate::card::{
    BadgeId, CardContent, CardError, CardEvent, CardRequest, Fault, Pin, ReaderCondition, ReaderInfo, Step,
};
use std::collections::BTreeMap;

/// A reader as the watcher sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// The service's name for it.
    pub name: String,
    /// Whether a card lies on it.
    pub present: bool,
    /// Insertions and removals counted by the service: another number is another card.
    pub count: u32,
}

/// What a hand shall do.
#[derive(Debug)]
pub(super) enum Job {
    /// Connect if need be, and read.
    Read { reader: String, tries: bool, extended: Option<bool> },
    /// Let a session go, connect, and read the number.
    Badge { reader: String },
    /// On the open session.
    Sign { pin: Pin, digest: [u8; 32] },
    /// Power down.
    Release,
}

/// What came of a job.
#[derive(Debug)]
pub(super) enum Answer {
    /// Of [`Job::Read`], and whether the reader carries extended APDUs.
    Read { result: Result<CardContent, CardError>, extended: Option<bool> },
    /// Of [`Job::Badge`].
    Badge(Result<BadgeId, CardError>),
    /// Of [`Job::Sign`].
    Sign(Result<PinOutcome, CardError>),
}

/// What the keeper wants done.
#[derive(Debug)]
pub(super) enum Out {
    /// Tell the desk.
    Tell(CardEvent),
    /// Give to the hand.
    Do(Job),
}

/// The card that lies on a reader.
#[derive(Debug)]
struct Lying {
    reader: String,
    count: u32,
    /// A hand holds it.
    session: bool,
    /// It has gone while a job ran; told when the job has ended.
    gone: bool,
}

/// What is known of the card service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Unknown,
    Up,
    Down,
}

/// The state of the room.
#[derive(Debug)]
pub(super) struct Keeper {
    wanted: Option<String>,
    service: Service,
    hung: bool,
    readers: Vec<Seen>,
    extended: BTreeMap<String, bool>,
    told: Option<ReaderCondition>,
    card: Option<Lying>,
    /// What runs: by the first step of its job.
    busy: Option<Step>,
    release: bool,
    out: Vec<Out>,
}

impl Keeper {
    /// A room that has heard nothing yet. `wanted`: part of the reader's name.
    pub fn new(wanted: Option<&str>) -> Self {
        Self {
            wanted: wanted.map(str::to_lowercase),
            service: Service::Unknown,
            hung: false,
            readers: Vec::new(),
            extended: BTreeMap::new(),
            told: None,
            card: None,
            busy: None,
            release: false,
            out: Vec::new(),
        }
    }

    /// The reader that is used, as it was told last.
    pub fn reader(&self) -> Option<ReaderInfo> {
        match &self.told {
            Some(ReaderCondition::Ready { name, extended }) => {
                Some(ReaderInfo { name: name.clone(), extended: *extended })
            }
            _ => None,
        }
    }

    /// What is to be done now; empties the list.
    pub fn take(&mut self) -> Vec<Out> {
        std::mem::take(&mut self.out)
    }

    /// The readers there are, and their cards.
    pub fn on_readers(&mut self, readers: Vec<Seen>) {
        self.readers = readers;
        self.service = Service::Up;
        self.look();
    }

    /// The service went away, and every card with it.
    pub fn on_service_down(&mut self) {
        self.readers.clear();
        self.service = Service::Down;
        self.look();
    }

    /// Whether service or driver hang.
    pub fn on_hung(&mut self, hung: bool) {
        self.hung = hung;
        self.look();
    }

    /// What the desk asks.
    pub fn on_request(&mut self, request: CardRequest) {
        match (self.busy, request) {
            (Some(_), CardRequest::Release) => self.release = true,
            (None, CardRequest::Release) => self.end_session(),
            // Dropped: a key pressed twice must not spend two tries.
            (Some(_), CardRequest::Read { .. } | CardRequest::Sign { .. } | CardRequest::Badge) => {}
            (None, CardRequest::Read { tries }) => self.read(tries),
            (None, CardRequest::Badge) => self.badge(),
            (None, CardRequest::Sign { pin, digest }) => self.sign(pin, digest),
        }
    }

    /// What the hand brings.
    pub fn on_answer(&mut self, answer: Answer) {
        let session = match answer {
            Answer::Read { result, extended } => {
                if let (Some(extended), Some(card)) = (extended, &self.card) {
                    self.extended.insert(card.reader.clone(), extended);
                }
                let session = result.is_ok();
                self.tell(result.map_or_else(CardEvent::Failed, CardEvent::Read));
                session
            }
            Answer::Badge(result) => {
                self.tell(CardEvent::Badge(result));
                false
            }
            Answer::Sign(result) => {
                let session = result.is_ok();
                self.tell(match result {
                    Ok(PinOutcome::Signed(signature)) => CardEvent::Signed(signature),
                    Ok(PinOutcome::Wrong(tries_left)) => CardEvent::PinWrong { tries_left },
                    Ok(PinOutcome::Locked) => CardEvent::PinLocked,
                    Err(error) => CardEvent::Failed(error),
                });
                session
            }
        };
        self.done(session);
    }

    /// The hand did not come back from `step` in time, or died there.
    pub fn on_lost(&mut self, step: Step, fault: Fault) {
        if let Some(job) = self.busy {
            let fault = if step == Step::Verify { Fault::PinUncertain } else { fault };
            if let (Step::Certificate, Fault::Mute, Some(card)) = (step, fault, &self.card) {
                // Some readers hang on their first extended command: the next card is read in pieces.
                self.extended.entry(card.reader.clone()).or_insert(false);
            }
            let error = CardError::new(fault, step);
            self.tell(match job {
                Step::Badge => CardEvent::Badge(Err(error)),
                _ => CardEvent::Failed(error),
            });
        }
        self.done(false);
    }

    /// The job has ended.
    fn done(&mut self, session: bool) {
        self.busy = None;
        if let Some(card) = &mut self.card {
            card.session = session;
        }
        if std::mem::take(&mut self.release) {
            self.end_session();
        }
        self.look();
    }

    fn read(&mut self, tries: bool) {
        let Some(card) = self.card.as_mut().filter(|card| !card.gone) else {
            return self.tell(CardEvent::Failed(CardError::new(Fault::NoCard, Step::Reader)));
        };
        card.session = true;
        let (reader, extended) = (card.reader.clone(), self.extended.get(&card.reader).copied());
        self.busy = Some(Step::Connect);
        self.out.push(Out::Do(Job::Read { reader, tries, extended }));
    }

    fn badge(&mut self) {
        let Some(card) = self.card.as_ref().filter(|card| !card.gone) else {
            let error = CardError::new(Fault::NoCard, Step::Badge);
            return self.tell(CardEvent::Badge(Err(error)));
        };
        let reader = card.reader.clone();
        self.busy = Some(Step::Badge);
        self.out.push(Out::Do(Job::Badge { reader }));
    }

    fn sign(&mut self, pin: Pin, digest: [u8; 32]) {
        let fault = match &self.card {
            Some(card) if card.session => {
                self.busy = Some(Step::Sign);
                return self.out.push(Out::Do(Job::Sign { pin, digest }));
            }
            Some(_) => Fault::NotRead,
            None => Fault::NoCard,
        };
        self.tell(CardEvent::Failed(CardError::new(fault, Step::Sign)));
    }

    fn end_session(&mut self) {
        if let Some(card) = self.card.as_mut().filter(|card| card.session) {
            card.session = false;
            self.out.push(Out::Do(Job::Release));
        }
    }

    fn tell(&mut self, event: CardEvent) {
        self.out.push(Out::Tell(event));
    }

    /// Compares what is on the readers with what was told.
    fn look(&mut self) {
        self.look_for_removal();
        self.look_at_condition();
        if self.card.is_none() && self.busy.is_none() {
            let placed = self.candidates().find(|seen| seen.present).cloned();
            if let Some(Seen { name, count, .. }) = placed {
                self.card = Some(Lying { reader: name, count, session: false, gone: false });
                self.look_at_condition();
                self.tell(CardEvent::Placed);
            }
        }
    }

    fn look_for_removal(&mut self) {
        let Some(card) = &mut self.card else { return };
        let lies = |seen: &Seen| seen.name == card.reader && seen.present && seen.count == card.count;
        card.gone |= !self.readers.iter().any(lies);
        if card.gone && self.busy.is_none() {
            self.end_session();
            self.card = None;
            self.tell(CardEvent::Removed);
        }
    }

    fn look_at_condition(&mut self) {
        let condition = match self.service {
            Service::Unknown if !self.hung => return,
            Service::Down => ReaderCondition::ServiceDown,
            _ if self.hung => ReaderCondition::Fault,
            _ => self.ready(),
        };
        if self.told.as_ref() != Some(&condition) {
            self.told = Some(condition.clone());
            self.tell(CardEvent::Reader(condition));
        }
    }

    fn ready(&self) -> ReaderCondition {
        let working = self.card.as_ref().map(|card| card.reader.as_str());
        let reader = self.candidates().find(|seen| Some(seen.name.as_str()) == working);
        match reader.or_else(|| self.candidates().next()) {
            Some(seen) => ReaderCondition::Ready {
                name: seen.name.clone(),
                extended: self.extended.get(&seen.name).copied(),
            },
            None => ReaderCondition::Absent,
        }
    }

    fn candidates(&self) -> impl Iterator<Item = &Seen> {
        let wanted = self.wanted.as_deref();
        self.readers
            .iter()
            .filter(move |seen| wanted.is_none_or(|part| seen.name.to_lowercase().contains(part)))
    }
}

#[cfg(test)]
#[path = "keeper_tests.rs"]
mod tests;
