//! Login, lock, badges, and adding staff.

use crate::kit::*;
use desk::*;
use model::*;
use std::time::Duration;
use wire::{LineGrade, Method, Purpose};

fn locked_settings() -> Settings {
    Settings { login: Login::Required, ..settings() }
}

fn bench() -> Bench {
    let mut b = Bench::new(locked_settings());
    b.does(Event::Roster(roster(2)));
    let day = DayChoice { site: None, method: Method::Visual, purpose: Purpose::HealthCheckup };
    b.day(Some(day));
    b
}

fn accepted(reference: &str, needs_badge: bool) -> Reply {
    Reply::Login(Ok(LoginAnswer::Accepted { staff: reference.parse().unwrap(), needs_badge }))
}

fn passcode(b: &mut Bench, digits: &[u8]) {
    b.keys(&digits.iter().map(|d| Key::Digit(*d)).collect::<Vec<_>>());
    b.keys(&[Key::Ok]);
}

/// The first of the roster logs in.
fn log_in(b: &mut Bench) {
    b.keys(&[Key::Digit(1)]);
    passcode(b, &[1, 2, 3, 4]);
    b.replies(accepted("s-01", false));
}

fn add_staff_menu(b: &mut Bench) {
    b.keys(&[Key::Ok, Key::Digit(7)]);
}

#[test]
fn the_station_is_locked_from_the_first_moment_and_says_when_nobody_can_log_in() {
    let mut b = Bench::new(locked_settings());
    assert_eq!(b.id(), "looking", "the roster is not known yet");
    b.does(Event::Roster(Vec::new()));
    assert_eq!(b.id(), "no_staff");
    b.does(Event::Roster(roster(1)));
    assert_eq!(b.id(), "passcode", "there is nobody to choose from");
    b.does(Event::Roster(roster(2)));
    assert_eq!(b.id(), "locked");
}

#[test]
fn a_right_passcode_logs_in_and_records_carry_who_it_was() {
    let mut b = bench();
    b.keys(&[Key::Down, Key::Ok]);
    let Screen::Passcode { label, typed: 0, .. } = b.screen() else { panic!("{:?}", b.screen()) };
    assert_eq!(label, "受付 s-02");
    b.keys(&[Key::Back, Key::Digit(1)]);
    passcode(&mut b, &[9, 1, 8]);
    assert_eq!((b.id(), b.effects.len()), ("passcode", 0), "three digits are too few");
    b.keys(&[Key::Digit(2), Key::Ok]);
    let [Effect::Ask { question: Question::Passcode { staff, passcode }, .. }] = &b.effects[..] else {
        panic!("{:?}", b.effects)
    };
    assert_eq!((staff.as_str(), passcode.as_bytes()), ("s-01", &b"9182"[..]));
    assert_eq!(b.id(), "looking");
    b.replies(accepted("s-01", false));
    assert_eq!((b.id(), b.lines()), ("ready", vec!["logged_in".to_owned()]));
    assert_eq!(b.desk.view(b.now).staff.as_deref(), Some("受付 s-01"));
    b.card(content(None));
    let [Effect::Capture { staff, .. }] = b.does(Event::Key(Key::Ok)) else { panic!() };
    assert_eq!(staff.as_str(), "s-01");
}

#[test]
fn an_answer_about_somebody_else_logs_nobody_in() {
    let mut b = bench();
    b.keys(&[Key::Digit(1)]);
    passcode(&mut b, &[1, 2, 3, 4]);
    b.secs(10);
    let Screen::Passcode { problem: Some(LoginProblem::Failed(failure)), .. } = b.screen() else { panic!() };
    assert_eq!(failure.code, codes::D202, "the journal was silent");
    b.keys(&[Key::Back, Key::Digit(2)]);
    passcode(&mut b, &[5, 5, 5, 5]);
    b.replies(accepted("s-01", false));
    assert_eq!((b.id(), b.desk.view(b.now).staff), ("looking", None), "that was the first one's");
}

#[test]
fn an_answer_to_an_earlier_try_counts_neither_for_nor_against_the_next() {
    let mut b = bench();
    b.keys(&[Key::Digit(1)]);
    passcode(&mut b, &[1, 2, 3, 4]);
    let first = b.asked;
    b.secs(10);
    passcode(&mut b, &[5, 5, 5, 5]);
    for reply in [accepted("s-01", false), Reply::Login(Ok(LoginAnswer::Unknown))] {
        b.does(Event::Reply { ask: first, reply });
        assert_eq!((b.id(), b.desk.view(b.now).staff), ("looking", None), "that was the first try's");
    }
    b.replies(accepted("s-01", false));
    assert_eq!(b.id(), "ready");
}

#[test]
fn a_badge_counts_for_the_login_it_was_tapped_for_alone() {
    let mut b = bench();
    b.keys(&[Key::Digit(2)]);
    passcode(&mut b, &[1, 2, 3, 4]);
    b.replies(accepted("s-02", true));
    b.does(Event::CardPlaced);
    let first = b.asked;
    b.does(Event::CardRemoved);
    b.does(Event::CardPlaced);
    b.does(Event::Reply { ask: first, reply: Reply::Badge(BadgeAnswer::Matched) });
    assert_eq!((b.id(), b.desk.view(b.now).staff), ("badge", None), "another card lies there by now");
    b.replies(Reply::Badge(BadgeAnswer::Matched));
    assert_eq!(b.id(), "ready");
}

#[test]
fn the_try_before_a_wait_says_so() {
    let mut b = bench();
    b.keys(&[Key::Digit(1)]);
    passcode(&mut b, &[1, 2, 3, 4]);
    b.replies(Reply::Login(Ok(LoginAnswer::Wrong { wait: Duration::ZERO, next_waits: true })));
    assert!(matches!(b.screen(), Screen::Passcode { problem: Some(LoginProblem::WrongBeforeWait), .. }));
}

#[test]
fn a_wrong_passcode_is_told_and_a_wait_counts_down_and_each_leaves_a_line() {
    let mut b = bench();
    b.keys(&[Key::Digit(1)]);
    passcode(&mut b, &[1, 2, 3, 4]);
    b.replies(Reply::Login(Ok(LoginAnswer::Wrong { wait: Duration::ZERO, next_waits: false })));
    assert!(matches!(b.screen(), Screen::Passcode { problem: Some(LoginProblem::Wrong), typed: 0, .. }));
    passcode(&mut b, &[1, 2, 3, 4]);
    b.replies(Reply::Login(Ok(LoginAnswer::Wrong { wait: Duration::from_secs(30), next_waits: true })));
    let wait = |b: &Bench| if let Screen::LoginWait { left_s, .. } = b.screen() { left_s } else { 0 };
    assert_eq!(wait(&b), 30);
    passcode(&mut b, &[1, 2, 3, 4]);
    assert_eq!((wait(&b), b.effects.len()), (30, 0), "nobody may try now");
    b.pass(Duration::from_millis(29_001));
    assert_eq!(wait(&b), 1);
    b.secs(1);
    assert!(matches!(b.screen(), Screen::Passcode { problem: None, .. }));
    passcode(&mut b, &[1, 2, 3, 4]);
    b.replies(Reply::Login(Ok(LoginAnswer::MustWait { wait: Duration::from_secs(60) })));
    assert_eq!((b.id(), b.lines()), ("login_wait", vec![]));
    assert_eq!(b.desk.view(b.now).staff, None);
}

#[test]
fn the_passcode_can_be_entered_with_four_buttons() {
    let mut b = bench();
    b.keys(&[Key::Ok]);
    for _ in 0..4 {
        b.keys(&[Key::Up, Key::Up, Key::Ok]);
    }
    b.keys(&[Key::Down]);
    assert!(matches!(b.screen(), Screen::Passcode { typed: 4, wheel: Some(9), .. }));
    b.keys(&[Key::Back, Key::Ok]);
    assert!(
        matches!(&b.effects[..], [Effect::Ask { question: Question::Passcode { passcode, .. }, .. }] if passcode.as_bytes() == b"1111")
    );
}

#[test]
fn a_passcode_that_is_left_half_typed_is_wiped() {
    let mut b = Bench::new(locked_settings());
    b.does(Event::Roster(roster(1)));
    b.keys(&[Key::Digit(1), Key::Digit(2)]);
    b.secs(120);
    assert!(matches!(b.screen(), Screen::Passcode { typed: 0, .. }));
}

#[test]
fn a_badge_is_the_second_factor_and_no_check_begins_with_it() {
    let mut b = bench();
    b.keys(&[Key::Digit(2)]);
    passcode(&mut b, &[1, 2, 3, 4]);
    assert_eq!(b.replies(accepted("s-02", true)), []);
    assert_eq!((b.id(), b.desk.view(b.now).staff), ("badge", None), "the passcode alone is not enough");
    let read = |b: &mut Bench| {
        let [Effect::Ask { question: Question::Badge { purpose: BadgePurpose::Login, staff }, .. }] =
            b.does(Event::CardPlaced)
        else {
            panic!("{:?}", b.effects)
        };
        assert_eq!(staff.as_str(), "s-02");
    };
    read(&mut b);
    b.replies(Reply::Badge(BadgeAnswer::Other));
    assert_eq!(b.screen(), Screen::Badge { enrol: false, problem: Some(BadgeProblem::Other) });
    b.replies(Reply::Badge(BadgeAnswer::Matched));
    assert_eq!(b.id(), "badge", "an answer to nothing");
    b.does(Event::CardRemoved);
    read(&mut b);
    assert_eq!(b.replies(Reply::Badge(BadgeAnswer::Matched)), [Effect::ReleaseCard]);
    assert_eq!(b.lines(), ["logged_in"]);
    assert_eq!(
        b.screen(),
        Screen::Ready { take_card: true, good: None },
        "the badge is not read as an examinee's card"
    );
}

#[test]
fn while_locked_cards_and_scans_are_not_taken_and_late_verdicts_show_their_number_and_the_lamp() {
    let mut b = bench();
    assert_eq!(b.does(Event::CardPlaced), []);
    assert_eq!(b.does(Event::Scan(ticket(1))), []);
    let effects = b.all(settled(9, Says::Invalid));
    assert!(effects.contains(&Effect::Lamp(Lamp::CallStaff)), "{effects:?}");
    assert_eq!((b.id(), b.desk.view(b.now).status.late), ("locked", 1));
    b.secs(1);
    b.keys(&[Key::Up, Key::Back]);
    assert_eq!(b.desk.view(b.now).status.late, 1, "acknowledging needs a login");
    log_in(&mut b);
    assert_eq!(b.desk.view(b.now).ticket, None);
    assert_eq!(b.id(), "late_new", "the card that was put down while locked is not read");
    b.secs(2);
    b.keys(&[Key::Ok]);
    assert_eq!(b.screen(), Screen::Ready { take_card: true, good: None });
}

#[test]
fn nobody_touching_it_locks_it_and_a_check_that_waits_goes_on() {
    let mut b = bench();
    log_in(&mut b);
    b.does(Event::Line(LineGrade::Down));
    b.waiting(1);
    b.secs(2);
    assert_eq!(b.id(), "pending");
    b.does(Event::CardRemoved);
    b.pass(Duration::from_millis(899_999));
    assert_eq!(b.id(), "ready", "the pending screen is over by itself");
    b.lines();
    let effects = b.pass(Duration::from_millis(1)).len();
    assert_eq!((b.id(), effects, b.lines()), ("locked", 0, vec!["locked".to_owned()]));
    b.does(settled(1, Says::Invalid));
    assert_eq!(b.desk.view(b.now).status.late, 1, "its answer is not lost");
    b.does(settled(2, Says::Valid));
    assert_eq!(b.effects, [Effect::HandedOver(check(2))]);
}

#[test]
fn a_check_under_way_is_not_locked_away() {
    let mut b = Bench::new(Settings { entry_time: Duration::from_secs(3600), ..locked_settings() });
    b.does(Event::Roster(roster(2)));
    let day = DayChoice { site: None, method: Method::Visual, purpose: Purpose::HealthCheckup };
    b.day(Some(day));
    log_in(&mut b);
    b.card(content(None));
    b.secs(1800);
    assert_eq!(b.id(), "compare");
    b.keys(&[Key::Ok]);
    assert!(matches!(b.effects[..], [Effect::Capture { .. }]));
}

#[test]
fn the_lock_takes_what_is_on_the_panel_with_it() {
    let mut b = bench();
    log_in(&mut b);
    b.does(Event::Scan(ticket(1)));
    assert!(b.desk.view(b.now).ticket.is_some());
    b.keys(&[Key::Ok, Key::Digit(8)]);
    assert_eq!((b.id(), b.lines()), ("locked", vec!["logged_in".to_owned(), "logged_out".to_owned()]));
    let view = b.desk.view(b.now);
    assert_eq!((view.staff, view.ticket), (None, None));
}

#[test]
fn who_is_removed_from_the_roster_is_logged_out_when_nothing_is_under_way() {
    let mut b = bench();
    log_in(&mut b);
    b.card(content(None));
    b.does(Event::Roster(vec![staff("s-02", Role::Staff, false)]));
    assert_eq!(b.id(), "compare", "not in the middle of a check");
    b.keys(&[Key::Back]);
    assert_eq!(b.id(), "passcode");
}

#[test]
fn a_head_adds_a_colleague_with_a_badge() {
    let mut b = bench();
    log_in(&mut b);
    b.lines();
    add_staff_menu(&mut b);
    passcode(&mut b, &[2, 4, 6, 8]);
    assert!(matches!(b.screen(), Screen::Passcode { step: PasscodeStep::Again, .. }));
    passcode(&mut b, &[2, 4, 6, 9]);
    assert!(matches!(
        b.screen(),
        Screen::Passcode { step: PasscodeStep::New, problem: Some(LoginProblem::Mismatch), .. }
    ));
    passcode(&mut b, &[2, 4, 6, 8]);
    passcode(&mut b, &[2, 4, 6, 8]);
    let [Effect::Ask { question: Question::AddStaff { passcode, role: Role::Staff }, .. }] = &b.effects[..]
    else {
        panic!("{:?}", b.effects)
    };
    assert_eq!(passcode.as_bytes(), b"2468");
    b.replies(Reply::StaffAdded(Ok(staff("s-03", Role::Staff, false))));
    assert_eq!(b.screen(), Screen::StaffAdded { label: "受付 s-03".into(), badge: false });
    b.keys(&[Key::Ok]);
    assert_eq!(b.id(), "badge_new");
    assert!(matches!(
        b.does(Event::CardPlaced),
        [Effect::Ask { question: Question::Badge { purpose: BadgePurpose::Enrol, .. }, .. }]
    ));
    b.replies(Reply::Badge(BadgeAnswer::Enrolled));
    assert_eq!(b.screen(), Screen::StaffAdded { label: "受付 s-03".into(), badge: true });
    assert_eq!(b.lines(), ["staff_added", "badge_enrolled s-03"]);
    b.keys(&[Key::Ok]);
    assert_eq!(b.screen(), Screen::Ready { take_card: true, good: None });
}

#[test]
fn only_a_head_can_add_staff_and_everybody_s_digits_stay_the_same() {
    let rows = |b: &Bench| {
        let Screen::Choice(choice) = b.screen() else { panic!() };
        (0..choice.rows.len()).filter_map(|n| choice.number(n)).collect::<Vec<_>>()
    };
    let mut b = Bench::new(Settings { page: 9, ..locked_settings() });
    b.does(Event::Roster(vec![staff("s-02", Role::Staff, false)]));
    let day = DayChoice { site: None, method: Method::Visual, purpose: Purpose::HealthCheckup };
    b.day(Some(day));
    passcode(&mut b, &[1, 2, 3, 4]);
    b.replies(accepted("s-02", false));
    b.keys(&[Key::Ok]);
    assert_eq!(rows(&b), [1, 2, 3, 4, 5, 6, 8]);
    b.keys(&[Key::Digit(7)]);
    assert_eq!(b.id(), "menu");
    b.keys(&[Key::Digit(8)]);
    assert_eq!(b.id(), "passcode");
}
