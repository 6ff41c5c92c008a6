//! A thread that owns a thing and does one job after the other with it. Nothing waits for it but the caller of
//! the job; when no job is queued the thing may do its own housekeeping.

use crate::Error;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// A value that a worker thread owns.
pub(crate) trait Owned: Send + 'static {
    /// Called when no job is queued; returns how long to sleep unless a job comes.
    fn idle(&mut self) -> Duration;
    /// Called after each job, before the next one.
    fn after(&mut self) {}
}

enum Message<T> {
    Job(Box<dyn FnOnce(&mut T) + Send>),
    End(Box<dyn FnOnce(T) + Send>),
}

/// The thread and the way to it.
pub(crate) struct Worker<T: Owned> {
    queue: Mutex<Option<Sender<Message<T>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl<T: Owned> Worker<T> {
    /// Starts the thread.
    pub(crate) fn start(name: &str, owned: T) -> Result<Self, Error> {
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || run(owned, &receiver));
        let thread = thread.map_err(crate::error::file("start the thread of", std::path::Path::new(name)))?;
        Ok(Self { queue: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)) })
    }

    /// Does `job` on the thread and gives back its result.
    pub(crate) async fn call<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut T) -> R + Send + 'static,
    ) -> Result<R, Error> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Job(Box::new(move |owned| drop(reply.send(job(owned))))))?;
        answer.await.map_err(|_| Error::Closed)
    }

    /// Gives the thing away to `last` and ends the thread.
    pub(crate) async fn end<R: Send + 'static>(
        &self,
        last: impl FnOnce(T) -> R + Send + 'static,
    ) -> Result<R, Error> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::End(Box::new(move |owned| drop(reply.send(last(owned))))))?;
        self.queue.lock().map_err(|_| Error::Closed)?.take();
        answer.await.map_err(|_| Error::Closed)
    }

    fn send(&self, message: Message<T>) -> Result<(), Error> {
        let queue = self.queue.lock().map_err(|_| Error::Closed)?;
        queue.as_ref().ok_or(Error::Closed)?.send(message).map_err(|_| Error::Closed)
    }
}

impl<T: Owned> Drop for Worker<T> {
    /// Waits for the job under way, so that whoever opens the file next finds it free.
    fn drop(&mut self) {
        if let Ok(mut queue) = self.queue.lock() {
            queue.take();
        }
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            drop(thread.join());
        }
    }
}

fn run<T: Owned>(mut owned: T, queue: &Receiver<Message<T>>) {
    let mut patience = Duration::ZERO;
    loop {
        match queue.recv_timeout(patience) {
            Ok(Message::Job(job)) => {
                job(&mut owned);
                owned.after();
                patience = Duration::ZERO;
            }
            Ok(Message::End(last)) => return last(owned),
            Err(RecvTimeoutError::Timeout) => patience = owned.idle(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
