//! The keeper's thread: feeds the state machine, keeps its deadlines, replaces hands that hang.

use super::hand::{Hand, Report, Times};
use super::keeper::{Job, Keeper, Out};
use super::watcher::{Sight, Watcher};
use super::{Counters, Reader};
use crate::card::pad::PadTime;
use crate::card::{CardEvent, CardOptions, CardRequest, Fault, Step};
use std::sync::PoisonError;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// Hands that hang at the same time, at most; then the driver is given up until one of them comes back.
const MAX_STUCK: usize = 4;
/// An abandoned hand that is not back by then means that the driver hangs, not just a card.
const STUCK_PATIENCE: Duration = Duration::from_secs(10);
/// How long a stop waits for the card to be powered down, and then for the watcher.
const STOP_HAND: Duration = Duration::from_millis(400);
const STOP_WATCHER: Duration = Duration::from_millis(300);

/// Everything the keeper hears.
#[derive(Debug)]
pub(super) enum Message {
    /// From the desk.
    Request(CardRequest),
    /// From the watcher.
    Watch(Sight),
    /// From a hand.
    Hand { hand: u64, report: Report },
    /// The room is dropped.
    Stop,
}

/// A blocking call under way.
#[derive(Debug, Clone, Copy)]
struct Call {
    number: u64,
    step: Step,
    by: Instant,
}

/// The keeper with its threads.
pub(super) struct Supervisor<F> {
    keeper: Keeper,
    times: Times,
    inbox: Sender<Message>,
    messages: Receiver<Message>,
    counters: Counters,
    reader: Reader,
    on_event: F,
    watcher: Watcher,
    watcher_by: Option<Instant>,
    watcher_hangs: bool,
    hand: Option<Hand>,
    hands: u64,
    call: Option<Call>,
    /// Abandoned hands that are not back, and since when.
    stuck: Vec<(u64, Instant)>,
}

impl<F: FnMut(CardEvent)> Supervisor<F> {
    /// Starts the watcher; the first hand is started with its first job.
    pub fn new(
        options: CardOptions,
        inbox: Sender<Message>,
        messages: Receiver<Message>,
        (counters, reader): (Counters, Reader),
        on_event: F,
    ) -> std::io::Result<Self> {
        Ok(Self {
            keeper: Keeper::new(options.reader.as_deref(), options.pin_pad),
            times: Times { call: options.command_deadline, pad: PadTime::new(options.pad_time) },
            watcher: Watcher::start(inbox.clone())?,
            inbox,
            messages,
            counters,
            reader,
            on_event,
            watcher_by: None,
            watcher_hangs: false,
            hand: None,
            hands: 0,
            call: None,
            stuck: Vec::new(),
        })
    }

    /// Until the room is dropped.
    pub fn run(mut self) {
        loop {
            match self.next() {
                Some(Message::Stop) => break,
                Some(Message::Request(request)) => self.keeper.on_request(request),
                Some(Message::Watch(sight)) => self.on_sight(sight),
                Some(Message::Hand { hand, report }) => self.on_report(hand, report),
                // Only when nothing is left to hear: what was said in time counts, however late it is heard.
                None => self.look_at_the_clock(Instant::now()),
            }
            self.act();
        }
        self.stop();
    }

    /// The next message, or `None` when a deadline has come.
    fn next(&self) -> Option<Message> {
        let stuck = self.stuck.iter().map(|(_, since)| *since + STUCK_PATIENCE);
        let by = stuck.filter(|by| *by > Instant::now());
        let by = by.chain(self.watcher_by).chain(self.call.map(|call| call.by)).min();
        match by {
            // One's own sender is kept, so the channel never closes.
            None => self.messages.recv().ok(),
            Some(by) => self.messages.recv_timeout(by.saturating_duration_since(Instant::now())).ok(),
        }
    }

    fn on_sight(&mut self, sight: Sight) {
        self.watcher_hangs = false;
        match sight {
            Sight::Waiting { by } => self.watcher_by = Some(by),
            Sight::Readers(readers) => self.keeper.on_readers(readers),
            Sight::Down => {
                self.watcher_by = None;
                self.keeper.on_service_down();
            }
        }
        self.look_for_hanging(Instant::now());
    }

    fn on_report(&mut self, hand: u64, report: Report) {
        if self.hand.as_ref().is_none_or(|current| current.id != hand) {
            if matches!(report, Report::Gone) {
                self.stuck.retain(|(id, _)| *id != hand);
                self.look_for_hanging(Instant::now());
            }
            return;
        }
        match report {
            Report::Begun { call, step, by } => self.call = Some(Call { number: call, step, by }),
            Report::PinRight => self.keeper.on_pin_right(),
            Report::Answer(answer) => {
                self.call = None;
                self.keeper.on_answer(answer);
            }
            // It ends only when let go: it has panicked.
            Report::Gone => {
                tracing::error!("the card thread ended by itself; a new one takes over");
                let step = self.call.take().map_or(Step::Reader, |call| call.step);
                self.hand = None;
                self.keeper.on_lost(step, Fault::ReaderFailed);
            }
        }
    }

    fn look_at_the_clock(&mut self, now: Instant) {
        if let Some(call) = self.call.filter(|call| call.by <= now) {
            self.call = None;
            // When the call has ended in this very moment, its report is on the way.
            if self.hand.as_ref().is_some_and(|hand| hand.pulse.abandon_call(call.number)) {
                tracing::warn!(step = call.step.word(), "no answer from the card; its thread is abandoned");
                if let Some(hand) = self.hand.take() {
                    self.stuck.push((hand.id, now));
                }
                self.keeper.on_lost(call.step, Fault::Mute);
            }
        }
        if self.watcher_by.is_some_and(|by| by <= now) {
            tracing::warn!("the card service does not answer");
            self.watcher_hangs = true;
            self.watcher_by = None;
        }
        self.look_for_hanging(now);
    }

    fn look_for_hanging(&mut self, now: Instant) {
        let hand = self.stuck.iter().any(|(_, since)| *since + STUCK_PATIENCE <= now);
        self.keeper.on_hung(self.watcher_hangs || hand);
    }

    /// Does what the keeper decided, until it wants nothing more.
    fn act(&mut self) {
        loop {
            let wanted = self.keeper.take();
            if wanted.is_empty() {
                break;
            }
            // Before anybody is told: who hears of a reader may ask for it.
            *self.reader.lock().unwrap_or_else(PoisonError::into_inner) = self.keeper.reader();
            for out in wanted {
                match out {
                    Out::Tell(event) => (self.on_event)(event),
                    Out::Do(job) => self.give(job),
                }
            }
        }
    }

    fn give(&mut self, job: Job) {
        let release = matches!(job, Job::Release);
        if self.hand.is_none() && !release && self.stuck.len() < MAX_STUCK {
            self.hands += 1;
            let hand = Hand::start(self.hands, self.inbox.clone(), self.times, self.counters.clone());
            self.hand = hand.inspect_err(|error| tracing::error!(%error, "no thread for the card")).ok();
        }
        let given = self.hand.as_ref().is_some_and(|hand| hand.give(job));
        if !given && !release {
            self.keeper.on_lost(Step::Connect, Fault::ReaderFailed);
        }
    }

    /// Lets everybody go, none waited for longer than fixed.
    fn stop(mut self) {
        if let Some(Hand { id, pulse, .. }) = self.hand.take() {
            // The jobs' sender is dropped here: the hand ends its session and comes back. A call under way is
            // its last one.
            if self.call.is_some() {
                pulse.abandon();
            }
            self.wait_for_hand(id, Instant::now() + STOP_HAND);
        }
        self.watcher.stop(STOP_WATCHER);
    }

    fn wait_for_hand(&self, id: u64, until: Instant) {
        while let Ok(message) = self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if matches!(message, Message::Hand { hand, report: Report::Gone } if hand == id) {
                break;
            }
        }
    }
}
