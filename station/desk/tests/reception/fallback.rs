//! Another proof, and reading aloud.

use crate::kit::*;
use desk::*;
use model::*;
use std::time::Duration;
use wire::{LineGrade, ReaderState, ReceptionNumber};

type Way = fn(&mut Bench);

/// Every screen that offers another proof, how to get there, and for which check it is then.
fn offering() -> Vec<(&'static str, Option<u8>, Way)> {
    fn verdict(b: &mut Bench, says: Says) {
        b.waiting(1);
        b.does(settled(1, says));
        b.secs(1);
    }
    fn recalled_as(b: &mut Bench, says: Option<Says>) {
        b.keys(&[Key::Ok, Key::Digit(1)]);
        b.replies(Reply::Listed { rows: vec![row(7)], total: 1 });
        b.keys(&[Key::Ok]);
        b.replies(Reply::Recalled(Ok(Box::new(recalled(7, says)))));
        b.secs(1);
    }
    fn not_saved(b: &mut Bench, why: SaveFailure) {
        b.card(content(None));
        b.keys(&[Key::Ok]);
        b.does(Event::NotSaved { check: check(1), why });
    }
    vec![
        ("valid_not_covered", Some(1), |b| verdict(b, Says::ValidElsewhere)),
        ("invalid", Some(1), |b| verdict(b, Says::Invalid)),
        ("invalid_newer", Some(1), |b| verdict(b, Says::Newer)),
        ("no_match", Some(1), |b| verdict(b, Says::NoMatch)),
        ("multiple", Some(1), |b| verdict(b, Says::Multiple)),
        ("inconsistent", Some(1), |b| verdict(b, Says::Nonsense)),
        ("refused", Some(1), |b| verdict(b, Says::Refused)),
        ("too_old", Some(1), |b| verdict(b, Says::TooOld)),
        ("pending", Some(1), |b| {
            b.waiting(1);
            b.secs(10);
        }),
        ("journal_full", None, |b| not_saved(b, SaveFailure::Full(Failure::new(codes::J201)))),
        ("not_saved", None, |b| not_saved(b, SaveFailure::Failed(Failure::new(codes::J106)))),
        ("card_problem", None, |b| {
            b.does(Event::CardPlaced);
            b.does(Event::CardRemoved);
        }),
        ("certificate_unusable", None, |b| {
            b.card(CardContent { not_after: at("2026-01-31T14:59:59Z"), ..content(None) });
        }),
        ("pin_locked", None, |b| {
            b.keys(&[Key::Up]);
            b.card(content(Some(0)));
        }),
        ("no_challenge", None, |b| {
            b.keys(&[Key::Up]);
            b.does(Event::Book(0));
            b.card(content(Some(3)));
        }),
        ("reader_trouble", None, |b| {
            b.does(Event::Reader(ReaderState::Absent));
        }),
        ("recalled", Some(7), |b| recalled_as(b, Some(Says::NoMatch))),
        ("recalled", Some(7), |b| recalled_as(b, None)),
    ]
}

fn fallback(b: &Bench) -> Vec<(Option<wire::CheckId>, FallbackKind)> {
    let told = b.effects.iter().filter_map(|e| match e {
        Effect::Ask { question: Question::Fallback { check, kind, .. }, .. } => Some((*check, *kind)),
        _ => None,
    });
    told.collect()
}

#[test]
fn another_proof_takes_two_key_presses_from_every_screen_that_offers_it() {
    let presses = [
        ([Key::Up, Key::Up], FallbackKind::MynaPortal),
        ([Key::Up, Key::Down], FallbackKind::Notice),
        ([Key::Up, Key::Ok], FallbackKind::Certificate),
        ([Key::Up, Key::Digit(1)], FallbackKind::MynaPortal),
        ([Key::Up, Key::Digit(4)], FallbackKind::Later),
        ([Key::Down, Key::Ok], FallbackKind::Later),
    ];
    for (id, about, way) in offering() {
        for (keys, kind) in presses {
            let mut b = Bench::new(settings());
            way(&mut b);
            assert_eq!(b.id(), id);
            b.lines();
            b.keys(&keys[..1]);
            assert_eq!(fallback(&b), [], "{id}: one key alone records nothing");
            b.keys(&keys[1..]);
            let line = match about {
                Some(number) => format!("fallback_recorded {number} {kind}"),
                None => format!("fallback_recorded {kind}"),
            };
            let about = about.map(check);
            assert_eq!(fallback(&b), [(about, kind)], "{id} {keys:?}");
            assert_eq!(b.lines(), [line], "{id}");
            assert_eq!(b.id(), "looking", "not recorded before it is on disk");
            b.replies(Reply::FallbackKept(Ok(())));
            assert!(matches!(b.screen(), Screen::FallbackKept { kind: k, .. } if k == kind), "{id}");
            assert!(b.secs(9).is_empty() && b.id() == "fallback_kept", "{id}: there is time to read it");
            b.secs(1);
            assert!(["ready", "reader_trouble"].contains(&b.id()), "{id}");
        }
    }
}

#[test]
fn back_leads_to_the_same_screen_and_records_nothing() {
    for (id, _, way) in offering() {
        for key in [Key::Up, Key::Down] {
            let mut b = Bench::new(settings());
            way(&mut b);
            let before = b.screen();
            b.lines();
            b.keys(&[key, Key::Back]);
            assert_eq!((b.screen(), b.lines()), (before, vec![]), "{id}");
        }
    }
}

#[test]
fn a_good_verdict_asks_for_no_other_proof() {
    for voice in [false, true] {
        let mut b = Bench::new(Settings { speech: voice, ..settings() });
        b.waiting(1);
        b.does(settled(1, Says::Valid));
        b.secs(1);
        b.keys(&[Key::Down]);
        assert_eq!(b.id(), "valid");
        b.keys(&[Key::Up]);
        assert_eq!((b.id(), b.effects.contains(&Effect::Speak)), ("valid", voice));
    }
}

#[test]
fn a_proof_that_is_not_kept_is_not_said_to_be() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.secs(10);
    b.keys(&[Key::Up, Key::Up]);
    let failure = Failure::new(codes::J106);
    b.replies(Reply::FallbackKept(Err(failure.clone())));
    assert_eq!(b.screen(), Screen::NotDone(failure));
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.secs(10);
    b.keys(&[Key::Up, Key::Up]);
    b.secs(15);
    assert!(
        matches!(b.screen(), Screen::NotDone(failure) if failure.code == codes::D203),
        "nor when nobody answers"
    );
}

#[test]
fn a_proof_that_was_recorded_after_all_is_said_to_be_and_only_that_one() {
    let silent = || {
        let mut b = Bench::new(settings());
        b.waiting(1);
        b.secs(10);
        b.keys(&[Key::Up, Key::Up]);
        b.secs(15);
        assert_eq!(b.id(), "not_done");
        b
    };
    let mut b = silent();
    b.replies(Reply::FallbackKept(Ok(())));
    assert!(matches!(
        b.screen(),
        Screen::FallbackKept { kind: FallbackKind::MynaPortal, reception: Some(_) }
    ));
    // The same comes when somebody else's is being recorded.
    let mut b = silent();
    let first = b.asked;
    b.keys(&[Key::Ok, Key::Ok, Key::Digit(2), Key::Digit(4)]);
    assert_eq!(fallback(&b), [(None, FallbackKind::Later)]);
    b.does(Event::Reply { ask: first, reply: Reply::FallbackKept(Ok(())) });
    assert_eq!(b.id(), "looking", "that was the one before");
    b.replies(Reply::FallbackKept(Ok(())));
    assert!(matches!(b.screen(), Screen::FallbackKept { kind: FallbackKind::Later, reception: None }));
}

#[test]
fn an_answer_that_comes_while_the_proof_is_chosen_changes_no_key_and_is_shown_afterwards() {
    for keys in [&[Key::Up][..], &[Key::Back]] {
        let mut b = Bench::new(settings());
        b.waiting(1);
        b.secs(10);
        b.keys(&[Key::Up]);
        assert_eq!(b.desk.awaits(), Some(check(1)), "it is still awaited");
        b.does(settled(1, Says::Valid));
        assert_eq!((b.id(), b.desk.awaits()), ("fallback_papers", None));
        b.does(settled(1, Says::Valid));
        assert_eq!(b.effects, [], "the same again changes nothing");
        b.keys(keys);
        if keys == [Key::Up] {
            assert_eq!(fallback(&b), [(Some(check(1)), FallbackKind::MynaPortal)]);
            b.replies(Reply::FallbackKept(Ok(())));
            b.secs(10);
        }
        assert_eq!(b.id(), "valid");
        assert_eq!(b.secs(60), [Effect::HandedOver(check(1))], "a whole look, and once");
    }
}

#[test]
fn a_verdict_is_handed_over_when_a_proof_was_recorded_for_it_and_its_time_does_not_stop() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.does(settled(1, Says::Invalid));
    b.secs(50);
    b.keys(&[Key::Up, Key::Back]);
    assert_eq!(b.id(), "invalid");
    b.keys(&[Key::Up]);
    b.secs(20);
    assert_eq!(b.id(), "fallback_papers", "there is time to choose");
    assert_eq!(b.does(Event::Key(Key::Back)), [Effect::HandedOver(check(1))]);
    assert_eq!(b.id(), "ready", "the person's time on the panel was over");
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.does(settled(1, Says::Invalid));
    b.secs(1);
    b.keys(&[Key::Up, Key::Ok]);
    assert!(b.effects.contains(&Effect::HandedOver(check(1))));
    assert!(!b.secs(200).contains(&Effect::HandedOver(check(1))));
}

#[test]
fn the_next_card_waits_for_the_proof_to_be_chosen() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.secs(10);
    b.keys(&[Key::Up]);
    b.does(Event::CardRemoved);
    assert_eq!(b.does(Event::CardPlaced), []);
    assert_eq!(b.id(), "fallback_papers");
    b.keys(&[Key::Up]);
    b.replies(Reply::FallbackKept(Ok(())));
    assert_eq!(b.id(), "fallback_kept", "seen for a moment");
    assert!(matches!(b.pass(Duration::from_millis(1_500)), [Effect::ReadCard { .. }]));
}

#[test]
fn without_a_check_to_be_finished_a_card_is_read_at_once() {
    for (id, about, way) in offering().into_iter().filter(|(id, ..)| *id != "reader_trouble") {
        for key in [Key::Up, Key::Down] {
            let mut b = Bench::new(settings());
            way(&mut b);
            b.keys(&[key]);
            b.does(Event::CardRemoved);
            let read = matches!(b.does(Event::CardPlaced), [Effect::ReadCard { .. }]);
            assert_eq!(read, about.is_none(), "{id}");
        }
    }
}

#[test]
fn an_answer_that_came_meanwhile_is_not_lost_to_the_next_card() {
    let mut b = Bench::new(settings());
    b.card(content(None));
    b.keys(&[Key::Ok]);
    b.secs(15);
    b.keys(&[Key::Up]);
    b.does(settled(1, Says::Invalid));
    b.does(Event::CardRemoved);
    assert_eq!(b.does(Event::CardPlaced), []);
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "invalid");
}

#[test]
fn somebody_without_a_card_is_recorded_from_the_menu() {
    let mut b = Bench::new(settings());
    b.does(Event::Scan(ticket(1)));
    b.keys(&[Key::Ok, Key::Digit(2)]);
    b.keys(&[Key::Ok]);
    assert_eq!(
        (b.id(), b.effects.len()),
        ("without_card", 0),
        "nothing is selected that one OK could record"
    );
    b.keys(&[Key::Down, Key::Down, Key::Down, Key::Down, Key::Ok]);
    let told = ask(Question::Fallback { check: None, ticket: Some(ticket(1)), kind: FallbackKind::Later });
    assert_eq!(b.effects, [told]);
    assert_eq!(b.desk.view(b.now).ticket, None, "the ticket is used");
}

#[test]
fn a_check_that_turns_out_kept_while_a_proof_is_chosen_gets_it() {
    let mut b = Bench::new(settings());
    b.card(content(None));
    b.keys(&[Key::Ok]);
    b.secs(15);
    assert_eq!(b.id(), "not_saved");
    b.keys(&[Key::Up]);
    assert_eq!(b.screen(), Screen::FallbackPapers { reception: None });
    b.saved(1);
    assert_eq!(b.screen(), Screen::FallbackPapers { reception: Some(ReceptionNumber(1)) });
    b.keys(&[Key::Up]);
    assert_eq!(fallback(&b), [(Some(check(1)), FallbackKind::MynaPortal)]);
}

#[test]
fn a_result_is_read_aloud_on_request_only_and_silence_follows_the_screen() {
    let voice = || Settings { speech: true, ..settings() };
    let mut b = Bench::new(voice());
    b.waiting(1);
    b.does(settled(1, Says::Valid));
    assert_eq!(b.does(Event::Key(Key::Up)), [], "meant for the screen before");
    b.secs(1);
    b.lines();
    assert_eq!(b.does(Event::Key(Key::Up)), [Effect::Speak]);
    assert_eq!(b.lines(), ["spoken 1"]);
    assert_eq!(b.does(Event::Key(Key::Ok)), [Effect::HandedOver(check(1)), Effect::StopSpeaking]);

    let mut b = Bench::new(voice());
    b.waiting(1);
    b.does(settled(1, Says::Invalid));
    b.secs(1);
    b.keys(&[Key::Down]);
    assert_eq!(
        b.screen(),
        Screen::FallbackOther { reception: Some(ReceptionNumber(1)), speech: true, details: false }
    );
    assert_eq!(b.does(Event::Key(Key::Up)), [Effect::Speak]);
    assert_eq!(b.id(), "invalid", "what is read aloud can be read along");
}

#[test]
fn what_nobody_has_seen_is_not_read_aloud() {
    let mut b = Bench::new(Settings { speech: true, ..settings() });
    b.does(Event::Line(LineGrade::Down));
    b.waiting(1);
    b.secs(2);
    b.keys(&[Key::Down]);
    b.does(settled(1, Says::Valid));
    assert!(!b.does(Event::Key(Key::Up)).contains(&Effect::Speak), "the verdict came since");
    assert_eq!(b.id(), "valid");
}

#[test]
fn without_a_voice_nothing_offers_to_read_aloud() {
    let mut b = Bench::new(settings());
    b.waiting(1);
    b.does(settled(1, Says::Invalid));
    b.secs(1);
    b.keys(&[Key::Down]);
    assert!(matches!(b.screen(), Screen::FallbackOther { speech: false, .. }));
    assert_eq!(b.does(Event::Key(Key::Up)), []);
    assert_eq!(b.id(), "fallback_other");
}

fn small() -> Settings {
    Settings { details: true, ..settings() }
}

#[test]
fn where_a_verdict_shows_only_what_decides_one_key_shows_the_rest_and_any_key_leads_back() {
    let mut b = Bench::new(small());
    b.waiting(1);
    b.does(settled(1, Says::Valid));
    b.keys(&[Key::Down]);
    assert_eq!(b.id(), "valid", "meant for the screen before");
    b.secs(1);
    let verdict = b.screen();
    for key in [Key::Ok, Key::Back, Key::Up, Key::Down, Key::Digit(5)] {
        b.keys(&[Key::Down]);
        assert_eq!(b.screen(), Screen::Details(Box::new(verdict.clone())));
        b.keys(&[key]);
        assert_eq!(b.screen(), verdict, "{key:?}");
    }
    // It is as old as its verdict.
    b.keys(&[Key::Down]);
    b.secs(60);
    assert_eq!(b.id(), "ready");
}

#[test]
fn where_the_verdict_is_no_the_rest_is_among_what_else_there_is() {
    for says in [Says::ValidElsewhere, Says::Invalid] {
        let mut b = Bench::new(small());
        b.waiting(1);
        b.does(settled(1, says));
        b.secs(1);
        let verdict = b.screen();
        b.keys(&[Key::Down]);
        assert!(matches!(b.screen(), Screen::FallbackOther { details: true, .. }));
        b.keys(&[Key::Down]);
        assert_eq!(b.screen(), Screen::Details(Box::new(verdict.clone())));
        b.keys(&[Key::Ok]);
        assert_eq!(b.screen(), verdict);
    }
}

#[test]
fn the_next_card_takes_the_details_away_with_their_verdict() {
    let mut b = Bench::new(small());
    b.waiting(1);
    b.does(settled(1, Says::Valid));
    b.secs(1);
    b.keys(&[Key::Down]);
    b.does(Event::CardRemoved);
    assert_eq!(b.id(), "valid");
    b.keys(&[Key::Down]);
    b.does(Event::CardPlaced);
    b.secs(3);
    assert_eq!(b.id(), "reading");
}

#[test]
fn where_nobody_was_found_or_the_display_shows_all_there_are_no_details() {
    let mut nobody = Bench::new(small());
    nobody.waiting(1);
    nobody.does(settled(1, Says::NoMatch));
    let mut large = Bench::new(settings());
    large.waiting(1);
    large.does(settled(1, Says::Invalid));
    for b in [&mut nobody, &mut large] {
        b.secs(1);
        b.keys(&[Key::Down]);
        assert!(matches!(b.screen(), Screen::FallbackOther { details: false, .. }));
        b.keys(&[Key::Down]);
        assert_eq!(b.id(), "fallback_other");
    }
}
