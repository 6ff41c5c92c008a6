//! Looking back: the list, a single check again, tickets, other proofs, the numbers and the choices of a day.

use crate::support::*;
use journal::{Actor, Error, Journal, Kept};
use model::{CheckRow, DayChoice, FallbackKind, Find, Language, Prefs, RowState, Ticket};
use std::time::Duration;
use wire::{CheckId, Method, Outcome, Purpose, ReceptionNumber};

const NUMBER: &str = "T-2026-000431";

fn ticket() -> Ticket {
    Ticket::new(NUMBER).unwrap()
}

fn staff() -> Actor {
    by("s-01")
}

async fn all(journal: &Journal) -> Vec<CheckRow> {
    journal.page(0, 1_000, Find::All).await.unwrap().rows
}

async fn found(journal: &Journal, find: Find) -> Vec<CheckId> {
    journal.page(0, 100, find).await.unwrap().rows.iter().map(|row| row.head.id).collect()
}

#[test]
fn the_list_shows_those_that_need_somebody_first_then_the_newest() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let mut ids = Vec::new();
        for _ in 0..6 {
            let draft = place.draft();
            ids.push(draft.id);
            journal.capture(draft).await.unwrap();
        }
        journal.arrives(answer(ids[0], 1, 1), LATE).await.unwrap();
        journal.arrives(answer(ids[2], 2, 2), LATE).await.unwrap();
        journal.arrives(answer(ids[3], 3, 1), LIVE_CALLING).await.unwrap();
        journal.arrives(answer(ids[5], 4, 1), LIVE).await.unwrap();
        let rows = all(&journal).await;
        let order: Vec<_> = rows.iter().map(|row| (row.head.id, row.state)).collect();
        let invalid = RowState::Unacknowledged(Outcome::Invalid);
        assert_eq!(
            order,
            [
                (ids[4], RowState::Waiting),
                (ids[1], RowState::Waiting),
                (ids[2], invalid),
                (ids[5], RowState::Settled(Outcome::Valid)),
                (ids[3], RowState::Settled(Outcome::NotCovered)),
                (ids[0], RowState::Settled(Outcome::Valid)),
            ]
        );
        let page = journal.page(2, 3, Find::All).await.unwrap();
        assert_eq!((page.rows.as_slice(), page.total), (&rows[2..5], 6));
        assert_eq!(journal.page(9, 3, Find::All).await.unwrap().total, 6);
        assert_eq!(found(&journal, Find::Number(ReceptionNumber(3))).await, [ids[2]]);
        assert!(found(&journal, Find::Number(ReceptionNumber(7))).await.is_empty());
    });
}

#[test]
fn a_check_is_found_by_its_ticket_and_shows_only_the_end_of_it() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let (mut before, after) = (place.draft(), place.draft());
        (before.ticket, before.site) = (Some(ticket()), Some("架空町民会館".to_owned()));
        journal.capture(before.clone()).await.unwrap();
        journal.capture(after.clone()).await.unwrap();
        assert_eq!(found(&journal, Find::Ticket(ticket())).await, [before.id]);
        journal.attach_ticket(after.id, ticket(), staff()).await.unwrap();
        assert_eq!(found(&journal, Find::Ticket(ticket())).await, [after.id, before.id]);
        journal.attach_ticket(after.id, Ticket::new("A").unwrap(), staff()).await.unwrap();
        let rows = all(&journal).await;
        assert_eq!(
            rows.iter().map(|row| row.ticket.as_deref()).collect::<Vec<_>>(),
            [Some("A"), Some("0431")]
        );
        let unknown = journal.attach_ticket(CheckId::random(), ticket(), staff()).await;
        assert!(matches!(unknown, Err(Error::Unknown)));
        assert!(!contains(&place.raw(), NUMBER.as_bytes()), "sealed");
        assert!(!format!("{:?} {before:?}", ticket()).contains("0431"));
        assert_eq!(journal.recall(before.id, staff()).await.unwrap().site.as_deref(), Some("架空町民会館"));
    });
}

#[test]
fn a_ticket_stays_while_its_check_needs_somebody_and_goes_with_its_day_otherwise() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let mut ids = Vec::new();
        for _ in 0..4 {
            let mut draft = place.draft();
            draft.ticket = Some(ticket());
            ids.push(draft.id);
            journal.capture(draft).await.unwrap();
        }
        journal.arrives(answer(ids[0], 1, 1), LATE).await.unwrap();
        journal.arrives(answer(ids[1], 2, 2), LATE).await.unwrap();
        let day = Duration::from_secs(24 * 3_600);
        place.clock.pass(day);
        journal.retain(place.now()).await.unwrap();
        // Waiting ones first, then the one that calls; the settled one has lost it.
        assert_eq!(found(&journal, Find::Ticket(ticket())).await, [ids[3], ids[2], ids[1]]);
        journal.arrives(answer(ids[2], 3, 1), LATE).await.unwrap();
        journal.acknowledge(ids[1], staff()).await.unwrap();
        assert_eq!(found(&journal, Find::Ticket(ticket())).await.len(), 3, "to the end of this day");
        place.clock.pass(day);
        journal.retain(place.now()).await.unwrap();
        assert_eq!(found(&journal, Find::Ticket(ticket())).await, [ids[3]]);
        journal.close().await.unwrap();
        assert_eq!(journal::verify(&place.path(), &key()).unwrap().findings, Vec::<String>::new());
    });
}

#[test]
fn a_check_looked_at_again_gives_its_result_today_and_says_ask_the_centre_tomorrow() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        assert_eq!(journal.recall(draft.id, staff()).await.unwrap().kept, Kept::Waiting);
        journal.arrives(answer(draft.id, 1, 1), LATE).await.unwrap();
        let recalled = journal.recall(draft.id, staff()).await.unwrap();
        assert_eq!(recalled.kept, Kept::Sealed(Box::new(answer(draft.id, 1, 1))));
        assert_eq!(
            (recalled.row.head.purpose, recalled.row.head.reception),
            (draft.purpose, ReceptionNumber(1))
        );
        place.clock.pass(Duration::from_secs(24 * 3_600));
        journal.retain(place.now()).await.unwrap();
        assert_eq!(journal.recall(draft.id, staff()).await.unwrap().kept, Kept::AskCentre);
        assert!(matches!(journal.recall(CheckId::random(), staff()).await, Err(Error::Unknown)));
        let log = journal::access(&place.path(), &key()).unwrap().lines;
        let looks: Vec<_> = log.iter().filter(|line| line.what == "recalled").collect();
        assert_eq!(
            looks.iter().map(|line| line.detail.as_deref()).collect::<Vec<_>>(),
            [Some("waiting"), Some("sealed"), Some("centre")]
        );
        assert!(looks.iter().all(|line| line.check == Some(draft.id) && line.staff == Some(staff().staff)));
    });
}

#[test]
fn the_last_other_proof_of_a_check_counts_and_one_without_a_card_counts_once_a_ticket() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        let keep = |check, ticket, kind| journal.keep_fallback(check, ticket, kind, staff());
        keep(Some(draft.id), None, FallbackKind::Notice).await.unwrap();
        keep(Some(draft.id), Some(ticket()), FallbackKind::Certificate).await.unwrap();
        keep(None, Some(Ticket::new("B").unwrap()), FallbackKind::Later).await.unwrap();
        keep(None, Some(Ticket::new("B").unwrap()), FallbackKind::MynaPortal).await.unwrap();
        keep(None, None, FallbackKind::MynaPortal).await.unwrap();
        let unknown = keep(Some(CheckId::random()), None, FallbackKind::Later).await;
        assert!(matches!(unknown, Err(Error::Unknown)));
        let numbers = journal.numbers(place.today()).await.unwrap();
        assert_eq!(numbers.with_check.into_iter().collect::<Vec<_>>(), [(FallbackKind::Certificate, 1)]);
        assert_eq!(numbers.without_card.into_iter().collect::<Vec<_>>(), [(FallbackKind::MynaPortal, 2)]);
        let row = &all(&journal).await[0];
        assert_eq!((row.fallback, row.ticket.as_deref()), (Some(FallbackKind::Certificate), Some("0431")));
        let log = journal::access(&place.path(), &key()).unwrap().lines;
        assert_eq!(
            log.iter().filter(|line| line.what == "fallback_recorded").count(),
            5,
            "each is in the log"
        );
    });
}

#[test]
fn the_numbers_of_a_day_tell_verdicts_apart_and_what_still_waits() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let mut ids = Vec::new();
        for _ in 0..5 {
            let draft = place.draft();
            ids.push(draft.id);
            journal.capture(draft).await.unwrap();
        }
        journal.arrives(answer(ids[0], 1, 1), LATE).await.unwrap();
        journal.arrives(answer(ids[1], 2, 1), LATE_CALLING).await.unwrap();
        journal.arrives(answer(ids[2], 3, 3), LATE).await.unwrap();
        place.clock.pass(Duration::from_secs(600));
        let numbers = journal.numbers(place.today()).await.unwrap();
        assert_eq!((numbers.checks, numbers.waiting, numbers.unacknowledged), (5, 2, 2));
        assert_eq!(numbers.oldest, Some(Duration::from_secs(600)));
        let outcomes: Vec<_> = numbers.by_outcome.into_iter().collect();
        assert_eq!(
            outcomes,
            [Outcome::Valid, Outcome::NotCovered, Outcome::InvalidNewer].map(|word| (word, 1))
        );
        let other = journal.numbers(place.today().tomorrow().unwrap()).await.unwrap();
        assert_eq!((other.checks, other.waiting), (0, 2), "what waits is of any day");
    });
}

#[test]
fn the_choice_of_the_day_survives_a_power_cut_and_ends_with_the_day() {
    let place = Place::quick();
    let choice = DayChoice {
        site: Some("架空町役場".to_owned()),
        method: Method::Pin,
        purpose: Purpose::HealthGuidance,
    };
    block_on(async {
        let (journal, _) = place.open();
        assert_eq!(journal.day().await.unwrap(), None);
        journal.capture(place.draft()).await.unwrap();
        journal.choose_day(choice.clone(), place.by("s-01")).await.unwrap();
        drop(journal);
        // Power comes back without a network: the wall clock is wrong, the day is the one that was counted in.
        place.clock.restart();
        place.clock.jump("2026-05-02T21:00:00Z".parse().unwrap());
        place.clock.set_synchronised(false);
        let (journal, _) = place.open();
        let day = journal.day().await.unwrap().unwrap();
        assert_eq!((day.choice, day.certain), (choice.clone(), false));
        assert_eq!(journal.today().await.unwrap().to_string(), "2026-05-01");
        place.clock.set_synchronised(true);
        assert_eq!(journal.day().await.unwrap(), None, "it was another day after all");
        place.clock.jump("2026-05-01T08:00:00Z".parse().unwrap());
        assert!(journal.day().await.unwrap().unwrap().certain);
        let long = DayChoice { site: Some("あ".repeat(70)), ..choice };
        assert!(matches!(journal.choose_day(long, staff()).await, Err(Error::Label { .. })));
    });
}

#[test]
fn preferences_are_kept_within_their_range() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        assert_eq!(journal.prefs().await.unwrap(), None);
        let prefs = Prefs { volume: 9, brightness: 0, language: Language::English };
        journal.keep_prefs(prefs).await.unwrap();
        drop(journal);
        let kept = place.open().0.prefs().await.unwrap();
        assert_eq!(kept, Some(Prefs { volume: 5, brightness: 1, language: Language::English }));
    });
}

#[test]
fn a_page_of_five_thousand_checks_comes_at_once() {
    let mut place = Place::quick();
    place.limits.checks = 6_000;
    block_on(async {
        let (journal, _) = place.open();
        for number in 0..5_000 {
            let mut draft = place.draft();
            draft.ticket = (number % 5 == 0).then(|| Ticket::new(&format!("N{number}")).unwrap());
            let id = draft.id;
            journal.capture(draft).await.unwrap();
            if number % 4 != 0 {
                journal.arrives(answer(id, number, 1), LATE).await.unwrap();
            }
        }
        for find in
            [Find::All, Find::Number(ReceptionNumber(2_500)), Find::Ticket(Ticket::new("N25").unwrap())]
        {
            let begin = std::time::Instant::now();
            let page = journal.page(4_000, 5, find.clone()).await.unwrap();
            let took = begin.elapsed();
            println!("{find:?}: {took:?} of {}", page.total);
            // Measured: some milliseconds. The limit tells a list from a search through sealed rows.
            assert!(took < Duration::from_millis(500), "{find:?}: {took:?}");
        }
        assert_eq!(found(&journal, Find::Ticket(Ticket::new("N25").unwrap())).await.len(), 1);
    });
}
