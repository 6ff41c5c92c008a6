//! `asyncapi.yaml` and the types say the same: every message that the types can make fits the document, what
//! the document requires the types insist on, and what does not fit is refused by it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing helper fails its test")]

use serde_json::{Value, json};
use wire::{
    Birth, Clock, Disk, Event, EventKind, Judgement, LineGrade, Queue, ReaderState, Receipt, Refusal,
    Settlement, StationId, Status, topic,
};

fn document() -> Value {
    serde_saphyr::from_str(include_str!("../asyncapi.yaml")).unwrap()
}

/// The schema of one message, with the document's components beside it for its references.
fn schema(name: &str) -> jsonschema::Validator {
    let document = document();
    let schema = json!({
        "$ref": format!("#/components/schemas/{name}"),
        "components": document["components"],
    });
    jsonschema::validator_for(&schema).unwrap()
}

fn station() -> StationId {
    "bus-01".parse().unwrap()
}

fn clock() -> Clock {
    Clock { at: "2026-05-12T00:30:00.25Z".parse().unwrap(), synchronised: false }
}

fn births() -> [Birth; 2] {
    [(true, "0.1.0"), (false, "")].map(|(online, software)| Birth {
        station: station(),
        boot: 1,
        online,
        software: software.into(),
    })
}

fn statuses() -> Vec<Status> {
    let full = Status {
        station: station(),
        boot: 7,
        sequence: 1,
        clock: clock(),
        uptime_s: 0,
        software: "0.1.0".into(),
        line: LineGrade::Good,
        queue: Queue { waiting: 1, oldest_s: Some(1), unacknowledged: 0 },
        reader: ReaderState::Ready,
        disk: Disk { free: u64::from(u32::MAX) * 64, journal: 1 },
        book: 0,
        bytes_today: 0,
        bytes_limit: Some(1),
        today: [("invalid_newer".to_owned(), 1)].into(),
    };
    let bare = Status { queue: Queue::default(), bytes_limit: None, today: [].into(), ..full.clone() };
    let mut all = vec![full.clone(), bare];
    all.extend(
        [LineGrade::Good, LineGrade::Weak, LineGrade::Down].map(|line| Status { line, ..full.clone() }),
    );
    let readers = [ReaderState::Ready, ReaderState::Absent, ReaderState::Fault];
    all.extend(readers.map(|reader| Status { reader, ..full.clone() }));
    all
}

/// One of each kind. A new kind does not compile here until it has an example, and then the document needs it.
fn kinds() -> Vec<EventKind> {
    let kinds = vec![
        EventKind::Started { software: "0.1.0".into(), clean: true },
        EventKind::JournalSetAside { rescued: 0 },
        EventKind::JournalFull { waiting: 1 },
        EventKind::LateVerdict { outcome: "invalid".into() },
        EventKind::Acknowledged { after_s: 1 },
        EventKind::BytesLimit { limit: 1 },
        EventKind::Trouble { code: "R101".into(), over: false },
    ];
    for kind in &kinds {
        match kind {
            EventKind::Started { .. }
            | EventKind::JournalSetAside { .. }
            | EventKind::JournalFull { .. }
            | EventKind::LateVerdict { .. }
            | EventKind::Acknowledged { .. }
            | EventKind::BytesLimit { .. }
            | EventKind::Trouble { .. } => {}
        }
    }
    kinds
}

fn events() -> Vec<Event> {
    kinds()
        .into_iter()
        .map(|kind| Event { station: station(), boot: 1, order: 1, clock: clock(), kind })
        .collect()
}

fn messages() -> Vec<(&'static str, Value)> {
    let value = |v: &dyn erased::Json| v.json();
    let mut all: Vec<_> = births().iter().map(|b| ("Birth", value(b))).collect();
    all.extend(statuses().iter().map(|s| ("Status", value(s))));
    all.extend(events().iter().map(|e| ("Event", value(e))));
    all
}

mod erased {
    pub trait Json {
        fn json(&self) -> serde_json::Value;
    }
    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap()
        }
    }
}

#[track_caller]
fn fits(name: &str, value: &Value) {
    let errors: Vec<_> = schema(name).iter_errors(value).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{name} {value}: {errors:?}");
}

#[test]
fn every_message_that_the_types_make_fits_the_document() {
    for (name, value) in messages() {
        fits(name, &value);
    }
}

#[test]
fn what_the_document_requires_the_types_insist_on_and_the_other_way_round() {
    let reads = |name: &str, value: &Value| match name {
        "Birth" => serde_json::from_value::<Birth>(value.clone()).is_ok(),
        "Status" => serde_json::from_value::<Status>(value.clone()).is_ok(),
        _ => serde_json::from_value::<Event>(value.clone()).is_ok(),
    };
    let mut tried = 0;
    for (name, value) in messages() {
        let schema = schema(name);
        for field in value.as_object().unwrap().keys() {
            let mut without = value.clone();
            without.as_object_mut().unwrap().remove(field);
            assert_eq!(schema.is_valid(&without), reads(name, &without), "{name} without {field}");
            tried += 1;
        }
        let mut newer = value.clone();
        newer["a_field_of_a_newer_version"] = json!({ "x": 1 });
        assert!(schema.is_valid(&newer) && reads(name, &newer), "{name}: unknown fields are ignored");
    }
    assert!(tried > 100);
}

#[test]
fn the_document_refuses_what_is_wrong() {
    let status = serde_json::to_value(&statuses()[0]).unwrap();
    let event = serde_json::to_value(&events()[0]).unwrap();
    let cases = [
        ("Status", &status, "line", json!("excellent")),
        ("Status", &status, "station", json!("Bus 1")),
        ("Status", &status, "boot", json!(0)),
        ("Status", &status, "queue", json!({})),
        ("Status", &status, "today", json!({ "山田": 1 })),
        ("Event", &event, "event", json!("unheard_of")),
        ("Event", &event, "clean", json!("yes")),
        ("Event", &event, "order", json!(-1)),
    ];
    for (name, good, field, wrong) in cases {
        let mut value = good.clone();
        value[field] = wrong;
        assert!(!schema(name).is_valid(&value), "{name}.{field}");
    }
}

#[test]
fn every_word_of_a_settlement_that_calls_for_staff_is_an_outcome_of_the_document() {
    let code = wire::Code::TooOld;
    let judged = |judgement| Settlement {
        check: wire::CheckId::random(),
        receipt: Receipt { number: 1, at: "2026-05-12T00:30:00Z".parse().unwrap() },
        judgement,
    };
    let mut words: Vec<_> = [Judgement::Refused(Refusal { code }), Judgement::TooOld(Refusal { code })]
        .map(|j| judged(j).outcome().word().to_owned())
        .into();
    let bad = [
        wire::Verdict::Invalid { person: None },
        wire::Verdict::InvalidNewer { person: None },
        wire::Verdict::None,
        wire::Verdict::Multiple,
    ];
    words.extend(bad.iter().map(|v| v.outcome().word().to_owned()));
    // A valid one calls when its insurer is not under contract.
    words.extend(["inconsistent".into(), "valid".into()]);
    for outcome in words {
        let kind = EventKind::LateVerdict { outcome };
        let event = Event { station: station(), boot: 1, order: 1, clock: clock(), kind };
        fits("Event", &serde_json::to_value(event).unwrap());
    }
}

#[test]
fn topics_and_examples_are_those_of_the_types() {
    let document = document();
    assert_eq!(document["asyncapi"], "3.0.0");
    let id = station();
    let topics = [("birth", topic::birth(&id)), ("status", topic::status(&id)), ("event", topic::event(&id))];
    assert_eq!(document["channels"].as_object().unwrap().len(), topics.len());
    for (channel, real) in topics {
        let address = document["channels"][channel]["address"].as_str().unwrap();
        assert_eq!(address.replace("{station}", id.as_str()), real);
        assert!(address.starts_with(&format!("junkai/{}/", wire::VERSION)));
    }
    let names = [("birth", "Birth"), ("status", "Status"), ("event", "Event")];
    for (message, schema) in names {
        let examples = document["components"]["messages"][message]["examples"].as_array().unwrap();
        assert!(!examples.is_empty());
        for example in examples {
            fits(schema, &example["payload"]);
        }
    }
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|v| references(v, found));
            }
            Value::Array(list) => list.iter().for_each(|v| references(v, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}
