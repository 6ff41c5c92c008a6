//! The queue with a journal whose writer stalls, and with a sink that fails by the book.

use super::*;
use crate::{Access, Actor, Clock, ClockReading, Draft, Journal, MasterKey, Options};
use jiff::Timestamp;
use model::AccessAction;
use model::{DayChoice, Language, Prefs, Ticket};
use std::sync::{
    Condvar, Mutex as Lock,
    atomic::{AtomicBool, Ordering},
};
use wire::{CheckId, Evidence, Method, Purpose};

const MORNING: &str = "2026-05-01T00:30:00Z";

/// A clock in the hand. The journal asks it when it writes: held, it holds the writer up as a stalled disk does.
#[derive(Default)]
pub(super) struct Hand {
    passed: Lock<Duration>,
    held: Lock<bool>,
    let_go: Condvar,
    /// The writer has come to it and is held up.
    stalls: AtomicBool,
}

impl Hand {
    fn hold(&self, held: bool) {
        *self.held.lock().unwrap() = held;
        self.let_go.notify_all();
    }

    async fn stalls(&self) {
        let by = Instant::now() + Duration::from_secs(20);
        while !self.stalls.load(Ordering::SeqCst) {
            assert!(Instant::now() < by, "the writer does not come to it");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn pass(&self, seconds: u64) {
        *self.passed.lock().unwrap() += Duration::from_secs(seconds);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        if std::thread::current().name() == Some("journal-write") {
            let held = self.held.lock().unwrap();
            self.stalls.store(*held, Ordering::SeqCst);
            drop(self.let_go.wait_while(held, |held| *held).unwrap());
        }
        MORNING.parse::<Timestamp>().unwrap() + self.monotonic()
    }

    fn monotonic(&self) -> Duration {
        *self.passed.lock().unwrap()
    }

    fn synchronised(&self) -> bool {
        true
    }
}

pub(super) fn by(clock: &dyn Clock) -> Actor {
    Actor { staff: "s-01".parse().unwrap(), at: ClockReading::of(clock) }
}

/// A line that its detail distinguishes from others.
fn line(clock: &dyn Clock, word: &str) -> Task {
    Task::Note(Access::by(by(clock), AccessAction::Shown).with(word))
}

pub(super) fn draft(clock: &dyn Clock) -> Draft {
    Draft {
        id: CheckId::random(),
        station: "bus-01".parse().unwrap(),
        institution: "1320000001".parse().unwrap(),
        purpose: Purpose::HealthCheckup,
        staff: "s-01".parse().unwrap(),
        at: clock.now(),
        clock_synchronised: true,
        evidence: Evidence::Visual {
            certificate: vec![0x30; 64].into(),
            statement_signature: vec![1; 64].into(),
        },
        ticket: None,
        site: None,
    }
}

fn day(site: &str, by: Actor) -> Task {
    let (site, method, purpose) = (Some(site.to_owned()), Method::Pin, Purpose::HealthCheckup);
    Task::ChooseDay { choice: DayChoice { site, method, purpose }, by }
}

fn prefs(volume: u8) -> Task {
    Task::Prefs(Prefs { volume, brightness: 5, language: Language::Japanese })
}

#[tokio::test]
async fn acts_during_a_stall_of_the_disk_are_written_in_their_order_with_the_time_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let (path, clock) = (folder.path().join("journal"), Arc::new(Hand::default()));
    let key = MasterKey::from_bytes([7; 32]);
    let options = Options::new(&path, "bus-01".parse().unwrap(), clock.clone());
    let (journal, _) = Journal::open(options, key.clone()).unwrap();
    let draft = draft(&*clock);
    journal.capture(draft.clone()).await.unwrap();
    let queue = WriteQueue::start(JournalSink::new(journal.clone(), || ()), PATIENCE);
    clock.hold(true);
    let ticket = |text| Task::Attach { check: draft.id, ticket: Ticket::new(text).unwrap(), by: by(&*clock) };
    let acts: [&dyn Fn() -> Task; 6] = [
        &|| line(&*clock, "a"),
        &|| ticket("T-FIRST"),
        &|| day("架空町役場", by(&*clock)),
        &|| ticket("T-LAST"),
        &|| day("架空村公民館", by(&*clock)),
        &|| line(&*clock, "z"),
    ];
    for act in acts {
        clock.pass(10);
        queue.put(act());
        clock.stalls().await;
    }
    clock.pass(3_600);
    clock.hold(false);
    queue.end().await;
    let row = &journal.page(0, 9, model::Find::All).await.unwrap().rows[0];
    assert_eq!(row.ticket.as_deref(), Some("AST"));
    assert_eq!(journal.day().await.unwrap().unwrap().choice.site.as_deref(), Some("架空村公民館"));
    journal.close().await.unwrap();
    let morning: Timestamp = MORNING.parse().unwrap();
    let lines = crate::access(&path, &key).unwrap().lines;
    let after = lines[2..].iter().map(|line| (line.what.as_str(), line.at.as_second() - morning.as_second()));
    // Of the two choices that waited the last one counts.
    let expected =
        [("shown", 10), ("ticket_attached", 20), ("ticket_attached", 40), ("day_chosen", 50), ("shown", 60)];
    assert_eq!(after.collect::<Vec<_>>(), expected);
    assert_eq!(crate::verify(&path, &key).unwrap().findings, Vec::<String>::new());
}

/// A disk that answers by the book, and what it took.
struct Book {
    took: Lock<Vec<String>>,
    given_up: Lock<Vec<String>>,
    tries: Lock<u32>,
    /// For a task and the number of the try over all.
    answers: fn(&str, u32) -> Result<(), Error>,
    works: bool,
}

fn word(task: &Task) -> String {
    match task {
        Task::Note(line) => line.detail.as_ref().map_or("-", |word| word.as_str()).to_owned(),
        Task::ChooseDay { choice, .. } => choice.site.clone().unwrap_or_default(),
        Task::Prefs(prefs) => format!("volume {}", prefs.volume),
        other => other.name().to_owned(),
    }
}

impl Sink for Arc<Book> {
    async fn execute(&self, task: &Task) -> Result<(), Error> {
        let try_ = {
            let mut tries = self.tries.lock().unwrap();
            *tries += 1;
            *tries
        };
        (self.answers)(&word(task), try_)?;
        self.took.lock().unwrap().push(word(task));
        Ok(())
    }

    fn abandoned(&self, task: &Task) {
        self.given_up.lock().unwrap().push(word(task));
    }

    async fn other_writes_succeed(&self) -> bool {
        self.works
    }
}

fn ill() -> Error {
    Error::Storage { doing: "write", code: 778, message: "disk I/O error".into() }
}

fn full() -> Error {
    Error::DiskFull { doing: "write" }
}

fn book(works: bool, answers: fn(&str, u32) -> Result<(), Error>) -> (Arc<Book>, WriteQueue) {
    let book = Arc::new(Book {
        took: Lock::default(),
        given_up: Lock::default(),
        tries: Lock::default(),
        answers,
        works,
    });
    (book.clone(), WriteQueue::start(book, PATIENCE))
}

impl Book {
    fn took(&self) -> Vec<String> {
        self.took.lock().unwrap().clone()
    }

    /// Waits until it was tried so often; time passes by itself.
    async fn tried(&self, times: u32) {
        while *self.tries.lock().unwrap() < times {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

fn clock() -> Hand {
    Hand::default()
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_is_full_for_an_hour_delays_but_loses_nothing_and_keeps_the_order() {
    let (book, queue) = book(true, |_, tries| if tries < 60 { Err(full()) } else { Ok(()) });
    let began = Instant::now();
    for word in ["a", "b", "c"] {
        queue.put(line(&clock(), word));
    }
    book.tried(62).await;
    assert!(began.elapsed() > Duration::from_secs(50 * 60), "{:?}", began.elapsed());
    queue.end().await;
    assert_eq!(book.took(), ["a", "b", "c"]);
}

#[tokio::test(start_paused = true)]
async fn an_ill_disk_that_takes_nothing_else_either_is_waited_for() {
    let (book, queue) = book(false, |_, tries| if tries < 40 { Err(ill()) } else { Ok(()) });
    queue.put(line(&clock(), "a"));
    book.tried(40).await;
    queue.end().await;
    assert_eq!(book.took(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn what_can_never_be_done_holds_nothing_up() {
    let (book, queue) = book(true, |word, _| match word {
        "unknown" => Err(Error::Unknown),
        "damaged" => Err(ill()),
        _ => Ok(()),
    });
    let began = Instant::now();
    for word in ["a", "unknown", "b", "damaged", "c"] {
        queue.put(line(&clock(), word));
    }
    book.tried(4 + ATTEMPTS).await;
    queue.end().await;
    assert_eq!(book.took(), ["a", "b", "c"]);
    assert_eq!(*book.given_up.lock().unwrap(), ["unknown", "damaged"]);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_day_that_cannot_be_read_is_answered_with_none_so_that_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path().join("journal"), "bus-01".parse().unwrap(), Arc::new(clock()));
    let (journal, _) = Journal::open(options, MasterKey::from_bytes([7; 32])).unwrap();
    let (given, mut answers) = mpsc::unbounded_channel();
    let answer = DayAnswer::to(move |kept| drop(given.send(kept)));
    JournalSink::new(journal, || ()).abandoned(&Task::Today(answer));
    assert_eq!(answers.recv().await, Some(None));
}

#[tokio::test(start_paused = true)]
async fn of_days_and_prefs_that_wait_only_the_last_is_written_and_of_the_rest_all() {
    let (book, queue) = book(true, |_, tries| if tries < 4 { Err(full()) } else { Ok(()) });
    let by = by(&clock());
    queue.put(prefs(1));
    book.tried(1).await;
    for task in [line(&clock(), "a"), day("one", by.clone()), prefs(2), day("two", by), line(&clock(), "a")] {
        queue.put(task);
    }
    queue.put(prefs(3));
    book.tried(7).await;
    queue.end().await;
    assert_eq!(book.took(), ["a", "two", "a", "volume 3"]);
}

#[tokio::test(start_paused = true)]
async fn the_stop_cuts_a_long_pause_short_and_all_that_was_left_is_written() {
    let (book, queue) = book(true, |_, tries| if tries < 15 { Err(full()) } else { Ok(()) });
    for word in ["a", "b"] {
        queue.put(line(&clock(), word));
    }
    // By now the pauses last a minute.
    book.tried(10).await;
    let stop = Instant::now();
    queue.put(line(&clock(), "c"));
    queue.end().await;
    assert!(stop.elapsed() < Duration::from_secs(3), "{:?}", stop.elapsed());
    assert_eq!(book.took(), ["a", "b", "c"]);
}

#[tokio::test(start_paused = true)]
async fn a_capture_does_not_queue_behind_deferred_writes() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path().join("journal"), "bus-01".parse().unwrap(), Arc::new(clock()));
    let (journal, _) = Journal::open(options, MasterKey::from_bytes([7; 32])).unwrap();
    let (book, queue) = book(true, |_, _| Err(full()));
    queue.put(line(&clock(), "a"));
    book.tried(2).await;
    journal.capture(draft(&clock())).await.unwrap();
    assert!(book.took().is_empty());
}
