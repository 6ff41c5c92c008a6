//! Messages to the supervisor, and the sending end of a session thread.

use super::call_guard::{Abandoned, CallGuard};
use super::state_machine::{JobResult, ReaderStatus};
use crate::card::pad::PadTime;
use crate::card::{CardRequest, Step};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// Everything the supervisor receives.
#[derive(Debug)]
pub(super) enum Message {
    /// A request of the service's owner.
    Request(CardRequest),
    /// A report of the watcher.
    Watch(WatchReport),
    /// A report of a session thread.
    Session { session: u64, report: Report },
    /// The service is dropped.
    Stop,
}

/// A report of the watcher.
#[derive(Debug)]
pub(super) enum WatchReport {
    /// A call of the PC/SC service began and must end by this time.
    Waiting { by: Instant },
    /// The readers that are plugged in.
    Readers(Vec<ReaderStatus>),
    /// The PC/SC service does not run.
    Down,
}

/// A report of a session thread.
#[derive(Debug)]
pub(super) enum Report {
    /// A blocking call began and must end by this time.
    Begun { call: u64, step: Step, by: Instant },
    /// The PIN typed on the reader is right; the job goes on.
    PinRight,
    /// The result of the job.
    Result(JobResult),
    /// The thread ends.
    Gone,
}

/// Time limits of a session thread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadlines {
    /// One call of the PC/SC service.
    pub call: Duration,
    /// A person at the reader's keys.
    pub pad: PadTime,
}

/// The sending end of one session thread, with the guard of its calls.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    session: u64,
    supervisor: Sender<Message>,
    guard: CallGuard,
    deadlines: Deadlines,
}

impl Reporter {
    /// A reporter for the session thread of this number.
    pub fn new(session: u64, supervisor: Sender<Message>, guard: CallGuard, deadlines: Deadlines) -> Self {
        Self { session, supervisor, guard, deadlines }
    }

    /// Announces a blocking call.
    pub fn begin(&self, step: Step) -> Result<u64, Abandoned> {
        self.begin_within(step, self.deadlines.call)
    }

    /// Announces a blocking call with a time limit of its own.
    pub fn begin_within(&self, step: Step, deadline: Duration) -> Result<u64, Abandoned> {
        let call = self.guard.begin()?;
        self.send(Report::Begun { call, step, by: Instant::now() + deadline });
        Ok(call)
    }

    /// Marks the call as returned.
    pub fn end(&self, call: u64) -> Result<(), Abandoned> {
        self.guard.end(call)
    }

    /// The time limits of this thread.
    pub fn deadlines(&self) -> Deadlines {
        self.deadlines
    }

    /// Sends a report.
    pub fn send(&self, report: Report) {
        // Fails only after the supervisor has ended; the thread ends soon after it.
        let _ = self.supervisor.send(Message::Session { session: self.session, report });
    }
}
