//! The server, the types and the API description agree.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use centre::conformance::{Description, Subject, run};
use common::House;
use jiff::Timestamp;
use serde_json::{Value, json};
use wire::*;

#[tokio::test]
async fn every_operation_and_every_documented_answer_is_produced_and_fits_the_description() {
    let house = House::open().await;
    let subject = Subject {
        base: house.running.base_url(),
        client: house.client.clone(),
        forge: house.forge,
        control: Some(house.running.control.clone()),
    };
    let report = run(&subject, true).await.unwrap();
    assert_eq!(report.failures, Vec::<String>::new());
    assert!(report.not_provoked.is_empty(), "documented but not exercised: {:?}", report.not_provoked);
    assert!(report.exercised.len() > 35, "the description has shrunk to {} answers", report.exercised.len());
}

#[tokio::test]
async fn every_persona_gets_a_settlement_that_fits_the_description() {
    let house = House::open().await;
    let schema = Description::load(true).unwrap().schema("Settlement").unwrap();
    let mut words = std::collections::BTreeSet::new();
    for persona in house.forge.people() {
        let settlement = house.settle(&house.forge.visual(persona, house.now).unwrap()).await;
        let value = serde_json::to_value(&settlement).unwrap();
        assert!(schema.is_valid(&value), "{persona}");
        words.insert(settlement.outcome().word());
    }
    let all = ["invalid", "invalid_newer", "multiple", "none", "refused", "valid"];
    assert_eq!(words.into_iter().collect::<Vec<_>>(), all);
}

#[test]
fn what_wire_writes_fits_the_description() {
    let description = Description::load(true).unwrap();
    let at: Timestamp = "2026-04-10T00:00:00.123Z".parse().unwrap();
    let fits = |schema: &str, value: Value| {
        let errors: Vec<_> =
            description.schema(schema).unwrap().iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{schema}: {errors:?}");
    };
    for state in ["current", "ends_soon", "grace", "expired", "not_yet"] {
        let state: CertificateState = serde_json::from_value(json!(state)).unwrap();
        fits("CertificateState", json!(state));
    }
    for code in Code::ALL {
        fits("Code", json!(code));
        fits("Problem", json!(Problem { detail: Some("/x".into()), ..Problem::from(*code) }));
        for judgement in
            [Judgement::Refused(Refusal { code: *code }), Judgement::TooOld(Refusal { code: *code })]
        {
            let receipt = Receipt { number: 1, at };
            fits("Settlement", json!(Settlement { check: CheckId::random(), receipt, judgement }));
        }
        fits("BatchItem", json!(BatchItem::Problem(Box::new(Problem::from(*code)))));
    }
    let challenge =
        Challenge { id: ChallengeId(uuid::Uuid::new_v4()), nonce: vec![1; 32].into(), expires_at: at };
    fits("ChallengePage", json!(ChallengePage { challenges: vec![challenge] }));
    fits("ChallengeOrder", json!(ChallengeOrder { count: 500 }));
}

#[test]
fn checks_of_both_methods_fit_the_description_and_broken_ones_do_not() {
    let forge = centre::testkit::Forge::open(&personas::shared_dir(), "bus-01").unwrap();
    let schema = Description::load(true).unwrap().schema("Batch").unwrap();
    let now = Timestamp::now();
    let challenge =
        Challenge { id: ChallengeId(uuid::Uuid::new_v4()), nonce: vec![1; 32].into(), expires_at: now };
    let checks =
        [forge.visual("ends-soon", now).unwrap(), forge.pin("valid-yoshida", &challenge, now).unwrap()];
    let batch = json!(Batch { checks: checks.to_vec() });
    assert!(schema.is_valid(&batch));
    for (pointer, wrong) in [
        ("/checks/0/station", json!("BUS")),
        ("/checks/0/purpose", json!("identity_only")),
        ("/checks/1/evidence/method", json!("visual")),
        ("/checks/1/capture", json!({ "at": "yesterday" })),
        ("/checks/1/institution", json!("12345")),
    ] {
        let mut broken = batch.clone();
        *broken.pointer_mut(pointer).unwrap() = wrong;
        assert!(!schema.is_valid(&broken), "{pointer}");
        assert!(
            serde_json::from_value::<Batch>(broken).is_err(),
            "{pointer}: types and description disagree"
        );
    }
}

#[test]
fn the_description_lists_exactly_the_codes_of_this_version() {
    let document: Value = serde_saphyr::from_str(centre::conformance::OPENAPI).unwrap();
    let described = document["components"]["schemas"]["Code"]["enum"].clone();
    assert_eq!(described, json!(Code::ALL));
}
