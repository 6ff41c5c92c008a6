//! Invariants that hold in random mornings, watched by `kit::world`.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // a test; clippy sees helpers as production code

mod kit;
use desk::*;
use kit::world::*;
use kit::*;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use std::time::Duration;
use wire::{Method, ReaderState};

fn config(cases: u32) -> ProptestConfig {
    // Cases that failed once are kept beside this file, in `invariants.regressions`, and run first.
    let kept = FileFailurePersistence::WithSource("regressions");
    ProptestConfig { cases, failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn invariant_3_unconfirmed_never_looks_confirmed((place, acts) in morning()) {
        run(place, &acts)?;
    }

    #[test]
    fn invariant_6_no_pin_try_is_spent_without_a_person_deciding_it(acts in prop::collection::vec(act(), 1..120)) {
        // A PIN morning from the first card on, so that tries are really spent.
        let read = |pad| Act::Read { ago: 0, tries: Some(3), expired: false, pad };
        let place = Place { method: Method::Pin, login: Login::Off };
        let world = run(place, &[&[Act::Placed, read(false), Act::Pin][..], &acts].concat())?;
        prop_assert!(world.signs > 0);
        let world = run(place, &[&[Act::Placed, read(true)][..], &acts].concat())?;
        prop_assert!(world.pads > 0);
    }

}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn never_stuck((place, acts) in morning()) {
        let mut world = run(place, &acts)?;
        for event in [Event::CardRemoved, Event::Reader(ReaderState::Ready), Event::Roster(roster(2))] {
            world.bench.does(event);
        }
        // By time alone, up to late verdicts, which only a person ends.
        for _ in 0..6 {
            world.bench.secs(600);
        }
        if place.login == Login::Required {
            prop_assert_eq!(world.bench.id(), "locked");
            world.act(&Act::LogIn)?;
            world.bench.does(Event::CardRemoved);
            world.bench.secs(2);
        }
        let bench = &mut world.bench;
        let late = bench.desk.view(bench.now).status.late;
        for _ in 0..late {
            prop_assert_eq!(bench.id(), "late");
            bench.does(Event::Key(Key::Ok));
            bench.secs(2);
        }
        let ready = matches!(bench.screen(), Screen::Ready { take_card: false, .. });
        prop_assert!(ready, "{}", bench.id());
        // And the next card is read.
        let read = matches!(bench.does(Event::CardPlaced), [Effect::ReadCard { .. }]);
        prop_assert!(read);
    }

    #[test]
    fn by_keys_alone_it_comes_back_too((place, acts) in morning()) {
        let mut world = run(place, &acts)?;
        let bench = &mut world.bench;
        bench.does(Event::CardRemoved);
        // Time ends states that wait for an answer (a reading, a saving); Back, as often as it takes, ends the rest.
        for _ in 0..4 {
            bench.secs(20);
            (0..6).for_each(|_| { bench.does(Event::Key(Key::Back)); });
        }
        let home = ["ready", "late", "late_new", "reader_trouble", "locked", "passcode", "no_staff"];
        prop_assert!(home.contains(&bench.id()), "{}", bench.id());
    }

    #[test]
    fn the_timer_is_always_set_for_what_time_would_change((place, acts) in morning()) {
        let mut world = World::new(place);
        for act in [Act::LogIn].iter().chain(&acts) {
            world.act(act)?;
            // Just before the timer nothing has changed by itself.
            let bench = &world.bench;
            let screen = bench.screen();
            if let Some(at) = world.wake.filter(|at| *at > bench.now.mono) {
                let before = Now { mono: at - Duration::from_nanos(1), ..bench.now };
                prop_assert_eq!(bench.desk.view(before).screen, screen);
            }
        }
    }

    #[test]
    fn a_settled_check_is_handed_over_or_acknowledged_once_and_never_forgotten((place, acts) in morning()) {
        let mut world = run(place, &acts)?;
        let number = 200;
        world.bench.does(Event::CardRemoved);
        let says = Says::Multiple;
        world.bench.does(settled(number, says));
        world.bench.does(Event::Roster(roster(2)));
        let mut ends = 0;
        for _ in 0..40 {
            // Longer than any screen waits for a key.
            world.bench.secs(130);
            world.act(&Act::LogIn)?;
            world.bench.does(settled(number, says));
            // The choice of the day comes first where a day begins: people do not take minutes between its keys. Back
            // leaves the menu that one OK too many opens.
            for key in [Key::Ok, Key::Ok, Key::Ok, Key::Ok, Key::Back, Key::Back, Key::Back] {
                let effects = world.bench.does(Event::Key(key));
                ends += effects.iter().filter(|e| **e == Effect::Acknowledge(check(number))).count();
                world.bench.secs(3);
            }
        }
        prop_assert_eq!(ends, 1);
    }
}

#[test]
fn the_random_world_reaches_what_it_is_about() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..900 {
        let (place, acts) = morning().new_tree(&mut runner).unwrap().current();
        let mut world = World::new(place);
        for act in [Act::LogIn].iter().chain(&acts) {
            world.act(act).unwrap();
        }
        seen.extend(world.seen);
    }
    // Out of order is shown when there is no desk.
    for id in Screen::IDS.into_iter().filter(|id| *id != "out_of_order") {
        assert!(seen.contains(id), "{id} was never reached; seen {seen:?}");
    }
}
