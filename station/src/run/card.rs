//! Answers of the card service as events of the desk.
//!
//! The desk names a job by the id of a reading, check or question; the card service returns a number. The list of open
//! requests joins the two, so that a late answer carries the id of its own job.

use crate::convert;
use codes::Failure;
use desk::{AskId, BadgePurpose, CardJob, Event};
use firmware::card::{BadgeId, CardAnswer, CardError, CardEvent, RequestTag};
use wire::{CheckId, StaffRef};

/// Open requests at most; older ones were dropped by the card service and get no answer.
const MOST_OPEN: usize = 8;

/// Requests to the card service without a last answer, oldest first.
#[derive(Debug, Default)]
pub struct OpenRequests {
    last: u64,
    open: Vec<(RequestTag, Job)>,
}

/// The job behind a request.
#[derive(Debug, Clone)]
pub enum Job {
    /// A reading or a signature.
    Card(CardJob),
    /// A badge.
    Badge(BadgeJob),
}

/// A badge that the desk asked for.
#[derive(Debug, Clone)]
pub struct BadgeJob {
    /// The desk's question.
    pub ask: AskId,
    /// The use of the badge.
    pub purpose: BadgePurpose,
    /// The staff member it should belong to.
    pub staff: StaffRef,
}

/// A card event as the loop handles it.
#[derive(Debug)]
pub enum Handling {
    /// An event for the desk.
    Desk(Event),
    /// The signature for this check; the desk gets its event after the signature was kept.
    Signature(CheckId, Vec<u8>),
    /// The number of a badge, or why there is none.
    Badge(BadgeJob, Result<BadgeId, Failure>),
    /// An answer to no open request.
    Nothing,
}

impl OpenRequests {
    /// A tag for a new request.
    pub fn add(&mut self, job: Job) -> RequestTag {
        self.last += 1;
        let tag = RequestTag(self.last);
        if self.open.len() >= MOST_OPEN {
            self.open.remove(0);
        }
        self.open.push((tag, job));
        tag
    }

    /// Converts an event of the card service.
    pub fn handle(&mut self, event: CardEvent) -> Handling {
        match event {
            CardEvent::Reader(condition) => Handling::Desk(Event::Reader(convert::reader_state(&condition))),
            CardEvent::Placed => Handling::Desk(Event::CardPlaced),
            CardEvent::Removed => Handling::Desk(Event::CardRemoved),
            CardEvent::Answer(tag, answer) => {
                let job = self.job(tag, &answer);
                job.map_or(Handling::Nothing, |job| handle_answer(job, answer))
            }
        }
    }

    /// The job of this tag. The last answer ends it, and every older one: those were dropped.
    fn job(&mut self, tag: RequestTag, answer: &CardAnswer) -> Option<Job> {
        let job = self.open.iter().find(|(open, _)| *open == tag).map(|(_, job)| job.clone());
        if !matches!(answer, CardAnswer::PinRight) {
            self.open.retain(|(open, _)| *open > tag);
        }
        job
    }
}

fn handle_answer(job: Job, answer: CardAnswer) -> Handling {
    match (answer, job) {
        (CardAnswer::Badge(badge), Job::Badge(job)) => {
            Handling::Badge(job, badge.map_err(|error| failure(&error)))
        }
        (CardAnswer::Failed(error), Job::Card(job)) => {
            Handling::Desk(Event::CardFailed { job, failure: failure(&error) })
        }
        (CardAnswer::Read(content), Job::Card(CardJob::Read(read))) => {
            Handling::Desk(convert::card_read(read, content))
        }
        (answer, Job::Card(CardJob::Sign(check))) => handle_pin(check, answer),
        (_, Job::Card(CardJob::Read(_)) | Job::Badge(_)) => Handling::Nothing,
    }
}

/// Answers that only a request for a signature has.
fn handle_pin(check: CheckId, answer: CardAnswer) -> Handling {
    Handling::Desk(match answer {
        CardAnswer::Signed(signature) => return Handling::Signature(check, signature),
        CardAnswer::PinRight => Event::PinRight { check },
        CardAnswer::PinWrong { tries_left: left } => Event::PinWrong { check, left },
        CardAnswer::PadEnded(end) => Event::PadEnded { check, why: convert::pad_end(end) },
        CardAnswer::PinLocked => Event::PinLocked { check },
        CardAnswer::Read(_) | CardAnswer::Badge(_) | CardAnswer::Failed(_) => return Handling::Nothing,
    })
}

/// The card's error for the desk, after it was logged.
fn failure(error: &CardError) -> Failure {
    tracing::warn!(code = error.code().name(), %error, "card");
    Failure::from(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use firmware::card::{Fault, Step};

    fn failed(requests: &mut OpenRequests, tag: RequestTag) -> Option<CardJob> {
        let error = CardError::new(Fault::Pulled, Step::Token);
        match requests.handle(CardEvent::Answer(tag, CardAnswer::Failed(error))) {
            Handling::Desk(Event::CardFailed { job, .. }) => Some(job),
            _ => None,
        }
    }

    #[test]
    fn a_late_answer_belongs_to_the_job_that_asked() {
        let (old, new) = (CardJob::Read(AskId(1)), CardJob::Read(AskId(2)));
        let mut requests = OpenRequests::default();
        let (first, second) = (requests.add(Job::Card(old)), requests.add(Job::Card(new)));
        assert_eq!(failed(&mut requests, first), Some(old));
        assert_eq!(failed(&mut requests, first), None, "it has had its last answer");
        assert_eq!(failed(&mut requests, second), Some(new));
        for n in 0..100 {
            requests.add(Job::Card(CardJob::Read(AskId(n))));
        }
        assert_eq!(requests.open.len(), MOST_OPEN);
    }
}
