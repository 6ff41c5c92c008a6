//! Staff badges on the same reader, and cards that are no badge.

use crate::probe::{Bench, PROMISE, Probe, SOON, bench, card, for_each};
use card::{Faults, VirtualCard};
use std::time::Duration;

fn badge(key: &str) -> VirtualCard {
    VirtualCard::badge(card::badge::find(key).unwrap())
}

/// Puts a card of any kind on and waits for its placing.
fn tapped(bench: &mut Bench, card: &VirtualCard) {
    bench.place(card);
    bench.probe.ask("badge");
}

#[test]
fn a_badge_s_number_is_read_whatever_kind_of_card_it_is() {
    for_each([("badge-1", 7), ("badge-2", 4), ("badge-3", 8)], |(key, bytes)| {
        let mut bench = bench();
        let badge = badge(key);
        for _ in 0..2 {
            tapped(&mut bench, &badge);
            assert_eq!(bench.probe.expect("badge", SOON)["bytes"], bytes, "{key}");
            assert!(badge.wait_powered(false, SOON), "{key}: let go by itself");
            bench.remove();
        }
        bench.next_card_works();
    });
}

#[test]
fn what_cannot_be_a_badge_is_told_by_its_code_and_the_next_card_works() {
    let cases = [("badge-random", "K126"), ("badge-changing", "K126"), ("badge-none", "K127")];
    for_each(cases, |(key, code)| {
        let mut bench = bench();
        tapped(&mut bench, &badge(key));
        assert_eq!(bench.probe.expect("no_badge", SOON)["code"], code, "{key}");
        bench.remove();
        bench.next_card_works();
    });
}

#[test]
fn a_my_number_card_and_a_phone_are_no_badge_and_nothing_on_them_is_read() {
    for_each(["valid-hanako", "phone-android"], |key| {
        let mut bench = bench();
        let card = card(key);
        tapped(&mut bench, &card);
        assert_eq!(bench.probe.expect("no_badge", SOON)["code"], "K125", "{key}");
        // A command to waste and the selection of the application.
        assert_eq!((card.stats().apdus, card.stats().presentations), (2, 0), "{key}");
        bench.remove();
        bench.next_card_works();
    });
}

#[test]
fn a_badge_is_no_examinee_s_card() {
    let mut bench = bench();
    bench.place(&badge("badge-1"));
    bench.probe.ask("read tries");
    bench.probe.expect_failure("K120", SOON);
}

#[test]
fn a_badge_request_without_a_card_is_answered_at_once() {
    let mut bench = bench();
    bench.probe.ask("badge");
    assert_eq!(bench.probe.expect("no_badge", PROMISE)["code"], "K107");
}

#[test]
fn a_badge_that_is_pulled_or_mute_is_told_in_time() {
    for_each(
        [
            (Faults { mute_at: Some(1), ..Faults::default() }, "K102"),
            (Faults { pull_at: Some(1), ..Faults::default() }, "K101"),
        ],
        |(faults, code)| {
            let mut bench = bench();
            let badge = badge("badge-1");
            badge.set_faults(faults);
            bench.place(&badge);
            bench.probe.ask("badge");
            assert_eq!(bench.probe.expect("no_badge", PROMISE)["code"], code);
            bench.slot.pull();
            bench.probe.expect("removed", PROMISE + Duration::from_secs(1));
            bench.next_card_works();
        },
    );
}

#[test]
fn the_session_of_a_card_that_was_read_ends_before_a_badge_is_asked_for() {
    let mut bench = bench();
    let card = card("valid-hanako");
    bench.place(&card);
    bench.read();
    bench.probe.ask("badge");
    assert_eq!(bench.probe.expect("no_badge", SOON)["code"], "K125");
    bench.ask_to_sign(&card);
    bench.probe.expect_failure("K108", SOON);
    assert_eq!(card.stats().presentations, 0);
}

#[test]
fn neither_number_nor_command_is_printed_or_logged() {
    let mut bench = bench();
    let mut probe = Probe::start(&bench.pcscd, &[]);
    probe.expect_reader("ready", SOON);
    bench.place(&badge("badge-1"));
    probe.expect("placed", SOON);
    probe.ask("badge");
    let line = probe.expect("badge", SOON).to_string().to_lowercase();
    for needle in ["045a11", "4, 90", "17, 34", "ffca"] {
        assert!(!line.contains(needle), "{line}");
    }
}
