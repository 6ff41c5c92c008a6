//! The card room in the desk's words: which job an answer belongs to.

use super::input::Input;
use desk::{AskId, BadgePurpose, CardJob, Event, Failure};
use firmware::card::{BadgeId, CardContent, CardError, CardEvent, PadEnd, ReaderCondition};
use jiff::Timestamp;
use wire::{CheckId, ReaderState, StaffRef};

/// Remembers the one job that the card room has, so that its answer can name it.
#[derive(Debug, Default)]
pub struct CardDesk {
    job: Option<CardJob>,
    badge: Option<BadgeJob>,
}

/// A badge that the desk asked for.
#[derive(Debug)]
pub struct BadgeJob {
    /// Which question.
    pub ask: AskId,
    /// What for.
    pub purpose: BadgePurpose,
    /// Whose it should be.
    pub staff: StaffRef,
}

/// A card event as the loop handles it.
#[derive(Debug)]
pub enum Heard {
    /// The desk should know.
    Tell(Event),
    /// The signature for this check; the desk is told once it is kept.
    Signature(CheckId, Vec<u8>),
    /// The number of a badge that was asked for, or why there is none.
    Badge(BadgeJob, Result<BadgeId, Failure>),
    /// An answer to nothing: the card left before.
    Nothing,
}

impl CardDesk {
    /// A reading was asked for.
    pub fn reads(&mut self, read: AskId) {
        self.job = Some(CardJob::Read(read));
    }

    /// A signature was asked for.
    pub fn signs(&mut self, check: CheckId) {
        self.job = Some(CardJob::Sign(check));
    }

    /// A badge was asked for.
    pub fn badge(&mut self, job: BadgeJob) {
        self.badge = Some(job);
    }

    /// What a card event means to the desk.
    pub fn hear(&mut self, event: CardEvent) -> Heard {
        match event {
            CardEvent::Reader(condition) => Heard::Tell(Event::Reader(reader_state(&condition))),
            CardEvent::Placed => Heard::Tell(Event::CardPlaced),
            CardEvent::Removed => {
                self.job = None;
                Heard::Tell(Event::CardRemoved)
            }
            CardEvent::Badge(badge) => match self.badge.take() {
                Some(job) => Heard::Badge(job, badge.map_err(|error| told(&error))),
                None => Heard::Nothing,
            },
            CardEvent::PinRight => match self.job {
                Some(CardJob::Sign(check)) => Heard::Tell(Event::PinRight { check }),
                _ => Heard::Nothing,
            },
            answer => self.answer(answer).unwrap_or(Heard::Nothing),
        }
    }

    fn answer(&mut self, event: CardEvent) -> Option<Heard> {
        let job = self.job.take()?;
        match (event, job) {
            (CardEvent::Failed(error), job) => {
                Some(Heard::Tell(Event::CardFailed { job, failure: told(&error) }))
            }
            (CardEvent::Read(content), CardJob::Read(read)) => Some(Heard::Tell(card_read(read, content))),
            (CardEvent::Signed(signature), CardJob::Sign(check)) => Some(Heard::Signature(check, signature)),
            (CardEvent::PinWrong { tries_left: left }, CardJob::Sign(check)) => {
                Some(Heard::Tell(Event::PinWrong { check, left }))
            }
            (CardEvent::PadEnded(end), CardJob::Sign(check)) => {
                Some(Heard::Tell(Event::PadEnded { check, why: pad_end(end) }))
            }
            (CardEvent::PinLocked, CardJob::Sign(check)) => Some(Heard::Tell(Event::PinLocked { check })),
            _ => None,
        }
    }
}

impl From<CardEvent> for Input {
    fn from(event: CardEvent) -> Self {
        Self::Card(event)
    }
}

fn card_read(read: AskId, content: CardContent) -> Event {
    // Dates beyond what a timestamp holds cannot be judged here; the centre judges the certificate anyway.
    let time = |seconds: i64, otherwise| Timestamp::from_second(seconds).unwrap_or(otherwise);
    let content = desk::CardContent {
        certificate: content.certificate.into(),
        not_before: time(content.not_before, Timestamp::MIN),
        not_after: time(content.not_after, Timestamp::MAX),
        tries_left: content.tries_left,
        pin_pad: content.pin_pad,
    };
    Event::CardRead { read, content }
}

fn pad_end(end: PadEnd) -> desk::PadEnd {
    match end {
        PadEnd::TimedOut => desk::PadEnd::TimedOut,
        PadEnd::Cancelled => desk::PadEnd::Cancelled,
        PadEnd::WrongLength => desk::PadEnd::WrongLength,
        PadEnd::Refused => desk::PadEnd::Refused,
    }
}

/// The reader's condition as the office and the panel call it.
pub fn reader_state(condition: &ReaderCondition) -> ReaderState {
    match condition {
        ReaderCondition::Ready { .. } => ReaderState::Ready,
        ReaderCondition::Absent => ReaderState::Absent,
        ReaderCondition::ServiceDown | ReaderCondition::Fault => ReaderState::Fault,
    }
}

/// The card's error in the desk's words; the technician finds it in the log.
fn told(error: &CardError) -> Failure {
    tracing::warn!(code = error.code(), %error, "card");
    Failure {
        code: error.code().into(),
        staff: format!("{}{}", error.staff(), error.action()).into(),
        technician: error.technician().into(),
    }
}
