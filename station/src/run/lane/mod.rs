//! The one lane for what must be on disk in the order in which it was done at the desk: lines of the access log,
//! tickets, the day's choice, picture and sound, what staff have seen.
//!
//! Promises:
//! - nobody waits for it: a task is left here and the desk goes on; captures go their own way and never queue behind;
//! - a full or stalled disk delays and loses nothing: the first task is tried until it is done, and the others wait;
//! - what can never be done blocks nothing: a task that the journal refuses is given up at once, one that fails again
//!   and again while the disk takes other things after [`STUBBORN`] tries;
//! - of what only the last counts (the day's choice, picture and sound) an older one that still waits is left out;
//! - at the stop all that was left here is written, if the disk allows it in time.

mod task;

pub use task::Task;

use journal::{Error, Journal};
use report::Report;
use std::{collections::VecDeque, sync::Arc, time::Duration};
use task::Desk;
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinHandle,
    time::{Instant, sleep_until},
};

/// How long to wait between two tries: doubled each time, from the first to the longest.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// After the first failure.
    pub first: Duration,
    /// Never longer.
    pub longest: Duration,
}

/// For a disk that is full or ill: it may take staff minutes to do something about it.
pub const PATIENCE: Patience = Patience { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

/// Tries of a task that fails while the disk takes other things.
const STUBBORN: u32 = 5;

/// Between two tries while the station stops.
const AT_THE_STOP: Duration = Duration::from_millis(200);

/// The way to the lane. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Lane {
    tasks: mpsc::UnboundedSender<Message>,
    worker: Arc<Mutex<Option<JoinHandle<()>>>>,
}

#[derive(Debug)]
enum Message {
    Do(Task),
    End,
}

impl Lane {
    /// Starts the lane into this journal; `report` is woken when the office has something to hear of it.
    pub fn start(journal: Journal, report: Option<Arc<Report>>) -> Self {
        Self::with(Desk { journal, report }, PATIENCE)
    }

    fn with(hands: impl Hands, patience: Patience) -> Self {
        let (tasks, left) = mpsc::unbounded_channel();
        let worker = Worker { hands, patience, left, queue: VecDeque::new(), tries: 0, ending: false };
        Self { tasks, worker: Arc::new(Mutex::new(Some(tokio::spawn(worker.work())))) }
    }

    /// Leaves a task.
    pub fn put(&self, task: Task) {
        // Without the worker the process ends.
        let _ = self.tasks.send(Message::Do(task));
    }

    /// Waits until all that was left before is written. Nothing may be left afterwards.
    pub async fn end(&self) {
        // A worker that is gone has ended.
        let _ = self.tasks.send(Message::End);
        if let Some(worker) = self.worker.lock().await.take() {
            // A panic of it was logged when it happened.
            let _ = worker.await;
        }
    }
}

/// What carries tasks out.
trait Hands: Send + Sync + 'static {
    /// Does it once. Doing it again changes nothing.
    fn carry_out(&self, task: &Task) -> impl Future<Output = Result<(), Error>> + Send;
    /// It will never be done: whoever waits for it is told.
    fn given_up(&self, task: &Task);
    /// Whether the disk takes something else.
    fn disk_works(&self) -> impl Future<Output = bool> + Send;
}

struct Worker<H> {
    hands: H,
    patience: Patience,
    left: mpsc::UnboundedReceiver<Message>,
    queue: VecDeque<Task>,
    /// How often the first of them has failed.
    tries: u32,
    ending: bool,
}

impl<H: Hands> Worker<H> {
    async fn work(mut self) {
        loop {
            while let Ok(message) = self.left.try_recv() {
                self.take(message);
            }
            let Some(task) = self.queue.front() else {
                if self.ending {
                    return;
                }
                let message = self.left.recv().await;
                self.take(message.unwrap_or(Message::End));
                continue;
            };
            match self.hands.carry_out(task).await {
                Ok(()) => self.next(),
                Err(error) => self.failed(&error).await,
            }
        }
    }

    fn take(&mut self, message: Message) {
        let Message::Do(task) = message else {
            self.ending = true;
            return;
        };
        if self.queue.front().is_some_and(|first| task.replaces(first)) {
            self.tries = 0;
        }
        self.queue.retain(|older| !task.replaces(older));
        self.queue.push_back(task);
    }

    fn next(&mut self) {
        self.tries = 0;
        self.queue.pop_front();
    }

    async fn failed(&mut self, error: &Error) {
        self.tries = self.tries.saturating_add(1);
        let task = self.queue.front().map_or("", Task::name);
        if self.hopeless(error).await {
            tracing::error!(code = error.code(), %error, task, "what was done at the desk could not be written");
            if let Some(task) = self.queue.front() {
                self.hands.given_up(task);
            }
            return self.next();
        }
        tracing::warn!(code = error.code(), %error, task, "not written yet; trying again");
        self.pause().await;
    }

    /// What the disk does may pass, what the journal says stays so.
    async fn hopeless(&self, error: &Error) -> bool {
        match error {
            Error::DiskFull { .. } => false,
            Error::Storage { .. } | Error::File { .. } => {
                self.tries >= STUBBORN && self.hands.disk_works().await
            }
            _ => true,
        }
    }

    /// Waits for the next try, which comes at once when the station stops.
    async fn pause(&mut self) {
        let Patience { first, longest } = self.patience;
        let doubled = 2_u32.saturating_pow(self.tries.saturating_sub(1));
        let pause = if self.ending { AT_THE_STOP } else { first.saturating_mul(doubled).min(longest) };
        let until = Instant::now() + pause;
        let was_ending = self.ending;
        while self.ending == was_ending {
            tokio::select! {
                biased;
                message = self.left.recv(), if !self.ending => self.take(message.unwrap_or(Message::End)),
                () = sleep_until(until) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests;
