//! Invariant 4 on the centre's side: no personal datum of any persona in a log at any level, in the request
//! journal, or in the receipts. Alone in its program, because it listens to everything that is logged.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::House;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

#[derive(Clone, Default)]
struct Ear(Arc<Mutex<Vec<u8>>>);

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn invariant_4_no_log_at_trace_level_no_journal_and_no_receipt_holds_personal_data() {
    let ear = Ear::default();
    let writer = ear.clone();
    tracing_subscriber::fmt()
        .without_time()
        .with_ansi(false)
        .with_env_filter("trace")
        .with_writer(move || writer.clone())
        .init();
    let house = House::open().await;
    for persona in house.forge.people() {
        house.settle(&house.forge.visual(persona, house.now).unwrap()).await;
        let challenge = house.challenges(1).await.remove(0);
        let check = house.forge.pin(persona, &challenge, house.now).unwrap();
        house.settle(&check).await;
        let mut conflict = check.clone();
        conflict.reception = wire::ReceptionNumber(0);
        house.put(&conflict).send().await.unwrap();
        let mut broken = serde_json::to_value(&check).unwrap();
        broken["staff"] = personas::find(persona).unwrap().name.clone().into();
        house.post("/v1/checks", &serde_json::json!({ "checks": [broken] })).send().await.unwrap();
    }
    let control = &house.running.control;
    let told = [
        ear.0.lock().unwrap().clone(),
        serde_json::to_vec(&control.requests()).unwrap(),
        serde_json::to_vec(&control.receipts(None).unwrap()).unwrap(),
    ]
    .concat();
    assert!(told.windows(7).any(|w| w == b"settled"), "the log was not heard");
    // The needles that are no text (DER) cannot be in a text; hex and base64 of them are looked for.
    let told = String::from_utf8(told).unwrap();
    let pki = personas::jpki::Pki::ensure(&personas::shared_dir()).unwrap();
    for persona in personas::all() {
        let needles = persona.leak_needles().into_iter().chain(pki.leak_needles(&persona.key));
        for (number, needle) in needles.filter_map(|n| String::from_utf8(n).ok()).enumerate() {
            assert!(!holds(&told, &needle), "needle number {number} of {}", persona.key);
        }
    }
}

/// Whether the text holds the needle. Digits count only as a number of their own: random ids, hashes and lengths
/// hold any five digits sooner or later.
fn holds(text: &str, needle: &str) -> bool {
    let number = needle.bytes().all(|b| b.is_ascii_digit());
    let part = |c: Option<char>| number && c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(needle).any(|(at, _)| {
        !part(text[..at].chars().next_back()) && !part(text[at + needle.len()..].chars().next())
    })
}
