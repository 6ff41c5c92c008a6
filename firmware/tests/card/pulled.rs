//! Cards that leave, or stop answering, at the wrong moment.

use crate::probe::{COMMANDS, PROMISE, SOON, VERIFY, bench, card, faulty, for_each};
use card::{Faults, RawAnswer};
use std::time::{Duration, Instant};

#[test]
fn pulled_at_any_command_is_told_within_two_seconds_and_the_next_card_works() {
    for_each(1..=COMMANDS, |at| {
        let mut bench = bench();
        let card = faulty("valid-hanako", Faults { pull_at: Some(at), ..Faults::default() });
        bench.lead_to(&card, at);
        let pulled = Instant::now();
        bench.probe.expect_failure(if at == VERIFY { "K142" } else { "K101" }, PROMISE);
        bench.probe.expect("removed", PROMISE.saturating_sub(pulled.elapsed()));
        assert!(card.stats().presentations <= 1);
        bench.next_card_works();
    });
}

#[test]
fn an_answer_without_a_status_word_is_not_taken_for_success_and_the_next_card_works() {
    for_each([1, 2, 4], |at| {
        let mut bench = bench();
        // No bytes at all are silence to vpcd; one byte reaches the service as it is, or as the reader's error.
        for (bytes, codes) in [(vec![], ["K102", "K102"]), (vec![0x90], ["K133", "K103"])] {
            let raw = Some(RawAnswer { at, bytes });
            bench.place(&faulty("valid-hanako", Faults { raw, ..Faults::default() }));
            bench.probe.ask("read tries");
            let failed = bench.probe.expect("failed", SOON);
            assert!(codes.contains(&failed["code"].as_str().unwrap()), "{failed}");
            bench.remove();
        }
        bench.next_card_works();
    });
}

#[test]
fn mute_at_any_command_is_told_within_two_seconds_and_the_next_card_works() {
    for_each(1..=COMMANDS, |at| {
        let mut bench = bench();
        let card = faulty("valid-hanako", Faults { mute_at: Some(at), ..Faults::default() });
        bench.lead_to(&card, at);
        bench.probe.expect_failure(if at == VERIFY { "K142" } else { "K102" }, PROMISE);
        bench.remove();
        bench.next_card_works();
        assert_eq!(card.stats().apdus, at, "nothing more was sent to the mute card");
    });
}

#[test]
fn a_card_that_wakes_up_late_is_sent_nothing_more() {
    let mut bench = bench();
    // Each command takes longer than the service waits.
    let card = faulty("valid-hanako", Faults { slow_ms: 2_500, ..Faults::default() });
    bench.place(&card);
    bench.probe.ask("read tries");
    bench.probe.expect_failure("K102", SOON);
    assert!(card.wait_apdus(1, SOON), "the late answer has come");
    assert!(card.wait_powered(false, SOON), "the abandoned hand lets it go");
    assert_eq!(card.stats().apdus, 1);
    bench.remove();
    bench.next_card_works();
}

#[test]
fn the_room_stops_in_time_although_a_card_is_mute() {
    let mut bench = bench();
    let card = faulty("valid-hanako", Faults { mute_at: Some(2), ..Faults::default() });
    bench.place(&card);
    bench.probe.ask("read tries");
    assert!(card.wait_apdus(2, SOON));
    let began = Instant::now();
    let (took, ended) = bench.probe.quit(SOON);
    assert!(took < Duration::from_secs(1), "the drop took {took:?}");
    assert!(ended && began.elapsed() < PROMISE, "the process ended after {:?}", began.elapsed());
}

#[test]
fn the_room_stops_in_time_after_it_gave_a_mute_card_up() {
    let mut bench = bench();
    bench.place(&faulty("valid-hanako", Faults { mute_at: Some(2), ..Faults::default() }));
    bench.probe.ask("read tries");
    bench.probe.expect_failure("K102", SOON);
    let (took, ended) = bench.probe.quit(SOON);
    assert!(ended && took < Duration::from_secs(1), "the drop took {took:?}");
}

#[test]
fn a_clean_stop_powers_the_card_down() {
    let mut bench = bench();
    let card = card("valid-hanako");
    bench.place(&card);
    bench.read();
    bench.sign(&card);
    let (took, ended) = bench.probe.quit(SOON);
    assert!(ended && took < Duration::from_secs(1), "the drop took {took:?}");
    assert!(card.wait_powered(false, SOON));
}

#[test]
fn a_card_exchanged_for_another_between_two_looks_is_another_card() {
    let mut bench = bench();
    let first = card("valid-hanako");
    bench.place(&first);
    bench.probe.ask("read");
    bench.probe.expect("read", SOON);
    bench.probe.ask("release");
    assert!(first.wait_powered(false, SOON));
    assert!(bench.slot.pull_and_wait(SOON));
    bench.slot.insert(&card("invalid-jiro")).unwrap();
    bench.probe.expect("removed", SOON);
    bench.probe.expect("placed", SOON);
}
