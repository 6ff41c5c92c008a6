//! The ways of a check through the desk.

mod kit;
use desk::*;
use kit::*;
use std::time::Duration;
use wire::{CertificateState, Code, LineGrade, Method, Purpose, Queue, ReaderState, ReceptionNumber};

#[test]
fn visual_from_card_to_verdict_and_hand_over() {
    let mut b = Bench::new(settings());
    b.card(content(None));
    assert_eq!(b.effects, [Effect::ReleaseCard]);
    assert_eq!(b.id(), "compare");
    b.does(Event::CardRemoved);
    assert_eq!(b.id(), "compare", "the card is in the hand of staff");
    let [Effect::Capture { check: id, method, purpose, .. }] = b.does(Event::Key(Key::Ok)) else { panic!() };
    assert_eq!((*id, *method, *purpose), (check(1), Method::Visual, Purpose::HealthCheckup));
    assert_eq!(b.id(), "saving");
    b.saved(1);
    assert_eq!(b.screen(), Screen::Waiting { reception: ReceptionNumber(1), left_s: 10 });
    b.does(settled(1, Says::Valid));
    let Screen::Valid { judged, person, coverage } = b.screen() else { panic!() };
    assert_eq!(
        (judged.reception, person.name, coverage),
        (ReceptionNumber(1), name_of(1), Coverage::Covered)
    );
    assert_eq!(b.secs(59), [], "nothing is handed over while it is looked at");
    assert_eq!(b.secs(1), [Effect::HandedOver(check(1))]);
    assert_eq!(b.id(), "ready");
}

#[test]
fn each_answer_has_its_own_screen() {
    let ids = ALL_SAYS.map(|says| {
        let mut b = Bench::new(settings());
        b.waiting(1);
        b.does(settled(1, says));
        b.id()
    });
    let expected = [
        "valid",
        "valid_not_covered",
        "invalid",
        "invalid_newer",
        "no_match",
        "multiple",
        "inconsistent",
        "refused",
        "too_old",
    ];
    assert_eq!(ids, expected);
}

#[test]
fn pin_with_a_wrong_one_first() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(3)));
    assert_eq!(b.screen(), Screen::PinEntry { typed: 0, left: 3, wrong: false, wheel: None });
    b.pin([1, 2, 3, 4]);
    assert!(
        matches!(&b.effects[..], [Effect::Sign { check: c, pin, .. }] if *c == check(1) && pin.as_bytes() == b"1234")
    );
    assert_eq!(b.id(), "signing");
    b.does(Event::PinWrong { check: check(1), left: 2 });
    assert_eq!(b.screen(), Screen::PinEntry { typed: 0, left: 2, wrong: true, wheel: None });
    b.pin([4, 3, 2, 1]);
    assert!(matches!(&b.effects[..], [Effect::Sign { pin, .. }] if pin.as_bytes() == b"4321"));
    let [Effect::ReleaseCard, Effect::Capture { method, .. }] = b.does(Event::Signed { check: check(1) })
    else {
        panic!()
    };
    assert_eq!(*method, Method::Pin);
}

#[test]
fn the_last_try_is_asked_for_once_more_and_can_be_declined() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(1)));
    b.pin([1, 2, 3, 4]);
    assert_eq!((b.id(), b.effects.len()), ("last_try", 0));
    b.keys(&[Key::Back]);
    assert_eq!((b.id(), &b.effects[..]), ("ready", &[Effect::ReleaseCard][..]));
    b.does(Event::CardRemoved);
    b.card(content(Some(1)));
    b.pin([1, 2, 3, 4]);
    b.keys(&[Key::Ok]);
    assert!(matches!(b.effects[..], [Effect::Sign { .. }]));
    b.does(Event::PinLocked { check: check(2) });
    assert_eq!(b.id(), "pin_locked");
}

#[test]
fn a_locked_pin_and_an_empty_book_offer_visual_with_the_certificate_already_read() {
    for (left, book, id) in [(0, 100, "pin_locked"), (3, 0, "no_challenge")] {
        let mut b = Bench::new(pin_settings());
        b.does(Event::Book(book));
        b.card(content(Some(left)));
        assert_eq!(b.id(), id);
        b.keys(&[Key::Ok]);
        assert_eq!((b.id(), b.desk.view(b.now).method), ("compare", Method::Visual));
        assert!(matches!(b.does(Event::Key(Key::Ok)), [Effect::Capture { method: Method::Visual, .. }]));
    }
}

#[test]
fn a_book_that_turns_out_empty_spends_no_try_and_offers_visual() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(3)));
    b.book_stalls = true;
    b.pin([1, 2, 3, 4]);
    assert_eq!(b.drawn(None), [Effect::ReleaseCard]);
    assert_eq!(b.id(), "no_challenge");
}

#[test]
fn digits_are_taken_back_one_by_one_and_then_the_entry_is_left() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(3)));
    b.keys(&[Key::Digit(1), Key::Digit(2), Key::Ok]);
    assert_eq!(
        b.screen(),
        Screen::PinEntry { typed: 2, left: 3, wrong: false, wheel: None },
        "OK needs four"
    );
    b.keys(&[Key::Back, Key::Back]);
    assert_eq!(b.id(), "pin_entry");
    b.keys(&[Key::Back]);
    assert_eq!(b.screen(), Screen::Ready { take_card: true, good: None });
}

#[test]
fn a_card_pulled_in_mid_read_is_told_and_the_next_card_works_at_once() {
    let mut b = Bench::new(settings());
    b.does(Event::CardPlaced);
    b.does(Event::CardRemoved);
    assert_eq!(b.id(), "card_problem");
    b.does(Event::CardRead { read: AskId(1), content: content(None) });
    assert_eq!(b.id(), "card_problem", "the answer about the first card is stale");
    b.card(content(None));
    assert_eq!(b.id(), "compare");
}

#[test]
fn a_failure_of_the_card_room_is_shown_and_passes() {
    let mut b = Bench::new(settings());
    b.does(Event::CardPlaced);
    let failure = Failure::new(codes::K102);
    b.does(Event::CardFailed { job: CardJob::Read(AskId(1)), failure: failure.clone() });
    assert_eq!(b.screen(), Screen::CardProblem(failure));
    b.secs(10);
    assert_eq!(b.screen(), Screen::Ready { take_card: true, good: None });
}

#[test]
fn a_card_taken_while_it_signs_may_have_signed() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(3)));
    b.pin([1, 2, 3, 4]);
    b.does(Event::CardRemoved);
    assert_eq!(b.id(), "signing");
    b.does(Event::Signed { check: check(1) });
    assert_eq!(b.id(), "saving");
}

#[test]
fn a_wrong_pin_of_a_card_that_is_gone_is_not_typed_again_on_another() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(3)));
    b.pin([1, 2, 3, 4]);
    b.does(Event::CardRemoved);
    b.does(Event::CardPlaced);
    b.does(Event::PinWrong { check: check(1), left: 2 });
    let Screen::CardProblem(failure) = b.screen() else { panic!() };
    assert!(failure.staff(codes::Language::Japanese).contains("残り2回"));
}

#[test]
fn certificate_dates_refuse_only_with_a_clock_that_is_right() {
    let expired = CardContent { not_after: at("2026-01-31T14:59:59Z"), ..content(None) };
    let mut b = Bench::new(settings());
    b.card(expired.clone());
    assert!(
        matches!(b.screen(), Screen::CertificateUnusable { state: CertificateState::Expired, day } if day.to_string() == "2026-01-31")
    );
    let mut b = Bench::new(settings());
    b.now.synchronised = false;
    b.card(expired);
    assert_eq!(b.id(), "compare");
    let mut b = Bench::new(settings());
    b.card(CardContent { not_before: at("2026-06-01T00:00:00Z"), ..content(None) });
    assert!(matches!(b.screen(), Screen::CertificateUnusable { state: CertificateState::NotYet, .. }));
    let mut b = Bench::new(settings());
    b.card(CardContent { not_after: at("2026-03-31T14:59:59Z"), ..content(None) });
    assert!(matches!(b.screen(), Screen::Compare { certificate: Some(CertificateState::Grace), .. }));
}

#[test]
fn without_an_answer_within_the_budget_it_is_unconfirmed_and_an_answer_still_counts() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.pass(Duration::from_millis(9_999));
    assert_eq!(b.screen(), Screen::Waiting { reception: ReceptionNumber(1), left_s: 1 });
    b.pass(Duration::from_millis(1));
    assert_eq!(b.screen(), Screen::Pending { reception: ReceptionNumber(1), problem: None });
    b.does(settled(1, Says::Invalid));
    assert_eq!(b.id(), "invalid");
}

#[test]
fn a_line_known_to_be_down_shortens_the_waiting_also_in_the_middle_of_it() {
    let mut b = Bench::new(settings());
    b.does(Event::Line(LineGrade::Down));
    b.waiting(1);
    b.secs(2);
    assert_eq!(b.id(), "pending");
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.secs(5);
    b.does(Event::Line(LineGrade::Down));
    assert_eq!(b.id(), "pending");
}

#[test]
fn a_problem_that_waiting_cannot_help_ends_the_waiting_and_says_why() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.does(Event::NotSettled { check: check(1), code: Code::Unavailable });
    assert_eq!(b.id(), "waiting");
    b.does(Event::NotSettled { check: check(9), code: Code::StationNotAllowed });
    assert_eq!(b.id(), "waiting", "of another check");
    b.does(Event::NotSettled { check: check(1), code: Code::StationNotAllowed });
    assert_eq!(
        b.screen(),
        Screen::Pending { reception: ReceptionNumber(1), problem: Some(Code::StationNotAllowed) }
    );
}

#[test]
fn a_check_that_could_not_be_kept_is_a_failure_and_a_slow_journal_is_not_the_end() {
    for (why, id) in [
        (SaveFailure::Full(Failure::new(codes::J201)), "journal_full"),
        (SaveFailure::Failed(Failure::new(codes::J106)), "not_saved"),
    ] {
        let mut b = Bench::new(settings());
        b.card(content(None));
        b.keys(&[Key::Ok]);
        b.does(Event::NotSaved { check: check(1), why });
        assert_eq!(b.id(), id);
    }
    let mut b = Bench::new(settings());
    b.card(content(None));
    b.keys(&[Key::Ok]);
    b.secs(15);
    assert_eq!(b.id(), "not_saved");
    b.saved(1);
    assert_eq!(b.id(), "pending");
}

#[test]
fn a_late_bad_verdict_calls_staff_until_acknowledged_and_a_good_one_calls_nobody() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.secs(10);
    b.keys(&[Key::Ok]);
    b.does(Event::CardRemoved);
    b.waiting(2);
    b.secs(10);
    b.keys(&[Key::Ok]);
    assert_eq!(b.does(settled(1, Says::Valid)), [Effect::HandedOver(check(1))]);
    assert_eq!(b.id(), "ready");
    let effects = b.all(settled(2, Says::Invalid));
    assert!(
        effects.contains(&Effect::Buzz(Buzz::CallStaff)) && effects.contains(&Effect::Lamp(Lamp::CallStaff))
    );
    assert!(effects.contains(&Effect::WakeAt(b.now.mono + Duration::from_secs(2))));
    assert_eq!(b.id(), "late_new");
    b.keys(&[Key::Ok]);
    assert_eq!((b.id(), b.effects.len()), ("late_new", 0), "a key meant for the screen before");
    b.secs(3600);
    assert_eq!(b.id(), "late", "time acknowledges nothing");
    let Screen::Late { notice, .. } = b.screen() else { panic!() };
    assert_eq!((notice.head.reception, notice.kind), (ReceptionNumber(2), LateKind::Invalid));
    b.keys(&[Key::Ok]);
    assert_eq!((b.id(), &b.effects[..]), ("ready", &[Effect::Acknowledge(check(2))][..]));
    b.does(settled(2, Says::Invalid));
    assert_eq!(b.id(), "ready", "the same answer again calls nobody");
}

#[test]
fn a_late_verdict_does_not_disturb_an_entry_in_progress() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(3)));
    b.keys(&[Key::Digit(1), Key::Digit(2)]);
    let effects = b.all(settled(77, Says::NoMatch));
    assert!(effects.contains(&Effect::Lamp(Lamp::CallStaff)));
    assert_eq!(b.screen(), Screen::PinEntry { typed: 2, left: 3, wrong: false, wheel: None });
    assert_eq!(b.desk.view(b.now).status.late, 1);
    b.keys(&[Key::Back, Key::Back, Key::Back]);
    assert_eq!(b.id(), "late_new");
    b.does(Event::CardRemoved);
    b.card(content(Some(3)));
    assert_eq!(b.id(), "pin_entry", "the next card goes first");
}

#[test]
fn the_check_whose_verdict_is_shown_is_not_counted_as_waiting() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.does(Event::Queue(wire::Queue { waiting: 1, oldest_s: Some(70), unacknowledged: 0 }));
    assert_eq!(b.desk.view(b.now).status.waiting, 1);
    b.does(settled(1, Says::Valid));
    let status = b.desk.view(b.now).status;
    assert_eq!((b.id(), status.waiting, status.oldest_min), ("valid", 0, None));
    b.does(settled(1, Says::Valid));
    b.does(Event::Queue(wire::Queue { waiting: 2, oldest_s: Some(5), unacknowledged: 0 }));
    assert_eq!(b.desk.view(b.now).status.waiting, 2, "what is counted again counts");
}

#[test]
fn valid_but_not_under_contract_calls_staff_when_it_is_late() {
    let mut b = Bench::new(settings());
    b.does(settled(5, Says::ValidElsewhere));
    assert!(matches!(b.screen(), Screen::Late { notice: LateNotice { kind: LateKind::NotCovered, .. }, .. }));
}

#[test]
fn late_verdicts_of_an_earlier_boot_come_back_and_count_once() {
    let contracts = settings().contracts;
    let notice = |n| LateNotice::of(&head(n), &settlement(n, Says::Refused), &contracts).unwrap();
    let mut b = Bench::new(settings());
    b.does(Event::Late(vec![notice(7), notice(8), notice(7)]));
    b.does(settled(8, Says::Refused));
    assert_eq!(b.desk.view(b.now).status.late, 2);
    b.secs(2);
    assert!(matches!(b.screen(), Screen::Late { more: 1, armed: true, .. }));
    b.keys(&[Key::Ok]);
    assert!(matches!(b.screen(), Screen::Late { more: 0, armed: false, .. }), "each one is read by itself");
}

#[test]
fn the_next_card_closes_the_verdict_but_a_card_being_lifted_does_not() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.does(settled(1, Says::Valid));
    b.secs(5);
    b.does(Event::CardRemoved);
    b.does(Event::CardPlaced);
    b.pass(Duration::from_millis(300));
    b.does(Event::CardRemoved);
    b.secs(5);
    assert_eq!(b.id(), "valid", "a bounce");
    b.does(Event::CardPlaced);
    let effects = b.secs(1);
    assert!(matches!(effects, [Effect::HandedOver(_), Effect::ReadCard { .. }]), "{effects:?}");
}

#[test]
fn a_key_meant_for_the_screen_before_does_not_hide_the_verdict_at_once() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.does(settled(1, Says::Valid));
    b.keys(&[Key::Ok]);
    b.pass(Duration::from_millis(1_999));
    assert_eq!(b.id(), "valid");
    b.pass(Duration::from_millis(1));
    assert_eq!(b.id(), "ready");
}

#[test]
fn another_card_put_down_while_comparing_is_read_instead() {
    let mut b = Bench::new(settings());
    b.card(content(None));
    b.does(Event::CardRemoved);
    b.does(Event::CardPlaced);
    assert_eq!(b.does(Event::Key(Key::Ok)), [], "which card is meant?");
    assert!(matches!(b.secs(1), [Effect::ReadCard { .. }]));
}

#[test]
fn method_and_purpose_change_only_between_checks() {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Up, Key::Down]);
    let view = b.desk.view(b.now);
    assert_eq!((view.method, view.purpose), (Method::Pin, Purpose::HealthGuidance));
    b.card(content(Some(3)));
    b.keys(&[Key::Up, Key::Down]);
    let view = b.desk.view(b.now);
    assert_eq!((view.method, view.purpose), (Method::Pin, Purpose::HealthGuidance));
}

#[test]
fn conditions_are_shown_and_pass() {
    let mut b = Bench::new(settings());
    b.does(Event::Reader(ReaderState::Absent));
    assert_eq!(b.screen(), Screen::ReaderTrouble(ReaderState::Absent));
    b.does(Event::Reader(ReaderState::Ready));
    b.does(Event::Queue(Queue { waiting: 3, oldest_s: Some(605), unacknowledged: 0 }));
    b.does(Event::BytesLimit(true));
    let failure = Failure::new(codes::S120);
    b.does(Event::Trouble { failure: failure.clone(), over: false });
    let view = b.desk.view(b.now);
    let status = view.status;
    assert_eq!((status.waiting, status.oldest_min, status.bytes_limit), (3, Some(10), true));
    assert_eq!(
        (view.screen, view.trouble),
        (Screen::Ready { take_card: false, good: None }, Some(failure.clone()))
    );
    b.does(Event::Trouble { failure, over: true });
    assert_eq!(b.desk.view(b.now).trouble, None);
}

#[test]
fn nothing_personal_and_no_pin_is_printed() {
    let mut b = Bench::new(pin_settings());
    b.card(content(Some(3)));
    b.pin([9, 8, 7, 6]);
    let mut printed = format!("{:?}{:?}", b.desk, b.effects);
    b.does(Event::Signed { check: check(1) });
    b.saved(1);
    b.does(settled(1, Says::Valid));
    printed += &format!("{:?}{:?}{:?}", b.desk, b.desk.view(b.now), settled(1, Says::Valid));
    assert_eq!(b.id(), "valid");
    for secret in ["9876", "見本", "[57, 56", INSURER] {
        assert!(!printed.contains(secret), "{secret}");
    }
}

#[test]
fn a_wake_that_comes_early_is_told_again() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    let wakes = |effects: &[Effect]| effects.iter().any(|e| matches!(e, Effect::WakeAt(_)));
    assert!(!wakes(&b.all(Event::Queue(wire::Queue::default()))), "the timer is set already");
    b.now.mono += Duration::from_millis(999);
    let at = b.now.mono + Duration::from_millis(1);
    assert!(b.all(Event::Wake).contains(&Effect::WakeAt(at)), "the timer rang a little early");
    assert!(b.all(Event::Wake).contains(&Effect::WakeAt(at)), "and again");
    b.now.mono = at;
    assert!(b.all(Event::Wake).contains(&Effect::WakeAt(at + Duration::from_secs(1))), "the next second");
}

#[test]
fn the_desk_awaits_a_check_from_saving_until_its_screen_is_closed() {
    let mut b = Bench::new(settings());
    assert_eq!(b.desk.awaits(), None);
    b.card(content(None));
    assert_eq!(b.desk.awaits(), None, "not captured yet");
    b.keys(&[Key::Ok]);
    assert_eq!((b.id(), b.desk.awaits()), ("saving", Some(check(1))));
    b.secs(30);
    assert_eq!((b.id(), b.desk.awaits()), ("not_saved", Some(check(1))), "it may be saved after all");
    b.saved(1);
    assert_eq!((b.id(), b.desk.awaits()), ("pending", Some(check(1))), "the journal was only slow");
    b.does(settled(1, Says::Invalid));
    assert_eq!((b.id(), b.desk.awaits()), ("invalid", None), "it is answered");
    b.secs(2);
    b.keys(&[Key::Ok]);
    b.does(Event::CardRemoved);
    b.waiting(2);
    assert_eq!(b.desk.awaits(), Some(check(2)));
    b.secs(10);
    assert_eq!((b.id(), b.desk.awaits()), ("pending", Some(check(2))));
    b.keys(&[Key::Ok]);
    assert_eq!(b.desk.awaits(), None, "closed: from now on an answer is late");
}
