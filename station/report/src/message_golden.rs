//! The bytes of every message. If a test here fails, do not change the test: a change of these bytes is a
//! new version of the topics (`junkai/2/…`), because the office may be older than the bus.

use super::Message;
use wire::{Clock, Disk, Event, EventKind, LineGrade, Queue, ReaderState, StationId, Status};

fn station() -> StationId {
    "bus-01".parse().unwrap()
}

fn clock() -> Clock {
    Clock { at: "2026-05-12T00:30:00.25Z".parse().unwrap(), synchronised: true }
}

#[track_caller]
fn same(message: Message, topic: &str, retain: bool, payload: &str) {
    assert_eq!(message.topic, topic);
    assert_eq!(message.retain, retain);
    assert_eq!(String::from_utf8(message.payload).unwrap(), payload);
}

#[test]
fn golden_birth() {
    let birth = Message::birth(&station(), 7, "0.1.0").unwrap();
    let bytes = r#"{"station":"bus-01","boot":7,"online":true,"software":"0.1.0"}"#;
    same(birth, "junkai/1/bus-01/birth", true, bytes);
}

#[test]
fn golden_goodbye() {
    let goodbye = Message::goodbye(&station(), 7, "0.1.0").unwrap();
    let bytes = r#"{"station":"bus-01","boot":7,"online":false,"software":"0.1.0"}"#;
    same(goodbye, "junkai/1/bus-01/birth", true, bytes);
}

#[test]
fn golden_will() {
    let will = Message::will(&station(), 7).unwrap();
    let bytes = r#"{"station":"bus-01","boot":7,"online":false,"software":""}"#;
    same(will, "junkai/1/bus-01/birth", true, bytes);
}

fn status() -> Status {
    Status {
        station: station(),
        boot: 7,
        sequence: 42,
        clock: clock(),
        uptime_s: 3600,
        software: "0.1.0".into(),
        line: LineGrade::Weak,
        queue: Queue { waiting: 3, oldest_s: Some(95), unacknowledged: 1 },
        reader: ReaderState::Ready,
        disk: Disk { free: 1_000_000, journal: 65_536 },
        book: 200,
        bytes_today: 123_456,
        bytes_limit: Some(5_000_000),
        today: [("valid".to_owned(), 31), ("waiting".to_owned(), 3)].into(),
    }
}

#[test]
fn golden_status() {
    let bytes = concat!(
        r#"{"station":"bus-01","boot":7,"sequence":42,"#,
        r#""clock":{"at":"2026-05-12T00:30:00.25Z","synchronised":true},"uptime_s":3600,"#,
        r#""software":"0.1.0","line":"weak","#,
        r#""queue":{"waiting":3,"oldest_s":95,"unacknowledged":1},"reader":"ready","#,
        r#""disk":{"free":1000000,"journal":65536},"book":200,"bytes_today":123456,"#,
        r#""bytes_limit":5000000,"today":{"valid":31,"waiting":3}}"#
    );
    same(Message::status(&status()).unwrap(), "junkai/1/bus-01/status", true, bytes);
}

#[test]
fn golden_status_without_what_is_absent() {
    let quiet = Status {
        queue: Queue::default(),
        bytes_limit: None,
        line: LineGrade::Down,
        reader: ReaderState::Absent,
        today: [].into(),
        ..status()
    };
    let bytes = concat!(
        r#"{"station":"bus-01","boot":7,"sequence":42,"#,
        r#""clock":{"at":"2026-05-12T00:30:00.25Z","synchronised":true},"uptime_s":3600,"#,
        r#""software":"0.1.0","line":"down","#,
        r#""queue":{"waiting":0,"unacknowledged":0},"reader":"absent","#,
        r#""disk":{"free":1000000,"journal":65536},"book":200,"bytes_today":123456,"today":{}}"#
    );
    same(Message::status(&quiet).unwrap(), "junkai/1/bus-01/status", true, bytes);
}

#[test]
fn golden_words_of_line_and_reader() {
    let word = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    let line = |grade: LineGrade| word(serde_json::to_value(grade).unwrap());
    assert_eq!([LineGrade::Good, LineGrade::Weak, LineGrade::Down].map(line), ["good", "weak", "down"]);
    let reader = |state: ReaderState| word(serde_json::to_value(state).unwrap());
    let states = [ReaderState::Ready, ReaderState::Absent, ReaderState::Fault];
    assert_eq!(states.map(reader), ["ready", "absent", "fault"]);
}

#[test]
fn golden_events() {
    let kinds = [
        (
            EventKind::Started { software: "0.1.0".into(), clean: false },
            r#""event":"started","software":"0.1.0","clean":false"#,
        ),
        (EventKind::JournalSetAside { rescued: 2 }, r#""event":"journal_set_aside","rescued":2"#),
        (EventKind::JournalFull { waiting: 2000 }, r#""event":"journal_full","waiting":2000"#),
        (
            EventKind::LateVerdict { outcome: "invalid".into() },
            r#""event":"late_verdict","outcome":"invalid""#,
        ),
        (EventKind::Acknowledged { after_s: 61 }, r#""event":"acknowledged","after_s":61"#),
        (EventKind::BytesLimit { limit: 5_000_000 }, r#""event":"bytes_limit","limit":5000000"#),
        (
            EventKind::Trouble { code: "K101".into(), over: true },
            r#""event":"trouble","code":"K101","over":true"#,
        ),
    ];
    for (kind, tail) in kinds {
        let event = Event { station: station(), boot: 7, order: 19, clock: clock(), kind };
        let bytes = format!(
            r#"{{"station":"bus-01","boot":7,"order":19,"clock":{{"at":"2026-05-12T00:30:00.25Z","synchronised":true}},{tail}}}"#
        );
        same(Message::event(&event).unwrap(), "junkai/1/bus-01/event", false, &bytes);
    }
}
