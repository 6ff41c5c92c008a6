//! The day: its choice at the beginning, the menu and the settings in between, its numbers at the end.

use crate::kit::*;
use desk::*;
use model::*;
use std::time::Duration;
use wire::{Method, Purpose, Queue};

fn begin() -> Bench {
    let sites = ["見本町役場", "試験公民館"].map(String::from).to_vec();
    let mut b = Bench::new(Settings { login: Login::Required, sites, ..settings() });
    b.does(Event::Roster(roster(1)));
    b.pin([1, 2, 3, 4]);
    b.replies(Reply::Login(Ok(LoginAnswer::Accepted { staff: "s-01".parse().unwrap(), needs_badge: false })));
    b
}

#[test]
fn the_day_begins_with_site_method_and_purpose() {
    let mut b = begin();
    assert_eq!(b.id(), "choose_site");
    b.keys(&[Key::Down, Key::Ok]);
    assert_eq!(b.id(), "choose_method");
    b.keys(&[Key::Digit(2)]);
    assert_eq!(b.id(), "choose_purpose");
    b.keys(&[Key::Digit(2)]);
    let day =
        DayChoice {
            site: Some("試験公民館".into()), method: Method::Pin, purpose: Purpose::HealthGuidance
        };
    assert_eq!(b.effects, [Effect::ChooseDay(day)]);
    assert_eq!((b.id(), b.lines()), ("ready", vec!["logged_in".into(), "day_chosen".into()]));
    let view = b.desk.view(b.now);
    assert_eq!(
        (view.site.as_deref(), view.method, view.purpose),
        (Some("試験公民館"), Method::Pin, Purpose::HealthGuidance)
    );
}

#[test]
fn identity_only_never_becomes_a_purpose_and_the_reason_is_shown() {
    let mut b = begin();
    b.keys(&[Key::Ok, Key::Ok, Key::Digit(3)]);
    assert_eq!((b.id(), b.effects.len()), ("purpose_refused", 0));
    b.keys(&[Key::Ok]);
    assert_eq!(b.id(), "choose_purpose", "there is no way on but a purpose");
    b.keys(&[Key::Digit(3)]);
    b.secs(120);
    assert_eq!(b.id(), "choose_purpose");
    b.keys(&[Key::Digit(1)]);
    assert_eq!(b.id(), "ready");
}

#[test]
fn back_in_the_choice_goes_back_and_changes_nothing() {
    let mut b = begin();
    b.keys(&[Key::Ok, Key::Ok, Key::Back]);
    assert_eq!(b.id(), "choose_method");
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "choose_site");
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "passcode", "nothing else is possible before the day is chosen");
    assert_eq!(b.lines(), ["logged_in", "logged_out"]);
}

#[test]
fn a_day_that_was_chosen_is_not_asked_again_until_the_next_one() {
    let mut b = Bench::new(Settings { login: Login::Required, ..settings() });
    b.does(Event::Roster(roster(1)));
    let day = DayChoice { site: None, method: Method::Pin, purpose: Purpose::HealthCheckup };
    b.day(Some(day));
    b.pin([1, 2, 3, 4]);
    b.replies(Reply::Login(Ok(LoginAnswer::Accepted { staff: "s-01".parse().unwrap(), needs_badge: false })));
    assert_eq!((b.id(), b.desk.view(b.now).method), ("ready", Method::Pin));
    b.day(None);
    assert_eq!(b.id(), "choose_method", "no sites: the site is not asked");
}

#[test]
fn a_card_put_down_while_the_day_is_chosen_is_read_afterwards_by_what_was_chosen() {
    let mut b = begin();
    assert_eq!(b.does(Event::CardPlaced), []);
    b.keys(&[Key::Ok, Key::Digit(2), Key::Digit(1)]);
    assert!(matches!(b.effects[..], [Effect::ChooseDay(_), Effect::ReadCard { tries: true, .. }]));
}

#[test]
fn the_menu_works_without_logins_and_has_no_lock_there() {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok]);
    let Screen::Choice(first) = b.screen() else { panic!() };
    assert_eq!((first.rows.len(), first.total, first.offset), (5, 6, 0), "the first page");
    b.keys(&[Key::Up]);
    let Screen::Choice(last) = b.screen() else { panic!() };
    assert_eq!(
        (last.rows, last.selected),
        (vec![ChoiceRow::Menu(MenuItem::EndOfDay)], Some(0)),
        "it goes round"
    );
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "ready");
    b.keys(&[Key::Ok]);
    b.secs(120);
    assert_eq!(b.id(), "ready", "and by time alone");
}

#[test]
fn the_choice_can_be_changed_in_the_day() {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Digit(3), Key::Digit(2), Key::Back, Key::Back]);
    assert_eq!((b.id(), b.desk.view(b.now).method), ("menu", Method::Visual), "nothing was changed");
    b.keys(&[Key::Digit(3), Key::Digit(2), Key::Digit(1)]);
    assert_eq!(b.desk.view(b.now).method, Method::Pin);
    assert_eq!(b.lines(), ["day_chosen"]);
}

#[test]
fn picture_and_sound_change_at_once_and_are_kept() {
    let mut b = Bench::new(settings());
    let [Effect::Ask { ask, question: Question::Prefs }, ..] = b.all(Event::Started)[..] else { panic!() };
    let prefs = Prefs { volume: 5, brightness: 0, language: Language::Japanese };
    b.does(Event::Reply { ask, reply: Reply::Prefs(prefs) });
    b.keys(&[Key::Ok, Key::Digit(4), Key::Ok]);
    let silent = Prefs { volume: 0, brightness: 1, language: Language::Japanese };
    assert_eq!(b.effects, [Effect::Prefs(silent)], "after the loudest comes silence; nothing is dark");
    b.keys(&[Key::Down, Key::Down, Key::Ok]);
    assert_eq!(b.desk.view(b.now).language, Language::English);
    let Screen::Choice(choice) = b.screen() else { panic!() };
    assert_eq!(
        (choice.selected, choice.rows[2].clone()),
        (Some(2), ChoiceRow::Pref(Pref::Language(Language::English)))
    );
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "menu");
}

#[test]
fn a_card_begins_a_check_from_every_screen_that_rests() {
    let menus: [&[Key]; 5] = [&[], &[Key::Digit(1)], &[Key::Digit(2)], &[Key::Digit(4)], &[Key::Digit(5)]];
    for keys in menus {
        let mut b = Bench::new(settings());
        b.keys(&[Key::Ok]);
        b.keys(keys);
        assert!(matches!(b.does(Event::CardPlaced), [Effect::ReadCard { .. }]), "{keys:?}");
        assert_eq!(b.id(), "reading", "and it shows at once");
    }
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Digit(6)]);
    b.replies(Reply::Numbers(numbers()));
    assert!(matches!(b.does(Event::CardPlaced), [Effect::ReadCard { .. }]));
}

#[test]
fn the_end_of_the_day_tells_its_numbers_and_asks_before_it_switches_off() {
    let mut b = Bench::new(settings());
    b.does(Event::Queue(Queue { waiting: 4, oldest_s: Some(60), unacknowledged: 0 }));
    b.keys(&[Key::Ok, Key::Digit(6)]);
    assert_eq!((b.id(), &b.effects[..]), ("looking", &[ask(Question::Numbers)][..]));
    b.replies(Reply::Numbers(numbers()));
    assert_eq!(b.screen(), Screen::DayNumbers(Box::new(numbers())));
    b.keys(&[Key::Ok]);
    assert_eq!(b.screen(), Screen::PowerOffAsk { waiting: 4, late: 0 }, "as it is now");
    assert_eq!(b.does(Event::CardPlaced), [], "not while it is being decided");
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "reading", "the card was not forgotten");
    b.does(Event::CardRemoved);
    b.keys(&[Key::Ok, Key::Ok, Key::Digit(6)]);
    b.replies(Reply::Numbers(numbers()));
    b.keys(&[Key::Ok, Key::Ok]);
    assert_eq!((b.id(), &b.effects[..]), ("powering_off", &[Effect::PowerOff][..]));
    assert_eq!(b.lines(), ["day_ended", "power_off"]);
    b.keys(&[Key::Ok, Key::Back]);
    assert_eq!(b.id(), "powering_off");
    b.secs(60);
    assert_eq!(b.id(), "ready", "it could not go off");
}

#[test]
fn numbers_that_do_not_come_are_told() {
    let mut b = Bench::new(settings());
    b.keys(&[Key::Ok, Key::Digit(6)]);
    b.secs(10);
    let Screen::NotDone(failure) = b.screen() else { panic!() };
    assert_eq!(failure.code, codes::D204);
    b.secs(10);
    assert_eq!(b.id(), "ready");
}

#[test]
fn the_time_is_japan_s_to_the_minute_and_only_when_it_is_known() {
    let mut b = Bench::new(settings());
    b.pass(Duration::from_millis(61_500));
    assert_eq!(b.desk.view(b.now).time, Some(jiff::civil::time(9, 31, 0, 0)));
    let next = b.now.mono + Duration::from_millis(58_500);
    assert!(b.all(Event::Wake).contains(&Effect::WakeAt(next)), "it is woken for the next minute");
    b.now.synchronised = false;
    assert_eq!(b.desk.view(b.now).time, None);
}

#[test]
fn a_check_keeps_the_site_of_the_moment_it_began_when_the_day_ends_or_the_clock_is_set_meanwhile() {
    for when in ["reading", "comparing"] {
        let mut b = begin();
        b.keys(&[Key::Down, Key::Ok, Key::Digit(1), Key::Digit(1)]);
        let [Effect::ReadCard { read, .. }] = b.does(Event::CardPlaced) else { panic!() };
        let read = *read;
        if when == "reading" {
            b.day(None);
        }
        b.does(Event::CardRead { read, content: content(None) });
        b.day(None);
        assert_eq!(b.id(), "compare");
        let [Effect::Capture { site, .. }] = b.does(Event::Key(Key::Ok)) else { panic!() };
        assert_eq!(site.as_deref(), Some("試験公民館"), "{when}");
    }
}

#[test]
fn a_choice_that_is_told_again_undoes_no_toggle() {
    let mut b = begin();
    b.keys(&[Key::Ok, Key::Digit(1), Key::Digit(1), Key::Down]);
    let toggled = b.desk.view(b.now).purpose;
    assert_eq!(toggled, Purpose::HealthGuidance);
    let day = DayChoice {
        site: Some("見本町役場".into()),
        method: Method::Visual,
        purpose: Purpose::HealthCheckup,
    };
    b.day(Some(day));
    assert_eq!(b.desk.view(b.now).purpose, toggled);
    let another = DayChoice { site: None, method: Method::Visual, purpose: Purpose::HealthCheckup };
    b.day(Some(another));
    assert_eq!(b.desk.view(b.now).purpose, Purpose::HealthCheckup);
}
