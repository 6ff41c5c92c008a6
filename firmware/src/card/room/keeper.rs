//! What the room decides, as a pure state machine: reports and requests in, events and jobs out. No thread, no
//! clock, no reader - so every order of events can be tried.
//!
//! Promise: every request is answered once (a request made while another runs is dropped: it has no answer);
//! `Placed` and `Removed` alternate; nothing of a card is told after its `Removed`.

use crate::card::dialogue::PinOutcome;
use crate::card::{
    BadgeId, CardContent, CardError, CardEvent, CardRequest, Fault, PadEnd, Pin, PinPad, ReaderCondition,
    ReaderInfo, Step,
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
    Read { reader: String, tries: bool, known: Known },
    /// Let a session go, connect, and read the number.
    Badge { reader: String },
    /// On the open session.
    Sign { pin: Pin, digest: [u8; 32] },
    /// The same, the PIN typed on the reader.
    SignByPad { digest: [u8; 32] },
    /// Power down.
    Release,
}

/// What is known of a reader: found out with its first card, or by what did not work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Whether it carries extended APDUs.
    pub extended: Option<bool>,
    /// Whether it has keys of its own.
    pub pin_pad: PinPad,
}

/// What came of a job.
#[derive(Debug)]
pub(super) enum Answer {
    /// Of [`Job::Read`], and what is known of the reader now.
    Read { result: Result<CardContent, CardError>, known: Known },
    /// Of [`Job::Badge`].
    Badge(Result<BadgeId, CardError>),
    /// Of [`Job::Sign`].
    Sign(Result<PinOutcome, CardError>),
    /// Of [`Job::SignByPad`].
    SignByPad {
        /// What came of it.
        result: Result<ByPad, CardError>,
        /// Whether the keys may be used again.
        works: bool,
    },
}

/// What came of a signature whose PIN was to be typed on the reader.
#[derive(Debug)]
pub(super) enum ByPad {
    /// It was typed.
    Typed(PinOutcome),
    /// It was not.
    Ended(PadEnd),
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
    known: BTreeMap<String, Known>,
    /// Keys of readers are used.
    pin_pads: bool,
    told: Option<ReaderCondition>,
    card: Option<Lying>,
    /// What runs: by the first step of its job.
    busy: Option<Step>,
    release: bool,
    out: Vec<Out>,
}

impl Keeper {
    /// A room that has heard nothing yet. `wanted`: part of the reader's name. `pin_pads`: keys of readers are used.
    pub fn new(wanted: Option<&str>, pin_pads: bool) -> Self {
        Self {
            wanted: wanted.map(str::to_lowercase),
            service: Service::Unknown,
            hung: false,
            readers: Vec::new(),
            known: BTreeMap::new(),
            pin_pads,
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
            Some(ReaderCondition::Ready { name, extended, pin_pad }) => {
                Some(ReaderInfo { name: name.clone(), extended: *extended, pin_pad: *pin_pad })
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
        self.forget_pin_pads();
        self.look();
    }

    /// The service went away, and every card with it.
    pub fn on_service_down(&mut self) {
        self.readers.clear();
        self.service = Service::Down;
        self.forget_pin_pads();
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
            (Some(_), CardRequest::Read { .. } | CardRequest::Badge) => {}
            (Some(_), CardRequest::Sign { .. } | CardRequest::SignByPad { .. }) => {}
            (None, CardRequest::Read { tries }) => self.read(tries),
            (None, CardRequest::Badge) => self.badge(),
            (None, CardRequest::Sign { pin, digest }) => self.sign(Step::Sign, Job::Sign { pin, digest }),
            (None, CardRequest::SignByPad { digest }) => self.sign_by_pad(digest),
        }
    }

    /// The PIN that was typed on the reader is right; the job goes on.
    pub fn on_pin_right(&mut self) {
        if self.busy == Some(Step::Pad) {
            self.tell(CardEvent::PinRight);
        }
    }

    /// What the hand brings.
    pub fn on_answer(&mut self, answer: Answer) {
        let session = match answer {
            Answer::Read { result, known } => {
                let session = result.is_ok();
                self.learn(|before| {
                    let pin_pad =
                        if before.pin_pad == PinPad::Failed { PinPad::Failed } else { known.pin_pad };
                    *before = Known { pin_pad, ..known };
                });
                let pin_pad = self.has_pin_pad();
                let read = |content| CardEvent::Read(CardContent { pin_pad, ..content });
                self.tell(result.map_or_else(CardEvent::Failed, read));
                session
            }
            Answer::Badge(result) => {
                self.tell(CardEvent::Badge(result));
                false
            }
            Answer::Sign(result) => {
                let session = result.is_ok();
                self.tell(result.map_or_else(CardEvent::Failed, signed));
                session
            }
            Answer::SignByPad { result, works } => {
                if !works {
                    self.learn(|known| known.pin_pad = PinPad::Failed);
                }
                let session = result.is_ok();
                self.tell(match result {
                    Ok(ByPad::Typed(outcome)) => signed(outcome),
                    Ok(ByPad::Ended(end)) => CardEvent::PadEnded(end),
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
            let uncertain = matches!(step, Step::Verify | Step::Pad);
            match (step, fault) {
                // Some readers hang on their first extended command: the next card is read in pieces.
                (Step::Certificate, Fault::Mute) => self.learn(|known| {
                    known.extended.get_or_insert(false);
                }),
                (Step::Features, Fault::Mute) => self.learn(|known| known.pin_pad = PinPad::Absent),
                (Step::Pad, _) => self.learn(|known| known.pin_pad = PinPad::Failed),
                _ => {}
            }
            let fault = if uncertain { Fault::PinUncertain } else { fault };
            let error = CardError::new(fault, step);
            self.tell(match job {
                Step::Badge => CardEvent::Badge(Err(error)),
                _ => CardEvent::Failed(error),
            });
        }
        self.done(false);
    }

    /// Something became known of the reader with the card.
    fn learn(&mut self, what: impl FnOnce(&mut Known)) {
        if let Some(card) = &self.card {
            what(self.known.entry(card.reader.clone()).or_default());
        }
    }

    /// A reader that went away is asked anew what it can do, when one of its name comes back: keys that failed get
    /// another chance, and another driver may know more.
    fn forget_pin_pads(&mut self) {
        for (name, known) in &mut self.known {
            if !self.readers.iter().any(|seen| seen.name == *name) {
                known.pin_pad = PinPad::Unknown;
            }
        }
    }

    /// What is known of this reader.
    fn known(&self, reader: &str) -> Known {
        let known = self.known.get(reader).copied().unwrap_or_default();
        if self.pin_pads { known } else { Known { pin_pad: PinPad::Off, ..known } }
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
        let reader = card.reader.clone();
        let known = self.known(&reader);
        self.busy = Some(Step::Connect);
        self.out.push(Out::Do(Job::Read { reader, tries, known }));
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

    fn sign(&mut self, step: Step, job: Job) {
        let fault = match &self.card {
            Some(card) if card.session => {
                self.busy = Some(step);
                return self.out.push(Out::Do(job));
            }
            Some(_) => Fault::NotRead,
            None => Fault::NoCard,
        };
        self.tell(CardEvent::Failed(CardError::new(fault, Step::Sign)));
    }

    /// A PIN can be typed on the reader with the card.
    fn has_pin_pad(&self) -> bool {
        self.card.as_ref().is_some_and(|card| self.known(&card.reader).pin_pad.is_present())
    }

    fn sign_by_pad(&mut self, digest: [u8; 32]) {
        if self.card.as_ref().is_some_and(|card| card.session) && !self.has_pin_pad() {
            return self.tell(CardEvent::PadEnded(PadEnd::Refused));
        }
        self.sign(Step::Pad, Job::SignByPad { digest });
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
            Some(seen) => {
                let Known { extended, pin_pad } = self.known(&seen.name);
                ReaderCondition::Ready { name: seen.name.clone(), extended, pin_pad }
            }
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

fn signed(outcome: PinOutcome) -> CardEvent {
    match outcome {
        PinOutcome::Signed(signature) => CardEvent::Signed(signature),
        PinOutcome::Wrong(tries_left) => CardEvent::PinWrong { tries_left },
        PinOutcome::Locked => CardEvent::PinLocked,
    }
}

#[cfg(test)]
#[path = "keeper_tests.rs"]
mod tests;
