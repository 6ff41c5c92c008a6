//! The thread that talks to one card at a time.
//!
//! It exists because `SCardTransmit` has no timeout: a call that hangs costs this thread, and the supervisor replaces
//! it.
//!
//! Promises: each job gets one answer, unless the thread is abandoned or panics; the end of the thread is reported in
//! either case; the card is powered down when the session ends.

use super::call_guard::CallGuard;
use super::link::Link;
use super::message::{Deadlines, Message, Report, Reporter};
use super::shared::Counters;
use super::state_machine::{ByPad, Job, JobResult, Known};
use crate::card::dialogue::{Dialogue, PadOutcome, PinOutcome, PinVerdict};
use crate::card::scheme::SCHEMES;
use crate::card::{BadgeId, CardContent, CardError, Fault, PadEnd, Pin, Step, read_badge};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Reports the end of the thread, also after a panic.
struct ReportOnExit(Reporter);

impl Drop for ReportOnExit {
    fn drop(&mut self) {
        self.0.send(Report::Gone);
    }
}

/// The supervisor's handle of a session thread.
#[derive(Debug)]
pub(super) struct Session {
    /// Its number, which distinguishes its reports from those of earlier threads.
    pub id: u64,
    /// The guard of its blocking calls.
    pub guard: CallGuard,
    jobs: Sender<Job>,
}

impl Session {
    /// Starts the thread.
    pub fn start(
        id: u64,
        supervisor: Sender<Message>,
        deadlines: Deadlines,
        counters: Counters,
    ) -> std::io::Result<Self> {
        let (jobs, inbox) = channel();
        let guard = CallGuard::default();
        let reporter = Reporter::new(id, supervisor, guard.clone(), deadlines);
        std::thread::Builder::new().name("card-session".into()).spawn(move || {
            let report_on_exit = ReportOnExit(reporter.clone());
            Worker { reporter, counters, session: None }.run(&inbox);
            drop(report_on_exit);
        })?;
        Ok(Self { id, guard, jobs })
    }

    /// Hands over a job; false when the thread has died.
    pub fn give(&self, job: Job) -> bool {
        self.jobs.send(job).is_ok()
    }
}

struct Worker {
    reporter: Reporter,
    counters: Counters,
    session: Option<Dialogue<Link>>,
}

impl Worker {
    /// Runs jobs until the supervisor drops the handle; dropping the session powers the card down.
    fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            let result = match job {
                Job::Read { reader, tries, known } => {
                    let (result, known) = self.read(&reader, tries, known);
                    JobResult::Read { result, known }
                }
                Job::Badge { reader } => JobResult::Badge(self.badge(&reader)),
                Job::Sign { pin, digest } => JobResult::Sign(self.sign(&pin, &digest)),
                Job::SignByPad { digest } => {
                    let result = self.sign_by_pad(&digest);
                    JobResult::SignByPad { works: self.pad_works(&result), result }
                }
                Job::Release => {
                    self.session = None;
                    continue;
                }
            };
            let failed = matches!(
                &result,
                JobResult::Read { result: Err(_), .. }
                    | JobResult::Sign(Err(_))
                    | JobResult::SignByPad { result: Err(_), .. }
            );
            self.reporter.send(Report::Result(result));
            if failed {
                // After the answer, because powering down may take long.
                self.session = None;
            }
        }
    }

    fn read(&mut self, reader: &str, tries: bool, known: Known) -> (Result<CardContent, CardError>, Known) {
        let mut session = match self.session.take().map_or_else(|| self.open(reader, known), Ok) {
            Ok(session) => session,
            // A reader that hangs on the features request is handled by the state machine (`on_lost`).
            Err(error) => return (Err(error), known),
        };
        let result = session.read(tries);
        let known = Known { extended: session.extended(), pin_pad: session.link().pin_pad() };
        self.session = Some(session);
        (result, known)
    }

    fn open(&self, reader: &str, known: Known) -> Result<Dialogue<Link>, CardError> {
        let mut link = Link::connect(reader, &self.reporter, &self.counters)?;
        link.know_pin_pad(known.pin_pad)?;
        Dialogue::open(link, SCHEMES, known.extended)
    }

    /// Reads a badge on a connection of its own, which ends with the job.
    fn badge(&mut self, reader: &str) -> Result<BadgeId, CardError> {
        self.session = None;
        read_badge(&mut Link::connect(reader, &self.reporter, &self.counters)?)
    }

    fn sign(&mut self, pin: &Pin, digest: &[u8; 32]) -> Result<PinOutcome, CardError> {
        let session = self.session.as_mut().ok_or(CardError::new(Fault::NotRead, Step::Sign))?;
        session.sign(pin, digest)
    }

    fn sign_by_pad(&mut self, digest: &[u8; 32]) -> Result<ByPad, CardError> {
        let session = self.session.as_mut().ok_or(CardError::new(Fault::NotRead, Step::Pad))?;
        Ok(match session.verify_by_pad(self.reporter.deadlines().pad)? {
            PadOutcome::Ended(end) => ByPad::Ended(end),
            PadOutcome::Verified(PinVerdict::Wrong(left)) => ByPad::Typed(PinOutcome::Wrong(left)),
            PadOutcome::Verified(PinVerdict::Locked) => ByPad::Typed(PinOutcome::Locked),
            PadOutcome::Verified(PinVerdict::Right) => {
                self.reporter.send(Report::PinRight);
                ByPad::Typed(PinOutcome::Signed(session.sign_verified(digest)?))
            }
        })
    }

    /// False for keys that refuse, or fail while the card is present: they would fail for the next person too.
    fn pad_works(&self, result: &Result<ByPad, CardError>) -> bool {
        let failed = self.session.as_ref().is_some_and(|session| session.link().pad_failed());
        !failed && !matches!(result, Ok(ByPad::Ended(PadEnd::Refused)))
    }
}
