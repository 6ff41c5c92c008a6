//! Looking back.

use crate::kit::*;
use desk::*;
use model::*;
use std::time::Duration;
use wire::ReceptionNumber;

fn rows(numbers: impl IntoIterator<Item = u8>) -> Vec<CheckRow> {
    numbers.into_iter().map(row).collect()
}

fn list() -> Bench {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Digit(1)]);
    assert_eq!(b.effects, [ask(Question::List { offset: 0, find: Find::All })]);
    assert_eq!(b.id(), "looking");
    b.replies(Reply::Listed { rows: rows(1..=5), total: 12 });
    b
}

fn choice(b: &Bench) -> Choice {
    let Screen::Choice(choice) = b.screen() else { panic!("{:?}", b.screen()) };
    choice
}

fn open(b: &mut Bench, number: u8, says: Option<Says>) {
    b.keys(&[Key::Ok]);
    assert_eq!(b.effects, [ask(Question::Recall { check: check(number) })]);
    b.replies(Reply::Recalled(Ok(Box::new(recalled(number, says)))));
}

#[test]
fn the_list_is_paged_with_up_and_down() {
    let mut b = list();
    b.keys(&[Key::Down, Key::Down, Key::Down, Key::Down]);
    assert_eq!((choice(&b).selected, choice(&b).offset), (Some(4), 0));
    assert_eq!(b.does(Event::Key(Key::Down)), [ask(Question::List { offset: 5, find: Find::All })]);
    assert_eq!(choice(&b).offset, 0, "what was shown stays until it comes");
    assert_eq!(b.does(Event::Key(Key::Ok)), [], "which row would be meant?");
    b.replies(Reply::Listed { rows: rows(6..=10), total: 12 });
    assert_eq!((choice(&b).selected, choice(&b).offset), (Some(0), 5));
    b.keys(&[Key::Up]);
    b.replies(Reply::Listed { rows: rows(1..=5), total: 12 });
    assert_eq!((choice(&b).selected, choice(&b).offset), (Some(4), 0));
}

#[test]
fn a_list_that_became_shorter_is_fetched_from_its_beginning() {
    let mut b = list();
    b.keys(&[Key::Down; 5]);
    assert_eq!(
        b.replies(Reply::Listed { rows: vec![], total: 3 }),
        [ask(Question::List { offset: 0, find: Find::All })]
    );
}

#[test]
fn digits_look_for_a_reception_number_and_a_scan_for_a_ticket() {
    let mut b = list();
    assert_eq!(b.does(Event::Key(Key::Digit(0))), [], "no number begins with 0");
    b.keys(&[Key::Digit(1)]);
    b.keys(&[Key::Digit(2)]);
    let number = |n| ask(Question::List { offset: 0, find: Find::Number(ReceptionNumber(n)) });
    assert_eq!(b.effects, [number(12)]);
    b.replies(Reply::Listed { rows: rows([12]), total: 1 });
    assert_eq!(choice(&b).find, Some(Searched::Number("12".into())));
    assert_eq!(b.does(Event::Key(Key::Back)), [number(1)]);
    assert_eq!(
        b.does(Event::Scan(ticket(3))),
        [ask(Question::List { offset: 0, find: Find::Ticket(ticket(3)) })]
    );
    b.replies(Reply::Listed { rows: vec![], total: 0 });
    assert_eq!((choice(&b).find, choice(&b).total), (Some(Searched::Ticket(ticket(3).tail())), 0));
    assert_eq!(b.does(Event::Key(Key::Ok)), [], "nothing was found");
    assert_eq!(b.does(Event::Key(Key::Back)), [ask(Question::List { offset: 0, find: Find::All })]);
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "menu");
    assert_eq!(b.desk.view(b.now).ticket, None, "it was searched, not kept for the next check");
}

#[test]
fn a_check_is_shown_again_marked_as_such_noted_once_and_for_as_long_as_a_verdict() {
    let mut b = list();
    b.keys(&[Key::Down]);
    open(&mut b, 2, Some(Says::Valid));
    let Screen::Recalled { inner, source, .. } = b.screen() else { panic!() };
    assert!(matches!(*inner, Screen::Valid { .. }));
    assert_eq!((source, b.lines()), (Source::Centre, vec!["recalled 2".to_owned()]));
    assert_eq!(b.desk.view(b.now).ticket.as_deref(), Some("5678"));
    let lamp = b.all(Event::Wake);
    assert!(!lamp.contains(&Effect::Lamp(Lamp::Good)), "an old verdict lights no green");
    b.secs(59);
    assert_eq!(b.id(), "recalled");
    b.secs(1);
    assert_eq!((b.id(), b.lines()), ("ready", vec![]));
}

#[test]
fn from_a_check_back_leads_to_the_list_with_that_check_selected() {
    let mut b = list();
    b.keys(&[Key::Down; 3]);
    open(&mut b, 4, Some(Says::NoMatch));
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "recalled", "a key this soon was meant for the list");
    b.secs(1);
    assert_eq!(b.does(Event::Key(Key::Back)), [ask(Question::List { offset: 0, find: Find::All })]);
    b.replies(Reply::Listed { rows: rows(1..=5), total: 12 });
    assert_eq!(choice(&b).selected, Some(3));
}

#[test]
fn a_check_that_waits_is_shown_as_unconfirmed() {
    let mut b = list();
    open(&mut b, 1, None);
    let Screen::Recalled { inner, .. } = b.screen() else { panic!() };
    assert_eq!(*inner, Screen::Pending { reception: ReceptionNumber(1), problem: None });
}

#[test]
fn what_cannot_be_fetched_says_why_and_leads_back_to_the_list() {
    let mut b = list();
    b.keys(&[Key::Ok]);
    let failure = Failure::new(codes::U411);
    b.replies(Reply::Recalled(Err(failure.clone())));
    // The journal records the look before it gives anything, so also one that fails.
    assert_eq!((b.screen(), b.lines()), (Screen::RecallFailed(failure), vec!["recalled 1".to_owned()]));
    b.keys(&[Key::Ok]);
    assert_eq!(b.effects, [ask(Question::List { offset: 0, find: Find::All })]);
    b.replies(Reply::Listed { rows: rows(1..=5), total: 12 });
    b.keys(&[Key::Ok]);
    b.secs(20);
    assert!(
        matches!(b.screen(), Screen::RecallFailed(failure) if failure.code == codes::D205),
        "nor in time"
    );
}

#[test]
fn an_answer_that_is_another_check_s_is_never_shown() {
    for swapped in [
        recalled(2, Some(Says::Valid)),
        Recalled { settlement: Some(*settlement(2, Says::Valid)), ..recalled(1, None) },
    ] {
        let mut b = list();
        b.keys(&[Key::Ok]);
        b.replies(Reply::Recalled(Ok(Box::new(swapped))));
        assert!(matches!(b.screen(), Screen::RecallFailed(failure) if failure.code == codes::D302));
        assert_eq!(b.lines(), ["recalled 1"]);
    }
}

#[test]
fn fetching_can_be_left_and_what_comes_then_is_not_shown() {
    let mut b = list();
    b.keys(&[Key::Ok, Key::Back]);
    b.replies(Reply::Recalled(Ok(Box::new(recalled(1, Some(Says::Valid))))));
    assert_eq!((b.id(), b.lines()), ("looking", vec!["recalled 1".to_owned()]));
    b.replies(Reply::Listed { rows: rows(1..=5), total: 12 });
    assert_eq!(b.id(), "checks");
}

#[test]
fn the_next_card_closes_what_is_looked_at_when_it_lies_steadily() {
    let mut b = list();
    open(&mut b, 1, Some(Says::Valid));
    b.does(Event::CardPlaced);
    b.secs(1);
    assert_eq!(b.id(), "recalled", "to be seen for two seconds at least");
    assert!(matches!(b.secs(1), [Effect::ReadCard { .. }]));
}

#[test]
fn what_was_searched_before_is_not_taken_for_what_is_searched_now() {
    let mut b = list();
    b.keys(&[Key::Digit(1)]);
    let one = b.asked;
    b.keys(&[Key::Digit(2)]);
    b.does(Event::Reply { ask: one, reply: Reply::Listed { rows: rows(1..=5), total: 5 } });
    b.keys(&[Key::Ok]);
    assert_eq!(b.effects, [], "the rows of 1 are not those of 12");
    b.replies(Reply::Listed { rows: rows([12]), total: 1 });
    assert_eq!(choice(&b).rows, [ChoiceRow::Check(row(12))]);
}

#[test]
fn a_list_that_is_left_alone_gives_way() {
    let mut b = list();
    b.pass(Duration::from_secs(120));
    assert_eq!(b.id(), "ready");
}
