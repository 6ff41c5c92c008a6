//! The supervisor: the thread that feeds the state machine and keeps its deadlines.
//!
//! It exists because the state machine has no clock and no threads. It watches each blocking call, replaces a session
//! thread that hangs, and is the only thread that calls the service's owner.
//!
//! Promises: a hung driver never blocks it; reports of an abandoned session thread change nothing.

use super::message::{Deadlines, Message, Report, WatchReport};
use super::session_thread::Session;
use super::shared::{Counters, CurrentReader};
use super::state_machine::{Action, Job, StateMachine};
use super::watcher::Watcher;
use crate::card::pad::PadTime;
use crate::card::{CardEvent, CardOptions, Fault, Step};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// Limit of session threads that hang at the same time. Beyond it no card is read until one of them returns.
const MAX_STUCK: usize = 4;
/// Time after which an abandoned session thread means that the driver hangs, not just the card.
const STUCK_PATIENCE: Duration = Duration::from_secs(10);
/// Wait for the card to be powered down during a stop.
const STOP_SESSION: Duration = Duration::from_millis(400);
/// Wait for the watcher during a stop, after the card was powered down.
const STOP_WATCHER: Duration = Duration::from_millis(300);

/// A blocking call under way.
#[derive(Debug, Clone, Copy)]
struct Call {
    number: u64,
    step: Step,
    by: Instant,
}

/// The state machine with its threads and clocks.
pub(super) struct Supervisor<F> {
    state: StateMachine,
    deadlines: Deadlines,
    inbox: Sender<Message>,
    messages: Receiver<Message>,
    counters: Counters,
    reader: CurrentReader,
    on_event: F,
    watcher: Watcher,
    watcher_by: Option<Instant>,
    watcher_hangs: bool,
    session: Option<Session>,
    sessions: u64,
    call: Option<Call>,
    /// Abandoned session threads that have not returned, with the time of abandoning.
    stuck: Vec<(u64, Instant)>,
}

impl<F: FnMut(CardEvent)> Supervisor<F> {
    /// Starts the watcher. The first session thread starts with its first job.
    pub fn new(
        options: CardOptions,
        inbox: Sender<Message>,
        messages: Receiver<Message>,
        (counters, reader): (Counters, CurrentReader),
        on_event: F,
    ) -> std::io::Result<Self> {
        Ok(Self {
            state: StateMachine::new(options.reader.as_deref(), options.pin_pad),
            deadlines: Deadlines { call: options.command_deadline, pad: PadTime::new(options.pad_time) },
            watcher: Watcher::start(inbox.clone())?,
            inbox,
            messages,
            counters,
            reader,
            on_event,
            watcher_by: None,
            watcher_hangs: false,
            session: None,
            sessions: 0,
            call: None,
            stuck: Vec::new(),
        })
    }

    /// Runs until the service is dropped.
    pub fn run(mut self) {
        loop {
            match self.next() {
                Some(Message::Stop) => break,
                Some(Message::Request(request)) => self.state.on_request(request),
                Some(Message::Watch(report)) => self.on_watch(report),
                Some(Message::Session { session, report }) => self.on_report(session, report),
                // Only with an empty inbox: a report sent in time counts, however late it is received.
                None => self.check_deadlines(Instant::now()),
            }
            self.run_actions();
        }
        self.stop();
    }

    /// The next message; `None` at a deadline.
    fn next(&self) -> Option<Message> {
        let stuck = self.stuck.iter().map(|(_, since)| *since + STUCK_PATIENCE);
        let by = stuck.filter(|by| *by > Instant::now());
        let by = by.chain(self.watcher_by).chain(self.call.map(|call| call.by)).min();
        match by {
            // The supervisor keeps a sender of its own, so the channel never closes.
            None => self.messages.recv().ok(),
            Some(by) => self.messages.recv_timeout(by.saturating_duration_since(Instant::now())).ok(),
        }
    }

    fn on_watch(&mut self, report: WatchReport) {
        self.watcher_hangs = false;
        match report {
            WatchReport::Waiting { by } => self.watcher_by = Some(by),
            WatchReport::Readers(readers) => self.state.on_readers(readers),
            WatchReport::Down => {
                self.watcher_by = None;
                self.state.on_service_down();
            }
        }
        self.check_hanging(Instant::now());
    }

    fn on_report(&mut self, id: u64, report: Report) {
        if self.session.as_ref().is_none_or(|current| current.id != id) {
            if matches!(report, Report::Gone) {
                self.stuck.retain(|(stuck, _)| *stuck != id);
                self.check_hanging(Instant::now());
            }
            return;
        }
        match report {
            Report::Begun { call, step, by } => self.call = Some(Call { number: call, step, by }),
            Report::PinRight => self.state.on_pin_right(),
            Report::Result(result) => {
                self.call = None;
                self.state.on_result(result);
            }
            // A live handle keeps the thread running, so it has panicked.
            Report::Gone => {
                tracing::error!("the card thread ended by itself; a new one takes over");
                let step = self.call.take().map_or(Step::Reader, |call| call.step);
                self.session = None;
                self.state.on_lost(step, Fault::ReaderFailed);
            }
        }
    }

    fn check_deadlines(&mut self, now: Instant) {
        if let Some(call) = self.call.filter(|call| call.by <= now) {
            self.call = None;
            // Refused when the call has returned meanwhile: its report is on the way.
            if self.session.as_ref().is_some_and(|session| session.guard.abandon_call(call.number)) {
                tracing::warn!(step = call.step.word(), "no answer from the card; its thread is abandoned");
                if let Some(session) = self.session.take() {
                    self.stuck.push((session.id, now));
                }
                self.state.on_lost(call.step, Fault::Mute);
            }
        }
        if self.watcher_by.is_some_and(|by| by <= now) {
            tracing::warn!("the card service does not answer");
            self.watcher_hangs = true;
            self.watcher_by = None;
        }
        self.check_hanging(now);
    }

    fn check_hanging(&mut self, now: Instant) {
        let stuck = self.stuck.iter().any(|(_, since)| *since + STUCK_PATIENCE <= now);
        self.state.on_hang(self.watcher_hangs || stuck);
    }

    /// Carries out the state machine's actions until none is left.
    fn run_actions(&mut self) {
        loop {
            let actions = self.state.take();
            if actions.is_empty() {
                break;
            }
            // Publish first: a listener may call `reader()` from its handler.
            self.reader.set(self.state.reader());
            for action in actions {
                match action {
                    Action::Publish(event) => (self.on_event)(event),
                    Action::Run(job) => self.give(job),
                }
            }
        }
    }

    fn give(&mut self, job: Job) {
        let release = matches!(job, Job::Release);
        if self.session.is_none() && !release && self.stuck.len() < MAX_STUCK {
            self.sessions += 1;
            let started =
                Session::start(self.sessions, self.inbox.clone(), self.deadlines, self.counters.clone());
            self.session =
                started.inspect_err(|error| tracing::error!(%error, "no thread for the card")).ok();
        }
        let given = self.session.as_ref().is_some_and(|session| session.give(job));
        if !given && !release {
            self.state.on_lost(Step::Connect, Fault::ReaderFailed);
        }
    }

    /// Stops the threads, each within a fixed time.
    fn stop(mut self) {
        if let Some(Session { id, guard, .. }) = self.session.take() {
            // The jobs' sender is dropped here: the thread ends its session and returns. A call in progress is
            // its last.
            if self.call.is_some() {
                guard.abandon();
            }
            self.wait_for_session(id, Instant::now() + STOP_SESSION);
        }
        self.watcher.stop(STOP_WATCHER);
    }

    fn wait_for_session(&self, id: u64, until: Instant) {
        while let Ok(message) = self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if matches!(message, Message::Session { session, report: Report::Gone } if session == id) {
                break;
            }
        }
    }
}
