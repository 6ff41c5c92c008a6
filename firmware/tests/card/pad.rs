//! The PIN typed on the reader's own keys, through the real pcscd and a driver that checks each request.

use crate::probe::{Bench, PROMISE, SOON, bench, bench_with_pin_pad, card, faulty, wrong_pin};
use card::{Asked, Faults, VirtualCard, WrongStatus};
use std::time::{Duration, Instant};

/// Longer than any of these tests.
const LONG: &str = "60";

fn pin(card: &VirtualCard) -> String {
    card.persona().unwrap().card.pin.clone()
}

/// A card of this persona, read on a reader with keys.
fn read(persona: &str) -> (Bench, VirtualCard) {
    let mut bench = bench_with_pin_pad(LONG);
    let card = card(persona);
    bench.place(&card);
    assert_eq!(bench.read()["pin_pad"], true);
    (bench, card)
}

/// The reader asks for a PIN.
fn ask(bench: &mut Bench) -> Asked {
    bench.probe.ask("sign-by-pad");
    let keys = bench.pcscd.pin_pad().unwrap().asked(SOON);
    keys.unwrap_or_else(|e| panic!("{e}: {}", std::fs::read_to_string(bench.pcscd.log_file()).unwrap()))
}

fn ended(bench: &Bench, why: &str) {
    let line = bench.probe.expect("pad_ended", SOON);
    assert_eq!(line["why"], why, "{line}");
}

fn signed(bench: &Bench) {
    bench.probe.expect("pin_right", SOON);
    let line = bench.probe.expect("signed", SOON);
    assert_eq!((line["bytes"].as_u64(), line["fits_certificate"].as_bool()), (Some(256), Some(true)));
}

fn type_and_sign(bench: &mut Bench, card: &VirtualCard) {
    ask(bench).types(&pin(card)).unwrap();
    signed(bench);
}

#[test]
fn the_pin_typed_on_the_reader_signs_and_is_printed_nowhere() {
    let (mut bench, card) = read("valid-hanako");
    type_and_sign(&mut bench, &card);
    assert_eq!((card.stats().presentations, card.stats().signatures), (1, 1));
    // Again in the same session: the features are known, and the counter is queried first.
    type_and_sign(&mut bench, &card);
    let log = std::fs::read(bench.pcscd.log_file()).unwrap();
    assert_eq!(personas::find_leak(&log, &card.persona().unwrap().leak_needles()), None);
    bench.release(&card);
}

#[test]
fn a_person_may_take_longer_than_any_card_and_the_room_is_well_meanwhile() {
    let (mut bench, card) = read("valid-hanako");
    let asked = ask(&mut bench);
    let thinking = Duration::from_secs(8);
    assert!(bench.probe.is_silent(thinking), "neither mute nor hung");
    asked.types(&pin(&card)).unwrap();
    signed(&bench);
}

#[test]
fn invariant_6_a_wrong_pin_costs_one_try_and_nobody_is_asked_again_by_itself() {
    let (mut bench, card) = read("valid-hanako");
    ask(&mut bench).types(wrong_pin(&card)).unwrap();
    assert_eq!(bench.probe.expect("pin_wrong", SOON)["tries_left"], 2);
    assert!(bench.pcscd.pin_pad().unwrap().asked(Duration::from_millis(300)).is_err(), "not by itself");
    assert_eq!((card.tries_left(), card.stats().presentations), (Some(2), 1));
    type_and_sign(&mut bench, &card);
    assert_eq!((card.tries_left(), card.stats().presentations), (Some(3), 2));
}

#[test]
fn invariant_6_what_is_not_typed_to_its_end_spends_no_try_and_may_be_asked_again() {
    let (mut bench, card) = read("valid-hanako");
    ask(&mut bench).cancels().unwrap();
    ended(&bench, "cancelled");
    ask(&mut bench).lets_time_run_out().unwrap();
    ended(&bench, "timed_out");
    for digits in ["1", "12345"] {
        ask(&mut bench).types(digits).unwrap();
        ended(&bench, "wrong_length");
    }
    assert_eq!((card.tries_left(), card.stats().presentations), (Some(3), 0));
    type_and_sign(&mut bench, &card);
}

#[test]
fn the_reader_s_own_time_is_the_one_it_was_given() {
    let mut bench = bench_with_pin_pad("1");
    let card = card("valid-hanako");
    bench.place(&card);
    bench.read();
    let asked = ask(&mut bench);
    let began = Instant::now();
    ended(&bench, "timed_out");
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    drop(asked);
    assert_eq!(card.stats().presentations, 0);
}

#[test]
fn invariant_6_the_last_try_locks_and_a_locked_card_is_never_asked_for() {
    let (mut bench, card) = read("one-try-left");
    ask(&mut bench).types(wrong_pin(&card)).unwrap();
    bench.probe.expect("pin_locked", SOON);
    bench.probe.ask("sign-by-pad");
    bench.probe.expect("pin_locked", SOON);
    assert!(bench.pcscd.pin_pad().unwrap().asked(Duration::from_millis(300)).is_err());
    assert_eq!(card.stats().presentations, 1);
}

#[test]
fn invariant_6_a_card_taken_while_somebody_types_is_told_in_time_and_the_next_card_works() {
    let (mut bench, card) = read("valid-hanako");
    let asked = ask(&mut bench);
    bench.slot.pull();
    let pulled = Instant::now();
    bench.probe.expect_failure("K142", PROMISE);
    bench.probe.expect("removed", PROMISE.saturating_sub(pulled.elapsed()));
    assert!(asked.is_ended(SOON), "the reader has stopped asking");
    assert_eq!(card.stats().presentations, 0);
    // It was the card: the keys are used again.
    let next = self::card("valid-takasaki");
    bench.place(&next);
    assert_eq!(bench.read()["pin_pad"], true);
    type_and_sign(&mut bench, &next);
}

#[test]
fn a_request_while_somebody_types_is_dropped_and_a_release_waits() {
    let (mut bench, card) = read("valid-hanako");
    let asked = ask(&mut bench);
    bench.probe.ask("sign-by-pad");
    bench.ask_to_sign(&card);
    bench.probe.ask("release");
    // Answered in order: the service has received all of them before the person is done.
    bench.probe.stats();
    asked.cancels().unwrap();
    ended(&bench, "cancelled");
    assert!(card.wait_powered(false, SOON));
    assert_eq!(card.stats().presentations, 0);
}

#[test]
fn invariant_6_a_reader_that_never_comes_back_is_told_and_its_keys_rest() {
    let mut bench = bench_with_pin_pad("1");
    let mute = card("valid-hanako");
    bench.place(&mute);
    bench.read();
    let hung = ask(&mut bench).is_mute().unwrap();
    // One second and one more for the keys, and five for the way.
    bench.probe.expect_failure("K142", Duration::from_secs(12));
    drop(hung);
    assert!(mute.wait_powered(false, SOON), "the abandoned hand lets it go");
    bench.remove();
    let next = card("valid-takasaki");
    bench.place(&next);
    assert_eq!(bench.read()["pin_pad"], false);
    bench.sign(&next);
    assert_eq!(mute.stats().presentations, 0);
}

#[test]
fn a_reader_whose_keys_fail_while_the_card_lies_there_lets_the_next_card_be_signed_without_them() {
    let (mut bench, card) = read("valid-hanako");
    drop(ask(&mut bench));
    bench.probe.expect_failure("K142", SOON);
    assert_eq!(bench.read()["pin_pad"], false, "the same card again");
    bench.sign(&card);
    assert_eq!(card.stats().presentations, 1);
}

#[test]
fn a_reader_that_does_not_take_the_block_refuses_and_the_same_session_goes_on_without_its_keys() {
    let (mut bench, card) = read("valid-hanako");
    ask(&mut bench).refuses().unwrap();
    ended(&bench, "refused");
    bench.probe.ask("sign-by-pad");
    ended(&bench, "refused");
    bench.sign(&card);
    assert_eq!(card.stats().presentations, 1);
}

#[test]
fn a_reader_without_keys_says_so_and_is_never_asked_for_a_pin() {
    let mut bench = bench();
    let card = card("valid-hanako");
    bench.place(&card);
    assert_eq!(bench.read()["pin_pad"], false);
    bench.probe.ask("sign-by-pad");
    ended(&bench, "refused");
    bench.sign(&card);
}

#[test]
fn what_the_card_says_to_a_pin_typed_on_the_reader_is_told_by_its_code() {
    let mut bench = bench_with_pin_pad(LONG);
    // SELECT, token, certificate, tries, VERIFY.
    let status = Some(WrongStatus { at: 5, word: 0x6985 });
    let card = faulty("valid-hanako", Faults { status, ..Faults::default() });
    bench.place(&card);
    bench.read();
    ask(&mut bench).types(&pin(&card)).unwrap();
    let failed = bench.probe.expect_failure("K150", SOON);
    assert!(failed["technician"].as_str().unwrap().contains("step pad, status 6985"), "{failed}");
}

#[test]
fn the_room_stops_in_time_although_somebody_is_typing() {
    let (mut bench, _card) = read("valid-hanako");
    let asked = ask(&mut bench);
    let (took, ended) = bench.probe.quit(SOON);
    assert!(ended && took < Duration::from_secs(1), "the drop took {took:?}");
    drop(asked);
}
