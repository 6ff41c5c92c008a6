//! The invariants of the house, as far as the journal answers for them.

use crate::support::*;
use journal::{CaptureError, Journal, Limits, State};
use std::path::Path;
use std::time::Duration;
use wire::{CheckId, EventKind, ReceptionNumber};

/// A copy of the files as they are at this moment: what a power cut leaves.
fn power_cut(place: &Place) -> Place {
    let after = Place::quick();
    for entry in std::fs::read_dir(place.dir.path()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), after.dir.path().join(entry.file_name())).unwrap();
    }
    after.clock.jump(place.now());
    after
}

fn column<T: rusqlite::types::FromSql>(path: &Path, sql: &str) -> Vec<T> {
    let db = rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut read = db.prepare(sql).unwrap();
    read.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn invariant_1_what_was_acknowledged_is_there_after_a_power_cut_at_that_moment() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        for count in 1..=20 {
            let captured = journal.capture(place.draft()).await.unwrap();
            let after = power_cut(&place);
            let (cut, report) = after.open();
            assert_eq!((report.waiting, report.set_aside, report.clean), (count, None, false));
            assert_eq!(cut.waiting_one(captured.id).await.unwrap().unwrap().reception, captured.reception);
        }
    });
}

#[test]
fn invariant_1_a_cut_anywhere_in_the_log_costs_only_what_was_not_acknowledged() {
    let place = Place::quick();
    let log = place.dir.path().join("journal-wal");
    block_on(async {
        let (journal, _) = place.open();
        let mut acknowledged = Vec::new();
        for _ in 0..6 {
            journal.capture(place.draft()).await.unwrap();
            acknowledged.push(std::fs::metadata(&log).unwrap().len());
        }
        let whole = *acknowledged.last().unwrap();
        // As it is now: the journal folds the log in when it has been quiet for a moment.
        let (database, log) = (std::fs::read(place.path()).unwrap(), std::fs::read(&log).unwrap());
        assert_eq!(log.len() as u64, whole);
        for cut in (0..=whole).step_by(1_511).chain(acknowledged.clone()) {
            let after = Place::quick();
            std::fs::write(after.path(), &database).unwrap();
            std::fs::write(after.dir.path().join("journal-wal"), &log[..cut as usize]).unwrap();
            let must = acknowledged.iter().filter(|end| **end <= cut).count();
            let (cut_journal, report) = after.open();
            assert!(report.waiting as usize >= must, "cut at {cut} of {whole}");
            assert_eq!(report.set_aside, None, "a torn end is not damage");
            // And the station goes on with the next order.
            let next = cut_journal.capture(after.draft()).await.unwrap();
            assert_eq!(next.order, u64::from(report.waiting) + 1);
        }
    });
}

#[test]
fn invariant_2_a_check_is_the_same_at_every_send_until_the_centre_has_it() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        let bytes = serde_json::to_vec(&journal.waiting_one(draft.id).await.unwrap()).unwrap();
        journal.close().await.unwrap();
        place.clock.pass(Duration::from_secs(40 * 24 * 3_600));
        let (journal, report) = place.open();
        assert_eq!(report.waiting, 1, "no time ends a waiting check");
        assert_eq!(serde_json::to_vec(&journal.waiting_one(draft.id).await.unwrap()).unwrap(), bytes);
        // An answer to another check takes nothing away.
        assert!(journal.arrives(answer(CheckId::random(), 1, 1), LATE).await.is_err());
        assert!(journal.waiting_one(draft.id).await.unwrap().is_some());
        journal.arrives(answer(draft.id, 2, 1), LATE).await.unwrap();
        assert!(journal.waiting_one(draft.id).await.unwrap().is_none());
    });
}

#[test]
fn invariant_5_at_rest_everything_personal_is_sealed() {
    let place = Place::quick();
    let words =
        [CERTIFICATE, NAME.as_bytes(), "ｶｸｳ".as_bytes(), b"06132013", b"19700101", &[0xc3; 64], b"Zloaw"];
    let search = |when: &str| {
        let raw = place.raw();
        assert!(contains(&raw, b"desk-1"), "the search finds what is in the clear");
        for word in words {
            assert!(!contains(&raw, word), "{when}");
        }
        // Base64 of the certificate, at each of its three alignments.
        for skip in 0..3 {
            let text = serde_json::to_string(&wire::Bytes::from(&CERTIFICATE[skip..skip + 30])).unwrap();
            assert!(!contains(&raw, text.trim_matches('"').as_bytes()), "{when}");
        }
    };
    block_on(async {
        let (journal, _) = place.open();
        for validity in 1..=3 {
            let draft = place.draft();
            journal.capture(draft.clone()).await.unwrap();
            search("waiting, in the log");
            journal.arrives(answer(draft.id, 1, validity), LATE).await.unwrap();
            journal.capture(place.draft()).await.unwrap();
            search("settled, in the log");
        }
        journal.close().await.unwrap();
        search("closed");
    });
}

#[test]
fn invariant_5_destroyed_evidence_is_in_no_file_soon_after() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        let sealed: Vec<Vec<u8>> = column(&place.path(), "SELECT sealed FROM evidence");
        assert!(contains(&place.raw(), &sealed[0][100..400]));
        journal.arrives(answer(draft.id, 1, 1), LATE).await.unwrap();
        until("the evidence is gone from the files", || !contains(&place.raw(), &sealed[0][100..400]));
    });
}

#[test]
fn invariant_5_destroying_a_key_destroys_the_data_also_for_who_has_the_master_key() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        journal.arrives(answer(draft.id, 1, 1), LATE).await.unwrap();
        let sealed: Vec<Vec<u8>> = column(&place.path(), "SELECT sealed FROM results");
        let wrapped: Vec<Vec<u8>> = column(&place.path(), "SELECT wrapped FROM keys WHERE kind <> 5");
        assert_eq!((sealed.len(), wrapped.len()), (1, 2));
        assert!(sealed_result(&journal, draft.id).await.is_some());
        place.clock.pass(Duration::from_secs(24 * 3_600));
        journal.retain(place.now()).await.unwrap();
        assert_eq!(sealed_result(&journal, draft.id).await, None);
        until("keys and results are gone from the files", || {
            let raw = place.raw();
            wrapped.iter().chain(&sealed).all(|bytes| !contains(&raw, &bytes[1..45]))
        });
        journal.close().await.unwrap();
        // With the sealed bytes of a stolen copy and the master key there is no key to open them.
        // The remaining keys open the access log, which says nothing about an examinee.
        assert_eq!(journal::stats(&place.path()).unwrap().keys, 1);
        let kinds: Vec<i64> = column(&place.path(), "SELECT kind FROM keys");
        let spares: Vec<i64> = column(&place.path(), "SELECT key FROM spare_keys");
        assert_eq!((kinds, spares.len()), (vec![5], 1));
    });
}

#[test]
fn invariant_5_retention_is_enforced_without_anybody_asking() {
    let mut place = Place::quick();
    place.tick = Duration::from_millis(20);
    block_on(async {
        let (journal, _) = place.open();
        let (settled, waiting, late) = (place.draft(), place.draft(), place.draft());
        for draft in [&settled, &waiting, &late] {
            journal.capture(draft.clone()).await.unwrap();
        }
        journal.arrives(answer(settled.id, 1, 1), LATE).await.unwrap();
        journal.arrives(answer(late.id, 2, 2), LATE).await.unwrap();
        let stats = || journal::stats(&place.path()).unwrap();
        assert_eq!((stats().results, stats().checks), (2, 3));

        place.clock.pass(Duration::from_secs(24 * 3_600));
        until("yesterday's result is destroyed, the late one stays", || stats().results == 1);
        until("yesterday's key of results is destroyed", || {
            let days: Vec<String> = column(&place.path(), "SELECT day FROM keys WHERE kind = 3");
            days == [place.today().to_string()]
        });
        assert_eq!(journal.unacknowledged().await.unwrap().len(), 1);

        place.clock.jump("2026-06-30T14:00:00Z".parse().unwrap());
        journal.retain(place.now()).await.unwrap();
        assert_eq!(stats().checks, 3, "the last day of the following month is still within");
        place.clock.jump("2026-06-30T15:00:00Z".parse().unwrap());
        until("stubs and the verdict nobody saw are destroyed", || {
            stats().checks == 1 && stats().results == 0
        });
        assert_eq!(
            journal.waiting(10, 100_000, 0).await.unwrap()[0].id,
            waiting.id,
            "a waiting check is not"
        );
        // The numbers of destroyed stubs are not given again.
        assert_eq!(journal.capture(place.draft()).await.unwrap().order, 4);
        journal.close().await.unwrap();
        assert_eq!(journal::verify(&place.path(), &key()).unwrap().findings, Vec::<String>::new());
    });
}

#[test]
fn invariant_5_a_wrong_clock_ends_looking_back_early_and_deletes_nothing_else() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let (good, bad, waiting) = (place.draft(), place.draft(), place.draft());
        for draft in [&good, &bad, &waiting] {
            journal.capture(draft.clone()).await.unwrap();
        }
        journal.arrives(answer(good.id, 1, 1), LATE).await.unwrap();
        journal.arrives(answer(bad.id, 2, 2), LATE).await.unwrap();
        for (synchronised, at) in
            [(false, "2031-01-01T00:00:00Z"), (false, "1970-01-02T00:00:00Z"), (true, "2019-01-01T00:00:00Z")]
        {
            place.clock.set_synchronised(synchronised);
            place.clock.jump(at.parse().unwrap());
            journal.retain(place.now()).await.unwrap();
            assert_eq!(sealed_result(&journal, good.id).await, None, "another day than that of the result");
            assert_eq!(journal.stats().await.unwrap().checks, 3);
            assert_eq!(journal.unacknowledged().await.unwrap().len(), 1);
            assert_eq!(journal.waiting(9, 100_000, 0).await.unwrap().len(), 1);
        }
    });
}

#[test]
fn invariant_5_a_clock_that_stands_still_does_not_keep_results_for_ever() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        journal.arrives(answer(draft.id, 1, 1), LATE).await.unwrap();
        journal.retain(place.now()).await.unwrap();
        assert!(sealed_result(&journal, draft.id).await.is_some());
        place.clock.set_synchronised(false);
        let still = place.now();
        place.clock.pass(Duration::from_secs(24 * 3_600));
        place.clock.jump(still);
        journal.retain(still).await.unwrap();
        assert_eq!(sealed_result(&journal, draft.id).await, None, "24 hours by the monotonic clock");
    });
}

#[test]
fn invariant_8_order_never_depends_on_the_wall_clock() {
    let place = Place::quick();
    block_on(async {
        let mut ids = Vec::new();
        for (at, synchronised) in
            [("2026-05-01T03:00:00Z", true), ("1970-01-01T00:00:05Z", false), ("2026-05-01T02:00:00Z", true)]
        {
            let (journal, report) = place.open();
            place.clock.restart();
            place.clock.jump(at.parse().unwrap());
            place.clock.set_synchronised(synchronised);
            for _ in 0..2 {
                let draft = place.draft();
                let captured = journal.capture(draft.clone()).await.unwrap();
                assert_eq!((captured.boot, captured.order), (report.boot, ids.len() as u64 + 1));
                ids.push(draft.id);
            }
            let checks = journal.waiting(10, 1_000_000, 0).await.unwrap();
            assert_eq!(checks.iter().map(|check| check.id).collect::<Vec<_>>(), ids);
            let last = &checks.last().unwrap().capture;
            assert_eq!(
                (last.at, last.clock_synchronised),
                (at.parse().unwrap(), synchronised),
                "wrong time is known"
            );
        }
    });
}

#[test]
fn invariant_8_no_reception_number_comes_twice_on_a_day_whatever_the_clock_does() {
    let place = Place::quick();
    block_on(async {
        let (mut journal, _) = place.open();
        let steps = [
            ("2026-05-01T01:00:00Z", true, 1),
            ("2026-05-01T01:01:00Z", true, 2),
            // Over midnight in Japan they begin again.
            ("2026-05-01T15:00:00Z", true, 1),
            // The battery is changed: the clock is wrong, perhaps it is the same day.
            ("2026-04-30T15:00:00Z", false, 2),
            ("2026-04-30T15:01:00Z", false, 3),
            // It is set right within the day, and on the next.
            ("2026-05-02T01:00:00Z", true, 4),
            ("2026-05-03T01:00:00Z", true, 1),
            // It is set right only on another day: earlier numbers of that day may be on paper already.
            ("2026-05-03T01:00:00Z", false, 2),
            ("2026-05-04T01:00:00Z", true, 3),
            ("2026-05-04T01:00:00Z", true, 4),
            // Back to a day that had numbers, and forth.
            ("2026-05-03T02:00:00Z", true, 3),
            ("2026-05-04T02:00:00Z", true, 5),
        ];
        for (step, (at, synchronised, expected)) in steps.into_iter().enumerate() {
            place.clock.jump(at.parse().unwrap());
            place.clock.set_synchronised(synchronised);
            let captured = journal.capture(place.draft()).await.unwrap();
            assert_eq!(captured.reception, ReceptionNumber(expected), "step {step}");
            if step % 2 == 1 {
                drop(journal);
                journal = place.open().0;
            }
        }
        journal.close().await.unwrap();
        assert_eq!(journal::verify(&place.path(), &key()).unwrap().findings, Vec::<String>::new());
    });
}

#[test]
fn a_challenge_is_given_once_even_over_a_power_cut() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let expires = "2026-05-02T00:00:00Z".parse().unwrap();
        let later = "2026-05-03T00:00:00Z".parse().unwrap();
        let (first, second) = (challenge(expires), challenge(later));
        assert_eq!(
            journal.add_challenges(vec![second.clone(), first.clone(), first.clone()]).await.unwrap(),
            2
        );
        assert_eq!(
            journal.take_challenge(place.now()).await.unwrap(),
            Some(first),
            "what expires first goes first"
        );
        let after = power_cut(&place);
        let (cut, _) = after.open();
        assert_eq!(cut.take_challenge(place.now()).await.unwrap(), Some(second));
        assert_eq!(cut.take_challenge(place.now()).await.unwrap(), None);
    });
}

#[test]
fn expired_challenges_are_dropped_only_when_the_time_is_known() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let (soon, later) =
            ("2026-05-02T00:00:00Z".parse().unwrap(), "2026-05-03T00:00:00Z".parse().unwrap());
        journal.add_challenges(vec![challenge(soon), challenge(soon), challenge(later)]).await.unwrap();
        place.clock.set_synchronised(false);
        assert_eq!(journal.challenge_count("2030-01-01T00:00:00Z".parse().unwrap()).await.unwrap(), 3);
        let taken = journal.take_challenge("2030-01-01T00:00:00Z".parse().unwrap()).await.unwrap();
        assert_eq!(taken.unwrap().expires_at, later, "what lasts longest is most likely good");
        place.clock.set_synchronised(true);
        assert_eq!(journal.challenge_count(soon).await.unwrap(), 0);
        assert_eq!(journal.take_challenge(soon).await.unwrap(), None);
        assert_eq!(journal.stats().await.unwrap().challenges, 0);
        let many = (0..journal::BOOK_LIMIT + 5).map(|_| challenge(later)).collect();
        assert_eq!(journal.add_challenges(many).await.unwrap(), journal::BOOK_LIMIT);
    });
}

#[test]
fn invariant_10_the_outbox_never_grows_without_bound_and_keeps_what_is_news() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let rare = EventKind::LateVerdict { outcome: "invalid".to_owned() };
        assert_eq!(journal.push_event(rare.clone()).await.unwrap(), 1);
        for count in 0..journal::OUTBOX_LIMIT + 50 {
            let code = format!("K{}", count % 3);
            journal.push_event(EventKind::Trouble { code, over: count % 2 == 0 }).await.unwrap();
        }
        let events = journal.next_events(usize::MAX).await.unwrap();
        assert_eq!(events.len(), journal::OUTBOX_LIMIT);
        assert_eq!(events[0].kind, rare, "repeated conditions go before news");
        assert!(events.windows(2).all(|pair| pair[0].order < pair[1].order));
        assert_eq!(events.last().unwrap().order, journal::OUTBOX_LIMIT as u64 + 51, "the newest is there");
        assert_eq!(journal.stats().await.unwrap().events_dropped, 51);
        journal.delete_event(1).await.unwrap();
        journal.delete_event(1).await.unwrap();
        drop(journal);
        let (journal, _) = place.open();
        let [event] = &journal.next_events(1).await.unwrap()[..] else { panic!("one event") };
        assert_ne!(event.order, 1, "what the office has does not come back");
        assert_eq!((event.station.as_str(), event.boot, event.clock.synchronised), ("bus-01", 1, true));
    });
}

#[test]
fn a_full_journal_refuses_captures_keeps_everything_and_goes_on_when_there_is_room() {
    let mut place = Place::quick();
    place.limits = Limits { checks: 3, ..Limits::default() };
    block_on(async {
        let (journal, _) = place.open();
        let drafts = [place.draft(), place.draft(), place.draft()];
        for draft in &drafts {
            journal.capture(draft.clone()).await.unwrap();
        }
        for _ in 0..2 {
            let refused = journal.capture(place.draft()).await.unwrap_err();
            assert!(
                matches!(refused, CaptureError::Full { waiting: 3, .. }) && refused.code() == codes::J201
            );
        }
        assert!(journal.capture(drafts[0].clone()).await.is_ok(), "what is kept is confirmed again");
        let told: Vec<_> =
            journal.next_events(9).await.unwrap().into_iter().map(|event| event.kind).collect();
        assert_eq!(told, [EventKind::JournalFull { waiting: 3 }], "the office hears of it once");
        assert_eq!(journal.waiting(9, 100_000, 0).await.unwrap().len(), 3);
        journal.arrives(answer(drafts[1].id, 1, 1), LATE).await.unwrap();
        assert_eq!(journal.capture(place.draft()).await.unwrap().order, 4);
        assert_eq!(journal.waiting(9, 100_000, 0).await.unwrap().len(), 3);
    });
}

#[test]
fn the_byte_limit_refuses_captures_and_still_lets_settle() {
    let mut place = Place::quick();
    place.limits = Limits { bytes: 1024 * 1024, ..Limits::default() };
    block_on(async {
        let (journal, _) = place.open();
        let mut kept = Vec::new();
        let refused = loop {
            let draft = place.draft();
            match journal.capture(draft.clone()).await {
                Ok(_) => kept.push(draft.id),
                Err(error) => break error,
            }
        };
        assert!(matches!(refused, CaptureError::Full { bytes, .. } if bytes >= 1024 * 1024), "{refused}");
        assert!(kept.len() > 100);
        for (receipt, id) in (1..).zip(&kept) {
            journal.arrives(answer(*id, receipt, 2), LATE).await.unwrap();
        }
        assert_eq!(journal.unacknowledged().await.unwrap().len(), kept.len());
        assert!(journal::list(&place.path()).unwrap().iter().all(|line| line.state == State::Unacknowledged));
    });
}

#[test]
fn two_thousand_checks_fit_with_the_usual_limits() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        for _ in 0..2_000 {
            journal.capture(place.draft()).await.unwrap();
        }
        drop(journal);
        let (journal, report): (Journal, _) = place.open();
        assert_eq!((report.waiting, report.unreadable), (2_000, 0));
        let stats = journal.stats().await.unwrap();
        assert!(stats.bytes_used < 16 * 1024 * 1024, "{}", stats.bytes_used);
    });
}
