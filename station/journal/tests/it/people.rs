//! Staff: who can log in, what a wrong passcode costs, and whose badge it is.

use crate::support::*;
use journal::{Actor, BadgeNumber, Error, Journal, STAFF_LIMIT, StaffDraft};
use model::{LoginAnswer, Passcode, Role, StaffEntry};
use std::time::Duration;
use wire::StaffRef;

pub fn code(digits: &str) -> Passcode {
    Passcode::new(digits).unwrap()
}

pub fn head() -> Actor {
    by("s-01")
}

fn member(label: &str, passcode: &str) -> StaffDraft {
    StaffDraft { label: label.to_owned(), role: Role::Staff, passcode: code(passcode) }
}

pub async fn add(journal: &Journal, label: &str, passcode: &str) -> StaffEntry {
    journal.add_staff(member(label, passcode), head()).await.unwrap()
}

async fn login(journal: &Journal, staff: &StaffRef, passcode: &str) -> LoginAnswer {
    journal.login(by(staff.as_str()), code(passcode)).await.unwrap()
}

fn wrong(seconds: u64) -> LoginAnswer {
    LoginAnswer::Wrong { wait: Duration::from_secs(seconds), next_waits: seconds > 0 }
}

/// Wrong, and the last one before a wait.
fn last_free() -> LoginAnswer {
    LoginAnswer::Wrong { wait: Duration::ZERO, next_waits: true }
}

fn must_wait(seconds: u64) -> LoginAnswer {
    LoginAnswer::MustWait { wait: Duration::from_secs(seconds) }
}

#[test]
fn a_member_logs_in_with_the_own_passcode_only_also_after_a_restart() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let one = add(&journal, "受付一", "1357").await;
        let two = add(&journal, "受付二", "246824").await;
        assert_eq!((one.staff.as_str(), two.staff.as_str()), ("s-01", "s-02"));
        assert_eq!(journal.staff().await.unwrap(), [one.clone(), two.clone()]);
        journal.close().await.unwrap();
        let (journal, _) = place.open();
        let accepted = LoginAnswer::Accepted { staff: two.staff.clone(), needs_badge: false };
        assert_eq!(login(&journal, &two.staff, "246824").await, accepted);
        assert_eq!(login(&journal, &one.staff, "246824").await, wrong(0));
        assert_eq!(login(&journal, &"s-03".parse().unwrap(), "1357").await, LoginAnswer::Unknown);
        journal.change_passcode(one.staff.clone(), code("9999"), head()).await.unwrap();
        assert_eq!(login(&journal, &one.staff, "1357").await, wrong(0));
        assert!(matches!(login(&journal, &one.staff, "9999").await, LoginAnswer::Accepted { .. }));
    });
}

#[test]
fn a_removed_member_cannot_log_in_and_the_reference_is_never_given_again() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let one = add(&journal, "受付一", "1357").await.staff;
        let two = add(&journal, "受付二", "2468").await.staff;
        journal.enrol_badge(two.clone(), badge(7), head()).await.unwrap();
        journal.remove_staff(two.clone(), head()).await.unwrap();
        assert_eq!(login(&journal, &two, "2468").await, LoginAnswer::Unknown);
        assert!(matches!(journal.remove_staff(two.clone(), head()).await, Err(Error::NoSuchStaff)));
        assert!(matches!(journal.match_badge(by(two.as_str()), badge(7)).await, Err(Error::NoSuchStaff)));
        journal.enrol_badge(one.clone(), badge(7), head()).await.unwrap();
        assert_eq!(add(&journal, "受付三", "1111").await.staff.as_str(), "s-03");
        assert_eq!(journal.staff().await.unwrap().len(), 2);
        let all = journal::staff(&place.path(), &key()).unwrap();
        assert_eq!(all.iter().map(|line| line.removed).collect::<Vec<_>>(), [false, true, false]);
    });
}

#[test]
fn a_label_that_does_not_fit_and_a_member_too_many_are_refused() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        for label in ["", "一行\n二行", "長すぎる名前長すぎる名前長すぎる名前長すぎる"]
        {
            let refused = journal.add_staff(member(label, "1357"), head()).await;
            assert!(matches!(refused, Err(Error::Label { .. })), "{label:?}");
        }
        for number in 0..STAFF_LIMIT {
            add(&journal, &format!("受付{number}"), "1357").await;
        }
        let refused = journal.add_staff(member("一人多い", "1357"), head()).await;
        assert!(matches!(refused, Err(Error::TooManyStaff { .. })));
    });
}

fn badge(number: u8) -> BadgeNumber {
    BadgeNumber::new(&[4, 0x11, number, 0xbe, 0x55, 0x01, 0x80]).unwrap()
}

#[test]
fn a_badge_is_one_members_and_only_that_one_matches() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let one = add(&journal, "受付一", "1357").await.staff;
        let two = add(&journal, "受付二", "2468").await.staff;
        assert!(
            !journal.match_badge(by(one.as_str()), badge(1)).await.unwrap(),
            "none enrolled, none matches"
        );
        journal.enrol_badge(one.clone(), badge(1), head()).await.unwrap();
        let taken = journal.enrol_badge(two.clone(), badge(1), head()).await;
        assert!(matches!(taken, Err(Error::BadgeTaken)));
        journal.enrol_badge(one.clone(), badge(1), head()).await.unwrap();
        assert!(matches!(
            login(&journal, &one, "1357").await,
            LoginAnswer::Accepted { needs_badge: true, .. }
        ));
        assert!(journal.match_badge(by(one.as_str()), badge(1)).await.unwrap());
        assert!(!journal.match_badge(by(one.as_str()), badge(2)).await.unwrap());
        journal.forget_badge(one.clone(), head()).await.unwrap();
        assert!(!journal.match_badge(by(one.as_str()), badge(1)).await.unwrap());
        journal.enrol_badge(two.clone(), badge(1), head()).await.unwrap();
        assert!(journal.match_badge(by(two.as_str()), badge(1)).await.unwrap());
    });
}

#[test]
fn invariant_5_neither_label_passcode_nor_badge_is_in_any_file_or_debug_text() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let one = add(&journal, "架空太郎の名札", "730519").await.staff;
        let number = badge(0x5c);
        journal.enrol_badge(one.clone(), number.clone(), head()).await.unwrap();
        let _ = login(&journal, &one, "730510").await;
        let raw = place.raw();
        for secret in ["架空太郎".as_bytes(), b"730519", b"730510", b"argon2", &[4, 0x11, 0x5c, 0xbe, 0x55]]
        {
            assert!(!contains(&raw, secret), "{secret:?}");
        }
        let draft = member("a", "730519");
        let text = format!("{draft:?} {number:?} {:?}", code("730519"));
        assert!(!text.contains("730519") && !text.contains("92") && text.contains("redacted"), "{text}");
    });
}

#[test]
fn a_passcode_is_four_to_twelve_digits() {
    for bad in ["", "123", "1234567890123", "12a4", "１２３４", "12 4"] {
        assert!(Passcode::new(bad).is_none(), "{bad:?}");
    }
    assert!(Passcode::new("1234").is_some() && Passcode::new("123456789012").is_some());
}

#[test]
fn three_wrong_tries_cost_a_wait_that_doubles_and_a_right_one_ends_it() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let one = add(&journal, "受付一", "1357").await.staff;
        assert_eq!(login(&journal, &one, "0000").await, wrong(0));
        assert_eq!(login(&journal, &one, "0001").await, last_free());
        assert_eq!(login(&journal, &one, "0002").await, wrong(30));
        assert_eq!(login(&journal, &one, "1357").await, must_wait(30), "not even the right one is compared");
        place.clock.pass(Duration::from_secs(29));
        assert_eq!(login(&journal, &one, "1357").await, must_wait(1), "and it does not count");
        place.clock.pass(Duration::from_secs(1));
        assert_eq!(login(&journal, &one, "0003").await, wrong(60));
        place.clock.pass(Duration::from_secs(60));
        assert!(matches!(login(&journal, &one, "1357").await, LoginAnswer::Accepted { .. }));
        assert_eq!(login(&journal, &one, "0000").await, wrong(0), "the count began anew");
    });
}

#[test]
fn a_wait_survives_power_off_and_is_never_shorter_without_a_trustworthy_clock() {
    for (then, now, waits) in [(true, true, 10), (true, false, 30), (false, true, 30), (false, false, 30)] {
        let place = Place::quick();
        block_on(async {
            place.clock.set_synchronised(then);
            let (journal, _) = place.open();
            let one = add(&journal, "受付一", "1357").await.staff;
            for _ in 0..3 {
                login(&journal, &one, "0000").await;
            }
            drop(journal);
            place.clock.pass(Duration::from_secs(20));
            place.clock.restart();
            place.clock.set_synchronised(now);
            let (journal, _) = place.open();
            assert_eq!(login(&journal, &one, "1357").await, must_wait(waits), "{then} {now}");
            place.clock.pass(Duration::from_secs(waits));
            assert!(matches!(login(&journal, &one, "1357").await, LoginAnswer::Accepted { .. }));
        });
    }
}

#[test]
fn a_power_cut_after_a_wrong_try_never_gives_it_back() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let mut answers = Vec::new();
        let one = add(&journal, "受付一", "1357").await.staff;
        let mut running = Some(journal);
        for _ in 0..3 {
            let journal = running.take().unwrap_or_else(|| place.open().0);
            answers.push(login(&journal, &one, "0000").await);
            // Gone without closing: what is on the disk is what counts.
            drop(journal);
        }
        assert_eq!(answers, [wrong(0), last_free(), wrong(30)]);
    });
}

#[test]
fn trying_all_members_in_turn_does_not_help_and_an_own_login_does_not_clear_it() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let mut members = Vec::new();
        for number in 0..6 {
            members.push(add(&journal, &format!("受付{number}"), "1357").await.staff);
        }
        // Nine wrong ones against five members are free; the sixth member logs in between and is right.
        for number in 0..9 {
            // The second against the same member is the last free one.
            let answer = if number < 5 { wrong(0) } else { last_free() };
            assert_eq!(login(&journal, &members[number % 5], "0000").await, answer, "{number}");
            assert!(matches!(login(&journal, &members[5], "1357").await, LoginAnswer::Accepted { .. }));
        }
        assert_eq!(login(&journal, &members[4], "0000").await, wrong(30), "the tenth");
        assert_eq!(login(&journal, &members[5], "1357").await, must_wait(30), "everybody waits");
        place.clock.pass(Duration::from_secs(30));
        assert!(matches!(login(&journal, &members[5], "1357").await, LoginAnswer::Accepted { .. }));
        assert_eq!(login(&journal, &members[5], "0000").await, wrong(60), "the station still counts");
        place.clock.pass(Duration::from_secs(24 * 3_600 + 60));
        assert_eq!(
            login(&journal, &members[5], "0000").await,
            last_free(),
            "a day without a wrong one clears it"
        );
    });
}

#[test]
fn a_capture_does_not_wait_for_the_work_on_a_passcode() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let one = add(&journal, "受付一", "1357").await.staff;
        let begin = std::time::Instant::now();
        login(&journal, &one, "1357").await;
        let alone = begin.elapsed();
        // Captures in the time of a login: several of them, or the login would have been in their way.
        let (trying, staff) = (journal.clone(), one.clone());
        let tried =
            tokio::spawn(async move { trying.login(by(staff.as_str()), code("1357")).await.unwrap() });
        let mut captured = 0;
        while !tried.is_finished() {
            journal.capture(place.draft()).await.unwrap();
            captured += 1;
        }
        assert!(captured >= 2, "{captured} captures in about {alone:?}");
    });
}

const CHILD: &str = "JOURNAL_MEMORY_CHILD";

/// Memory of the process, KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
#[ignore = "runs in a process of its own, started by the test below"]
fn memory_of_logins() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let before = resident();
        let one = add(&journal, "受付一", "1357").await.staff;
        for _ in 0..3 {
            login(&journal, &one, "1357").await;
        }
        let after = resident();
        assert!(after < before + 8 * 1024, "{before} KiB before, {after} KiB after four of 19 MiB");
    });
}

#[test]
fn the_memory_that_a_passcode_takes_is_given_back() {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "people::memory_of_logins", "--ignored", "--nocapture"]).env(CHILD, "1");
    let done = child.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}
