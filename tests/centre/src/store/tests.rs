use super::*;
use jiff::civil::date;
use wire::{Challenge, ChallengeId, CheckId};

fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("centre.db")).unwrap();
    (dir, store)
}

fn station(name: &str) -> StationId {
    name.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn fresh(id: CheckId, station: &StationId) -> Fresh<'_> {
    Fresh {
        id,
        station,
        content: [7; 32],
        at: at("2026-04-10T00:00:00Z"),
        deferred: false,
        keep_until: date(2026, 5, 31),
    }
}

fn take(store: &mut Store, id: CheckId, secret: &[u8]) -> u64 {
    let work = store.work().unwrap();
    let number = work.take(&fresh(id, &station("bus-01"))).unwrap();
    work.settle(id, "valid", secret).unwrap();
    work.commit().unwrap();
    number
}

#[test]
fn what_is_not_committed_leaves_no_trace() {
    let (_dir, mut store) = store();
    let id = CheckId::random();
    store.work().unwrap().take(&fresh(id, &station("bus-01"))).unwrap();
    assert!(store.kept(id).unwrap().is_none());
    assert!(store.receipts(None, None).unwrap().is_empty());
}

#[test]
fn receipts_count_arrivals_conflicts_and_judgements_apart() {
    let (_dir, mut store) = store();
    let id = CheckId::random();
    let number = take(&mut store, id, b"answer");
    let work = store.work().unwrap();
    work.seen_again(id, at("2026-04-10T01:00:00Z")).unwrap();
    work.conflicted(id).unwrap();
    work.commit().unwrap();
    let records = store.receipts(Some(&station("bus-01")), Some(id)).unwrap();
    let [record] = records.as_slice() else { panic!("one receipt expected") };
    assert_eq!((record.number, record.times_seen, record.conflicts, record.times_counted), (number, 2, 1, 1));
    assert_eq!(record.last_at, at("2026-04-10T01:00:00Z"));
    assert!(store.receipts(Some(&station("bus-02")), None).unwrap().is_empty());
}

#[test]
fn a_purged_settlement_is_nowhere_in_the_files_any_more() {
    let (dir, mut store) = store();
    let (id, secret) = (CheckId::random(), b"evidently-personal-0123456789".as_slice());
    take(&mut store, id, secret);
    let on_disk = || {
        std::fs::read_dir(dir.path())
            .unwrap()
            .any(|f| std::fs::read(f.unwrap().path()).unwrap().windows(secret.len()).any(|w| w == secret))
    };
    assert!(on_disk());
    assert_eq!(store.purge(date(2026, 5, 31)).unwrap(), 0);
    assert_eq!(store.purge(date(2026, 6, 1)).unwrap(), 1);
    assert!(!on_disk());
    let kept = store.kept(id).unwrap().unwrap();
    assert!(kept.settlement.is_none());
    assert!(store.receipts(None, Some(id)).unwrap()[0].purged);
}

#[test]
fn a_challenge_serves_one_check_of_its_station() {
    let (_dir, mut store) = store();
    let expires_at = at("2026-04-12T00:00:00Z");
    let id = ChallengeId(uuid::Uuid::new_v4());
    let challenge = Challenge { id, nonce: vec![9; 32].into(), expires_at };
    store.give(&station("bus-01"), &[challenge]).unwrap();
    let (first, second) = (CheckId::random(), CheckId::random());
    let work = store.work().unwrap();
    let open = Standing::Open { nonce: vec![9; 32], expires_at };
    assert_eq!(work.use_challenge(id, &station("bus-02"), first).unwrap(), Standing::Unknown);
    assert_eq!(work.use_challenge(id, &station("bus-01"), first).unwrap(), open);
    assert_eq!(work.use_challenge(id, &station("bus-01"), first).unwrap(), open);
    assert_eq!(work.use_challenge(id, &station("bus-01"), second).unwrap(), Standing::Used);
}

#[test]
fn only_usable_challenges_count_as_open() {
    let (_dir, mut store) = store();
    let give = |store: &mut Store, expires: &str| {
        let id = ChallengeId(uuid::Uuid::new_v4());
        let challenge = Challenge { id, nonce: vec![1; 32].into(), expires_at: at(expires) };
        store.give(&station("bus-01"), &[challenge]).unwrap();
    };
    give(&mut store, "2026-04-12T00:00:00Z");
    give(&mut store, "2026-04-10T00:00:00Z");
    assert_eq!(store.open_challenges(&station("bus-01"), at("2026-04-11T00:00:00Z")).unwrap(), 1);
    assert_eq!(store.drop_challenges(at("2026-04-11T00:00:00Z")).unwrap(), 1);
}

#[test]
fn a_file_of_a_later_version_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("centre.db");
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version=2").unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Version(2))));
}

#[test]
fn every_key_a_station_has_had_is_kept_and_no_other_stations() {
    let (_dir, mut store) = store();
    let now = at("2026-04-10T00:00:00Z");
    for (name, key) in [("bus-01", [1]), ("bus-01", [2]), ("bus-01", [1]), ("bus-02", [3])] {
        store.note_key(&station(name), &key, now).unwrap();
    }
    let work = store.work().unwrap();
    assert_eq!(work.keys(&station("bus-01")).unwrap(), [[1], [2]]);
}
