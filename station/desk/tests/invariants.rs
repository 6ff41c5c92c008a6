//! The desk driven by random events, watched from outside: what is checked is computed from events and effects
//! alone, never from the desk's own state.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // a test; clippy sees helpers as production code

mod kit;
use desk::*;
use kit::*;
use proptest::prelude::*;
use std::time::Duration;
use wire::{CheckId, Code, LineGrade, Method, Queue, ReaderState};

/// Something a random world does. References to checks and reads are relative to the latest, so that answers hit,
/// come late, come twice and come for others.
#[derive(Debug, Clone)]
enum Act {
    Key(Key),
    Pin,
    Placed,
    Removed,
    Read { ago: u64, tries: Option<u8>, expired: bool },
    ReadFailed { ago: u64 },
    Signed { ago: u8 },
    Wrong { ago: u8, left: u8 },
    Locked { ago: u8 },
    NoChallenge { ago: u8 },
    SignFailed { ago: u8 },
    Saved { ago: u8 },
    NotSaved { ago: u8, full: bool },
    Settled { ago: u8, says: Says, wrong_check: bool },
    NotSettled { ago: u8, code: Code },
    Late { ago: u8 },
    Reader(ReaderState),
    Line(LineGrade),
    Book(u32),
    Clock(bool),
    Pass(u64),
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof![
        6 => (0u8..=11).prop_map(Key::Digit),
        6 => Just(Key::Ok),
        2 => Just(Key::Back),
        1 => Just(Key::Up),
        1 => Just(Key::Down),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let ago = || prop_oneof![6 => Just(0u8), 1 => 1u8..4];
    let card = prop_oneof![
        3 => Just(Act::Placed),
        1 => Just(Act::Removed),
        4 => (prop_oneof![5 => Just(0u64), 1 => 1u64..3], prop::option::weighted(0.9, 0u8..4), prop::bool::weighted(0.1))
            .prop_map(|(ago, tries, expired)| Act::Read { ago, tries, expired }),
        1 => (0u64..2).prop_map(|ago| Act::ReadFailed { ago }),
        3 => ago().prop_map(|ago| Act::Signed { ago }),
        2 => (ago(), 0u8..3).prop_map(|(ago, left)| Act::Wrong { ago, left }),
        1 => ago().prop_map(|ago| Act::Locked { ago }),
        1 => ago().prop_map(|ago| Act::NoChallenge { ago }),
        1 => ago().prop_map(|ago| Act::SignFailed { ago }),
    ];
    let codes = prop::sample::select(Code::ALL);
    let answers = prop_oneof![
        4 => ago().prop_map(|ago| Act::Saved { ago }),
        1 => (ago(), any::<bool>()).prop_map(|(ago, full)| Act::NotSaved { ago, full }),
        4 => (ago(), prop::sample::select(&ALL_SAYS[..]), prop::bool::weighted(0.1))
            .prop_map(|(ago, says, wrong_check)| Act::Settled { ago, says, wrong_check }),
        1 => (ago(), codes).prop_map(|(ago, code)| Act::NotSettled { ago, code }),
        1 => (0u8..6).prop_map(|ago| Act::Late { ago }),
    ];
    let world = prop_oneof![
        prop::sample::select(&[ReaderState::Ready, ReaderState::Absent, ReaderState::Fault][..])
            .prop_map(Act::Reader),
        prop::sample::select(&[LineGrade::Good, LineGrade::Weak, LineGrade::Down][..]).prop_map(Act::Line),
        (0u32..3).prop_map(Act::Book),
        any::<bool>().prop_map(Act::Clock),
    ];
    prop_oneof![
        6 => key().prop_map(Act::Key),
        2 => Just(Act::Pin),
        8 => card,
        6 => answers,
        1 => world,
        3 => (0u64..15_000).prop_map(Act::Pass),
    ]
}

/// The world with the desk in it, and what an onlooker remembers.
struct World {
    bench: Bench,
    reads: u64,
    /// The latest reading was not answered yet: only its first answer counts.
    reading: bool,
    /// The check that was captured last, as an onlooker sees it.
    captured: Option<CheckId>,
    last_check: u8,
    /// Checks that the centre accepted as valid, and the desk was told so.
    valid: Vec<CheckId>,
    /// Digits typed since the card was read or the last answer to a PIN; OKs since the fourth.
    typed: u8,
    oks: u8,
    left: Option<u8>,
    signs: u32,
    signs_asked: Option<CheckId>,
}

impl World {
    fn new(method: Method) -> Self {
        let bench = Bench::new(Settings { method, ..settings() });
        Self {
            bench,
            reads: 0,
            reading: false,
            captured: None,
            last_check: 0,
            valid: Vec::new(),
            typed: 0,
            oks: 0,
            left: None,
            signs: 0,
            signs_asked: None,
        }
    }

    /// The check that answers speak of: ids count up, the highest one seen in an effect or made by a read.
    fn recent(&self, ago: u8) -> u8 {
        self.last_check.saturating_sub(ago).max(1)
    }

    fn event(&mut self, act: &Act) -> Option<Event> {
        let failure = Failure::fixed("T1", "例", "test");
        Some(match act {
            Act::Key(key) => Event::Key(*key),
            Act::Placed => Event::CardPlaced,
            Act::Removed => Event::CardRemoved,
            Act::Read { ago, tries, expired } => {
                let mut content = content(*tries);
                if *expired {
                    content.not_after = at("2025-01-01T00:00:00Z");
                }
                Event::CardRead { read: ReadId(self.reads.saturating_sub(*ago)), content }
            }
            Act::ReadFailed { ago } => {
                Event::CardFailed { job: CardJob::Read(ReadId(self.reads.saturating_sub(*ago))), failure }
            }
            Act::Signed { ago } => Event::Signed { check: check(self.recent(*ago)) },
            Act::Wrong { ago, left } => Event::PinWrong { check: check(self.recent(*ago)), left: *left },
            Act::Locked { ago } => Event::PinLocked { check: check(self.recent(*ago)) },
            Act::NoChallenge { ago } => Event::NoChallenge { check: check(self.recent(*ago)) },
            Act::SignFailed { ago } => {
                Event::CardFailed { job: CardJob::Sign(check(self.recent(*ago))), failure }
            }
            Act::Saved { ago } => {
                let number = self.recent(*ago);
                Event::Saved { check: check(number), reception: wire::ReceptionNumber(number.into()) }
            }
            Act::NotSaved { ago, full } => {
                let why = if *full { SaveFailure::Full(failure) } else { SaveFailure::Failed(failure) };
                Event::NotSaved { check: check(self.recent(*ago)), why }
            }
            Act::Settled { ago, says, wrong_check } => {
                let number = self.recent(*ago);
                let about = if *wrong_check { number.wrapping_add(100) } else { number };
                Event::Settled { head: head(number), settlement: settlement(about, *says) }
            }
            Act::NotSettled { ago, code } => {
                Event::NotSettled { check: check(self.recent(*ago)), code: *code }
            }
            Act::Late { ago } => {
                let number = self.recent(*ago);
                let notice =
                    LateNotice::of(&head(number), &settlement(number, Says::Invalid), &Contracts::default());
                Event::Late(notice.into_iter().collect())
            }
            Act::Reader(state) => Event::Reader(*state),
            Act::Line(grade) => Event::Line(*grade),
            Act::Book(left) => Event::Book(*left),
            Act::Clock(right) => {
                self.bench.now.synchronised = *right;
                return None;
            }
            Act::Pass(millis) => {
                self.bench.now.mono += Duration::from_millis(*millis);
                Event::Wake
            }
            Act::Pin => return None,
        })
    }

    fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        if let Act::Pin = act {
            for digit in [1, 2, 3, 4] {
                self.act(&Act::Key(Key::Digit(digit)))?;
            }
            return self.act(&Act::Key(Key::Ok));
        }
        let Some(event) = self.event(act) else { return Ok(()) };
        self.watch_before(&event);
        let effects = self.bench.all(event.clone());
        self.watch_effects(&event, &effects)?;
        self.watch_screen()
    }

    /// Counts what a person did, from the events alone.
    fn watch_before(&mut self, event: &Event) {
        match event {
            Event::Key(Key::Digit(digit)) if *digit <= 9 => self.typed = (self.typed + 1).min(4),
            Event::Key(Key::Back) => (self.typed, self.oks) = (self.typed.saturating_sub(1), 0),
            Event::Key(Key::Ok) if self.typed == 4 => self.oks += 1,
            Event::CardRead { read, content } if read.0 == self.reads && self.reading => {
                self.reading = false;
                (self.typed, self.oks, self.left) = (0, 0, content.tries_left);
            }
            Event::PinWrong { check, left } if Some(*check) == self.signs_asked => {
                self.signs_asked = None;
                (self.typed, self.oks, self.left) = (0, 0, Some(*left));
            }
            Event::Settled { head, settlement } if settlement.check == head.id => {
                if let Some(Ok(wire::Verdict::Valid { .. })) = settlement.verdict() {
                    self.valid.push(head.id);
                }
            }
            _ => {}
        }
    }

    fn watch_effects(&mut self, event: &Event, effects: &[Effect]) -> Result<(), TestCaseError> {
        for effect in effects {
            match effect {
                Effect::ReadCard { read, .. } => {
                    (self.reads, self.reading) = (read.0, true);
                    self.signs_asked = None;
                }
                Effect::Sign { check, .. } => self.watch_sign(event, *check)?,
                Effect::Capture { check, method, .. } => {
                    prop_assert_ne!(self.captured, Some(*check), "captured twice");
                    let signed = matches!(event, Event::Signed { check: c } if c == check);
                    prop_assert_eq!(*method == Method::Pin, signed, "a signature exactly for PIN");
                    self.captured = Some(*check);
                    self.last_check = check.as_bytes()[0];
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Invariant 6: a person typed four digits and said OK; before the last try, OK twice.
    fn watch_sign(&mut self, event: &Event, check: CheckId) -> Result<(), TestCaseError> {
        prop_assert_eq!(event, &Event::Key(Key::Ok), "only a key spends a try");
        let left = self.left.unwrap_or(0);
        prop_assert!(left >= 1, "no try is left, or nobody knows");
        prop_assert_eq!(self.typed, 4);
        prop_assert!(self.oks >= if left == 1 { 2 } else { 1 }, "{} OKs with {} left", self.oks, left);
        prop_assert_ne!(self.signs_asked, Some(check), "again before the last one was answered");
        self.signs += 1;
        self.signs_asked = Some(check);
        self.last_check = check.as_bytes()[0];
        (self.typed, self.oks) = (0, 0);
        Ok(())
    }

    /// Invariant 3: valid is shown only for the check at the desk, when exactly that one was accepted as valid.
    fn watch_screen(&mut self) -> Result<(), TestCaseError> {
        if let Screen::Valid { judged, person, .. } = self.bench.screen() {
            let at_desk = self.captured.ok_or_else(|| TestCaseError::fail("nothing was captured"))?;
            prop_assert!(self.valid.contains(&at_desk), "not accepted as valid");
            let number = at_desk.as_bytes()[0];
            prop_assert_eq!(&person.name, &name_of(number), "another person");
            prop_assert_eq!(judged.reception.0, u32::from(number), "another reception");
        }
        Ok(())
    }
}

/// A random morning; half of it with the PIN.
fn morning() -> impl Strategy<Value = (Method, Vec<Act>)> {
    let method = prop_oneof![Just(Method::Visual), Just(Method::Pin)];
    (method, prop::collection::vec(act(), 1..120))
}

fn run(method: Method, acts: &[Act]) -> Result<World, TestCaseError> {
    let mut world = World::new(method);
    for act in acts {
        world.act(act)?;
    }
    Ok(world)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn invariant_3_unconfirmed_never_looks_confirmed((method, acts) in morning()) {
        run(method, &acts)?;
    }

    #[test]
    fn invariant_6_no_pin_try_is_spent_without_a_person_deciding_it(acts in prop::collection::vec(act(), 1..120)) {
        // A PIN morning from the first card on, so that tries are really spent.
        let start = [Act::Placed, Act::Read { ago: 0, tries: Some(3), expired: false }, Act::Pin];
        let world = run(Method::Pin, &[&start[..], &acts].concat())?;
        prop_assert!(world.signs > 0);
    }

}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn never_stuck((method, acts) in morning()) {
        let mut world = run(method, &acts)?;
        let bench = &mut world.bench;
        bench.does(Event::CardRemoved);
        bench.does(Event::Reader(ReaderState::Ready));
        // By time alone, up to late verdicts, which only a person ends.
        for _ in 0..6 {
            bench.secs(600);
        }
        let late = bench.desk.view(bench.now).status.late;
        for _ in 0..late {
            prop_assert_eq!(bench.id(), "late");
            bench.does(Event::Key(Key::Ok));
            bench.secs(1);
        }
        prop_assert_eq!(bench.screen(), Screen::Ready { take_card: false });
        // And the next card is read.
        let read = matches!(bench.does(Event::CardPlaced), [Effect::ReadCard { .. }]);
        prop_assert!(read);
    }

    #[test]
    fn by_keys_alone_it_comes_back_too((method, acts) in morning()) {
        let mut world = run(method, &acts)?;
        let bench = &mut world.bench;
        bench.does(Event::CardRemoved);
        // What answers end (a reading, a saving) time ends; the rest is Back, as often as it takes.
        for _ in 0..4 {
            bench.secs(20);
            (0..6).for_each(|_| { bench.does(Event::Key(Key::Back)); });
        }
        prop_assert!(["ready", "late", "reader_trouble"].contains(&bench.id()), "{}", bench.id());
    }

    #[test]
    fn the_timer_is_always_set_for_what_time_would_change((method, acts) in morning()) {
        let mut bench = Bench::new(Settings { method, ..settings() });
        let mut wake = None;
        let mut shadow = World::new(method);
        for act in &acts {
            let Some(event) = shadow.event(act) else { continue };
            bench.now = shadow.bench.now;
            for effect in bench.all(event.clone()) {
                match effect {
                    Effect::WakeAt(at) => wake = Some(at),
                    Effect::ReadCard { read, .. } => shadow.reads = read.0,
                    Effect::Capture { check, .. } => shadow.last_check = check.as_bytes()[0],
                    _ => {}
                }
            }
            // Just before the timer nothing has changed by itself.
            let screen = bench.screen();
            if let Some(at) = wake.filter(|at| *at > bench.now.mono) {
                let before = Now { mono: at - Duration::from_nanos(1), ..bench.now };
                prop_assert_eq!(bench.desk.view(before).screen, screen);
            }
        }
    }

    #[test]
    fn a_settled_check_is_handed_over_or_acknowledged_once_and_never_forgotten((method, acts) in morning()) {
        let mut world = run(method, &acts)?;
        let number = 200;
        world.bench.does(Event::CardRemoved);
        let says = Says::Multiple;
        world.bench.does(settled(number, says));
        let mut ends = 0;
        for _ in 0..40 {
            // Longer than any screen waits for a key.
            world.bench.secs(130);
            world.bench.does(settled(number, says));
            world.bench.does(Event::Key(Key::Ok));
            ends += world.bench.effects.iter().filter(|e| **e == Effect::Acknowledge(check(number))).count();
        }
        prop_assert_eq!(ends, 1);
    }
}

#[test]
fn the_random_world_reaches_what_it_is_about() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..600 {
        let (method, acts) = morning().new_tree(&mut runner).unwrap().current();
        let mut world = World::new(method);
        for act in &acts {
            world.act(act).unwrap();
            seen.insert(world.bench.id());
        }
        world.bench.does(Event::Queue(Queue::default()));
    }
    // Out of order is shown when there is no desk.
    for id in Screen::IDS.into_iter().filter(|id| *id != "out_of_order") {
        assert!(seen.contains(id), "{id} was never reached; seen {seen:?}");
    }
}
