//! A hand: the thread that talks to one card at a time and may hang doing so.

use super::Counters;
use super::keeper::{Answer, ByPad, Job, Known};
use super::link::Link;
use super::pulse::{Abandoned, Pulse};
use super::supervisor::Message;
use crate::card::dialogue::{Dialogue, PadOutcome, PinOutcome, PinVerdict};
use crate::card::pad::PadTime;
use crate::card::scheme::SCHEMES;
use crate::card::{BadgeId, CardContent, CardError, Fault, PadEnd, Pin, Step, read_badge};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// What a hand reports.
#[derive(Debug)]
pub(super) enum Report {
    /// A blocking call began and must end by this time.
    Begun { call: u64, step: Step, by: Instant },
    /// The PIN typed on the reader is right; the job goes on.
    PinRight,
    /// What came of the job.
    Answer(Answer),
    /// The thread ends.
    Gone,
}

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// One call.
    pub call: Duration,
    /// A person at the reader's keys.
    pub pad: PadTime,
}

/// Reports of one hand to the keeper, and its pulse.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    hand: u64,
    keeper: Sender<Message>,
    pulse: Pulse,
    times: Times,
}

impl Reporter {
    /// Before a blocking call.
    pub fn begin(&self, step: Step) -> Result<u64, Abandoned> {
        self.begin_within(step, self.times.call)
    }

    /// Before one that may take longer than others.
    pub fn begin_within(&self, step: Step, deadline: Duration) -> Result<u64, Abandoned> {
        let call = self.pulse.begin()?;
        self.send(Report::Begun { call, step, by: Instant::now() + deadline });
        Ok(call)
    }

    /// After it.
    pub fn end(&self, call: u64) -> Result<(), Abandoned> {
        self.pulse.end(call)
    }

    /// How long one call may take.
    pub fn deadline(&self) -> Duration {
        self.times.call
    }

    fn send(&self, report: Report) {
        // Without a keeper nobody listens any more.
        let _ = self.keeper.send(Message::Hand { hand: self.hand, report });
    }
}

/// Says goodbye however the thread ends.
struct Goodbye(Reporter);

impl Drop for Goodbye {
    fn drop(&mut self) {
        self.0.send(Report::Gone);
    }
}

/// The keeper's end of a hand.
#[derive(Debug)]
pub(super) struct Hand {
    /// Its number; reports of earlier hands are known by theirs.
    pub id: u64,
    /// The handshake about its calls.
    pub pulse: Pulse,
    jobs: Sender<Job>,
}

impl Hand {
    /// Starts one.
    pub fn start(
        id: u64,
        keeper: Sender<Message>,
        times: Times,
        counters: Counters,
    ) -> std::io::Result<Self> {
        let (jobs, inbox) = channel();
        let pulse = Pulse::default();
        let reporter = Reporter { hand: id, keeper, pulse: pulse.clone(), times };
        std::thread::Builder::new().name("card-hand".into()).spawn(move || {
            let goodbye = Goodbye(reporter.clone());
            Worker { reporter, counters, session: None }.run(&inbox);
            drop(goodbye);
        })?;
        Ok(Self { id, pulse, jobs })
    }

    /// Gives it a job; false when it has died.
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
    /// Works until the keeper lets go or abandons; the session's drop powers the card down.
    fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            let answer = match job {
                Job::Read { reader, tries, known } => {
                    let (result, known) = self.read(&reader, tries, known);
                    Answer::Read { result, known }
                }
                Job::Badge { reader } => Answer::Badge(self.badge(&reader)),
                Job::Sign { pin, digest } => Answer::Sign(self.sign(&pin, &digest)),
                Job::SignByPad { digest } => {
                    let result = self.sign_by_pad(&digest);
                    Answer::SignByPad { works: self.pad_works(&result), result }
                }
                Job::Release => {
                    self.session = None;
                    continue;
                }
            };
            let failed = matches!(
                &answer,
                Answer::Read { result: Err(_), .. }
                    | Answer::Sign(Err(_))
                    | Answer::SignByPad { result: Err(_), .. }
            );
            self.reporter.send(Report::Answer(answer));
            if failed {
                // The desk has its answer; powering down may take its time.
                self.session = None;
            }
        }
    }

    fn read(&mut self, reader: &str, tries: bool, known: Known) -> (Result<CardContent, CardError>, Known) {
        let mut session = match self.session.take().map_or_else(|| self.open(reader, known), Ok) {
            Ok(session) => session,
            // A reader that hung when it was asked what it can do is told by the keeper.
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

    /// On a connection of its own, which ends with it.
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
        Ok(match session.verify_by_pad(self.reporter.times.pad)? {
            PadOutcome::Ended(end) => ByPad::Ended(end),
            PadOutcome::Verified(PinVerdict::Wrong(left)) => ByPad::Typed(PinOutcome::Wrong(left)),
            PadOutcome::Verified(PinVerdict::Locked) => ByPad::Typed(PinOutcome::Locked),
            PadOutcome::Verified(PinVerdict::Right) => {
                self.reporter.send(Report::PinRight);
                ByPad::Typed(PinOutcome::Signed(session.sign_verified(digest)?))
            }
        })
    }

    /// Keys that are refused, or fail though the card lies there, would fail the next person too.
    fn pad_works(&self, result: &Result<ByPad, CardError>) -> bool {
        let failed = self.session.as_ref().is_some_and(|session| session.link().pad_failed());
        !failed && !matches!(result, Ok(ByPad::Ended(PadEnd::Refused)))
    }
}
