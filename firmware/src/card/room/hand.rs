//! A hand: the thread that talks to one card at a time and may hang doing so.

use super::Counters;
use super::keeper::{Answer, Job};
use super::link::Link;
use super::pulse::{Abandoned, Pulse};
use super::supervisor::Message;
use crate::card::dialogue::{Dialogue, PinOutcome};
use crate::card::scheme::SCHEMES;
use crate::card::{BadgeId, CardContent, CardError, Fault, Pin, Step, read_badge};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// What a hand reports.
#[derive(Debug)]
pub(super) enum Report {
    /// A blocking call began and must end by this time.
    Begun { call: u64, step: Step, by: Instant },
    /// What came of the job.
    Answer(Answer),
    /// The thread ends.
    Gone,
}

/// Reports of one hand to the keeper, and its pulse.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    hand: u64,
    keeper: Sender<Message>,
    pulse: Pulse,
    deadline: Duration,
}

impl Reporter {
    /// Before a blocking call.
    pub fn begin(&self, step: Step) -> Result<u64, Abandoned> {
        let call = self.pulse.begin()?;
        self.send(Report::Begun { call, step, by: Instant::now() + self.deadline });
        Ok(call)
    }

    /// After it.
    pub fn end(&self, call: u64) -> Result<(), Abandoned> {
        self.pulse.end(call)
    }

    /// How long one call may take.
    pub fn deadline(&self) -> Duration {
        self.deadline
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
        deadline: Duration,
        counters: Counters,
    ) -> std::io::Result<Self> {
        let (jobs, inbox) = channel();
        let pulse = Pulse::default();
        let reporter = Reporter { hand: id, keeper, pulse: pulse.clone(), deadline };
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
                Job::Read { reader, tries, extended } => {
                    let (result, extended) = self.read(&reader, tries, extended);
                    Answer::Read { result, extended }
                }
                Job::Badge { reader } => Answer::Badge(self.badge(&reader)),
                Job::Sign { pin, digest } => Answer::Sign(self.sign(&pin, &digest)),
                Job::Release => {
                    self.session = None;
                    continue;
                }
            };
            let failed = matches!(&answer, Answer::Read { result: Err(_), .. } | Answer::Sign(Err(_)));
            self.reporter.send(Report::Answer(answer));
            if failed {
                // The desk has its answer; powering down may take its time.
                self.session = None;
            }
        }
    }

    fn read(
        &mut self,
        reader: &str,
        tries: bool,
        extended: Option<bool>,
    ) -> (Result<CardContent, CardError>, Option<bool>) {
        let mut session = match self.session.take().map_or_else(|| self.open(reader, extended), Ok) {
            Ok(session) => session,
            Err(error) => return (Err(error), extended),
        };
        let result = session.read(tries);
        let extended = session.extended();
        self.session = Some(session);
        (result, extended)
    }

    fn open(&self, reader: &str, extended: Option<bool>) -> Result<Dialogue<Link>, CardError> {
        Dialogue::open(Link::connect(reader, &self.reporter, &self.counters)?, SCHEMES, extended)
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
}
