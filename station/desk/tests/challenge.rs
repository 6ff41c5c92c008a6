//! Between the PIN and the card: the challenge that the card signs comes from a book on a disk that may stall. A PIN
//! reaches a card, and a reader asks for one on its own keys, only while that signature of that card is wanted.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic)] // a test; clippy sees helpers as production code

mod kit;
use desk::*;
use kit::*;
use wire::ReaderState;

/// A card was read and a PIN typed; the challenge for it has yet to come.
fn typed() -> Bench {
    let mut b = Bench::new(pin_settings());
    b.book_stalls = true;
    type_pin(&mut b);
    b
}

fn type_pin(b: &mut Bench) {
    b.card(content(Some(3)));
    b.pin([1, 2, 3, 4]);
    assert!(is_draw(&b.effects[0]), "{:?}", b.effects);
    assert_eq!((b.effects.len(), b.id()), (1, "signing"));
}

/// The challenge of an earlier question comes; gives whether a try is spent on it.
fn spends(b: &mut Bench, ask: AskId) -> bool {
    let reply = Reply::Challenge(Some(challenge()));
    let effects = b.does(Event::Reply { ask, reply });
    effects.iter().any(|effect| matches!(effect, Effect::Sign { .. } | Effect::SignByPad { .. }))
}

#[test]
fn invariant_6_a_pin_typed_for_one_card_never_goes_to_the_next() {
    let mut b = typed();
    let late = b.draws.unwrap();
    // The journal stalls; the desk gives up, and the next person's card is read.
    b.secs(60);
    b.does(Event::CardRemoved);
    b.card(content(Some(3)));
    assert!(!spends(&mut b, late));
    assert_eq!(b.id(), "pin_entry");
}

#[test]
fn invariant_6_a_challenge_that_comes_after_the_desk_gave_up_spends_no_try() {
    let mut b = typed();
    let late = b.draws.unwrap();
    b.secs(60);
    assert!(!spends(&mut b, late), "though the same card still lies there");
}

#[test]
fn invariant_6_no_pin_goes_to_a_card_that_was_put_down_after_it_was_typed() {
    for event in [Event::CardRemoved, Event::CardPlaced, Event::Reader(ReaderState::Fault)] {
        let mut b = typed();
        let late = b.draws.unwrap();
        b.does(event.clone());
        assert!(!spends(&mut b, late), "{event:?}");
    }
}

#[test]
fn invariant_6_the_next_person_s_pin_opens_no_way_for_the_one_before() {
    let mut b = typed();
    let late = b.draws.unwrap();
    b.secs(60);
    b.does(Event::CardRemoved);
    type_pin(&mut b);
    let own = b.draws.unwrap();
    assert!(!spends(&mut b, late));
    assert!(spends(&mut b, own), "the wish of now still stands");
}

#[test]
fn invariant_6_a_wish_to_sign_is_good_for_one_try() {
    let mut b = typed();
    let drawn = b.draws.unwrap();
    assert!(spends(&mut b, drawn));
    assert!(!spends(&mut b, drawn));
    // A wrong PIN: the person types again, and that is another wish. Nothing signed over the challenge has left.
    b.does(Event::PinWrong { check: check(1), left: 2 });
    assert!(!spends(&mut b, drawn));
    b.pin([4, 3, 2, 1]);
    assert!(
        matches!(&b.effects[..], [Effect::Sign { pin, challenge: c, .. }] if pin.as_bytes() == b"4321" && *c == challenge())
    );
}

#[test]
fn invariant_6_a_reader_asks_for_a_pin_only_for_the_card_it_was_wanted_for() {
    for event in [None, Some(Event::CardRemoved), Some(Event::CardPlaced), Some(Event::Key(Key::Back))] {
        let mut b = Bench::new(pin_settings());
        b.book_stalls = true;
        b.card(content_on_pad(3));
        let late = b.draws.unwrap();
        let happened = event.clone();
        event.map(|event| b.does(event).len());
        assert_eq!(spends(&mut b, late), happened.is_none(), "{happened:?}");
    }
}

#[test]
fn a_card_that_leaves_before_its_challenge_came_is_told_at_once() {
    let mut b = typed();
    assert_eq!(b.does(Event::CardRemoved), [Effect::ReleaseCard]);
    assert_eq!(b.id(), "card_problem");
}

#[test]
fn a_choice_made_meanwhile_is_not_undone_by_an_answer_that_was_on_its_way() {
    let mut b = Bench::new(settings());
    let asked: Vec<_> = b.all(Event::Started).into_iter().filter_map(|e| kit_ask(&e)).collect();
    let [prefs, day] = asked[..] else { panic!("{asked:?}") };
    // 画面と音: the volume is changed; 会場・方法・目的: PIN and guidance are chosen.
    b.keys(&[Key::Ok, Key::Digit(4), Key::Ok, Key::Back, Key::Back]);
    b.keys(&[Key::Ok, Key::Digit(3), Key::Digit(2), Key::Digit(2)]);
    let before = b.desk.view(b.now);
    let old = model::Prefs { volume: 1, ..model::Prefs::default() };
    assert_eq!(b.does(Event::Reply { ask: prefs, reply: Reply::Prefs(old) }), []);
    assert_eq!(b.does(Event::Reply { ask: day, reply: Reply::Day(None) }), []);
    assert_eq!(b.desk.view(b.now), before);
    b.keys(&[Key::Ok, Key::Digit(4)]);
    let Screen::Choice(choice) = b.screen() else { panic!() };
    assert_eq!(choice.rows[0], ChoiceRow::Pref(Pref::Volume(4)));
}

fn kit_ask(effect: &Effect) -> Option<AskId> {
    if let Effect::Ask { ask, .. } = effect { Some(*ask) } else { None }
}
