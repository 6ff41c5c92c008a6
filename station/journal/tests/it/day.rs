//! The choice of a day on a machine whose clock is set late: it belongs to the day on which it was made, also when
//! that day becomes known only afterwards.

use crate::support::*;
use journal::{Journal, KeptDay};
use model::DayChoice;
use std::time::Duration;
use wire::{Method, Purpose};

const HOUR: Duration = Duration::from_secs(3_600);
/// The time of a machine without a battery: long ago.
const WRONG: &str = "2024-02-29T14:50:00Z";

fn choice() -> DayChoice {
    let site = Some("架空町役場".to_owned());
    DayChoice { site, method: Method::Pin, purpose: Purpose::HealthGuidance }
}

fn sure() -> Option<KeptDay> {
    Some(KeptDay { choice: choice(), certain: true })
}

/// A place whose clock nobody knows to be right.
fn adrift() -> Place {
    let place = Place::quick();
    place.clock.set_synchronised(false);
    place.clock.jump(WRONG.parse().unwrap());
    place
}

/// The first synchronisation: from now on the clock is right.
fn synchronise(place: &Place, at: &str) {
    place.clock.jump(at.parse().unwrap());
    place.clock.set_synchronised(true);
}

async fn choose(place: &Place, journal: &Journal) {
    journal.choose_day(choice(), place.by("s-01")).await.unwrap();
}

#[test]
fn a_choice_before_the_first_synchronisation_is_of_the_day_that_it_turns_out_to_be() {
    let place = adrift();
    block_on(async {
        let (journal, _) = place.open();
        choose(&place, &journal).await;
        // Over the midnight of the wrong clock.
        place.clock.pass(HOUR);
        assert_eq!(journal.day().await.unwrap(), sure(), "no day begins while nobody knows the time");
        synchronise(&place, "2026-05-01T00:30:00Z");
        assert_eq!(journal.day().await.unwrap(), sure(), "chosen an hour ago, on this day");
        place.clock.set_synchronised(false);
        place.clock.jump(WRONG.parse().unwrap());
        assert_eq!(journal.day().await.unwrap(), sure(), "synchronisation was lost again");
    });
}

#[test]
fn a_choice_before_the_first_synchronisation_ends_with_the_midnight_that_followed_it() {
    let place = adrift();
    block_on(async {
        let (journal, _) = place.open();
        choose(&place, &journal).await;
        place.clock.pass(10 * HOUR);
        // Eight in the morning in Japan: it was chosen at ten in the evening of the day before.
        synchronise(&place, "2026-04-30T23:00:00Z");
        assert_eq!(journal.day().await.unwrap(), None);
        choose(&place, &journal).await;
        assert_eq!(journal.day().await.unwrap(), sure());
    });
}

#[test]
fn a_choice_ends_with_its_midnight_and_not_before() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        choose(&place, &journal).await;
        // Half past nine in the morning.
        place.clock.pass(14 * HOUR + HOUR / 4);
        assert_eq!(journal.day().await.unwrap(), sure(), "a quarter to midnight");
        place.clock.pass(HOUR / 4);
        assert_eq!(journal.day().await.unwrap(), None);
    });
}

#[test]
fn without_any_time_a_choice_counts_for_the_length_of_a_day() {
    let place = adrift();
    block_on(async {
        let (journal, _) = place.open();
        choose(&place, &journal).await;
        place.clock.pass(24 * HOUR - Duration::from_secs(1));
        assert_eq!(journal.day().await.unwrap(), sure());
        place.clock.pass(Duration::from_secs(1));
        assert_eq!(journal.day().await.unwrap(), None);
    });
}

#[test]
fn a_choice_that_was_written_late_is_of_the_day_on_which_it_was_made() {
    let place = Place::quick();
    place.clock.jump("2026-05-01T14:59:50Z".parse().unwrap());
    block_on(async {
        let (journal, _) = place.open();
        let before_midnight = place.by("s-01");
        place.clock.pass(Duration::from_secs(20));
        journal.choose_day(choice(), before_midnight.clone()).await.unwrap();
        assert_eq!(journal.day().await.unwrap(), None);
        let line = journal::access(&place.path(), &key()).unwrap().lines.pop().unwrap();
        assert_eq!((line.what.as_str(), line.at), ("day_chosen", before_midnight.at.at));
    });
}

#[test]
fn a_choice_of_an_earlier_start_without_the_time_stays_uncertain() {
    let place = adrift();
    place.clock.jump("2026-05-01T00:30:00Z".parse().unwrap());
    block_on(async {
        let (journal, _) = place.open();
        choose(&place, &journal).await;
        journal.close().await.unwrap();
        place.clock.restart();
        let (journal, _) = place.open();
        let unsure = Some(KeptDay { choice: choice(), certain: false });
        assert_eq!(journal.day().await.unwrap(), unsure);
        place.clock.set_synchronised(true);
        assert_eq!(journal.day().await.unwrap(), unsure, "the day it says was that of a clock nobody knew");
    });
}

#[test]
fn a_choice_that_an_earlier_version_kept_is_read() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        choose(&place, &journal).await;
        journal.close().await.unwrap();
        let old =
            r#"{"day":"2026-05-01","boot":1,"site":"架空町役場","method":"pin","purpose":"health_guidance"}"#;
        let db = rusqlite::Connection::open(place.path()).unwrap();
        assert_eq!(db.execute("UPDATE choices SET value = ?1 WHERE name = 'day'", [old]).unwrap(), 1);
        db.close().unwrap();
        place.clock.restart();
        let (journal, _) = place.open();
        assert_eq!(journal.day().await.unwrap(), sure());
        place.clock.set_synchronised(false);
        assert_eq!(journal.day().await.unwrap(), Some(KeptDay { choice: choice(), certain: false }));
        place.clock.pass(24 * HOUR);
        place.clock.set_synchronised(true);
        assert_eq!(journal.day().await.unwrap(), None);
    });
}
