//! The uplink's bench: draining a day's checks over a narrow line, and what a reconnect costs.
//!
//! `cargo run --release -p uplink --example drain -- --json`
//!
//! Everything is real but the people and the line: the stand-in centre over mutual TLS, the uplink, and `line` with
//! 64 kbit/s in each direction and 600 ms round trip. Bytes are TCP payload as `line` counted them; the yardstick
//! for the time is those of the busier direction divided by its rate, for a check its JSON as it is. One half of the checks is by PIN (with a
//! card's RSA signature), one half by sight; the certificates have the size of real ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a bench says so when something is not as it should be

#[path = "../tests/support/mod.rs"]
mod support;

use line::Preset;
use rsa::Pkcs1v15Sign;
use serde_json::json;
use sha2::Sha256;
use std::time::{Duration, Instant};
use support::{Bus, Desk, STATION};
use uplink::{Config, RecallError, Timing, UplinkEvent};
use wire::{Challenge, Check, Evidence, LineGrade, pin_digest};

/// People a day at most.
const CHECKS: usize = 277;
/// Bits per second of the narrow line.
const RATE: f64 = 64_000.0;
/// The drain may take this much longer than its bytes on the line.
const REACH_TIME: f64 = 1.25;
/// Bytes a check, both directions.
const REACH_CHECK: f64 = 2_400.0;
/// Bytes of a resumed connection, both directions, with the question that opened it.
const REACH_RESUMED: u64 = 2_200;

/// A row of the table: what, measured, yardstick, reach, met.
struct Row {
    what: &'static str,
    unit: &'static str,
    measured: f64,
    yardstick: f64,
    reach: f64,
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let rows = [drain().await, reconnect().await].concat();
    if std::env::args().any(|argument| argument == "--json") {
        println!("{}", serde_json::Value::from(rows.iter().map(Row::json).collect::<Vec<_>>()));
    } else {
        rows.iter().for_each(Row::print);
    }
    u8::from(rows.iter().any(|row| !row.met())).into()
}

impl Row {
    fn met(&self) -> bool {
        self.measured <= self.reach
    }

    fn json(&self) -> serde_json::Value {
        json!({ "what": self.what, "unit": self.unit, "measured": self.measured, "yardstick": self.yardstick,
            "reach": self.reach, "met": self.met() })
    }

    fn print(&self) {
        let met = if self.met() { "met" } else { "NOT MET" };
        println!(
            "{:<44} {:>9.2} {:<3} yardstick {:>9.2}  reach {:>9.2}  {met}",
            self.what, self.measured, self.unit, self.yardstick, self.reach
        );
    }
}

impl Clone for Row {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

fn real(bus: &Bus) -> Config {
    Config { timing: Timing::default(), book_size: 1, book_low: 0, ..bus.config() }
}

/// 277 checks on the shelf, half of them signed by cards over challenges of this centre.
async fn fill(bus: &Bus) {
    let mut desk = bus.start_with(Config { book_size: CHECKS / 2, book_low: CHECKS / 2, ..real(bus) });
    desk.until("book", |e| matches!(e, UplinkEvent::Book(n) if *n == CHECKS / 2)).await;
    desk.uplink.stop().await;
    let mut challenges = std::mem::take(&mut bus.shelf.look().challenges);
    for number in 0..CHECKS {
        let check = bus.check(number);
        let signed = if number % 2 == 0 { challenges.pop() } else { None };
        bus.shelf.save(match signed {
            Some(challenge) => by_pin(bus, check, &challenge),
            None => check,
        });
    }
}

fn by_pin(bus: &Bus, mut check: Check, challenge: &Challenge) -> Check {
    let certificate = check.evidence.certificate().clone();
    let person = bus.pki.persona_of_certificate(certificate.as_slice()).unwrap();
    let key = bus.pki.authentication(&person.key).unwrap().key().unwrap();
    let station = STATION.parse().unwrap();
    let digest = pin_digest(challenge.nonce.as_slice(), check.id, &station, check.capture.at);
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &digest).unwrap();
    check.evidence = Evidence::Pin { certificate, challenge: challenge.id, signature: signature.into() };
    check
}

async fn drain() -> Vec<Row> {
    let bus = Bus::new().await;
    fill(&bus).await;
    bus.set(Preset::Narrow);
    let json: usize =
        bus.shelf.look().waiting.values().map(|check| serde_json::to_vec(check).unwrap().len()).sum();
    let before = bus.line.counters("centre").unwrap();
    let began = Instant::now();
    let mut desk = bus.start_with(real(&bus));
    while bus.shelf.look().settled.len() < CHECKS {
        desk.settled(1).await;
    }
    let took = began.elapsed().as_secs_f64();
    let after = bus.line.counters("centre").unwrap();
    let (up, down) = ((after.up - before.up) as f64, (after.down - before.down) as f64);
    let counted = bus.centre.control.receipts(None).unwrap().iter().filter(|r| r.times_counted == 1).count();
    assert_eq!(counted, CHECKS, "each check exactly once");
    let least = up.max(down) * 8.0 / RATE;
    eprintln!("drain: {up} bytes up, {down} down, in {took:.1} s");
    let per_check = (up + down) / CHECKS as f64;
    vec![
        Row {
            what: "drain of 277 checks, 64 kbit/s, 600 ms",
            unit: "s",
            measured: took,
            yardstick: least,
            reach: least * REACH_TIME,
        },
        Row {
            what: "a drained check on the wire, both ways",
            unit: "B",
            measured: per_check,
            yardstick: json as f64 / CHECKS as f64,
            reach: REACH_CHECK,
        },
    ]
}

async fn reconnect() -> Vec<Row> {
    let bus = Bus::new().await;
    bus.shelf.look().challenges.push(Challenge {
        id: wire::ChallengeId(uuid::Uuid::nil()),
        nonce: vec![0; 32].into(),
        expires_at: jiff::Timestamp::MAX,
    });
    let mut desk = bus.start_with(real(&bus));
    desk.line(LineGrade::Good).await;
    let full = settled_bytes(&bus).await;
    sever(&bus, &mut desk).await;
    let resumed = settled_bytes(&bus).await - full;
    assert_eq!(bus.centre.control.counters().handshakes_resumed, 1, "the session was resumed");
    vec![Row {
        what: "reconnect to the centre, resumed",
        unit: "B",
        measured: resumed as f64,
        yardstick: full as f64,
        reach: REACH_RESUMED as f64,
    }]
}

/// Breaks the connection and waits until the next one has answered.
async fn sever(bus: &Bus, desk: &mut Desk) {
    bus.line.sever();
    // A look-up asks at once, where a probe would wait for its time; its answer (not found) is as small.
    let unknown = wire::CheckId::random();
    while !matches!(desk.uplink.recall(unknown).await, Err(RecallError::NotKept)) {}
}

/// Bytes both ways, once nothing more comes (tickets arrive after the answer).
async fn settled_bytes(bus: &Bus) -> u64 {
    let total = || bus.line.counters("centre").map_or(0, |c| c.up + c.down);
    let (mut last, mut since) = (total(), Instant::now());
    while since.elapsed() < Duration::from_millis(200) {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if total() != last {
            (last, since) = (total(), Instant::now());
        }
    }
    last
}
