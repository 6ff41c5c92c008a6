//! Tickets.

use crate::kit::*;
use desk::*;
use model::*;

fn tail(b: &Bench) -> Option<String> {
    b.desk.view(b.now).ticket
}

#[test]
fn a_ticket_scanned_before_the_card_goes_with_its_check() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(1)));
    b.does(Event::Scan(ticket(2)));
    assert_eq!(tail(&b).as_deref(), Some("0002"), "the next one replaces it");
    b.card(content(None));
    assert_eq!(tail(&b).as_deref(), Some("0002"));
    let [Effect::Capture { ticket: with, .. }] = b.does(Event::Key(Key::Ok)) else { panic!() };
    assert_eq!(*with, Some(ticket(2)));
    assert_eq!(b.lines(), ["captured 1", "ticket_attached 1"]);
    b.saved(1);
    assert_eq!(tail(&b).as_deref(), Some("0002"));
    b.does(settled(1, Says::Valid));
    assert_eq!(tail(&b).as_deref(), Some("0002"));
    b.secs(60);
    assert_eq!((b.id(), tail(&b)), ("ready", None), "it is not the next person's");
}

#[test]
fn a_ticket_that_is_not_used_is_dropped_by_back_or_after_five_minutes() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(1)));
    b.keys(&[Key::Back]);
    assert_eq!(tail(&b), None);
    b.does(Event::Scan(ticket(1)));
    b.secs(299);
    assert!(tail(&b).is_some());
    b.secs(1);
    assert_eq!(tail(&b), None);
}

#[test]
fn a_ticket_survives_a_card_that_could_not_be_read() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(1)));
    b.does(Event::CardPlaced);
    b.does(Event::CardRemoved);
    assert_eq!(b.id(), "card_problem");
    b.card(content(None));
    assert!(matches!(b.does(Event::Key(Key::Ok)), [Effect::Capture { ticket: Some(_), .. }]));
}

#[test]
fn a_ticket_scanned_after_the_capture_is_put_to_that_check() {
    let attach = |n| Effect::Attach { check: check(1), ticket: ticket(n) };
    let mut b = Bench::new(settings());
    b.card(content(None));
    b.keys(&[Key::Ok]);
    assert_eq!(b.does(Event::Scan(ticket(1))), [], "it is not in the journal yet");
    b.saved(1);
    assert_eq!(b.effects, [attach(1)]);
    assert_eq!(b.does(Event::Scan(ticket(2))), [attach(2)]);
    b.secs(10);
    assert_eq!((b.id(), b.does(Event::Scan(ticket(3)))), ("pending", &[attach(3)][..]));
    b.does(settled(1, Says::Invalid));
    assert_eq!(b.does(Event::Scan(ticket(4))), [attach(4)]);
    b.secs(1);
    b.keys(&[Key::Up]);
    assert_eq!((b.id(), b.does(Event::Scan(ticket(5)))), ("fallback_papers", &[attach(5)][..]));
    assert_eq!(tail(&b).as_deref(), Some("0005"));
    assert_eq!(b.lines().iter().filter(|line| line.starts_with("ticket_attached")).count(), 5);
    b.keys(&[Key::Up]);
    let told =
        ask(Question::Fallback { check: Some(check(1)), ticket: None, kind: FallbackKind::MynaPortal });
    assert_eq!(b.effects[0], told, "it is with the check already");
}

#[test]
fn an_answer_before_the_journal_s_loses_no_ticket() {
    let mut b = Bench::new(settings());
    b.card(content(None));
    b.keys(&[Key::Ok]);
    b.does(Event::Scan(ticket(1)));
    assert_eq!(b.does(settled(1, Says::Valid)), [Effect::Attach { check: check(1), ticket: ticket(1) }]);
    assert_eq!((b.id(), tail(&b).as_deref()), ("valid", Some("0001")));
}

#[test]
fn a_check_that_was_not_kept_gives_its_ticket_back() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(1)));
    b.card(content(None));
    b.keys(&[Key::Ok]);
    b.does(Event::NotSaved { check: check(1), why: SaveFailure::Failed(Failure::new(codes::J106)) });
    assert_eq!(tail(&b).as_deref(), Some("0001"));
    b.keys(&[Key::Up, Key::Ok]);
    let told =
        ask(Question::Fallback { check: None, ticket: Some(ticket(1)), kind: FallbackKind::Certificate });
    assert_eq!(b.effects, [told]);
    assert_eq!(tail(&b), None, "used");
}

#[test]
fn a_check_that_may_be_kept_keeps_its_ticket_from_the_next_one() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(1)));
    b.card(content(None));
    b.keys(&[Key::Ok]);
    b.secs(15);
    assert_eq!(b.id(), "not_saved");
    b.keys(&[Key::Ok]);
    assert_eq!((b.id(), tail(&b)), ("ready", None));
}

#[test]
fn what_was_scanned_while_the_disk_was_slow_is_put_to_the_check_that_is_kept_after_all() {
    let attach = |n| [Effect::Attach { check: check(1), ticket: ticket(n) }];
    for late in [1, 2] {
        let mut b = Bench::new(settings());
        b.card(content(None));
        b.keys(&[Key::Ok]);
        b.does(Event::Scan(ticket(1)));
        b.secs(15);
        assert_eq!(b.id(), "not_saved");
        if late == 2 {
            assert_eq!(b.does(Event::Scan(ticket(2))), [], "it is not known to be in the journal");
            assert_eq!(b.does(settled(1, Says::Valid)), attach(2));
            assert_eq!(b.id(), "valid");
        } else {
            b.saved(1);
            assert_eq!((b.id(), &b.effects[..]), ("pending", &attach(1)[..]));
        }
        b.secs(130);
        assert_eq!((b.id(), tail(&b)), ("ready", None), "nothing is left for the next person");
    }
}

#[test]
fn a_ticket_can_be_put_to_a_check_that_is_looked_at_again() {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Digit(1)]);
    b.replies(Reply::Listed { rows: vec![row(7)], total: 1 });
    b.keys(&[Key::Ok]);
    b.replies(Reply::Recalled(Ok(Box::new(recalled(7, None)))));
    assert_eq!(b.does(Event::Scan(ticket(1))), [Effect::Attach { check: check(7), ticket: ticket(1) }]);
    assert_eq!(tail(&b).as_deref(), Some("0001"));
}

#[test]
fn no_ticket_is_printed() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(42)));
    let mut printed = format!("{:?}{:?}", b.desk, Event::Scan(ticket(42)));
    b.card(content(None));
    b.keys(&[Key::Ok]);
    printed += &format!("{:?}{:?}", b.desk, b.effects);
    assert!(!printed.contains("0042") && !printed.contains("2650000"), "{printed}");
}

#[test]
fn a_kept_ticket_is_heard_but_never_while_the_card_must_stay() {
    let heard = |b: &mut Bench| b.all(Event::Scan(ticket(3))).contains(&Effect::Buzz(Buzz::CardDone));
    let mut b = Bench::new(pin_settings());
    assert!(heard(&mut b), "ready");
    b.keys(&[Key::Ok]);
    assert!(heard(&mut b), "the menu does not show it");
    b.does(Event::CardPlaced);
    assert_eq!((b.id(), heard(&mut b)), ("reading", false));
    b.does(Event::CardRead { read: AskId(1), content: content(Some(3)) });
    assert_eq!((b.id(), heard(&mut b)), ("pin_entry", false));
    b.pin([1, 2, 3, 4]);
    assert_eq!((b.id(), heard(&mut b)), ("signing", false));
}

#[test]
fn a_ticket_that_waits_for_the_next_try_does_not_sound_like_success() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(3)));
    b.card(content(None));
    b.keys(&[Key::Ok]);
    let why = SaveFailure::Failed(Failure::new(codes::J106));
    let effects = b.all(Event::NotSaved { check: check(1), why });
    assert!(effects.contains(&Effect::Buzz(Buzz::Attention)), "{effects:?}");
    assert!(!effects.contains(&Effect::Buzz(Buzz::CardDone)), "{effects:?}");
}
