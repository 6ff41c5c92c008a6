//! The PIN typed on the reader's own keys: when the reader is let ask, and what comes of it.

#![allow(clippy::unwrap_used, clippy::panic)] // a test; clippy sees helpers as production code

mod kit;
use desk::*;
use kit::*;
use wire::Method;

/// A card read on a reader with keys; the reader asks at once while more than one try is left.
fn on_pad(left: u8) -> Bench {
    let mut b = Bench::new(pin_settings());
    b.card(content_on_pad(left));
    b
}

/// A key, when the screen was there long enough to be read.
fn press(b: &mut Bench, key: Key) {
    b.secs(1);
    b.keys(&[key]);
}

fn asks(b: &Bench) -> bool {
    matches!(b.effects[..], [Effect::SignByPad { check: c, .. }] if c == check(1))
}

#[test]
fn a_pin_typed_on_the_reader_signs_like_any_other() {
    let mut b = on_pad(3);
    assert!(asks(&b), "{:?}", b.effects);
    assert_eq!(b.screen(), Screen::PinPad { left: 3, instead: false });
    assert_eq!(b.does(Event::PinRight { check: check(1) }), []);
    assert_eq!(b.id(), "signing");
    let [Effect::ReleaseCard, Effect::Capture { check: id, method, .. }] =
        b.does(Event::Signed { check: check(1) })
    else {
        panic!()
    };
    assert_eq!((*id, *method, b.id()), (check(1), Method::Pin, "saving"));
}

#[test]
fn a_reader_that_does_not_tell_that_the_pin_was_right_may_sign_all_the_same() {
    let mut b = on_pad(3);
    assert!(matches!(b.does(Event::Signed { check: check(1) }), [_, Effect::Capture { .. }]));
}

#[test]
fn invariant_6_after_a_wrong_pin_the_reader_asks_again_only_by_a_key() {
    let mut b = on_pad(3);
    b.does(Event::PinWrong { check: check(1), left: 2 });
    assert_eq!(b.screen(), Screen::PinPadAsk { left: 2, why: PadPause::Wrong });
    assert!(b.effects.is_empty());
    b.keys(&[Key::Digit(1), Key::Digit(2), Key::Digit(3), Key::Digit(4)]);
    assert_eq!((b.id(), b.effects.len()), ("pin_pad_ask", 0), "digits are for the reader");
    press(&mut b, Key::Ok);
    assert!(asks(&b));
    b.does(Event::PinWrong { check: check(1), left: 1 });
    assert_eq!(b.screen(), Screen::PinPadAsk { left: 1, why: PadPause::Wrong });
    assert_eq!(b.id(), "pin_pad_last_try");
    press(&mut b, Key::Ok);
    assert!(asks(&b));
    b.does(Event::PinLocked { check: check(1) });
    assert_eq!((b.id(), &b.effects[..]), ("pin_locked", &[Effect::ReleaseCard][..]));
}

#[test]
fn invariant_6_before_the_last_try_the_reader_waits_for_a_key_and_it_can_be_declined() {
    let mut b = on_pad(1);
    assert_eq!(b.screen(), Screen::PinPadAsk { left: 1, why: PadPause::LastTry });
    assert!(b.effects.is_empty());
    press(&mut b, Key::Back);
    assert_eq!((b.id(), &b.effects[..]), ("ready", &[Effect::ReleaseCard][..]));
}

#[test]
fn invariant_6_a_key_meant_for_the_screen_before_lets_no_reader_ask() {
    let mut b = on_pad(2);
    b.secs(1);
    b.does(Event::PinWrong { check: check(1), left: 1 });
    // Somebody wanted the station's keys in this very moment.
    for key in [Key::Ok, Key::Up, Key::Back] {
        b.keys(&[key]);
        assert_eq!((b.id(), b.effects.len()), ("pin_pad_last_try", 0));
    }
    b.secs(1);
    b.keys(&[Key::Ok]);
    assert!(asks(&b));
    b.keys(&[Key::Ok]);
    assert_eq!(b.id(), "pin_pad", "pressed twice");
}

#[test]
fn what_was_not_typed_to_its_end_spends_no_try_and_is_said() {
    for (why, pause) in [
        (PadEnd::TimedOut, PadPause::TimedOut),
        (PadEnd::Cancelled, PadPause::Cancelled),
        (PadEnd::WrongLength, PadPause::WrongLength),
    ] {
        let mut b = on_pad(3);
        b.does(Event::PadEnded { check: check(9), why });
        assert_eq!(b.id(), "pin_pad", "of another check");
        b.does(Event::PadEnded { check: check(1), why });
        assert_eq!((b.screen(), b.effects.len()), (Screen::PinPadAsk { left: 3, why: pause }, 0));
        press(&mut b, Key::Ok);
        assert!(asks(&b));
    }
}

#[test]
fn the_station_s_keys_are_taken_once_the_reader_has_let_go() {
    let mut b = on_pad(3);
    press(&mut b, Key::Ok);
    assert_eq!((b.screen(), b.effects.len()), (Screen::PinPad { left: 3, instead: true }, 0));
    b.keys(&[Key::Ok, Key::Ok]);
    assert_eq!(b.id(), "pin_pad_leave", "there and back again");
    b.does(Event::PadEnded { check: check(1), why: PadEnd::Cancelled });
    assert_eq!(b.screen(), Screen::PinEntry { typed: 0, left: 3, wrong: false, wheel: None });
    b.pin([1, 2, 3, 4]);
    assert!(matches!(b.effects[..], [Effect::Sign { .. }]));
}

#[test]
fn a_wrong_pin_on_the_reader_is_told_also_to_who_wants_the_station_s_keys() {
    let mut b = on_pad(3);
    press(&mut b, Key::Ok);
    b.does(Event::PinWrong { check: check(1), left: 2 });
    assert_eq!(b.screen(), Screen::PinEntry { typed: 0, left: 2, wrong: true, wheel: None });
}

#[test]
fn the_station_s_keys_can_be_taken_while_the_reader_rests_and_the_last_try_is_asked_for_there_too() {
    for key in [Key::Up, Key::Down] {
        let mut b = on_pad(1);
        press(&mut b, key);
        assert_eq!(b.id(), "pin_entry");
        b.pin([1, 2, 3, 4]);
        assert_eq!((b.id(), b.effects.len()), ("last_try", 0));
    }
}

#[test]
fn a_reader_that_refuses_leaves_the_station_s_keys() {
    let mut b = on_pad(3);
    b.does(Event::PadEnded { check: check(1), why: PadEnd::Refused });
    assert_eq!(b.screen(), Screen::PinEntry { typed: 0, left: 3, wrong: false, wheel: None });
}

#[test]
fn back_leaves_the_reader_asking_and_its_late_answer_changes_nothing() {
    let mut b = on_pad(3);
    press(&mut b, Key::Back);
    assert!(matches!(b.screen(), Screen::CardProblem(failure) if failure.code == codes::D106));
    assert_eq!(b.effects, [Effect::ReleaseCard], "what to press on the reader is said");
    for late in [Event::PinRight { check: check(1) }, Event::Signed { check: check(1) }] {
        assert_eq!(b.does(late), [], "nothing is captured");
    }
    b.secs(10);
    assert_eq!(b.screen(), Screen::Ready { take_card: true, good: None });
}

#[test]
fn a_try_that_was_spent_on_a_reader_that_was_left_is_told() {
    for (event, left) in [
        (Event::PinWrong { check: check(1), left: 2 }, "残り2回"),
        (Event::PinLocked { check: check(1) }, "残り0回"),
    ] {
        let mut b = on_pad(3);
        press(&mut b, Key::Back);
        b.secs(30);
        assert_eq!(b.id(), "ready");
        b.does(Event::PinWrong { check: check(9), left: 1 });
        assert_eq!(b.id(), "ready", "of another check");
        b.does(event.clone());
        assert!(
            matches!(b.screen(), Screen::CardProblem(failure) if failure.staff(codes::Language::Japanese).contains(left))
        );
        press(&mut b, Key::Ok);
        b.does(event);
        assert_eq!(b.id(), "ready", "told once");
    }
}

#[test]
fn a_card_taken_while_somebody_types_on_the_reader_is_told_by_the_card_room() {
    let mut b = on_pad(3);
    b.does(Event::CardRemoved);
    assert_eq!(b.id(), "pin_pad", "it may have signed");
    let failure = Failure::new(codes::K142);
    b.does(Event::CardFailed { job: CardJob::Sign(check(1)), failure: failure.clone() });
    assert_eq!(b.screen(), Screen::CardProblem(failure));
}

#[test]
fn nobody_is_asked_again_for_a_card_that_is_gone() {
    let mut b = on_pad(3);
    b.does(Event::CardRemoved);
    b.does(Event::CardPlaced);
    b.does(Event::PadEnded { check: check(1), why: PadEnd::TimedOut });
    assert_eq!(b.id(), "card_problem");
    let mut b = on_pad(3);
    b.does(Event::CardRemoved);
    b.does(Event::PinWrong { check: check(1), left: 2 });
    let Screen::CardProblem(failure) = b.screen() else { panic!() };
    assert!(failure.staff(codes::Language::Japanese).contains("残り2回"));
}

#[test]
fn a_locked_pin_and_an_empty_book_never_let_the_reader_ask() {
    for (left, book, id) in [(0, 100, "pin_locked"), (3, 0, "no_challenge")] {
        let mut b = Bench::new(pin_settings());
        b.does(Event::Book(book));
        b.card(content_on_pad(left));
        assert_eq!((b.id(), &b.effects[..]), (id, &[Effect::ReleaseCard][..]));
    }
    let mut b = Bench::new(pin_settings());
    b.book_stalls = true;
    b.card(content_on_pad(3));
    assert_eq!((b.id(), b.drawn(None)), ("pin_pad", &[Effect::ReleaseCard][..]));
    assert_eq!(b.id(), "no_challenge");
}

#[test]
fn a_reader_that_says_nothing_for_ever_and_a_question_nobody_answers_come_to_an_end() {
    let mut b = on_pad(3);
    b.secs(89);
    assert_eq!(b.id(), "pin_pad");
    b.secs(1);
    assert_eq!(b.id(), "card_problem");
    let mut b = on_pad(1);
    b.secs(120);
    assert_eq!(b.id(), "card_problem");
}
