//! The handle that the station's rooms hold: every call goes to the writer's or the reader's thread and comes
//! back when it is done. A call whose future is dropped still happens: "saved" may then be true without having
//! been heard, which the same call again repairs.

use crate::people::Hasher;
use crate::reader::Reader;
use crate::worker::Worker;
use crate::writer::Writer;
use crate::{
    Actor, Bytes, CaptureError, Captured, Draft, Error, Late, MasterKey, OpenReport, Options, Stats,
};
use jiff::{Timestamp, civil::Date};
use model::CheckHead;
use std::sync::Arc;
use std::time::Duration;
use wire::{Challenge, Check, CheckId, Counts, Event, EventKind, Queue, Settlement};

/// The journal, open. Cheap to clone; the last clone that is dropped ends the threads, [`Journal::close`] ends
/// them in order.
#[derive(Clone)]
pub struct Journal {
    inner: Arc<Inner>,
}

/// The journal's threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thread {
    /// The one that writes.
    Writer,
    /// The one that reads.
    Reader,
    /// The one that works on passcodes.
    Passcodes,
}

struct Inner {
    // Fields are dropped in this order: the reader's connection must be gone before the writer's last
    // checkpoint.
    reader: Worker<Reader>,
    hasher: Worker<Hasher>,
    writer: Worker<Writer>,
    /// Logins are one after the other, from the count of the try to its end.
    login: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Journal")
    }
}

impl Journal {
    /// Opens the journal, or makes a new one. Blocks while it reads and checks the file.
    ///
    /// A damaged file is set aside, what can be read of it is carried over, and the station goes on
    /// ([`OpenReport::set_aside`]).
    ///
    /// # Errors
    /// A wrong key, a newer schema, a file in use or a directory that cannot be written; the file is then left
    /// as it is.
    pub fn open(options: Options, key: MasterKey) -> Result<(Self, OpenReport), Error> {
        let (writer, report) = crate::open::open(options, key)?;
        let reader = Worker::start("journal-read", Reader::beside(&writer)?)?;
        let hasher = Worker::start("journal-pass", Hasher)?;
        let writer = Worker::start("journal-write", writer)?;
        let login = tokio::sync::Mutex::new(());
        Ok((Self { inner: Arc::new(Inner { reader, hasher, writer, login }) }, report))
    }

    /// Does `job` on the thread that works on passcodes, one at a time.
    pub(crate) async fn passcode<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.inner.hasher.call(move |_| job()).await?
    }

    /// Held by the one login that is under way.
    pub(crate) async fn one_login(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.inner.login.lock().await
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        mut job: impl FnMut(&mut Writer) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let full = |error: &Error| matches!(error, Error::DiskFull { .. });
        self.inner.writer.call(move |writer| writer.with_room(full, &mut job)).await?
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Reader) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.inner.reader.call(job).await?
    }

    /// Saves a check: numbers it, seals it, and returns after it is on disk. The same draft again gives the
    /// same answer and changes nothing.
    ///
    /// # Errors
    /// See [`CaptureError`]; nothing of the check was kept then.
    pub async fn capture(&self, draft: Draft) -> Result<Captured, CaptureError> {
        let full = |error: &CaptureError| matches!(error, CaptureError::DiskFull);
        self.inner.writer.call(move |writer| writer.with_room(full, |writer| writer.capture(&draft))).await?
    }

    /// Waiting checks in the order of capture, those with `order > after`, at most `count` of them and about
    /// `bytes` of their JSON together (one is given in any case). A check whose seal does not open is skipped.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn waiting(&self, count: usize, bytes: usize, after: u64) -> Result<Vec<Check>, Error> {
        self.read(move |reader| reader.waiting(count, bytes, after, &[])).await
    }

    /// The same from the oldest on, without those in `except`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn backlog(
        &self,
        count: usize,
        bytes: usize,
        except: Vec<CheckId>,
    ) -> Result<Vec<Check>, Error> {
        self.read(move |reader| reader.waiting(count, bytes, 0, &except)).await
    }

    /// One waiting check; `None` when it is settled or unknown.
    ///
    /// # Errors
    /// When the file cannot be read or the seal does not open.
    pub async fn waiting_one(&self, id: CheckId) -> Result<Option<Check>, Error> {
        self.read(move |reader| reader.waiting_one(id)).await
    }

    /// Stores the centre's answer, once: the evidence is destroyed with the same step. `calls` says whether staff must
    /// be called should they not see the answer: bad ones call in any case, and the journal does not know which insurers
    /// are under contract. Returns the head of the check; `None` when the same answer was there already.
    ///
    /// # Errors
    /// [`Error::Unknown`] for an id that was never captured, [`Error::Conflict`] when another answer is there.
    pub async fn settle(
        &self,
        settlement: Settlement,
        calls: impl Fn(&CheckHead, &Settlement) -> bool + Send + 'static,
    ) -> Result<Option<CheckHead>, Error> {
        self.write(move |writer| writer.settle(&settlement, &calls)).await
    }

    /// The answer was shown to staff and closed, or is a good one that nobody waits for. Doing it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::OutOfTurn`] while it waits or calls for staff.
    pub async fn handed_over(&self, id: CheckId) -> Result<(), Error> {
        self.write(move |writer| writer.handed_over(id)).await
    }

    /// The answer came late: the examinee's screen was gone. One that calls for staff does so from now on, and
    /// [`EventKind::LateVerdict`] is in the outbox. Returns whether it calls. Doing it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::OutOfTurn`] while it waits.
    pub async fn late(&self, id: CheckId) -> Result<bool, Error> {
        self.write(move |writer| writer.late(id)).await
    }

    /// Staff have seen a late bad verdict. Puts [`EventKind::Acknowledged`] into the outbox and returns how long
    /// it took since it arrived. Doing it twice changes nothing and returns `None`.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::OutOfTurn`] when it waits or was never late.
    pub async fn acknowledge(&self, id: CheckId, by: Actor) -> Result<Option<Duration>, Error> {
        self.write(move |writer| writer.acknowledge(id, &by)).await
    }

    /// Late bad verdicts that staff have not acknowledged, in the order of capture.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn unacknowledged(&self) -> Result<Vec<Late>, Error> {
        self.read(Reader::unacknowledged).await
    }

    /// Puts challenges into the book; returns how many it took. Known ones and those beyond
    /// [`crate::BOOK_LIMIT`] are left out.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn add_challenges(&self, challenges: Vec<Challenge>) -> Result<usize, Error> {
        self.write(move |writer| writer.add_challenges(&challenges)).await
    }

    /// Takes a challenge out of the book for good, before it is used: after a power cut it does not come
    /// back. Expired ones are dropped, except while the clock is not synchronised: then the one that lasts
    /// longest is given.
    ///
    /// # Errors
    /// When the file cannot be written; no challenge was given then.
    pub async fn take_challenge(&self, now: Timestamp) -> Result<Option<Challenge>, Error> {
        self.write(move |writer| writer.take_challenge(now)).await
    }

    /// How many challenges are usable at `now`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn challenge_count(&self, now: Timestamp) -> Result<usize, Error> {
        self.read(move |reader| reader.challenge_count(now)).await
    }

    /// Puts an event into the outbox and returns its order. Bounded: see [`crate::OUTBOX_LIMIT`].
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn push_event(&self, kind: EventKind) -> Result<u64, Error> {
        self.write(move |writer| writer.push_event(&kind)).await
    }

    /// The oldest events of the outbox, at most `count`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn next_events(&self, count: usize) -> Result<Vec<Event>, Error> {
        self.read(move |reader| reader.next_events(count)).await
    }

    /// The office has this event. Deleting it twice changes nothing.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn delete_event(&self, order: u64) -> Result<(), Error> {
        self.write(move |writer| writer.delete_event(order)).await
    }

    /// Counts bytes sent and received on `day`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn add_bytes(&self, day: Date, up: u64, down: u64) -> Result<Bytes, Error> {
        self.write(move |writer| writer.add_bytes(day, up, down)).await
    }

    /// The bytes counted on `day`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn bytes(&self, day: Date) -> Result<Bytes, Error> {
        self.read(move |reader| reader.bytes(day)).await
    }

    /// The waiting checks. The age of the oldest is by the monotonic clock when it was captured in this start, else by
    /// the wall clock at `now`, and never below zero.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn queue(&self, now: Timestamp) -> Result<Queue, Error> {
        self.read(move |reader| reader.queue(now)).await
    }

    /// Checks of `day` (the day their reception numbers count in) by outcome word, `waiting` among them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn counts(&self, day: Date) -> Result<Counts, Error> {
        self.read(move |reader| reader.counts(day)).await
    }

    /// Returns when this thread has come to it, behind what it has to do.
    ///
    /// # Errors
    /// [`Error::Closed`] when it has ended.
    pub async fn pulse(&self, thread: Thread) -> Result<(), Error> {
        match thread {
            Thread::Writer => self.write(|_| Ok(())).await,
            Thread::Reader => self.read(|_| Ok(())).await,
            Thread::Passcodes => self.passcode(|| Ok(())).await,
        }
    }

    /// Numbers about the journal.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn stats(&self) -> Result<Stats, Error> {
        self.read(Reader::stats).await
    }

    /// Destroys what is due at `now`. The journal does this by itself every [`Options::tick`]; see the crate's
    /// rules of retention.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn retain(&self, now: Timestamp) -> Result<(), Error> {
        self.write(move |writer| writer.retain(now)).await
    }

    /// Ends the threads in order: the log is folded into the database and the next start sees that this one
    /// ended cleanly. Every later call gives [`Error::Closed`].
    ///
    /// # Errors
    /// When the last write fails; the journal is closed all the same.
    pub async fn close(&self) -> Result<(), Error> {
        // One that has died is no reason to leave the writer without its end.
        let (_reader, _hasher) = (self.inner.reader.end(drop).await, self.inner.hasher.end(drop).await);
        self.inner.writer.end(Writer::close).await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Still;

    #[tokio::test]
    async fn a_thread_that_died_is_told_from_those_that_live_and_the_writer_still_ends_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options::new(folder.path().join("journal"), "bus-01".parse().unwrap(), Arc::new(Still));
        let open = || Journal::open(options.clone(), MasterKey::from_bytes([7; 32])).unwrap();
        let (journal, _) = open();
        for thread in [Thread::Writer, Thread::Reader, Thread::Passcodes] {
            journal.pulse(thread).await.unwrap();
        }
        assert!(matches!(journal.passcode(|| -> Result<(), Error> { panic!() }).await, Err(Error::Closed)));
        assert!(matches!(journal.pulse(Thread::Passcodes).await, Err(Error::Closed)));
        journal.pulse(Thread::Reader).await.unwrap();
        assert!(matches!(journal.read(|_| -> Result<(), Error> { panic!() }).await, Err(Error::Closed)));
        assert!(matches!(journal.pulse(Thread::Reader).await, Err(Error::Closed)));
        journal.pulse(Thread::Writer).await.unwrap();
        journal.close().await.unwrap();
        drop(journal);
        assert!(open().1.clean);
    }
}
