//! Known corruptions. A damaged journal is set aside and what can be read of it goes on; a good one is never
//! touched because something else is wrong.

use crate::support::*;
use journal::{Journal, MasterKey, OpenReport};
use std::path::Path;
use wire::{Check, EventKind};

/// A closed journal with this many waiting checks, and two that are settled.
async fn filled(place: &Place, count: usize) -> Vec<Check> {
    let (journal, _) = place.open();
    for validity in 1..=2 {
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        journal.arrives(answer(draft.id, 1, validity), LATE).await.unwrap();
    }
    for _ in 0..count {
        journal.capture(place.draft()).await.unwrap();
    }
    let checks = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
    journal.close().await.unwrap();
    assert_eq!(checks.len(), count);
    checks
}

/// Opens and returns the report and the waiting checks; whatever was damaged, the journal then works.
async fn opened(place: &Place) -> (Journal, OpenReport, Vec<Check>) {
    let (journal, report) = place.open();
    let checks = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
    let next = journal.capture(place.draft()).await.unwrap();
    assert!(checks.iter().all(|check| check.capture.order < next.order));
    (journal, report, checks)
}

fn change(path: &Path, edit: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).unwrap_or_default();
    edit(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn sql(path: &Path, statement: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(statement).unwrap();
}

fn events(events: Vec<wire::Event>) -> Vec<EventKind> {
    events.into_iter().map(|event| event.kind).collect()
}

#[test]
fn a_truncated_journal_is_set_aside_and_what_is_left_of_it_goes_on() {
    for pages in [3, 30, 50] {
        let place = Place::quick();
        block_on(async {
            let checks = filled(&place, 60).await;
            change(&place.path(), |bytes| bytes.truncate(pages * 4096 + 100));
            let (journal, report, rescued) = opened(&place).await;
            let aside = report.set_aside.unwrap();
            assert!(aside.path.exists() && !report.clean);
            assert_eq!(aside.rescued as usize, rescued.len());
            assert!(rescued.iter().all(|check| checks.contains(check)), "rescued checks are what they were");
            // The first 18 pages are the beginnings of the tables.
            assert!(pages < 30 || rescued.len() > (pages - 18) / 2, "{} of {pages} pages", rescued.len());
            let told = events(journal.next_events(99).await.unwrap());
            assert!(told.contains(&EventKind::JournalSetAside { rescued: aside.rescued }));
        });
    }
}

#[test]
fn a_flipped_byte_in_the_header_loses_nothing() {
    let place = Place::quick();
    block_on(async {
        let checks = filled(&place, 5).await;
        let good = std::fs::read(place.path()).unwrap();
        let mut set_aside = 0;
        for at in 0..100 {
            change(&place.path(), |bytes| {
                bytes.clone_from(&good);
                bytes[at] ^= 0x55;
            });
            let (journal, report, found) = opened(&place).await;
            assert_eq!(found, checks, "byte {at}");
            set_aside += usize::from(report.set_aside.is_some());
            drop(journal);
            for entry in std::fs::read_dir(place.dir.path()).unwrap() {
                std::fs::remove_file(entry.unwrap().path()).unwrap();
            }
        }
        assert!(set_aside > 20, "{set_aside}");
    });
}

#[test]
fn a_valid_verdict_that_calls_staff_calls_them_from_a_damaged_journal_too() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        let draft = place.draft();
        journal.capture(draft.clone()).await.unwrap();
        journal.arrives(answer(draft.id, 1, 1), LIVE_CALLING).await.unwrap();
        journal.close().await.unwrap();
        change(&place.path(), |bytes| bytes[0] ^= 0x55);
        let (journal, report) = place.open();
        assert!(report.set_aside.is_some());
        let calling = journal.unacknowledged().await.unwrap();
        assert_eq!(calling.iter().map(|late| late.head.id).collect::<Vec<_>>(), [draft.id]);
    });
}

#[test]
fn a_flipped_byte_in_any_page_costs_at_most_its_own_rows() {
    let place = Place::quick();
    block_on(async {
        let checks = filled(&place, 30).await;
        let good = std::fs::read(place.path()).unwrap();
        // A step that is no divisor of anything: hits every page at ever other places.
        for at in (4096..good.len()).step_by(1_237) {
            change(&place.path(), |bytes| {
                bytes.clone_from(&good);
                bytes[at] ^= 0xff;
            });
            let (journal, report, found) = opened(&place).await;
            assert!(found.iter().all(|check| checks.contains(check)), "byte {at}: no check is altered");
            let lost = checks.len() - found.len();
            assert!(lost <= 3, "byte {at}: {lost} lost, {report:?}");
            assert!(lost == 0 || report.set_aside.is_some() || report.unreadable > 0, "byte {at}: said so");
            drop(journal);
            for entry in std::fs::read_dir(place.dir.path()).unwrap() {
                std::fs::remove_file(entry.unwrap().path()).unwrap();
            }
        }
    });
}

#[test]
fn a_page_of_zeros_or_noise_costs_at_most_its_own_rows() {
    let place = Place::quick();
    block_on(async {
        let checks = filled(&place, 30).await;
        let good = std::fs::read(place.path()).unwrap();
        for page in 1..good.len() / 4096 {
            for noise in [0, 0xa5] {
                change(&place.path(), |bytes| {
                    bytes.clone_from(&good);
                    bytes[page * 4096..(page + 1) * 4096].fill(noise);
                });
                let (journal, report, found) = opened(&place).await;
                assert!(found.iter().all(|check| checks.contains(check)), "page {page}");
                let lost = checks.len() - found.len();
                assert!(lost <= 12 || report.set_aside.is_some(), "page {page}: {lost} lost, {report:?}");
                assert!(
                    lost == 0 || report.set_aside.is_some() || report.unreadable > 0,
                    "page {page}: said so"
                );
                drop(journal);
                for entry in std::fs::read_dir(place.dir.path()).unwrap() {
                    std::fs::remove_file(entry.unwrap().path()).unwrap();
                }
            }
        }
    });
}

#[test]
fn a_file_that_is_empty_gone_or_something_else_is_set_aside() {
    let contents: [&[u8]; 3] = [b"", b"not a database at all", &[0; 8192]];
    for content in contents {
        let place = Place::quick();
        block_on(async {
            filled(&place, 2).await;
            std::fs::write(place.path(), content).unwrap();
            let (_journal, report, rescued) = opened(&place).await;
            let aside = report.set_aside.unwrap();
            assert_eq!(std::fs::read(&aside.path).unwrap(), content, "kept as it was found");
            assert!(rescued.is_empty());
        });
    }
}

#[test]
fn a_log_without_its_journal_is_set_aside_and_never_played_into_the_new_one() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        journal.capture(place.draft()).await.unwrap();
        let log = std::fs::read(place.dir.path().join("journal-wal")).unwrap();
        assert!(!log.is_empty());
        drop(journal);
        std::fs::remove_file(place.path()).unwrap();
        std::fs::write(place.dir.path().join("journal-wal"), &log).unwrap();
        let (_journal, report, _) = opened(&place).await;
        assert!(report.set_aside.is_some());
        assert_eq!(report.waiting, 0);
        assert_eq!(std::fs::read(place.dir.path().join("journal.damaged-1-wal")).unwrap(), log);
    });
}

#[test]
fn numbers_go_on_after_a_journal_that_was_lost_whole() {
    let place = Place::quick();
    block_on(async {
        let (journal, _) = place.open();
        for _ in 0..3 {
            journal.capture(place.draft()).await.unwrap();
        }
        let event = journal.push_event(EventKind::BytesLimit { limit: 1 }).await.unwrap();
        journal.close().await.unwrap();
        std::fs::write(place.path(), [0x11; 5_000]).unwrap();
        let (journal, report) = place.open();
        assert_eq!(report.boot, 2, "starts go on");
        let captured = journal.capture(place.draft()).await.unwrap();
        assert!(captured.order > 3, "orders go on: {}", captured.order);
        assert!(captured.reception.0 > 3, "nobody gets a number of this morning again");
        let told = journal.next_events(9).await.unwrap();
        assert!(told[0].order > event, "or the office would take it for a repetition");
        journal.close().await.unwrap();
        assert_eq!(journal::verify(&place.path(), &key()).unwrap().findings, Vec::<String>::new());
    });
}

#[test]
fn a_wrong_key_never_sets_a_good_journal_aside() {
    let place = Place::quick();
    block_on(async {
        let checks = filled(&place, 3).await;
        let before = std::fs::read(place.path()).unwrap();
        let wrong = MasterKey::from_bytes([8; 32]);
        let error = Journal::open(place.options(), wrong.clone()).unwrap_err();
        assert_eq!(error.code(), codes::J102);
        assert_eq!(journal::verify(&place.path(), &wrong).unwrap_err().code(), codes::J102);
        assert_eq!(std::fs::read(place.path()).unwrap(), before);
        let (_journal, report, found) = opened(&place).await;
        assert_eq!((report.set_aside, found), (None, checks));
    });
}

#[test]
fn a_wrong_key_never_sets_a_damaged_journal_aside() {
    let place = Place::quick();
    block_on(async {
        let checks = filled(&place, 40).await;
        let keep = 30 * 4096;
        change(&place.path(), |bytes| bytes.truncate(keep));
        let before = std::fs::read(place.path()).unwrap();
        let error = Journal::open(place.options(), MasterKey::from_bytes([8; 32])).unwrap_err();
        assert_eq!(error.code(), codes::J102);
        assert_eq!(std::fs::read(place.path()).unwrap(), before);
        let (_journal, report, found) = opened(&place).await;
        assert!(report.set_aside.is_some() && !found.is_empty());
        assert!(found.iter().all(|check| checks.contains(check)));
    });
}

#[test]
fn a_missing_key_is_an_error_that_names_the_file() {
    let place = Place::quick();
    let error = MasterKey::from_file(&place.dir.path().join("no-such-key")).unwrap_err();
    assert_eq!(error.code(), codes::J101);
    assert!(
        error.to_string().contains("no-such-key")
            && error.code().staff(codes::Language::Japanese).contains("技術担当")
    );
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let place = Place::quick();
    block_on(async {
        filled(&place, 1).await;
        sql(&place.path(), "PRAGMA user_version = 99; UPDATE station SET schema = 99");
        let before = std::fs::read(place.path()).unwrap();
        let error = Journal::open(place.options(), key()).unwrap_err();
        assert_eq!(error.code(), codes::J105);
        assert_eq!(std::fs::read(place.path()).unwrap(), before);
    });
}

#[test]
fn a_damaged_day_key_or_key_check_costs_nothing() {
    let damages = [
        "UPDATE keys SET wrapped = zeroblob(61)",
        "UPDATE spare_keys SET wrapped = zeroblob(61)",
        "DELETE FROM keys",
        "UPDATE station SET key_check = zeroblob(35)",
    ];
    for damage in damages {
        let place = Place::quick();
        block_on(async {
            let checks = filled(&place, 3).await;
            sql(&place.path(), damage);
            let (_journal, report, found) = opened(&place).await;
            assert_eq!((report.unreadable, found), (0, checks), "{damage}");
        });
    }
}

#[test]
fn a_damaged_seal_is_reported_kept_and_passed_over() {
    let place = Place::quick();
    block_on(async {
        let checks = filled(&place, 3).await;
        sql(&place.path(), "UPDATE evidence SET sealed = zeroblob(3000) WHERE seq = 4");
        let (journal, report, found) = opened(&place).await;
        assert_eq!((report.set_aside, report.waiting, report.unreadable), (None, 3, 1));
        assert_eq!(found, [checks[0].clone(), checks[2].clone()]);
        assert_eq!(journal.waiting_one(checks[1].id).await.unwrap_err().code(), codes::J108);
        journal.close().await.unwrap();
        let report = journal::verify(&place.path(), &key()).unwrap();
        assert_eq!(report.findings.len(), 1, "{report:?}");
        assert!(report.findings[0].contains("J108") && report.findings[0].contains("order 4"));
    });
}

#[test]
fn an_interrupted_replacement_is_brought_to_its_end() {
    // A power cut after the new journal was complete and before each of the three renames.
    for cut in 0..3 {
        let place = Place::quick();
        block_on(async {
            let checks = filled(&place, 20).await;
            let damaged = std::fs::read(place.path()).unwrap()[..28 * 4096].to_vec();
            std::fs::write(place.path(), &damaged).unwrap();
            let (journal, report, rescued) = opened(&place).await;
            assert!(!rescued.is_empty() && rescued.iter().all(|check| checks.contains(check)));
            journal.close().await.unwrap();
            let here = |name: &str| place.dir.path().join(name);
            std::fs::rename(place.path(), here("journal.ready")).unwrap();
            let aside = report.set_aside.unwrap().path;
            match cut {
                0 => {
                    std::fs::rename(&aside, place.path()).unwrap();
                    std::fs::write(here("journal-wal"), [1; 100]).unwrap();
                }
                1 => {
                    std::fs::rename(&aside, place.path()).unwrap();
                    std::fs::write(here("journal.damaged-1-wal"), [1; 100]).unwrap();
                }
                _ => {}
            }
            let (_journal, again, found) = opened(&place).await;
            assert_eq!(again.set_aside.unwrap().path, aside);
            assert_eq!(found[..rescued.len()], rescued, "cut {cut}");
            assert_eq!(std::fs::read(&aside).unwrap(), damaged);
            assert_eq!(here("journal.damaged-1-wal").exists(), cut < 2, "the log went with its journal");
        });
    }
}

#[test]
fn a_set_aside_file_can_be_listed_and_examined_and_stays_as_it_is() {
    let place = Place::quick();
    block_on(async {
        filled(&place, 20).await;
        change(&place.path(), |bytes| bytes.truncate(20 * 4096));
        let (_journal, report, _) = opened(&place).await;
        let aside = report.set_aside.unwrap().path;
        let before = std::fs::read(&aside).unwrap();
        let report = journal::verify(&aside, &key());
        assert!(report.is_err() || !report.unwrap().findings.is_empty());
        let _ = journal::list(&aside);
        assert_eq!(std::fs::read(&aside).unwrap(), before);
    });
}

#[test]
fn only_the_last_damaged_files_are_kept() {
    let place = Place::quick();
    block_on(async {
        for _ in 0..6 {
            let (journal, _) = place.open();
            journal.close().await.unwrap();
            std::fs::write(place.path(), b"noise").unwrap();
        }
        let (_journal, report) = place.open();
        assert!(report.set_aside.unwrap().path.ends_with("journal.damaged-6"));
        let kept = std::fs::read_dir(place.dir.path()).unwrap();
        let names = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(names.filter(|name| name.contains("damaged")).count(), 3);
    });
}

/// A journal that was killed with everything in its log; returns its checks.
async fn killed_with_a_log(place: &Place, count: usize) -> Vec<Check> {
    let (journal, _) = place.open();
    for _ in 0..count {
        journal.capture(place.draft()).await.unwrap();
    }
    let checks = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
    let files = ["journal", "journal-wal"].map(|name| place.dir.path().join(name));
    let bytes = files.each_ref().map(|file| std::fs::read(file).unwrap());
    drop(journal);
    for (file, bytes) in files.iter().zip(bytes) {
        std::fs::write(file, bytes).unwrap();
    }
    checks
}

#[test]
fn a_damaged_log_loses_nothing_but_the_page_that_is_damaged() {
    let place = Place::quick();
    block_on(async {
        let checks = killed_with_a_log(&place, 12).await;
        let log = place.dir.path().join("journal-wal");
        let (good, database) = (std::fs::read(&log).unwrap(), std::fs::read(place.path()).unwrap());
        let frame = 24 + 4096;
        let frames = (good.len() - 32) / frame;
        assert!(frames > 30);
        // Damage in the last two transactions cannot be told from a torn end.
        for (number, at) in (32..32 + (frames - 16) * frame).step_by(frame / 2 + 7).enumerate() {
            std::fs::write(place.path(), &database).unwrap();
            change(&log, |bytes| {
                bytes.clone_from(&good);
                bytes[at] ^= 0x20;
            });
            let (journal, report, found) = opened(&place).await;
            assert!(report.set_aside.is_some(), "change {number} at {at} is noticed");
            assert!(found.iter().all(|check| checks.contains(check)));
            assert!(found.len() + 1 >= checks.len(), "at {at}: {} of {}", found.len(), checks.len());
            drop(journal);
            for entry in std::fs::read_dir(place.dir.path()).unwrap() {
                std::fs::remove_file(entry.unwrap().path()).unwrap();
            }
        }
    });
}

#[test]
fn a_damaged_header_of_the_log_loses_nothing() {
    let place = Place::quick();
    block_on(async {
        let checks = killed_with_a_log(&place, 5).await;
        let log = place.dir.path().join("journal-wal");
        let (good, database) = (std::fs::read(&log).unwrap(), std::fs::read(place.path()).unwrap());
        for at in 0..32 {
            std::fs::write(place.path(), &database).unwrap();
            change(&log, |bytes| {
                bytes.clone_from(&good);
                bytes[at] ^= 0x04;
            });
            let (journal, report, found) = opened(&place).await;
            assert!(report.set_aside.is_some(), "byte {at}");
            assert!(found.len() + 1 >= checks.len(), "byte {at}: {}", found.len());
            assert!(found.iter().all(|check| checks.contains(check)));
            drop(journal);
            for entry in std::fs::read_dir(place.dir.path()).unwrap() {
                std::fs::remove_file(entry.unwrap().path()).unwrap();
            }
        }
    });
}

#[test]
fn invariant_5_a_set_aside_file_is_deleted_after_a_month_unasked() {
    let mut place = Place::quick();
    place.tick = std::time::Duration::from_millis(20);
    block_on(async {
        filled(&place, 3).await;
        change(&place.path(), |bytes| bytes.truncate(10 * 4096));
        let (journal, report, _) = opened(&place).await;
        let aside = report.set_aside.unwrap().path;
        let written = |at: &str| {
            let at: jiff::Timestamp = at.parse().unwrap();
            std::fs::File::options().append(true).open(&aside).unwrap().set_modified(at.into()).unwrap();
        };
        written("2026-04-02T00:00:00Z");
        place.clock.set_synchronised(false);
        place.clock.jump("2026-06-01T00:00:00Z".parse().unwrap());
        // Housekeeping has run to its end with this clock.
        journal.retain(place.now()).await.unwrap();
        assert!(aside.exists(), "a wrong clock deletes nothing");
        place.clock.set_synchronised(true);
        until("the file is deleted", || !aside.exists());
    });
}
