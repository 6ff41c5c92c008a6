//! The access log: every deed is in it, and whatever is done to it is named.

use crate::people::{add, code, head};
use crate::support::*;
use journal::{Access, AccessLine, BadgeNumber, Detail, Journal};
use model::AccessAction;
use model::{DayChoice, FallbackKind, Ticket};
use ring::digest::{Context, SHA256};
use std::time::Duration;
use wire::{CheckId, Method, Purpose};

async fn note(place: &Place, journal: &Journal) -> u64 {
    journal.note(Access::by(place.by("s-01"), AccessAction::Shown).to(CheckId::random())).await.unwrap()
}

fn lines(place: &Place) -> Vec<AccessLine> {
    journal::access(&place.path(), &key()).unwrap().lines
}

fn findings(place: &Place) -> Vec<String> {
    journal::verify(&place.path(), &key()).unwrap().findings
}

fn sql(place: &Place, statement: &str) {
    rusqlite::Connection::open(place.path()).unwrap().execute_batch(statement).unwrap();
}

/// A closed journal whose access log has this many lines: the start, then looks.
async fn filled(place: &Place, count: u64) {
    let (journal, _) = place.open();
    for number in 2..=count {
        assert_eq!(note(place, &journal).await, number);
    }
    journal.close().await.unwrap();
}

#[test]
fn every_deed_is_in_the_log_with_who_and_to_which_check() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let one = by(add(&journal, "受付一", "1357").await.staff.as_str());
        let _ = journal.login(one.clone(), code("0000")).await.unwrap();
        let mut draft = place.draft();
        draft.ticket = Ticket::new("T-1");
        journal.capture(draft.clone()).await.unwrap();
        journal.capture(draft.clone()).await.unwrap();
        journal.arrives(answer(draft.id, 1, 2), LATE).await.unwrap();
        journal.acknowledge(draft.id, one.clone()).await.unwrap();
        journal.attach_ticket(draft.id, Ticket::new("T-2").unwrap(), one.clone()).await.unwrap();
        journal.keep_fallback(Some(draft.id), None, FallbackKind::Later, one.clone()).await.unwrap();
        let choice = DayChoice { site: None, method: Method::Pin, purpose: Purpose::HealthCheckup };
        journal.choose_day(choice, one.clone()).await.unwrap();
        journal.note(Access::of(by("s-01").at, AccessAction::Locked)).await.unwrap();
    });
    let words: Vec<_> = lines(&place)
        .into_iter()
        .map(|line| {
            let (staff, detail) = (line.staff.map(String::from), line.detail);
            format!(
                "{} {} {} {}",
                line.number,
                line.what,
                staff.unwrap_or_default(),
                detail.unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        words,
        [
            "1 started  ",
            "2 staff_added s-01 s-01",
            "3 login_refused s-01 ",
            "4 captured desk-1 001",
            "5 ticket_attached desk-1 ",
            "6 acknowledged s-01 ",
            "7 ticket_attached s-01 ",
            "8 fallback_recorded s-01 later",
            "9 day_chosen s-01 pin,health_checkup",
            "10 locked  ",
        ]
    );
    assert_eq!(findings(&place), Vec::<String>::new());
    let raw = place.raw();
    assert!(!contains(&raw, b"fallback_recorded") && !contains(&raw, b"login_refused"), "sealed");
}

#[test]
fn a_line_tells_the_time_of_the_deed_however_late_it_is_written_and_whatever_was_written_before() {
    let place = Place::quick();
    place.clock.jump("2026-05-31T14:50:00Z".parse().unwrap());
    block_on(async {
        let (journal, _) = place.open();
        let one = add(&journal, "受付一", "1357").await.staff;
        let draft = place.draft();
        place.clock.set_synchronised(false);
        let deed = place.by(one.as_str());
        // The disk takes it all in another month, with the time known again.
        place.clock.pass(Duration::from_secs(3_600));
        place.clock.set_synchronised(true);
        journal.note(Access::by(place.by(one.as_str()), AccessAction::Shown)).await.unwrap();
        journal.capture(draft.clone()).await.unwrap();
        journal.arrives(answer(draft.id, 1, 2), LATE).await.unwrap();
        let _ = journal.login(deed.clone(), code("0000")).await.unwrap();
        assert!(!journal.match_badge(deed.clone(), BadgeNumber::new(&[7; 4]).unwrap()).await.unwrap());
        journal.acknowledge(draft.id, deed.clone()).await.unwrap();
        journal.attach_ticket(draft.id, Ticket::new("T-2").unwrap(), deed.clone()).await.unwrap();
        journal.keep_fallback(Some(draft.id), None, FallbackKind::Later, deed.clone()).await.unwrap();
        journal.recall(draft.id, deed.clone()).await.unwrap();
        let choice = DayChoice { site: None, method: Method::Pin, purpose: Purpose::HealthCheckup };
        journal.choose_day(choice, deed.clone()).await.unwrap();
        journal.enrol_badge(one.clone(), BadgeNumber::new(&[7; 4]).unwrap(), deed.clone()).await.unwrap();
        journal.note(Access::by(deed.clone(), AccessAction::LoggedOut)).await.unwrap();
        let after = &lines(&place)[2..];
        assert_eq!((after[0].what.as_str(), after[0].at), ("shown", place.now()));
        let captured = (after[1].what.as_str(), after[1].at, after[1].clock_synchronised);
        assert_eq!(captured, ("captured", draft.at, true), "as the check says it");
        assert_eq!(after.len(), 11);
        for line in &after[2..] {
            assert_eq!((line.at, line.clock_synchronised), (deed.at.at, false), "{}", line.what);
        }
        let parts = "SELECT count(*) FROM access_parts";
        let db = rusqlite::Connection::open(place.path()).unwrap();
        assert_eq!(db.query_row(parts, [], |row| row.get::<_, i64>(0)).unwrap(), 2, "one for each month");
    });
    assert_eq!(findings(&place), Vec::<String>::new());
}

#[test]
fn a_detail_takes_no_free_text() {
    for bad in ["", "-", "Yamada", "a b", "架空", "a\tb", &"x".repeat(65)] {
        assert!(Detail::new(bad).is_none(), "{bad:?}");
    }
    assert_eq!(Detail::new("myna_portal").unwrap().as_str(), "myna_portal");
}

#[test]
fn the_chain_can_be_checked_from_the_export_alone() {
    let place = Place::quick();
    block_on(filled(&place, 6));
    let log = journal::access(&place.path(), &key()).unwrap();
    let unhex = |text: &str| -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    };
    let mut before = unhex(&log.anchor);
    for line in &log.lines {
        let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let columns = [
            line.number.to_string(),
            line.boot.to_string(),
            line.at.to_string(),
            line.clock_synchronised.to_string(),
            or(line.staff.clone().map(String::from)),
            line.what.clone(),
            or(line.check.map(|check| check.to_string())),
            or(line.detail.clone()),
        ];
        let mut context = Context::new(&SHA256);
        context.update(&before);
        context.update(format!("{}\n", columns.join("\t")).as_bytes());
        before = context.finish().as_ref().to_vec();
        assert_eq!(unhex(&line.hash), before, "line {}", line.number);
    }
    assert_eq!(log.lines.len(), 6);
}

/// Changes of a journal of nine lines, and the findings they must cause.
const DEEDS: &[(&str, &str)] = &[
    (
        "UPDATE access SET sealed = CAST(sealed || x'00' AS BLOB) WHERE seq = 5",
        "access line 5: does not open",
    ),
    ("UPDATE access SET sealed = zeroblob(length(sealed)) WHERE seq = 5", "access line 5: does not open"),
    ("UPDATE access SET seq = 12 WHERE seq = 9", "access line 12: is not part of the chain"),
    ("UPDATE access SET seq = 12 WHERE seq = 9", "access line 9: is missing"),
    ("UPDATE access SET seq = 40 WHERE seq = 5", "access line 5: is missing"),
    ("DELETE FROM access WHERE seq = 5", "access line 5: is missing"),
    ("DELETE FROM access WHERE seq IN (4, 5, 6)", "access lines 4 to 6: are missing"),
    ("DELETE FROM access WHERE seq = 1", "access line 1: is missing"),
    ("DELETE FROM access WHERE seq > 6", "access lines 7 to 9: are missing"),
    ("DELETE FROM access", "access lines 1 to 9: are missing"),
    (
        "UPDATE access SET seq = -1 WHERE seq = 4; UPDATE access SET seq = 4 WHERE seq = 5; UPDATE access SET seq = 5 WHERE seq = -1",
        "access line 4: does not open",
    ),
    (
        "INSERT INTO access SELECT 10, sealed FROM access WHERE seq = 9",
        "access line 10: is not part of the chain",
    ),
    ("DELETE FROM access WHERE seq > 6; UPDATE access_parts SET last = 6", "the record of part 1"),
    ("UPDATE access_parts SET part = 3", "the record of part 3"),
    ("UPDATE access_parts SET key = key + 1", "the record of part 1"),
    ("UPDATE access_parts SET month = '2025-01-01'", "the record of part 1"),
    ("UPDATE access_parts SET month = NULL", "the record of part 1"),
    ("UPDATE access_parts SET first = 2", "the record of part 1"),
    ("UPDATE access_parts SET anchor = x'00'", "the record of part 1"),
    ("UPDATE access_parts SET head = zeroblob(32)", "the record of part 1"),
    ("UPDATE access_parts SET mac = zeroblob(32)", "the record of part 1"),
    ("DELETE FROM access; DELETE FROM access_parts", "access lines 1 to 9: were cut off the end"),
    ("DELETE FROM keys WHERE kind = 5; DELETE FROM spare_keys", "the key of its part is gone"),
];

#[test]
fn whatever_is_done_to_a_line_or_to_the_chain_is_named() {
    for (deed, named) in DEEDS {
        let place = Place::quick();
        block_on(filled(&place, 9));
        assert_eq!(findings(&place), Vec::<String>::new());
        sql(&place, deed);
        let found = findings(&place);
        assert!(found.iter().any(|finding| finding.contains(named)), "{deed}: {found:?}");
    }
}

#[test]
fn a_line_of_another_life_of_the_log_does_not_follow() {
    // The same station with the same keys wrote another fifth line in a copy: both open, only one follows.
    let (place, other) = (Place::quick(), Place::quick());
    block_on(async {
        filled(&place, 4).await;
        for entry in std::fs::read_dir(place.dir.path()).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), other.dir.path().join(entry.file_name())).unwrap();
        }
        for place in [&place, &other] {
            let (journal, _) = place.open();
            for _ in 0..3 {
                note(place, &journal).await;
            }
            journal.close().await.unwrap();
        }
    });
    let attach = format!("ATTACH '{}' AS other", other.path().display());
    let put = "UPDATE access SET sealed = (SELECT sealed FROM other.access o WHERE o.seq = 7) WHERE seq = 7";
    sql(&place, &format!("{attach}; {put}"));
    let found = findings(&place);
    assert!(
        found.iter().any(|finding| finding == "access line 7: does not follow the line before it"),
        "{found:?}"
    );
}

#[test]
fn an_older_copy_in_place_of_the_journal_is_named_and_stays_named_after_the_next_start() {
    let place = Place::quick();
    block_on(async {
        filled(&place, 5).await;
        let old = std::fs::read(place.path()).unwrap();
        let (journal, _) = place.open();
        for _ in 0..4 {
            note(&place, &journal).await;
        }
        journal.close().await.unwrap();
        std::fs::write(place.path(), old).unwrap();
    });
    assert_eq!(findings(&place), ["access lines 6 to 10: were cut off the end"]);
    block_on(async {
        let (journal, _) = place.open();
        assert_eq!(note(&place, &journal).await, 13, "no number is given again");
        journal.close().await.unwrap();
    });
    let found = findings(&place);
    assert_eq!(found, ["access line 11: at start 3 the end was cut off: lines 6-10"]);
}

#[test]
fn a_mark_that_is_gone_or_changed_is_named() {
    for content in [None, Some("line 3\n")] {
        let place = Place::quick();
        block_on(filled(&place, 3));
        let mark = place.dir.path().join("journal.access");
        match content {
            None => std::fs::remove_file(&mark).unwrap(),
            Some(text) => std::fs::write(&mark, text).unwrap(),
        }
        assert!(findings(&place)[0].contains("mark beside the journal"), "{:?}", findings(&place));
        block_on(filled_again(&place));
        assert_eq!(
            findings(&place),
            ["access line 4: at start 2 the mark beside the journal was gone or changed"]
        );
    }
}

async fn filled_again(place: &Place) {
    let (journal, _) = place.open();
    note(place, &journal).await;
    journal.close().await.unwrap();
}

#[test]
fn a_chain_goes_on_after_its_record_was_damaged_and_the_damage_stays_named() {
    let place = Place::quick();
    block_on(filled(&place, 4));
    sql(&place, "UPDATE access_parts SET mac = zeroblob(32)");
    block_on(filled_again(&place));
    assert_eq!(lines(&place).len(), 6);
    let found = findings(&place);
    assert!(found.len() == 1 && found[0].contains("the record of part 1"), "{found:?}");
}

#[test]
fn months_that_are_over_leave_and_what_is_left_still_proves_itself() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let month = Duration::from_secs(31 * 24 * 3_600);
        for _ in 0..15 {
            note(&place, &journal).await;
            note(&place, &journal).await;
            place.clock.pass(month);
            journal.retain(place.now()).await.unwrap();
        }
        // May 2026 to August 2027: May left with the thirteenth month after it, June as well.
        journal.retain(place.now()).await.unwrap();
        journal.retain(place.now()).await.unwrap();
        journal.close().await.unwrap();
    });
    let kept = lines(&place);
    let first = wire::jst_date(kept[0].at);
    assert_eq!((first.year(), first.month()), (2026, 7), "{first}");
    assert!(kept.iter().any(|line| line.what == "lines_left"));
    assert_eq!(findings(&place), Vec::<String>::new());
    let keys: i64 = rusqlite::Connection::open(place.path())
        .unwrap()
        .query_row("SELECT count(*) FROM keys WHERE kind = 5", [], |row| row.get(0))
        .unwrap();
    assert!(keys <= 15, "their keys left too: {keys}");
}

#[test]
fn a_log_that_takes_too_much_loses_its_beginning_and_nothing_leaves_while_the_time_is_unknown() {
    let mut place = Place::quick();
    place.limits.bytes = 1024 * 1024; // a quarter: room for 1,024 lines
    block_on(async {
        let (journal, _) = place.open();
        for _ in 0..1_500 {
            note(&place, &journal).await;
        }
        for _ in 0..3 {
            journal.retain(place.now()).await.unwrap();
        }
        journal.close().await.unwrap();
    });
    let kept = lines(&place);
    assert!((800..=1_024).contains(&kept.len()), "{}", kept.len());
    assert_eq!(findings(&place), Vec::<String>::new());
    let place = Place::quick();
    block_on(async {
        filled(&place, 3).await;
        place.clock.pass(Duration::from_secs(31 * 24 * 3_600));
        filled_again(&place).await;
        place.clock.set_synchronised(false);
        place.clock.jump("2099-01-01T00:00:00Z".parse().unwrap());
        let (journal, _) = place.open();
        journal.retain(place.now()).await.unwrap();
        journal.close().await.unwrap();
    });
    assert_eq!(lines(&place).first().map(|line| line.number), Some(1));
}

#[test]
fn a_damaged_journal_gives_on_its_log_its_people_and_what_was_chosen_and_says_what_was_lost() {
    let place = Place::quick();
    let choice =
        DayChoice {
            site: Some("架空町".to_owned()), method: Method::Pin, purpose: Purpose::HealthGuidance
        };
    let mut draft = place.draft();
    (draft.ticket, draft.site) = (Ticket::new("T-77"), Some("架空町".to_owned()));
    block_on(async {
        let (journal, _) = place.open();
        let one = by(add(&journal, "受付一", "1357").await.staff.as_str());
        let two = add(&journal, "受付二", "2468").await.staff;
        journal.remove_staff(two, one.clone()).await.unwrap();
        for _ in 0..3 {
            let _ = journal.login(one.clone(), code("0000")).await.unwrap();
        }
        journal.choose_day(choice.clone(), one.clone()).await.unwrap();
        journal.capture(draft.clone()).await.unwrap();
        journal.keep_fallback(Some(draft.id), None, FallbackKind::Later, one.clone()).await.unwrap();
        journal.keep_fallback(None, None, FallbackKind::Notice, one).await.unwrap();
        for _ in 0..200 {
            note(&place, &journal).await;
        }
        journal.close().await.unwrap();
        let before = lines(&place);
        damage_a_page_of_lines(&place);

        let (journal, report) = place.open();
        assert!(report.set_aside.is_some());
        assert_eq!(journal.staff().await.unwrap().len(), 1);
        let answer = journal.login(head(), code("1357")).await.unwrap();
        assert!(matches!(answer, model::LoginAnswer::MustWait { .. }), "wrong tries are not given back");
        assert_eq!(add(&journal, "受付三", "1357").await.staff.as_str(), "s-03");
        assert_eq!(journal.day().await.unwrap().unwrap().choice, choice);
        let row = &journal.page(0, 9, model::Find::All).await.unwrap().rows[0];
        assert_eq!((row.fallback, row.ticket.as_deref()), (Some(FallbackKind::Later), Some("77")));
        assert_eq!(journal.recall(draft.id, head()).await.unwrap().site, draft.site);
        let numbers = journal.numbers(place.today()).await.unwrap();
        assert_eq!(numbers.without_card.get(&FallbackKind::Notice), Some(&1));
        journal.close().await.unwrap();

        let after = lines(&place);
        let same = before.iter().filter(|line| after.contains(line)).count();
        assert!(same < before.len() && same + 40 > before.len(), "{same} of {}", before.len());
        let report = journal::verify(&place.path(), &key()).unwrap();
        assert_eq!(report.findings, Vec::<String>::new());
        assert!(
            report.notes.len() == 1 && report.notes[0].contains("lines lost with it: "),
            "{:?}",
            report.notes
        );
        // Lost is only what the log says was lost: a line taken out later is named.
        sql(&place, &format!("DELETE FROM access WHERE seq = {}", before[1].number));
        assert_eq!(findings(&place), ["access line 2: is missing"]);
    });
}

/// Fills one page that holds lines of the access log with noise.
fn damage_a_page_of_lines(place: &Place) {
    let db = rusqlite::Connection::open(place.path()).unwrap();
    let sealed: Vec<u8> =
        db.query_row("SELECT sealed FROM access WHERE seq = 100", [], |row| row.get(0)).unwrap();
    db.close().unwrap();
    let mut bytes = std::fs::read(place.path()).unwrap();
    let at = bytes.windows(sealed.len()).position(|window| window == sealed).unwrap();
    let page = at / 4096 * 4096;
    bytes[page..page + 4096].fill(0xa5);
    std::fs::write(place.path(), bytes).unwrap();
}
