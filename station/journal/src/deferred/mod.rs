//! The queue of deferred writes: lines of the access log, tickets, the choice of the day, picture and sound, and what staff
//! have seen, in the order of the acts at the desk.
//!
//! Promises:
//! - The caller never waits: it queues a task and goes on. Captures bypass the queue.
//! - A full or stalled disk delays and loses nothing: the first task is retried until it succeeds, the others wait.
//! - A task that can never succeed blocks nothing: one that the journal refuses is abandoned at once, one that fails
//!   again and again while other writes succeed after `ATTEMPTS` tries.
//! - Where only the last of a kind counts (choice of the day, picture and sound), an older one that still waits is dropped.
//! - At the stop everything queued is written, if the disk allows it in time.

mod sink;
mod task;

pub use sink::{JournalSink, Sink};
pub use task::{DayAnswer, Task};

use crate::Error;
use std::{collections::VecDeque, sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinHandle,
    time::{Instant, sleep_until},
};

/// Pauses between two tries: doubled each time, from the first to the longest.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// After the first failure.
    pub first: Duration,
    /// Never longer.
    pub longest: Duration,
}

/// For a disk that is full or failing: staff may need minutes to act on it.
pub const PATIENCE: Patience = Patience { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

/// Tries of a task that fails while other writes succeed.
const ATTEMPTS: u32 = 5;

/// Pause between two tries while the station stops.
const PAUSE_AT_STOP: Duration = Duration::from_millis(200);

/// A handle to the queue. Cheap to clone.
#[derive(Debug, Clone)]
pub struct WriteQueue {
    tasks: mpsc::UnboundedSender<Message>,
    worker: Arc<Mutex<Option<JoinHandle<()>>>>,
}

#[derive(Debug)]
enum Message {
    Do(Task),
    End,
}

impl WriteQueue {
    /// Starts a queue into `sink`. Needs a tokio runtime with a timer.
    pub fn start(sink: impl Sink, patience: Patience) -> Self {
        let (tasks, incoming) = mpsc::unbounded_channel();
        let worker = Worker { sink, patience, incoming, queue: VecDeque::new(), tries: 0, ending: false };
        Self { tasks, worker: Arc::new(Mutex::new(Some(tokio::spawn(worker.run())))) }
    }

    /// Queues a task.
    pub fn put(&self, task: Task) {
        // Without the worker the process ends.
        let _ = self.tasks.send(Message::Do(task));
    }

    /// Waits until everything queued before is written. Nothing may be queued afterwards.
    pub async fn end(&self) {
        // A worker that is gone has ended.
        let _ = self.tasks.send(Message::End);
        if let Some(worker) = self.worker.lock().await.take() {
            // A panic of it was logged when it happened.
            let _ = worker.await;
        }
    }
}

struct Worker<S> {
    sink: S,
    patience: Patience,
    incoming: mpsc::UnboundedReceiver<Message>,
    queue: VecDeque<Task>,
    /// Failed tries of the first task.
    tries: u32,
    ending: bool,
}

impl<S: Sink> Worker<S> {
    async fn run(mut self) {
        loop {
            while let Ok(message) = self.incoming.try_recv() {
                self.take(message);
            }
            let Some(task) = self.queue.front() else {
                if self.ending {
                    return;
                }
                let message = self.incoming.recv().await;
                self.take(message.unwrap_or(Message::End));
                continue;
            };
            match self.sink.execute(task).await {
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
            tracing::error!(code = error.code().name(), %error, task, "what was done at the desk could not be written");
            if let Some(task) = self.queue.front() {
                self.sink.abandoned(task);
            }
            return self.next();
        }
        tracing::warn!(code = error.code().name(), %error, task, "not written yet; trying again");
        self.pause().await;
    }

    /// Failures of the disk may pass; a refusal of the journal stays.
    async fn hopeless(&self, error: &Error) -> bool {
        match error {
            Error::DiskFull { .. } => false,
            Error::Storage { .. } | Error::File { .. } => {
                self.tries >= ATTEMPTS && self.sink.other_writes_succeed().await
            }
            _ => true,
        }
    }

    /// Waits for the next try, which comes at once when the station stops.
    async fn pause(&mut self) {
        let Patience { first, longest } = self.patience;
        let doubled = 2_u32.saturating_pow(self.tries.saturating_sub(1));
        let pause = if self.ending { PAUSE_AT_STOP } else { first.saturating_mul(doubled).min(longest) };
        let until = Instant::now() + pause;
        let was_ending = self.ending;
        while self.ending == was_ending {
            tokio::select! {
                biased;
                message = self.incoming.recv(), if !self.ending => self.take(message.unwrap_or(Message::End)),
                () = sleep_until(until) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests;
