//! Over real mutual TLS: a check is settled once and for good.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{House, json, problem};
use wire::{BatchAnswer, BatchItem, Code, Judgement, Verdict};

#[tokio::test]
async fn a_visual_check_and_a_pin_check_of_a_valid_person_are_valid() {
    let house = House::open().await;
    let visual = house.forge.visual("valid-hanako", house.now).unwrap();
    let challenge = house.challenges(1).await.remove(0);
    let pin = house.forge.pin("valid-hanako", &challenge, house.now).unwrap();
    for check in [visual, pin] {
        let settlement = house.settle(&check).await;
        assert_eq!(settlement.check, check.id);
        let Some(Ok(Verdict::Valid { person })) = settlement.verdict() else {
            panic!("{}", settlement.outcome().word())
        };
        assert_eq!(person.name, personas::find("valid-hanako").unwrap().name);
    }
}

#[tokio::test]
async fn invariant_2_the_centre_counts_a_check_once_however_often_it_comes_and_answers_the_same_bytes() {
    let house = House::open().await;
    let check = house.forge.visual("valid-takasaki", house.now).unwrap();
    let first = house.put(&check).send().await.unwrap().bytes().await.unwrap();
    // The outcome changes meanwhile: the settlement does not.
    house.running.control.set_outcome("valid-takasaki", centre::Outcome::Invalid).unwrap();
    for _ in 0..3 {
        let again = house.put(&check).send().await.unwrap().bytes().await.unwrap();
        assert_eq!(first, again);
    }
    let answer = house.batch(std::slice::from_ref(&check)).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(answer, [br#"{"items":[{"settled":"#, &first[..], b"}]}"].concat());
    let receipt = house.running.control.receipt(check.id).unwrap().unwrap();
    assert_eq!((receipt.times_seen, receipt.times_counted, receipt.conflicts), (5, 1, 0));
}

#[tokio::test]
async fn many_senders_of_one_check_at_once_make_it_count_once() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    let sends = (0..16).map(|_| tokio::spawn(house.put(&check).send()));
    let mut bodies = Vec::new();
    for send in sends.collect::<Vec<_>>() {
        bodies.push(send.await.unwrap().unwrap().bytes().await.unwrap());
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
    let receipt = house.running.control.receipt(check.id).unwrap().unwrap();
    assert_eq!((receipt.times_seen, receipt.times_counted), (16, 1));
}

#[tokio::test]
async fn the_same_id_with_other_content_is_a_conflict_and_changes_nothing() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    let before = house.settle(&check).await;
    let mut other = check.clone();
    other.reception = wire::ReceptionNumber(999);
    assert_eq!(problem(house.put(&other).send().await.unwrap()).await.code, Code::Conflict);
    assert_eq!(house.settle(&check).await, before);
    let receipt = house.running.control.receipt(check.id).unwrap().unwrap();
    assert_eq!((receipt.times_seen, receipt.times_counted, receipt.conflicts), (2, 1, 1));
}

#[tokio::test]
async fn a_batch_settles_what_it_can_and_names_what_it_cannot() {
    let house = House::open().await;
    let checks = house.forge.morning(3, house.now).unwrap();
    let mut values: Vec<_> = checks.iter().map(|c| serde_json::to_value(c).unwrap()).collect();
    values[1]["staff"] = "NOT A REFERENCE".into();
    let batch = house.post("/v1/checks", &serde_json::json!({ "checks": values }));
    let answer: BatchAnswer = json(batch.send().await.unwrap()).await;
    let [BatchItem::Settled(a), BatchItem::Problem(p), BatchItem::Settled(c)] = answer.items.as_slice()
    else {
        panic!("{answer:?}")
    };
    assert_eq!((a.check, c.check), (checks[0].id, checks[2].id));
    assert_eq!((p.code, p.detail.as_deref()), (Code::Malformed, Some("/checks/1/staff")));
    assert_eq!(house.running.control.receipts(None).unwrap().len(), 2);
}

#[tokio::test]
async fn a_refused_check_is_settled_with_a_receipt() {
    let house = House::open().await;
    let check = house.forge.visual("revoked-toru", house.now).unwrap();
    let settlement = house.settle(&check).await;
    let Judgement::Refused(refusal) = &settlement.judgement else {
        panic!("{}", settlement.outcome().word())
    };
    assert_eq!(refusal.code, Code::CertificateRevoked);
    assert_eq!(settlement.receipt.number, house.running.control.receipt(check.id).unwrap().unwrap().number);
}

#[tokio::test]
async fn a_check_signed_before_a_restart_and_renewal_is_still_known() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    let before = house.settle(&check).await;
    let House { dir, running, forge, client, now } = house;
    running.stop().await;
    let mut config = centre::Config::new(dir.path(), personas::shared_dir());
    config.clock = centre::Clock::fixed(now);
    let running = centre::Centre::start(config).await.unwrap();
    let house = House { dir, running, forge, client, now };
    assert_eq!(house.settle(&check).await, before);
    assert_eq!(house.running.control.receipt(check.id).unwrap().unwrap().times_counted, 1);
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_told_as_such_and_the_check_settles_at_the_next_send() {
    let house = House::open().await;
    let check = house.forge.visual("valid-hanako", house.now).unwrap();
    assert_eq!(house.get("/v1/ping").send().await.unwrap().status(), 204);
    let mut thief = rusqlite::Connection::open(house.dir.path().join("centre.db")).unwrap();
    let lock = thief.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    assert_eq!(problem(house.put(&check).send().await.unwrap()).await.code, Code::Internal);
    lock.rollback().unwrap();
    assert_eq!(house.settle(&check).await.outcome().word(), "valid");
    let receipt = house.running.control.receipt(check.id).unwrap().unwrap();
    assert_eq!((receipt.times_seen, receipt.times_counted), (1, 1));
}

#[tokio::test]
async fn a_full_batch_is_settled_in_a_moment() {
    let house = House::open().await;
    let checks = house.forge.morning(100, house.now).unwrap();
    let answer: BatchAnswer = json(house.batch(&checks).send().await.unwrap()).await;
    assert!(
        answer
            .items
            .iter()
            .all(|item| matches!(item, BatchItem::Settled(s) if s.outcome().word() == "valid"))
    );
    let requests = house.running.control.requests();
    let record = requests.last().unwrap();
    println!("batch of 100: {} ms, {} bytes in, {} bytes out", record.ms, record.body_in, record.body_out);
    assert_eq!(record.checks, 100);
    assert!(record.ms < 10_000, "{} ms for a batch", record.ms);
}
