//! A journal of an earlier version goes on with everything it had. The file is made by the frozen SQL itself, with
//! the rows that the earlier version wrote.

use crate::people::{add, code};
use crate::support::*;
use model::{Find, LoginAnswer, RowState};
use wire::Outcome;

const FIRST: &str = include_str!("../../src/sql/migrations/0001_first.sql");

/// Takes everything that the second schema added out of a closed journal: what is left is a file of the first one.
fn take_back(place: &Place) {
    let old = place.dir.path().join("old");
    let db = rusqlite::Connection::open(&old).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.execute_batch(FIRST).unwrap();
    db.execute_batch(&format!("ATTACH '{}' AS new", place.path().display())).unwrap();
    for table in
        ["station", "keys", "spare_keys", "checks", "evidence", "results", "challenges", "outbox", "meter"]
    {
        let mut read = db.prepare("SELECT group_concat(name) FROM pragma_table_info(?1, 'main')").unwrap();
        let columns: String = read.query_row([table], |row| row.get(0)).unwrap();
        let only = match table {
            "keys" => "WHERE kind < 4",
            "spare_keys" => "WHERE key IN (SELECT key FROM new.keys WHERE kind < 4)",
            _ => "",
        };
        let copy = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table} {only}");
        db.execute_batch(&copy).unwrap();
    }
    db.execute_batch("UPDATE main.station SET schema = 1; PRAGMA main.user_version = 1; DETACH new").unwrap();
    db.close().map_err(|(_, error)| error).unwrap();
    std::fs::rename(&old, place.path()).unwrap();
    std::fs::remove_file(place.dir.path().join("journal.access")).unwrap();
}

async fn made(place: &Place) -> [wire::CheckId; 3] {
    let (journal, _) = place.open();
    let drafts = [place.draft(), place.draft(), place.draft()];
    for draft in &drafts {
        journal.capture(draft.clone()).await.unwrap();
    }
    journal.arrives(answer(drafts[0].id, 1, 1), LATE).await.unwrap();
    journal.arrives(answer(drafts[1].id, 2, 2), LATE).await.unwrap();
    journal.close().await.unwrap();
    take_back(place);
    drafts.map(|draft| draft.id)
}

#[test]
fn a_journal_of_the_first_schema_is_brought_up_to_date_and_loses_nothing() {
    let place = Place::quick();
    block_on(async {
        let ids = made(&place).await;
        // Read by the technician as it is, before any start.
        let report = journal::verify(&place.path(), &key()).unwrap();
        assert_eq!((report.findings, report.checks, report.access), (Vec::new(), 3, 0));
        assert!(journal::staff(&place.path(), &key()).unwrap().is_empty());
        assert!(journal::access(&place.path(), &key()).unwrap().lines.is_empty());

        let (journal, report) = place.open();
        assert!(report.set_aside.is_none(), "{:?}", report.set_aside);
        assert_eq!((report.boot, report.clean, report.waiting, report.unacknowledged), (2, true, 1, 1));
        let page = journal.page(0, 9, Find::All).await.unwrap();
        let states: Vec<_> = page.rows.iter().map(|row| (row.head.id, row.state)).collect();
        assert_eq!(
            states,
            [
                (ids[2], RowState::Waiting),
                (ids[1], RowState::Unacknowledged(Outcome::Invalid)),
                (ids[0], RowState::Settled(Outcome::Valid)),
            ]
        );
        assert_eq!(sealed_result(&journal, ids[0]).await, Some(answer(ids[0], 1, 1)));
        let one = add(&journal, "受付一", "1357").await.staff;
        assert!(matches!(
            journal.login(by(one.as_str()), code("1357")).await.unwrap(),
            LoginAnswer::Accepted { .. }
        ));
        assert_eq!(journal.capture(place.draft()).await.unwrap().order, 4);
        journal.close().await.unwrap();
        let report = journal::verify(&place.path(), &key()).unwrap();
        assert_eq!((report.findings, report.notes), (Vec::new(), Vec::new()));
    });
}

#[test]
fn a_damaged_journal_of_the_first_schema_is_rescued_too() {
    let place = Place::quick();
    block_on(async {
        let ids = made(&place).await;
        let mut bytes = std::fs::read(place.path()).unwrap();
        bytes[0] ^= 0x55;
        std::fs::write(place.path(), bytes).unwrap();
        let (journal, report) = place.open();
        assert_eq!(report.set_aside.unwrap().rescued, 1);
        assert_eq!(journal.waiting(9, 100_000, 0).await.unwrap()[0].id, ids[2]);
        assert_eq!(journal.page(0, 9, Find::All).await.unwrap().total, 3);
        journal.close().await.unwrap();
        assert_eq!(journal::verify(&place.path(), &key()).unwrap().findings, Vec::<String>::new());
    });
}
