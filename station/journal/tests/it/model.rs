//! A reference model: random actions on the journal and on a few plain collections must agree, over restarts,
//! kills and a clock that jumps.

use crate::support::*;
use journal::{Captured, Draft, Error, Journal, Kept as Found};
use model::{FallbackKind, Find};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;
use wire::{CheckId, EventKind, Settlement};

#[derive(Debug, Clone)]
enum Action {
    Capture,
    CaptureAgain(usize),
    Settle {
        which: usize,
        validity: u8,
        live: bool,
    },
    HandOver(usize),
    Missed(usize),
    Acknowledge(usize),
    Fallback(usize, usize),
    Look(usize),
    Challenges(usize),
    Take,
    Event(u8),
    DeleteEvent,
    Bytes(u64),
    Retain,
    /// The wall clock jumps to an hour of May (known to be right), or to anywhere (known to be wrong).
    Clock {
        hour: i64,
        synchronised: bool,
    },
    Pass(u64),
    Close,
    Kill,
}

fn action() -> impl Strategy<Value = Action> {
    let which = 0..30_usize;
    prop_oneof![
        6 => Just(Action::Capture),
        1 => which.clone().prop_map(Action::CaptureAgain),
        6 => (which.clone(), 1..=5_u8, any::<bool>())
            .prop_map(|(which, validity, live)| Action::Settle { which, validity, live }),
        3 => which.clone().prop_map(Action::HandOver),
        2 => which.clone().prop_map(Action::Missed),
        3 => which.clone().prop_map(Action::Acknowledge),
        2 => (which.clone(), 0..4_usize).prop_map(|(which, kind)| Action::Fallback(which, kind)),
        1 => which.prop_map(Action::Look),
        1 => (0..4_usize).prop_map(Action::Challenges),
        2 => Just(Action::Take),
        2 => any::<u8>().prop_map(Action::Event),
        2 => Just(Action::DeleteEvent),
        1 => (0..5_000_u64).prop_map(Action::Bytes),
        2 => Just(Action::Retain),
        2 => (0..24 * 25_i64).prop_map(|hour| Action::Clock { hour, synchronised: true }),
        1 => (-60_000..60_000_i64).prop_map(|hour| Action::Clock { hour, synchronised: false }),
        2 => (0..100_000_u64).prop_map(Action::Pass),
        1 => Just(Action::Close),
        2 => Just(Action::Kill),
    ]
}

#[derive(Debug, Clone, PartialEq)]
enum Standing {
    Waiting,
    Shown,
    Late,
    Over { acknowledged: bool },
}

struct Kept {
    draft: Draft,
    captured: Captured,
    standing: Standing,
    answer: Option<Settlement>,
    fallback: Option<FallbackKind>,
}

struct Model {
    place: Place,
    journal: Option<Journal>,
    boot: u64,
    kept: Vec<Kept>,
    receipts: u64,
    challenges: BTreeSet<uuid::Uuid>,
    given: BTreeSet<uuid::Uuid>,
    outbox: VecDeque<(u64, EventKind)>,
    events: u64,
    bytes: BTreeMap<jiff::civil::Date, u64>,
    /// Lines of the access log.
    lines: usize,
}

impl Model {
    fn new() -> Self {
        let place = Place::quick();
        let (journal, report) = place.open();
        Self {
            place,
            journal: Some(journal),
            boot: report.boot,
            kept: Vec::new(),
            receipts: 0,
            challenges: BTreeSet::new(),
            given: BTreeSet::new(),
            outbox: VecDeque::new(),
            events: 0,
            bytes: BTreeMap::new(),
            lines: 1,
        }
    }

    fn journal(&self) -> Journal {
        self.journal.clone().unwrap()
    }

    fn event(&mut self, kind: EventKind) {
        self.events += 1;
        self.outbox.push_back((self.events, kind));
    }

    fn pick(&mut self, which: usize) -> Option<&mut Kept> {
        let count = self.kept.len();
        if count == 0 { None } else { self.kept.get_mut(which % count) }
    }

    fn calls(&mut self, answer: &Settlement) {
        self.event(EventKind::LateVerdict { outcome: answer.outcome().to_string() });
    }

    async fn act(&mut self, action: Action) {
        let journal = self.journal();
        match action {
            Action::Capture => self.capture().await,
            Action::CaptureAgain(which) => {
                let Some(kept) = self.pick(which) else { return };
                assert_eq!(journal.capture(kept.draft.clone()).await.unwrap(), kept.captured);
            }
            Action::Settle { which, validity, live } => self.settle(which, validity, live).await,
            Action::HandOver(which) => {
                let Some(kept) = self.pick(which) else { return };
                let done = journal.handed_over(kept.draft.id).await;
                match kept.standing {
                    Standing::Shown => {
                        done.unwrap();
                        kept.standing = Standing::Over { acknowledged: false };
                    }
                    Standing::Over { .. } => done.unwrap(),
                    Standing::Waiting | Standing::Late => {
                        assert!(matches!(done, Err(Error::OutOfTurn { .. })))
                    }
                }
            }
            Action::Missed(which) => {
                let Some(kept) = self.pick(which) else { return };
                let calls = journal.late(kept.draft.id).await;
                match kept.standing {
                    Standing::Shown => {
                        let answer = kept.answer.clone().unwrap();
                        assert_eq!(calls.unwrap(), answer.is_bad());
                        self.make_late(which);
                    }
                    Standing::Late => assert!(calls.unwrap()),
                    Standing::Over { .. } => assert!(!calls.unwrap()),
                    Standing::Waiting => assert!(matches!(calls, Err(Error::OutOfTurn { .. }))),
                }
            }
            Action::Acknowledge(which) => self.acknowledge(which).await,
            Action::Fallback(which, kind) => {
                let (kind, by) = (FallbackKind::ALL[kind], self.place.by("desk-1"));
                let Some(kept) = self.pick(which) else { return };
                journal.keep_fallback(Some(kept.draft.id), None, kind, by).await.unwrap();
                kept.fallback = Some(kind);
                self.lines += 1;
            }
            Action::Look(which) => {
                let Some(kept) = self.pick(which) else { return };
                let found = journal.recall(kept.draft.id, by("desk-1")).await.unwrap();
                let told = match found.kept {
                    Found::Sealed(answer) => Some(*answer),
                    Found::Waiting => None,
                    // Its day may be over: the centre has it.
                    Found::AskCentre => kept.answer.clone(),
                };
                assert_eq!((found.row.head.id, told), (kept.draft.id, kept.answer.clone()));
                self.lines += 1;
            }
            Action::Challenges(count) => {
                let far = "2199-01-01T00:00:00Z".parse().unwrap();
                let new: Vec<_> = (0..count).map(|_| challenge(far)).collect();
                self.challenges.extend(new.iter().map(|challenge| challenge.id.0));
                assert_eq!(journal.add_challenges(new).await.unwrap(), count);
            }
            Action::Take => match journal.take_challenge(self.place.now()).await.unwrap() {
                Some(taken) => {
                    assert!(self.challenges.remove(&taken.id.0), "one of the book");
                    assert!(self.given.insert(taken.id.0), "never twice");
                }
                None => assert!(self.challenges.is_empty()),
            },
            Action::Event(code) => {
                let kind = EventKind::Trouble { code: format!("K{code}"), over: false };
                let order = journal.push_event(kind.clone()).await.unwrap();
                self.event(kind);
                assert_eq!(order, self.events);
            }
            Action::DeleteEvent => {
                if let Some((order, _)) = self.outbox.pop_front() {
                    journal.delete_event(order).await.unwrap();
                }
            }
            Action::Bytes(up) => {
                let today = self.place.today();
                let sum = self.bytes.entry(today).or_default();
                *sum += up;
                assert_eq!(journal.add_bytes(today, up, 1).await.unwrap().up, *sum);
            }
            Action::Retain => journal.retain(self.place.now()).await.unwrap(),
            Action::Clock { hour, synchronised } => {
                let first: jiff::Timestamp = MORNING.parse().unwrap();
                self.place.clock.jump(first + jiff::Span::new().hours(hour));
                self.place.clock.set_synchronised(synchronised);
            }
            Action::Pass(seconds) => {
                // The monotonic clock always moves on; a clock known to be right stays within May.
                let now = self.place.now();
                self.place.clock.pass(Duration::from_secs(seconds));
                if seconds > 50_000 {
                    self.place.clock.jump(now);
                }
            }
            Action::Close => {
                drop(journal);
                self.journal.take().unwrap().close().await.unwrap();
                self.open(true);
            }
            Action::Kill => {
                drop(journal);
                self.kill();
            }
        }
    }

    async fn capture(&mut self) {
        let draft = draft(CheckId::random(), self.place.now(), jiff_synchronised(&self.place));
        let captured = self.journal().capture(draft.clone()).await.unwrap();
        assert_eq!((captured.order, captured.boot), (self.kept.len() as u64 + 1, self.boot));
        let standing = Standing::Waiting;
        self.kept.push(Kept { draft, captured, standing, answer: None, fallback: None });
        self.lines += 1;
    }

    async fn settle(&mut self, which: usize, validity: u8, live: bool) {
        self.receipts += 1;
        let (journal, receipt) = (self.journal(), self.receipts);
        let Some(kept) = self.pick(which) else { return };
        let new = answer(kept.draft.id, receipt, validity);
        let result = journal.arrives(new.clone(), if live { LIVE } else { LATE }).await;
        if let Some(known) = kept.answer.clone() {
            assert!(matches!(result, Err(Error::Conflict)));
            let again = journal.arrives(known, LATE).await.unwrap();
            assert_eq!((again.first, again.calls), (false, kept.standing == Standing::Late));
            return;
        }
        let calls = !live && new.is_bad();
        let settled = result.unwrap();
        assert_eq!((settled.first, settled.calls), (true, calls));
        kept.standing = match (live, calls) {
            (true, _) => Standing::Shown,
            (false, true) => Standing::Late,
            (false, false) => Standing::Over { acknowledged: false },
        };
        kept.answer = Some(new.clone());
        assert_eq!(sealed_result(&journal, kept.draft.id).await.as_ref(), Some(&new));
        // Looking at it is a line of the access log.
        self.lines += 1;
        if calls {
            self.calls(&new);
        }
    }

    async fn acknowledge(&mut self, which: usize) {
        let journal = self.journal();
        let by = self.place.by("desk-1");
        let Some(kept) = self.pick(which) else { return };
        let result = journal.acknowledge(kept.draft.id, by).await;
        match kept.standing {
            Standing::Late => {
                kept.standing = Standing::Over { acknowledged: true };
                let after_s = result.unwrap().unwrap().as_secs();
                self.event(EventKind::Acknowledged { after_s });
                self.lines += 1;
            }
            Standing::Over { acknowledged: true } => assert_eq!(result.unwrap(), None),
            _ => assert!(matches!(result, Err(Error::OutOfTurn { .. }))),
        }
    }

    fn make_late(&mut self, which: usize) {
        let kept = self.pick(which).unwrap();
        let answer = kept.answer.clone().unwrap();
        if answer.is_bad() {
            kept.standing = Standing::Late;
            self.calls(&answer);
        } else {
            kept.standing = Standing::Over { acknowledged: false };
        }
    }

    /// A verdict on the screen may not have been seen.
    fn restarted(&mut self) {
        for which in 0..self.kept.len() {
            if self.kept[which].standing == Standing::Shown {
                self.make_late(which);
            }
        }
    }

    fn open(&mut self, clean: bool) {
        self.restarted();
        self.place.clock.restart();
        let (journal, report) = self.place.open();
        assert_eq!((report.clean, report.set_aside, report.unreadable), (clean, None, 0));
        assert_eq!(report.boot, self.boot + 1);
        (self.boot, self.journal) = (report.boot, Some(journal));
        self.lines += 1;
    }

    /// Goes on with the files as they are at this moment.
    fn kill(&mut self) {
        let after = Place::quick();
        for name in ["journal", "journal-wal", "journal.marks", "journal.access"] {
            let from = self.place.dir.path().join(name);
            if from.exists() {
                std::fs::copy(from, after.dir.path().join(name)).unwrap();
            }
        }
        self.journal = None;
        self.place.dir = after.dir;
        self.open(false);
    }

    /// Waiting ones first, then those that call, then the others, each newest first.
    async fn agree_on_the_list(&self, journal: &Journal) {
        let page = journal.page(0, 1_000, Find::All).await.unwrap();
        let group = |kept: &&Kept| match kept.standing {
            Standing::Waiting => 0,
            Standing::Late => 1,
            Standing::Shown | Standing::Over { .. } => 2,
        };
        let mut kept: Vec<&Kept> = self.kept.iter().rev().collect();
        kept.sort_by_key(group);
        let ours: Vec<_> = kept.iter().map(|kept| (kept.draft.id, kept.fallback)).collect();
        assert_eq!(page.rows.iter().map(|row| (row.head.id, row.fallback)).collect::<Vec<_>>(), ours);
        assert_eq!(page.total as usize, ours.len());
    }

    async fn agree(&self) {
        let journal = self.journal();
        let ids = |standing: Standing| {
            let of = self.kept.iter().filter(move |kept| kept.standing == standing);
            of.map(|kept| kept.draft.id).collect::<Vec<_>>()
        };
        let waiting = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
        assert_eq!(waiting.iter().map(|check| check.id).collect::<Vec<_>>(), ids(Standing::Waiting));
        let late = journal.unacknowledged().await.unwrap();
        assert_eq!(late.iter().map(|late| late.head.id).collect::<Vec<_>>(), ids(Standing::Late));
        for late in late {
            let kept = self.kept.iter().find(|kept| kept.draft.id == late.head.id).unwrap();
            assert_eq!(Some(&late.settlement), kept.answer.as_ref());
            assert_eq!(
                (late.head.captured_at, late.head.reception),
                (kept.draft.at, kept.captured.reception)
            );
        }
        let queue = journal.queue(self.place.now()).await.unwrap();
        assert_eq!(queue.waiting as usize, waiting.len());
        let events = journal.next_events(usize::MAX).await.unwrap();
        let events: VecDeque<_> = events.into_iter().map(|event| (event.order, event.kind)).collect();
        assert_eq!(events, self.outbox);
        self.agree_on_the_list(&journal).await;
        let stats = journal.stats().await.unwrap();
        assert_eq!(
            (stats.checks as usize, stats.challenges as usize),
            (self.kept.len(), self.challenges.len())
        );
        for (day, up) in &self.bytes {
            let kept = journal.bytes(*day).await.unwrap().up;
            assert!(kept == *up || kept == 0, "counted, or too long ago to be kept");
        }
    }
}

fn jiff_synchronised(place: &Place) -> bool {
    journal::Clock::synchronised(&*place.clock)
}

/// Cases that failed once are kept beside this file, in `model.regressions`, and run first.
fn config() -> ProptestConfig {
    let kept = FileFailurePersistence::WithSource("regressions");
    ProptestConfig {
        cases: 40,
        failure_persistence: Some(Box::new(kept)),
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_journal_agrees_with_a_plain_model_whatever_happens(actions in prop::collection::vec(action(), 1..70)) {
        block_on(async {
            let mut model = Model::new();
            // The first capture is made at a known time: see the rule of reception numbers.
            model.capture().await;
            for action in actions {
                model.act(action).await;
                model.agree().await;
            }
            model.journal.take().unwrap().close().await.unwrap();
            let report = journal::verify(&model.place.path(), &key()).unwrap();
            assert_eq!((report.findings, report.notes), (Vec::new(), Vec::new()));
            assert_eq!(journal::access(&model.place.path(), &key()).unwrap().lines.len(), model.lines);
        });
    }
}
