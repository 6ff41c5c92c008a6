//! Probes every component. A dead component ends the process, so that the service manager starts it afresh. A slow one
//! (a stalled disk) is waited for, and the service manager gets "alive" as long as staff can work.

use super::{
    components::Components,
    input::{Inbox, Input},
};
use crate::watchdog;
use codes::Code;
use journal::{Journal, Thread};
use std::time::{Duration, Instant};
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

/// Time between two probes when the service manager does not ask for more.
const EVERY: Duration = Duration::from_secs(5);
/// The desk and the panel answer in milliseconds; this long means that they hang.
const SOON: Duration = Duration::from_secs(2);
/// A disk may stall; after this the station is not called alive any more.
const JOURNAL_PATIENCE: Duration = Duration::from_secs(45);

/// Probes the components for ever; returns the code of the one that died.
pub async fn watch(components: &Components) -> Code {
    let every = watchdog::interval().map_or(EVERY, |allowed| allowed.min(EVERY));
    let mut tick = tokio::time::interval(every);
    let [mut writer, mut reader, mut passcodes] = Store::all(&components.journal);
    loop {
        tick.tick().await;
        let (desk, panel) = tokio::join!(desk(&components.inbox), answered(components.panel.pulse()));
        let (writer, reader, passcodes) = tokio::join!(writer.probe(), reader.probe(), passcodes.probe());
        let all = [desk, panel, writer, reader, passcodes];
        if let Some(dead) = all.into_iter().find_map(Pulse::died) {
            return dead;
        }
        if !components.uplink.is_running() {
            return codes::S194;
        }
        if components.report.as_ref().is_some_and(|report| !report.is_running()) {
            return codes::S195;
        }
        if all.iter().all(|probe| *probe == Pulse::Beats) {
            watchdog::alive();
        } else {
            tracing::warn!(
                code = codes::S197.name(),
                ?desk,
                ?panel,
                ?writer,
                ?reader,
                ?passcodes,
                "{}",
                codes::S197.technician()
            );
        }
    }
}

/// Answer of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pulse {
    Beats,
    Slow,
    Dead(Code),
}

impl Pulse {
    fn died(self) -> Option<Code> {
        if let Self::Dead(code) = self { Some(code) } else { None }
    }
}

async fn answered(answer: oneshot::Receiver<()>) -> Pulse {
    match timeout(SOON, answer).await {
        Ok(Ok(())) => Pulse::Beats,
        Ok(Err(_)) => Pulse::Dead(codes::S192),
        Err(_) => Pulse::Slow,
    }
}

/// The desk's loop, and through it the card service.
async fn desk(inbox: &Inbox) -> Pulse {
    let (ask, answer) = oneshot::channel();
    if inbox.send(Input::Pulse(ask)).is_err() {
        return Pulse::Dead(codes::S191);
    }
    match timeout(SOON, answer).await {
        Ok(Ok(true)) => Pulse::Beats,
        Ok(Ok(false)) => Pulse::Dead(codes::S198),
        Ok(Err(_)) => Pulse::Dead(codes::S191),
        Err(_) => Pulse::Slow,
    }
}

/// A thread of the journal, which may be slow without being dead: one probe at a time is in progress.
struct Store {
    journal: Journal,
    thread: Thread,
    asked: Option<JoinHandle<bool>>,
    beat: Instant,
}

impl Store {
    fn all(journal: &Journal) -> [Self; 3] {
        [Thread::Writer, Thread::Reader, Thread::Passcodes].map(|thread| {
            let journal = journal.clone();
            Self { journal, thread, asked: None, beat: Instant::now() }
        })
    }

    fn dead(&self) -> Pulse {
        Pulse::Dead(match self.thread {
            Thread::Writer => codes::S193,
            Thread::Reader => codes::S199,
            Thread::Passcodes => codes::S188,
        })
    }

    async fn probe(&mut self) -> Pulse {
        let (journal, thread) = (self.journal.clone(), self.thread);
        let ask = async move { journal.pulse(thread).await.is_ok() };
        let asked = self.asked.get_or_insert_with(|| tokio::spawn(ask));
        match timeout(Duration::from_millis(100), asked).await {
            Ok(Ok(true)) => {
                (self.asked, self.beat) = (None, Instant::now());
                Pulse::Beats
            }
            Ok(_) => self.dead(),
            Err(_) if self.beat.elapsed() < JOURNAL_PATIENCE => Pulse::Beats,
            Err(_) => Pulse::Slow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use tokio::sync::mpsc;

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_ended_is_dead_one_that_does_not_answer_is_slow() {
        let (inbox, mut inputs) = mpsc::unbounded_channel();
        assert_eq!(desk(&inbox).await, Pulse::Slow);
        let answering = tokio::spawn(async move {
            while let Some(input) = inputs.recv().await {
                if let Input::Pulse(answer) = input {
                    // The first question was given up.
                    let _ = answer.send(true);
                }
            }
        });
        assert_eq!(desk(&inbox).await, Pulse::Beats);
        answering.abort();
        let _ended = answering.await;
        assert!(desk(&inbox).await.died().is_some());
    }

    /// A clock on which one thread of the journal dies, or is held up, when it asks for the time.
    #[derive(Default)]
    struct Trap {
        dies: Mutex<&'static str>,
        held: Mutex<Option<mpsc::Receiver<()>>>,
    }

    impl journal::Clock for Trap {
        fn now(&self) -> jiff::Timestamp {
            let thread = std::thread::current().name().unwrap_or_default().to_owned();
            if thread == "journal-read"
                && let Some(mut held) = self.held.lock().unwrap().take()
            {
                // Until its sender is dropped.
                held.blocking_recv();
            }
            let dies = *self.dies.lock().unwrap();
            assert!(dies != thread, "trapped");
            jiff::Timestamp::UNIX_EPOCH
        }

        fn monotonic(&self) -> Duration {
            Duration::ZERO
        }

        fn synchronised(&self) -> bool {
            false
        }
    }

    fn journal(folder: &tempfile::TempDir, trap: &Arc<Trap>) -> Journal {
        let path = folder.path().join("journal");
        let options = journal::Options::new(path, "bus-01".parse().unwrap(), trap.clone());
        Journal::open(options, journal::MasterKey::from_bytes([7; 32])).unwrap().0
    }

    /// The code of a thread that is dying: until it has ended it does not answer.
    async fn death(store: &mut Store) -> Code {
        let by = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(said) = store.probe().await.died() {
                return said;
            }
            assert!(Instant::now() < by, "it lives");
        }
    }

    #[tokio::test]
    async fn a_reader_and_a_writer_of_the_journal_that_died_are_each_known_by_their_code() {
        let (folder, trap) = (tempfile::tempdir().unwrap(), Arc::new(Trap::default()));
        let journal = journal(&folder, &trap);
        let [mut writer, mut reader, mut passcodes] = Store::all(&journal);
        for store in [&mut writer, &mut reader, &mut passcodes] {
            assert_eq!(store.probe().await, Pulse::Beats);
        }
        *trap.dies.lock().unwrap() = "journal-read";
        journal.numbers(jiff::civil::date(2026, 5, 1)).await.unwrap_err();
        assert!(death(&mut reader).await == codes::S199);
        assert_eq!(writer.probe().await, Pulse::Beats);
        *trap.dies.lock().unwrap() = "journal-write";
        journal.today().await.unwrap_err();
        assert!(death(&mut writer).await == codes::S193);
        assert_eq!(passcodes.probe().await, Pulse::Beats);
    }

    #[tokio::test]
    async fn a_reader_that_is_slow_is_neither_dead_nor_the_writers_fault() {
        let (folder, trap) = (tempfile::tempdir().unwrap(), Arc::new(Trap::default()));
        let journal = journal(&folder, &trap);
        let [mut writer, mut reader, _] = Store::all(&journal);
        let (let_go, held) = mpsc::channel(1);
        *trap.held.lock().unwrap() = Some(held);
        let numbers = tokio::spawn({
            let journal = journal.clone();
            async move { journal.numbers(jiff::civil::date(2026, 5, 1)).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(reader.probe().await, Pulse::Beats, "for a while");
        assert!(reader.asked.is_some(), "it has not answered");
        reader.beat = Instant::now().checked_sub(JOURNAL_PATIENCE).unwrap();
        assert_eq!((reader.probe().await, writer.probe().await), (Pulse::Slow, Pulse::Beats));
        drop(let_go);
        numbers.await.unwrap().unwrap();
        let by = Instant::now() + Duration::from_secs(20);
        while reader.probe().await != Pulse::Beats {
            assert!(Instant::now() < by, "it goes on");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_panel_that_ended_is_dead() {
        let (answer, asked) = oneshot::channel();
        drop(answer);
        assert!(answered(asked).await.died().is_some());
    }
}
