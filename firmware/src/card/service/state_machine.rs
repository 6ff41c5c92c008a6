//! The decisions of the card service, as a pure state machine: reports and requests in, events and jobs out.
//!
//! It has no thread, no clock and no reader, so that tests can try every order of events.
//!
//! Promises: every request gets one answer, except one made while another runs, which is dropped without an answer;
//! `Placed` and `Removed` alternate; no event about a card follows its `Removed`.

use crate::card::dialogue::PinOutcome;
use crate::card::{
    BadgeId, CardAnswer, CardContent, CardError, CardEvent, CardRequest, Fault, PadEnd, Pin, PinPad,
    ReaderCondition, ReaderInfo, RequestTag, Step,
};
use std::collections::BTreeMap;

/// The state of a reader in one report of the watcher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReaderStatus {
    /// Name given by pcscd.
    pub name: String,
    /// True while a card is present.
    pub present: bool,
    /// Insertions and removals counted by pcscd: a different number means a different card.
    pub count: u32,
}

/// A job of the session thread.
#[derive(Debug)]
pub(super) enum Job {
    /// Connect unless connected, and read.
    Read { reader: String, tries: bool, known: Known },
    /// End any session, connect, and read the number.
    Badge { reader: String },
    /// Verify the PIN and sign, on the open session.
    Sign { pin: Pin, digest: [u8; 32] },
    /// Sign after the PIN was typed on the reader.
    SignByPad { digest: [u8; 32] },
    /// Power the card down.
    Release,
}

/// Capabilities of a reader, learned from its first card or from failures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Support of extended APDUs.
    pub extended: Option<bool>,
    /// Keys of its own.
    pub pin_pad: PinPad,
}

/// The result of a job.
#[derive(Debug)]
pub(super) enum JobResult {
    /// Of [`Job::Read`], with what is now known of the reader.
    Read { result: Result<CardContent, CardError>, known: Known },
    /// Of [`Job::Badge`].
    Badge(Result<BadgeId, CardError>),
    /// Of [`Job::Sign`].
    Sign(Result<PinOutcome, CardError>),
    /// Of [`Job::SignByPad`].
    SignByPad {
        /// The result.
        result: Result<ByPad, CardError>,
        /// False when the keys must not be used again.
        works: bool,
    },
}

/// The result of a signature whose PIN was requested on the reader.
#[derive(Debug)]
pub(super) enum ByPad {
    /// A PIN was typed.
    Typed(PinOutcome),
    /// No PIN reached the card.
    Ended(PadEnd),
}

/// An action for the supervisor.
#[derive(Debug)]
pub(super) enum Action {
    /// Publish an event to the owner.
    Publish(CardEvent),
    /// Hand a job to the session thread.
    Run(Job),
}

/// The card on the reader in use.
#[derive(Debug)]
struct PresentCard {
    reader: String,
    count: u32,
    /// A session thread holds it.
    session: bool,
    /// Removed during a job; published when the job has ended.
    gone: bool,
}

/// The job that runs.
#[derive(Debug, Clone, Copy)]
struct Running {
    /// The first step of the job.
    step: Step,
    tag: RequestTag,
}

/// State of pcscd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Unknown,
    Up,
    Down,
}

/// The state of the card service.
#[derive(Debug)]
pub(super) struct StateMachine {
    /// Part of the reader's name, lower case.
    wanted: Option<String>,
    service: Service,
    hung: bool,
    readers: Vec<ReaderStatus>,
    known: BTreeMap<String, Known>,
    /// Use of readers' own keys.
    pin_pads: bool,
    published: Option<ReaderCondition>,
    card: Option<PresentCard>,
    busy: Option<Running>,
    release: bool,
    actions: Vec<Action>,
}

impl StateMachine {
    /// The state before the first report. `wanted` is part of the reader's name; `pin_pads` allows readers' own keys.
    pub fn new(wanted: Option<&str>, pin_pads: bool) -> Self {
        Self {
            wanted: wanted.map(str::to_lowercase),
            service: Service::Unknown,
            hung: false,
            readers: Vec::new(),
            known: BTreeMap::new(),
            pin_pads,
            published: None,
            card: None,
            busy: None,
            release: false,
            actions: Vec::new(),
        }
    }

    /// The reader in use, as last published.
    pub fn reader(&self) -> Option<ReaderInfo> {
        match &self.published {
            Some(ReaderCondition::Ready { name, extended, pin_pad }) => {
                Some(ReaderInfo { name: name.clone(), extended: *extended, pin_pad: *pin_pad })
            }
            _ => None,
        }
    }

    /// Takes the actions decided since the last call.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }

    /// Handles a report of all readers and their cards.
    pub fn on_readers(&mut self, readers: Vec<ReaderStatus>) {
        self.readers = readers;
        self.service = Service::Up;
        self.forget_pin_pads();
        self.update();
    }

    /// Handles the loss of pcscd, and with it of every card.
    pub fn on_service_down(&mut self) {
        self.readers.clear();
        self.service = Service::Down;
        self.forget_pin_pads();
        self.update();
    }

    /// Handles a hang of pcscd or a driver, or its end.
    pub fn on_hang(&mut self, hung: bool) {
        self.hung = hung;
        self.update();
    }

    /// Handles a request.
    pub fn on_request(&mut self, request: CardRequest) {
        match (self.busy, request) {
            (Some(_), CardRequest::Release) => self.release = true,
            (None, CardRequest::Release) => self.end_session(),
            // Dropped: a key pressed twice must not spend two tries.
            (Some(_), CardRequest::Read { .. } | CardRequest::Badge { .. }) => {}
            (Some(_), CardRequest::Sign { .. } | CardRequest::SignByPad { .. }) => {}
            (None, CardRequest::Read { tag, tries }) => self.read(tag, tries),
            (None, CardRequest::Badge { tag }) => self.badge(tag),
            (None, CardRequest::Sign { tag, pin, digest }) => {
                self.sign(Running { step: Step::Sign, tag }, Job::Sign { pin, digest });
            }
            (None, CardRequest::SignByPad { tag, digest }) => self.sign_by_pad(tag, digest),
        }
    }

    /// Handles a correct PIN on the reader; the job goes on.
    pub fn on_pin_right(&mut self) {
        if let Some(Running { step: Step::Pad, tag }) = self.busy {
            self.answer(tag, CardAnswer::PinRight);
        }
    }

    /// Handles the result of the running job.
    pub fn on_result(&mut self, result: JobResult) {
        let Some(Running { tag, .. }) = self.busy else { return };
        let session = match result {
            JobResult::Read { result, known } => {
                let session = result.is_ok();
                self.learn(|before| {
                    let pin_pad =
                        if before.pin_pad == PinPad::Failed { PinPad::Failed } else { known.pin_pad };
                    *before = Known { pin_pad, ..known };
                });
                let pin_pad = self.has_pin_pad();
                let read = |content| CardAnswer::Read(CardContent { pin_pad, ..content });
                self.answer(tag, result.map_or_else(CardAnswer::Failed, read));
                session
            }
            JobResult::Badge(result) => {
                self.answer(tag, CardAnswer::Badge(result));
                false
            }
            JobResult::Sign(result) => {
                let session = result.is_ok();
                self.answer(tag, result.map_or_else(CardAnswer::Failed, signed));
                session
            }
            JobResult::SignByPad { result, works } => {
                if !works {
                    self.learn(|known| known.pin_pad = PinPad::Failed);
                }
                let session = result.is_ok();
                let answer = match result {
                    Ok(ByPad::Typed(outcome)) => signed(outcome),
                    Ok(ByPad::Ended(end)) => CardAnswer::PadEnded(end),
                    Err(error) => CardAnswer::Failed(error),
                };
                self.answer(tag, answer);
                session
            }
        };
        self.done(session);
    }

    /// Handles a session thread that missed its deadline in `step`, or died there.
    pub fn on_lost(&mut self, step: Step, fault: Fault) {
        if let Some(running) = self.busy {
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
            let answer = match running.step {
                Step::Badge => CardAnswer::Badge(Err(error)),
                _ => CardAnswer::Failed(error),
            };
            self.answer(running.tag, answer);
        }
        self.done(false);
    }

    /// Records a capability of the reader with the card.
    fn learn(&mut self, change: impl FnOnce(&mut Known)) {
        if let Some(card) = &self.card {
            change(self.known.entry(card.reader.clone()).or_default());
        }
    }

    /// Forgets the keys of readers that went away: after a return, keys that failed get another chance, and another
    /// driver may support more.
    fn forget_pin_pads(&mut self) {
        for (name, known) in &mut self.known {
            if !self.readers.iter().any(|seen| seen.name == *name) {
                known.pin_pad = PinPad::Unknown;
            }
        }
    }

    /// The known capabilities of this reader.
    fn known(&self, reader: &str) -> Known {
        let known = self.known.get(reader).copied().unwrap_or_default();
        if self.pin_pads { known } else { Known { pin_pad: PinPad::Off, ..known } }
    }

    /// Ends the running job.
    fn done(&mut self, session: bool) {
        self.busy = None;
        if let Some(card) = &mut self.card {
            card.session = session;
        }
        if std::mem::take(&mut self.release) {
            self.end_session();
        }
        self.update();
    }

    fn read(&mut self, tag: RequestTag, tries: bool) {
        let Some(card) = self.card.as_mut().filter(|card| !card.gone) else {
            let error = CardError::new(Fault::NoCard, Step::Reader);
            return self.answer(tag, CardAnswer::Failed(error));
        };
        card.session = true;
        let reader = card.reader.clone();
        let known = self.known(&reader);
        self.busy = Some(Running { step: Step::Connect, tag });
        self.actions.push(Action::Run(Job::Read { reader, tries, known }));
    }

    fn badge(&mut self, tag: RequestTag) {
        let Some(card) = self.card.as_ref().filter(|card| !card.gone) else {
            let error = CardError::new(Fault::NoCard, Step::Badge);
            return self.answer(tag, CardAnswer::Badge(Err(error)));
        };
        let reader = card.reader.clone();
        self.busy = Some(Running { step: Step::Badge, tag });
        self.actions.push(Action::Run(Job::Badge { reader }));
    }

    fn sign(&mut self, running: Running, job: Job) {
        let fault = match &self.card {
            Some(card) if card.session => {
                self.busy = Some(running);
                return self.actions.push(Action::Run(job));
            }
            Some(_) => Fault::NotRead,
            None => Fault::NoCard,
        };
        self.answer(running.tag, CardAnswer::Failed(CardError::new(fault, Step::Sign)));
    }

    /// True if a PIN can be typed on the reader with the card.
    fn has_pin_pad(&self) -> bool {
        self.card.as_ref().is_some_and(|card| self.known(&card.reader).pin_pad.is_present())
    }

    fn sign_by_pad(&mut self, tag: RequestTag, digest: [u8; 32]) {
        if self.card.as_ref().is_some_and(|card| card.session) && !self.has_pin_pad() {
            return self.answer(tag, CardAnswer::PadEnded(PadEnd::Refused));
        }
        self.sign(Running { step: Step::Pad, tag }, Job::SignByPad { digest });
    }

    fn end_session(&mut self) {
        if let Some(card) = self.card.as_mut().filter(|card| card.session) {
            card.session = false;
            self.actions.push(Action::Run(Job::Release));
        }
    }

    fn answer(&mut self, tag: RequestTag, answer: CardAnswer) {
        self.publish(CardEvent::Answer(tag, answer));
    }

    fn publish(&mut self, event: CardEvent) {
        self.actions.push(Action::Publish(event));
    }

    /// Publishes the differences between the readers' state and the published state.
    fn update(&mut self) {
        self.check_removal();
        self.publish_condition();
        if self.card.is_none() && self.busy.is_none() {
            let placed = self.candidates().find(|seen| seen.present).cloned();
            if let Some(ReaderStatus { name, count, .. }) = placed {
                self.card = Some(PresentCard { reader: name, count, session: false, gone: false });
                self.publish_condition();
                self.publish(CardEvent::Placed);
            }
        }
    }

    fn check_removal(&mut self) {
        let Some(card) = &mut self.card else { return };
        let present =
            |seen: &ReaderStatus| seen.name == card.reader && seen.present && seen.count == card.count;
        card.gone |= !self.readers.iter().any(present);
        if card.gone && self.busy.is_none() {
            self.end_session();
            self.card = None;
            self.publish(CardEvent::Removed);
        }
    }

    fn publish_condition(&mut self) {
        let condition = match self.service {
            Service::Unknown if !self.hung => return,
            Service::Down => ReaderCondition::ServiceDown,
            _ if self.hung => ReaderCondition::Fault,
            _ => self.ready(),
        };
        if self.published.as_ref() != Some(&condition) {
            self.published = Some(condition.clone());
            self.publish(CardEvent::Reader(condition));
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

    fn candidates(&self) -> impl Iterator<Item = &ReaderStatus> {
        let wanted = self.wanted.as_deref();
        self.readers
            .iter()
            .filter(move |seen| wanted.is_none_or(|part| seen.name.to_lowercase().contains(part)))
    }
}

fn signed(outcome: PinOutcome) -> CardAnswer {
    match outcome {
        PinOutcome::Signed(signature) => CardAnswer::Signed(signature),
        PinOutcome::Wrong(tries_left) => CardAnswer::PinWrong { tries_left },
        PinOutcome::Locked => CardAnswer::PinLocked,
    }
}

#[cfg(test)]
#[path = "state_machine_tests.rs"]
mod tests;
