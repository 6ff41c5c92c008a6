//! Verdicts that come after the examinee went on: the bad ones call, the good ones are shown.

use crate::kit::*;
use desk::*;
use model::*;
use std::time::Duration;
use wire::{ReaderState, ReceptionNumber};

/// Check 5 calls, and its notice was up long enough to be read.
fn called() -> Bench {
    let mut b = Bench::new(settings());
    assert_eq!(
        b.does(settled(5, Says::Invalid)),
        [Effect::Late(check(5))],
        "the journal hears that it calls"
    );
    assert_eq!(b.does(settled(5, Says::Invalid)), [], "once");
    b.secs(2);
    assert_eq!(b.id(), "late");
    b.lines();
    b
}

#[test]
fn another_proof_is_recorded_right_from_the_notice_and_acknowledges_it_when_it_is_on_disk() {
    let mut b = called();
    b.keys(&[Key::Up]);
    assert_eq!(b.screen(), Screen::FallbackPapers { reception: Some(ReceptionNumber(5)) });
    b.keys(&[Key::Back]);
    assert_eq!((b.id(), b.lines()), ("late", vec![]), "Back changes nothing");
    b.keys(&[Key::Up, Key::Ok]);
    let proof = Question::Fallback { check: Some(check(5)), ticket: None, kind: FallbackKind::Certificate };
    assert_eq!(b.effects, [ask(proof)]);
    assert_eq!(b.desk.view(b.now).status.late, 1, "it is not on disk yet");
    b.replies(Reply::FallbackKept(Ok(())));
    assert_eq!(b.effects, [Effect::Acknowledge(check(5))]);
    assert_eq!(b.lines(), ["fallback_recorded 5 certificate", "acknowledged 5"]);
    b.keys(&[Key::Ok]);
    assert_eq!(b.id(), "ready");
    b.does(settled(5, Says::Invalid));
    assert_eq!(b.id(), "ready", "the same answer again calls nobody");
}

#[test]
fn a_proof_that_is_not_kept_leaves_the_notice() {
    let mut b = called();
    b.keys(&[Key::Up, Key::Ok]);
    b.replies(Reply::FallbackKept(Err(Failure::new(codes::J106))));
    b.keys(&[Key::Ok]);
    assert_eq!((b.id(), b.desk.view(b.now).status.late), ("late_new", 1));
}

#[test]
fn a_bad_verdict_that_nobody_has_seen_is_not_acknowledged_by_a_proof() {
    // The check is looked at while it waits; the bad answer comes meanwhile.
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Ok]);
    b.replies(Reply::Listed { rows: vec![row(5)], total: 1 });
    b.keys(&[Key::Ok]);
    b.replies(Reply::Recalled(Ok(Box::new(recalled(5, None)))));
    b.secs(1);
    b.does(settled(5, Says::Invalid));
    b.keys(&[Key::Down, Key::Ok]);
    b.replies(Reply::FallbackKept(Ok(())));
    assert_eq!((b.id(), b.desk.view(b.now).status.late), ("fallback_kept", 1));
    b.keys(&[Key::Ok]);
    assert_eq!(b.id(), "late_new");
    // It comes while the proof for 未確認 is being written.
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.secs(10);
    b.keys(&[Key::Up, Key::Up]);
    b.does(settled(1, Says::Invalid));
    b.replies(Reply::FallbackKept(Ok(())));
    b.keys(&[Key::Ok]);
    assert_eq!((b.id(), b.desk.view(b.now).status.late), ("late_new", 1));
    assert!(!b.lines().contains(&"acknowledged 1".to_owned()));
}

#[test]
fn a_proof_for_a_bad_verdict_that_was_looked_at_again_acknowledges_it() {
    let mut b = called();
    b.keys(&[Key::Down]);
    b.replies(Reply::Recalled(Ok(Box::new(recalled(5, Some(Says::Invalid))))));
    b.secs(1);
    b.keys(&[Key::Up, Key::Ok]);
    b.replies(Reply::FallbackKept(Ok(())));
    assert_eq!((b.id(), b.desk.view(b.now).status.late), ("fallback_kept", 0));
}

#[test]
fn a_question_over_the_notice_does_not_keep_the_next_card_waiting() {
    let mut b = called();
    b.keys(&[Key::Up]);
    assert!(matches!(b.does(Event::CardPlaced), [Effect::ReadCard { .. }]));
}

#[test]
fn the_notice_shows_whose_check_it_is_and_comes_back_by_one_key() {
    let mut b = called();
    b.keys(&[Key::Down]);
    assert_eq!(b.effects, [ask(Question::Recall { check: check(5) })]);
    b.replies(Reply::Recalled(Ok(Box::new(recalled(5, Some(Says::Invalid))))));
    assert_eq!((b.id(), b.lines()), ("recalled", vec!["recalled 5".to_owned()]));
    b.secs(1);
    b.keys(&[Key::Back]);
    assert_eq!((b.id(), b.desk.view(b.now).status.late), ("late_new", 1), "looking acknowledges nothing");
    b.secs(2);
    b.keys(&[Key::Down, Key::Back]);
    assert_eq!(b.id(), "late_new", "nor does leaving before it came");
}

#[test]
fn back_leads_to_the_menu_and_acknowledges_nothing() {
    let mut b = called();
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "menu");
    b.keys(&[Key::Back]);
    assert_eq!((b.id(), b.desk.view(b.now).status.late), ("late_new", 1));
    b.keys(&[Key::Back, Key::Up, Key::Down, Key::Ok]);
    assert_eq!(b.id(), "late_new", "no key counts before it could be read");
}

#[test]
fn what_nobody_uses_gives_way_to_the_notice_and_what_is_used_does_not() {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok]);
    let effects = b.all(settled(9, Says::NoMatch));
    assert!(effects.contains(&Effect::Buzz(Buzz::CallStaff)));
    assert!(effects.contains(&Effect::Lamp(Lamp::CallStaff)));
    for _ in 0..3 {
        b.secs(9);
        b.keys(&[Key::Down]);
        assert_eq!(b.id(), "menu", "somebody uses it");
    }
    b.secs(10);
    assert_eq!(b.id(), "late_new");
}

#[test]
fn a_person_who_is_looked_at_does_not_give_way() {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Ok]);
    b.replies(Reply::Listed { rows: vec![row(1)], total: 1 });
    b.keys(&[Key::Ok]);
    b.replies(Reply::Recalled(Ok(Box::new(recalled(1, Some(Says::Valid))))));
    b.does(settled(9, Says::NoMatch));
    b.secs(30);
    assert_eq!(b.id(), "recalled");
    b.secs(30);
    assert_eq!(b.id(), "late_new", "its own time is over");
}

#[test]
fn a_late_good_verdict_is_told_by_number_and_calls_nobody() {
    let mut b = Bench::new(settings());
    let good = |b: &Bench| if let Screen::Ready { good, .. } = b.screen() { good } else { None };
    let effects = b.all(settled(5, Says::Valid));
    assert!(!effects.iter().any(|e| matches!(e, Effect::Buzz(_) | Effect::Lamp(Lamp::Good))), "{effects:?}");
    assert_eq!(good(&b), Some(LateGood { reception: ReceptionNumber(5), more: 0 }));
    b.does(settled(6, Says::Valid));
    b.does(settled(6, Says::Valid));
    assert_eq!(good(&b), Some(LateGood { reception: ReceptionNumber(6), more: 1 }), "each once");
    b.secs(299);
    assert!(good(&b).is_some());
    b.secs(1);
    assert_eq!(good(&b), None);
    b.does(settled(7, Says::Valid));
    b.keys(&[Key::Back]);
    assert_eq!(good(&b), None, "it was read");
    b.does(settled(8, Says::Valid));
    b.card(content(None));
    b.does(Event::CardRemoved);
    b.keys(&[Key::Back]);
    assert_eq!((b.id(), good(&b)), ("ready", None), "nobody takes it for the next person's");
}

#[test]
fn a_late_good_verdict_that_nobody_could_see_yet_is_not_lost_to_the_next_card() {
    let mut b = called();
    b.does(settled(6, Says::Valid));
    b.secs(400);
    b.card(content(None));
    b.keys(&[Key::Back]);
    b.does(Event::CardRemoved);
    assert_eq!(b.id(), "late_new", "the bad one still calls");
    b.secs(2);
    b.keys(&[Key::Ok]);
    let told = LateGood { reception: ReceptionNumber(6), more: 0 };
    assert_eq!(b.screen(), Screen::Ready { take_card: false, good: Some(told) });
    b.secs(300);
    assert_eq!(b.screen(), Screen::Ready { take_card: false, good: None });
}

#[test]
fn a_late_good_verdict_of_another_day_is_not_told_by_a_number_that_is_another_s_today() {
    let of = |captured_at: &str, clock_synchronised| {
        let head = CheckHead { captured_at: at(captured_at), clock_synchronised, ..head(5) };
        Event::Settled { head, settlement: settlement(5, Says::Valid) }
    };
    let told = |event| {
        let mut b = Bench::new(settings());
        let handed = b.does(event).contains(&Effect::HandedOver(check(5)));
        (handed, matches!(b.screen(), Screen::Ready { good: Some(_), .. }))
    };
    assert_eq!(told(of("2026-05-01T00:10:00Z", true)), (true, true));
    assert_eq!(told(of("2026-04-30T03:00:00Z", true)), (true, false), "yesterday's 005");
    assert_eq!(told(of("2026-05-01T00:10:00Z", false)), (true, false), "nobody knows of which day");
}

#[test]
fn without_a_reader_the_notice_comes_up_too() {
    let mut b = Bench::new(settings());
    b.does(Event::Reader(ReaderState::Absent));
    b.does(settled(5, Says::Invalid));
    b.pass(Duration::from_millis(1_999));
    b.keys(&[Key::Ok]);
    assert_eq!(b.effects, [], "pressed in a hurry");
    b.pass(Duration::from_millis(1));
    b.keys(&[Key::Ok]);
    assert_eq!(b.effects, [Effect::Acknowledge(check(5))]);
    assert_eq!(b.id(), "reader_trouble");
}
