//! Faults on command do what they say, and the check they hit still counts exactly once.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use centre::{Fault, FaultKind, Nonsense, Target};
use common::{House, client, problem};
use std::time::{Duration, Instant};
use wire::{Check, Code, Inconsistent, Settlement};

fn check(house: &House) -> Check {
    house.forge.visual("valid-hanako", house.now).unwrap()
}

/// The check is sent again, is valid, and counted once.
async fn recovers(house: &House, check: &Check, times_seen: u64) {
    assert_eq!(house.settle(check).await.outcome().word(), "valid");
    let receipt = house.running.control.receipt(check.id).unwrap().unwrap();
    assert_eq!((receipt.times_seen, receipt.times_counted), (times_seen, 1));
}

#[tokio::test]
async fn an_answer_lost_after_commit_leaves_the_check_settled_over_both_versions_of_http() {
    for http1 in [false, true] {
        let mut house = House::open().await;
        house.client = client(&house.forge, http1);
        let check = check(&house);
        // Without a fault first: a client repeats by itself only what failed on a connection it used before.
        assert_eq!(house.get("/v1/ping").send().await.unwrap().status(), 204);
        house.running.control.fault(Fault::next(1, FaultKind::LostAnswer).on(Target::Checks));
        assert!(house.put(&check).send().await.is_err(), "http1: {http1}");
        assert_eq!(house.running.control.receipt(check.id).unwrap().unwrap().times_seen, 1);
        recovers(&house, &check, 2).await;
    }
}

#[tokio::test]
async fn a_reset_in_mid_answer_gives_the_head_and_part_of_the_body_and_leaves_the_check_settled() {
    for http1 in [false, true] {
        let mut house = House::open().await;
        house.client = client(&house.forge, http1);
        let check = check(&house);
        house.running.control.fault(Fault::next(1, FaultKind::Reset));
        let mut response = house.put(&check).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let announced = response.content_length().unwrap();
        let mut got = 0;
        let end = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => got += chunk.len() as u64,
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        assert!(end.is_some() && got > 0 && got < announced, "http1: {http1}, {got} of {announced}");
        recovers(&house, &check, 2).await;
    }
}

#[tokio::test]
async fn a_commanded_status_leaves_the_check_unseen_and_says_when_to_come_again() {
    let house = House::open().await;
    let check = check(&house);
    let status = FaultKind::Status { status: 503, retry_after_s: Some(7) };
    house.running.control.fault(Fault::next(2, status));
    for _ in 0..2 {
        let response = house.put(&check).send().await.unwrap();
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(problem(response).await.code, Code::Unavailable);
        assert_eq!(house.running.control.receipt(check.id).unwrap(), None);
    }
    recovers(&house, &check, 1).await;
}

#[tokio::test]
async fn slowness_delays_the_answer_and_not_the_other_requests() {
    let house = House::open().await;
    let check = check(&house);
    let slow = FaultKind::Slow { ms: 400 };
    house.running.control.fault(Fault::next(1, slow).on(Target::Checks));
    let begun = Instant::now();
    let late = tokio::spawn(house.put(&check).send());
    assert_eq!(house.get("/v1/ping").send().await.unwrap().status(), 204);
    assert_eq!(late.await.unwrap().unwrap().status(), 200);
    assert!(begun.elapsed() >= Duration::from_millis(400));
    let requests = house.running.control.requests();
    let record = requests.iter().find(|r| r.operation.starts_with("PUT")).unwrap();
    assert_eq!((record.fault.as_deref(), record.checks, record.ms >= 400), (Some("slow"), 1, true));
}

#[tokio::test]
async fn a_client_that_does_not_wait_for_a_slow_answer_meets_a_settled_check() {
    let house = House::open().await;
    let check = check(&house);
    house.running.control.fault(Fault::next(1, FaultKind::Slow { ms: 60_000 }));
    let impatient = house.put(&check).timeout(Duration::from_millis(500)).send().await;
    assert!(impatient.unwrap_err().is_timeout());
    recovers(&house, &check, 2).await;
}

async fn nonsense(house: &House, check: &Check, what: Nonsense) -> reqwest::Response {
    house.running.control.fault(Fault::next(1, FaultKind::Nonsense { what }).on(Target::Checks));
    let response = house.put(check).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response
}

#[tokio::test]
async fn nonsense_is_not_a_settlement_and_the_true_one_comes_with_the_next_send() {
    let house = House::open().await;
    let check = check(&house);
    for what in [Nonsense::InvalidJson, Nonsense::WrongTypes] {
        let body = nonsense(&house, &check, what).await.bytes().await.unwrap();
        assert!(serde_json::from_slice::<Settlement>(&body).is_err(), "{what:?}");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).is_ok(), what == Nonsense::WrongTypes);
    }
    let body = nonsense(&house, &check, Nonsense::TwoResults).await.bytes().await.unwrap();
    let doubled: Settlement = serde_json::from_slice(&body).unwrap();
    assert_eq!(doubled.verdict(), Some(Err(Inconsistent::Entries)));
    recovers(&house, &check, 4).await;
}

#[tokio::test]
async fn a_huge_answer_goes_on_beyond_any_sensible_limit() {
    let house = House::open().await;
    let check = check(&house);
    let mut response = nonsense(&house, &check, Nonsense::HugeBody).await;
    let mut got = 0;
    while got < 8 << 20 {
        got += response.chunk().await.unwrap().expect("the answer ends too early").len();
    }
    drop(response);
    recovers(&house, &check, 2).await;
}

#[tokio::test]
async fn faults_end_when_cleared() {
    let house = House::open().await;
    house.running.control.fault(Fault::always(FaultKind::Status { status: 500, retry_after_s: None }));
    assert_eq!(problem(house.get("/v1/ping").send().await.unwrap()).await.code, Code::Internal);
    house.running.control.clear_faults();
    assert_eq!(house.get("/v1/ping").send().await.unwrap().status(), 204);
}
