//! The way of a check through the journal.

use crate::support::*;
use journal::{Access, CaptureError, Error, Journal, Late, Opener, Options, State};
use model::AccessAction;
use model::CheckHead;
use std::time::Duration;
use wire::{CheckId, EventKind, Outcome, ReceptionNumber};

#[test]
fn a_captured_check_waits_with_its_number_until_it_is_settled() {
    let place = Place::quick();
    block_on(async {
        let (journal, report) = place.open();
        assert_eq!((report.boot, report.clean, report.waiting), (1, true, 0));
        let draft = place.draft();
        let captured = journal.capture(draft.clone()).await.unwrap();
        assert_eq!((captured.reception, captured.order, captured.boot), (ReceptionNumber(1), 1, 1));
        let [check] = &journal.waiting(10, 100_000, 0).await.unwrap()[..] else { panic!("one waits") };
        assert_eq!(
            (check.id, check.reception, &check.evidence),
            (draft.id, captured.reception, &draft.evidence)
        );
        assert_eq!((check.capture.at, check.capture.order, check.capture.boot), (draft.at, 1, 1));
        assert_eq!(journal.waiting_one(draft.id).await.unwrap().as_ref(), Some(check));
        assert!(journal.waiting(10, 100_000, 1).await.unwrap().is_empty());

        let settled = journal.arrives(answer(draft.id, 5, 1), LIVE).await.unwrap();
        assert!(settled.first && !settled.calls);
        assert!(journal.waiting(10, 100_000, 0).await.unwrap().is_empty());
        assert_eq!(journal.waiting_one(draft.id).await.unwrap(), None);
        assert_eq!(sealed_result(&journal, draft.id).await, Some(answer(draft.id, 5, 1)));
        journal.handed_over(draft.id).await.unwrap();
        journal.handed_over(draft.id).await.unwrap();
        assert_eq!(journal.counts(place.today()).await.unwrap()["valid"], 1);
        journal.close().await.unwrap();
    });
    let lines = journal::list(&place.path()).unwrap();
    assert_eq!((lines[0].state, lines[0].outcome), (State::Done, Some(Outcome::Valid)));
    assert_eq!(journal::verify(&place.path(), &key()).unwrap().findings, Vec::<String>::new());
}

#[test]
fn the_same_capture_again_gives_the_same_answer_and_other_content_is_refused() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        let first = journal.capture(draft.clone()).await.unwrap();
        assert_eq!(journal.capture(draft.clone()).await.unwrap(), first);
        let mut other = draft.clone();
        other.staff = "desk-2".parse().unwrap();
        assert!(matches!(journal.capture(other).await, Err(CaptureError::Conflict)));
        journal.arrives(answer(draft.id, 1, 1), LATE).await.unwrap();
        assert_eq!(journal.capture(draft.clone()).await.unwrap(), first, "also after the evidence is gone");
        assert_eq!(journal.stats().await.unwrap().checks, 1);
    });
}

#[test]
fn a_check_is_settled_once_and_the_first_answer_stands() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        assert!(journal.arrives(answer(draft.id, 1, 2), LATE).await.unwrap().first);
        let again = journal.arrives(answer(draft.id, 1, 2), LATE).await.unwrap();
        assert!(!again.first && again.calls);
        assert!(matches!(journal.arrives(answer(draft.id, 1, 1), LATE).await, Err(Error::Conflict)));
        assert!(matches!(journal.arrives(answer(CheckId::random(), 1, 1), LATE).await, Err(Error::Unknown)));
        assert_eq!(journal.counts(place.today()).await.unwrap()["invalid"], 1);
        assert_eq!(journal.next_events(10).await.unwrap().len(), 1, "one call, although settled twice");
    });
}

#[test]
fn a_late_bad_verdict_calls_until_it_is_acknowledged_also_over_a_restart() {
    let place = Place::quick();
    let draft = place.draft();
    block_on(async {
        let (journal, _) = place.open();
        let captured = journal.capture(draft.clone()).await.unwrap();
        assert!(journal.arrives(answer(draft.id, 1, 3), LATE).await.unwrap().calls);
        assert!(matches!(journal.handed_over(draft.id).await, Err(Error::OutOfTurn { .. })));
        drop(journal);
        let (journal, report) = place.open();
        assert_eq!((report.boot, report.clean, report.unacknowledged), (2, false, 1));
        let late = Late {
            head: CheckHead {
                id: draft.id,
                reception: captured.reception,
                purpose: draft.purpose,
                captured_at: draft.at,
                clock_synchronised: draft.clock_synchronised,
            },
            settlement: answer(draft.id, 1, 3),
        };
        assert_eq!(journal.unacknowledged().await.unwrap(), [late]);
        place.clock.pass(Duration::from_secs(90));
        let staff = place.by("desk-1");
        let after = journal.acknowledge(draft.id, staff.clone()).await.unwrap();
        assert_eq!(after, Some(Duration::from_secs(90)));
        assert_eq!(journal.acknowledge(draft.id, staff).await.unwrap(), None);
        assert!(journal.unacknowledged().await.unwrap().is_empty());
        let kinds: Vec<_> =
            journal.next_events(10).await.unwrap().into_iter().map(|e| (e.order, e.kind)).collect();
        let called = EventKind::LateVerdict { outcome: "invalid_newer".to_owned() };
        assert_eq!(kinds, [(1, called), (2, EventKind::Acknowledged { after_s: 90 })]);
    });
}

#[test]
fn an_answer_stays_answered_until_the_desk_says_shown_or_late() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let (shown, late) = (place.draft(), place.draft());
        for draft in [&shown, &late] {
            let captured = journal.capture(draft.clone()).await.unwrap();
            let head =
                journal.settle(answer(draft.id, u64::from(captured.reception.0), 2), |_, _| false).await;
            let head = head.unwrap().unwrap();
            assert_eq!((head.id, head.reception), (draft.id, captured.reception));
            assert_eq!((head.purpose, head.captured_at), (draft.purpose, draft.at));
        }
        let states = || journal::list(&place.path()).unwrap().into_iter().map(|line| line.state);
        assert!(states().all(|state| state == State::Answered));
        assert!(journal.unacknowledged().await.unwrap().is_empty(), "only the desk says late");
        assert!(matches!(
            journal.acknowledge(late.id, place.by("desk-1")).await,
            Err(Error::OutOfTurn { .. })
        ));
        journal.handed_over(shown.id).await.unwrap();
        assert!(journal.late(late.id).await.unwrap() && journal.late(late.id).await.unwrap());
        assert_eq!(states().collect::<Vec<_>>(), [State::Done, State::Unacknowledged]);
        assert_eq!(journal.next_events(10).await.unwrap().len(), 1, "the office hears of it once");
    });
}

#[test]
fn a_late_good_verdict_calls_nobody() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        assert!(!journal.arrives(answer(draft.id, 1, 1), LATE).await.unwrap().calls);
        assert!(journal.unacknowledged().await.unwrap().is_empty());
        assert!(journal.next_events(10).await.unwrap().is_empty());
        let staff = place.by("desk-1");
        assert!(matches!(journal.acknowledge(draft.id, staff).await, Err(Error::OutOfTurn { .. })));
    });
}

#[test]
fn a_bad_live_verdict_that_nobody_can_have_seen_becomes_a_late_one() {
    let place = Place::quick();
    let (seen, missed, cut) = (place.draft(), place.draft(), place.draft());
    block_on(async {
        let (journal, _) = place.open();
        for draft in [&seen, &missed, &cut] {
            journal.capture(draft.clone()).await.unwrap();
            journal.arrives(answer(draft.id, 1, 2), LIVE).await.unwrap();
        }
        assert!(journal.unacknowledged().await.unwrap().is_empty(), "on the screen, not late");
        journal.handed_over(seen.id).await.unwrap();
        assert!(journal.late(missed.id).await.unwrap());
        assert!(!journal.late(seen.id).await.unwrap());
        drop(journal);
        let (journal, report) = place.open();
        assert_eq!(report.unacknowledged, 2);
        let late: Vec<_> = journal.unacknowledged().await.unwrap().iter().map(|late| late.head.id).collect();
        assert_eq!(late, [missed.id, cut.id]);
        assert_eq!(journal.next_events(10).await.unwrap().len(), 2, "the office hears of both");
    });
}

#[test]
fn waiting_checks_are_given_within_the_asked_bounds() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        for _ in 0..6 {
            journal.capture(place.draft()).await.unwrap();
        }
        let orders = |checks: Vec<wire::Check>| checks.iter().map(|c| c.capture.order).collect::<Vec<_>>();
        assert_eq!(orders(journal.waiting(4, 1_000_000, 0).await.unwrap()), [1, 2, 3, 4]);
        assert_eq!(orders(journal.waiting(4, 1_000_000, 4).await.unwrap()), [5, 6]);
        assert_eq!(orders(journal.waiting(6, 1, 2).await.unwrap()), [3], "one in any case");
        assert!(journal.waiting(6, 7_000, 0).await.unwrap().len() < 4);
        assert!(journal.waiting(0, 7_000, 0).await.unwrap().is_empty());
    });
}

#[test]
fn a_closed_journal_says_so_and_the_next_start_knows_it_was_clean() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let second = journal.clone();
        let error = journal::Journal::open(place.options(), key()).unwrap_err();
        assert_eq!(error.code(), codes::J103, "one process at a time");
        journal.close().await.unwrap();
        assert!(matches!(second.stats().await, Err(Error::Closed)));
        assert!(matches!(second.handed_over(place.draft().id).await, Err(Error::Closed)));
        assert!(matches!(second.late(place.draft().id).await, Err(Error::Closed)));
        assert!(matches!(second.capture(place.draft()).await, Err(CaptureError::Failed(Error::Closed))));
        let (_journal, report) = place.open();
        assert_eq!((report.boot, report.clean), (2, true));
    });
}

#[test]
fn the_queue_tells_its_length_and_the_age_of_the_oldest() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        assert_eq!(journal.queue(place.now()).await.unwrap(), wire::Queue::default());
        journal.capture(place.draft()).await.unwrap();
        place.clock.pass(Duration::from_secs(100));
        journal.capture(place.draft()).await.unwrap();
        let queue = journal.queue(place.now()).await.unwrap();
        assert_eq!((queue.waiting, queue.oldest_s), (2, Some(100)));
        let early = "2020-01-01T00:00:00Z".parse().unwrap();
        place.clock.jump(early);
        assert_eq!(journal.queue(early).await.unwrap().oldest_s, Some(100), "by the monotonic clock");
        drop(journal);
        let (journal, _) = place.open();
        assert_eq!(journal.queue(early).await.unwrap().oldest_s, Some(0), "never below zero");
    });
}

#[test]
fn bytes_are_counted_by_day_and_kept_over_a_restart() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        journal.add_bytes(place.today(), 10, 1).await.unwrap();
        assert_eq!(journal.add_bytes(place.today(), 5, 2).await.unwrap(), journal::Bytes { up: 15, down: 3 });
        drop(journal);
        let (journal, _) = place.open();
        assert_eq!(journal.bytes(place.today()).await.unwrap(), journal::Bytes { up: 15, down: 3 });
        assert_eq!(
            journal.bytes(place.today().tomorrow().unwrap()).await.unwrap(),
            journal::Bytes::default()
        );
    });
}

#[test]
fn a_valid_verdict_that_calls_staff_still_calls_them_when_nobody_can_have_seen_it() {
    let place = Place::quick();
    let (seen, left, cut, late) = (place.draft(), place.draft(), place.draft(), place.draft());
    block_on(async {
        let (journal, _) = place.open();
        for draft in [&seen, &left, &cut] {
            journal.capture(draft.clone()).await.unwrap();
            let settled = journal.arrives(answer(draft.id, 1, 1), LIVE_CALLING).await.unwrap();
            assert_eq!((settled.first, settled.calls), (true, false), "on the screen, not late");
        }
        journal.capture(late.clone()).await.unwrap();
        assert!(journal.arrives(answer(late.id, 1, 1), LATE_CALLING).await.unwrap().calls);
        journal.handed_over(seen.id).await.unwrap();
        assert!(!journal.late(seen.id).await.unwrap());
        // The desk went on in that moment, and staff pressed OK on the notice.
        assert!(journal.late(left.id).await.unwrap());
        assert!(journal.acknowledge(left.id, place.by("desk-1")).await.unwrap().is_some());
        // The power went while it was on the screen, and came back on another day.
        drop(journal);
        place.clock.pass(Duration::from_secs(36 * 3_600));
        let (journal, report) = place.open();
        assert_eq!(report.unacknowledged, 2);
        let calling = journal.unacknowledged().await.unwrap();
        assert_eq!(calling.iter().map(|late| late.head.id).collect::<Vec<_>>(), [cut.id, late.id]);
        assert!(journal.acknowledge(cut.id, place.by("desk-1")).await.unwrap().is_some());
    });
}

#[test]
fn a_valid_verdict_that_calls_staff_outlives_its_day_on_the_screen() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let (calling, good) = (place.draft(), place.draft());
        for (draft, arrival) in [(&calling, LIVE_CALLING), (&good, LIVE)] {
            journal.capture(draft.clone()).await.unwrap();
            journal.arrives(answer(draft.id, 1, 1), arrival).await.unwrap();
        }
        place.clock.pass(Duration::from_secs(24 * 3_600));
        journal.retain(place.now()).await.unwrap();
        assert!(sealed_result(&journal, calling.id).await.is_some());
        assert_eq!(sealed_result(&journal, good.id).await, None);
        assert!(journal.late(calling.id).await.unwrap());
        assert!(!journal.late(good.id).await.unwrap());
    });
}

/// Opens it as a technician's command does, does something and closes it in order.
async fn command(place: &Place) -> u64 {
    let options = Options { opener: Opener::Technician, ..place.options() };
    let (journal, report) = Journal::open(options, key()).unwrap();
    journal.note(Access::by(place.by("technician"), AccessAction::Exported)).await.unwrap();
    journal.close().await.unwrap();
    report.boot
}

#[test]
fn a_technicians_command_counts_as_no_start_and_leaves_to_the_next_one_how_the_last_ended() {
    let place = Place::quick();
    block_on(async {
        assert_eq!(command(&place).await, 0, "before the first start");
        let (journal, report) = place.open();
        assert_eq!((report.boot, report.clean), (1, true));
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        journal.arrives(answer(draft.id, 1, 2), LIVE).await.unwrap();
        // Killed with a bad verdict on the screen.
        drop(journal);
        for _ in 0..3 {
            assert_eq!(command(&place).await, 1);
        }
        let (journal, report) = place.open();
        assert_eq!((report.boot, report.clean, report.unacknowledged), (2, false, 1));
        let events = journal.next_events(9).await.unwrap();
        assert_eq!(events.iter().map(|event| event.boot).collect::<Vec<_>>(), [2], "the start called staff");
        journal.close().await.unwrap();
        assert_eq!(command(&place).await, 2);
        let (journal, report) = place.open();
        assert_eq!((report.boot, report.clean), (3, true));
        journal.close().await.unwrap();
    });
    let lines = journal::access(&place.path(), &key()).unwrap().lines;
    let told: Vec<_> = lines.iter().map(|line| format!("{} {}", line.boot, line.what)).collect();
    let exported = "1 exported";
    assert_eq!(
        told,
        [
            "0 exported",
            "1 started",
            "1 captured",
            exported,
            exported,
            exported,
            "2 started",
            "2 exported",
            "3 started"
        ]
    );
    assert_eq!(journal::verify(&place.path(), &key()).unwrap().findings, Vec::<String>::new());
}

#[test]
fn a_technicians_command_finds_an_access_log_that_was_cut_off_before_it_writes_on() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        for _ in 0..3 {
            journal.note(Access::by(place.by("s-01"), AccessAction::Shown)).await.unwrap();
        }
        journal.close().await.unwrap();
        let cut = "DELETE FROM access WHERE seq > 2; DELETE FROM access_parts";
        rusqlite::Connection::open(place.path()).unwrap().execute_batch(cut).unwrap();
        command(&place).await;
    });
    let words: Vec<_> =
        journal::access(&place.path(), &key()).unwrap().lines.into_iter().map(|line| line.what).collect();
    assert_eq!(words, ["broken", "exported"]);
    assert!(!journal::verify(&place.path(), &key()).unwrap().findings.is_empty());
}
