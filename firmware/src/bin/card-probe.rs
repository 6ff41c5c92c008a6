//! `card-probe`: the card service alone, for the technician at a reader and for tests.
//!
//! Prints each event as one JSON line and takes one command a line on standard input: `read`, `read tries`, `sign
//! PIN`, `sign-by-pad`, `badge`, `release`, `stats`, `quit`. End of input quits as well.
//!
//! Promises: no personal data are printed (of a certificate the size and validity, of a badge the length of its
//! number, of a signature whether it fits the certificate); a PIN comes by standard input only, never by the command
//! line.
//!
//! `card-probe [PART-OF-READER-NAME [SECONDS-AT-THE-READER'S-KEYS]]`

use codes::Language;
use firmware::card::{
    CardAnswer, CardEvent, CardOptions, CardRequest, CardService, CardStats, Pin, ReaderCondition, RequestTag,
};
use ring::digest::{SHA256, digest};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use x509_parser::parse_x509_certificate;
use zeroize::{Zeroize, Zeroizing};

/// One tag for all: the probe sends one request at a time and prints every answer.
const TAG: RequestTag = RequestTag(0);

/// The message that the probe lets the card sign; the signature has no meaning elsewhere.
const MESSAGE: &[u8] = b"junkai card-probe";

fn main() -> std::io::Result<()> {
    let options = options(std::env::args().skip(1));
    let (sender, events) = channel();
    let service = CardService::start(options, move |event| drop(sender.send(event)))?;
    let printer = std::thread::spawn(move || print_all(&events));
    let mut input = std::io::stdin().lock();
    // Large enough never to grow, because growing would leave a copy of a PIN behind.
    let mut line = Zeroizing::new(String::with_capacity(256));
    while input.read_line(&mut line)? > 0 {
        if !carry_out(&service, line.trim_end()) {
            break;
        }
        line.zeroize();
    }
    let stopping = Instant::now();
    drop(service);
    let took = stopping.elapsed().as_millis() as u64;
    let _ = printer.join();
    print(&json!({"event": "stopped", "took_ms": took}))
}

fn options(mut arguments: impl Iterator<Item = String>) -> CardOptions {
    let options = CardOptions { reader: arguments.next(), ..CardOptions::default() };
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok());
    CardOptions { pad_time: seconds.map_or(options.pad_time, Duration::from_secs), ..options }
}

/// Carries out one line of input; false to quit.
fn carry_out(service: &CardService, line: &str) -> bool {
    match line.split_once(' ').unwrap_or((line, "")) {
        ("quit", _) => return false,
        ("read", rest) => service.request(CardRequest::Read { tag: TAG, tries: rest == "tries" }),
        ("sign", pin) => match Pin::take(&mut pin.as_bytes().to_vec()) {
            Ok(pin) => service.request(CardRequest::Sign { tag: TAG, pin, digest: message_digest() }),
            Err(error) => drop(print(&json!({"event": "refused", "reason": error.to_string()}))),
        },
        ("sign-by-pad", _) => service.request(CardRequest::SignByPad { tag: TAG, digest: message_digest() }),
        ("badge", _) => service.request(CardRequest::Badge { tag: TAG }),
        ("release", _) => service.request(CardRequest::Release),
        ("stats", _) => drop(print(&stats(service.stats()))),
        _ => drop(print(
            &json!({"event": "refused", "reason": "read | read tries | sign PIN | sign-by-pad | badge | release | stats | quit"}),
        )),
    }
    true
}

fn message_digest() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest(&SHA256, MESSAGE).as_ref());
    bytes
}

fn stats(stats: CardStats) -> Value {
    json!({
        "event": "stats", "apdus": stats.apdus, "bytes_sent": stats.bytes_sent, "bytes_received": stats.bytes_received,
        "transmit_us": stats.in_transmit.as_micros() as u64, "connect_us": stats.in_connect.as_micros() as u64,
    })
}

fn print_all(events: &Receiver<CardEvent>) {
    let began = Instant::now();
    let mut certificate = Vec::new();
    for event in events {
        let mut line = describe(&event, &certificate);
        if let Value::Object(fields) = &mut line {
            fields.insert("at_us".into(), json!(began.elapsed().as_micros() as u64));
        }
        if print(&line).is_err() {
            break;
        }
        match event {
            CardEvent::Answer(_, CardAnswer::Read(content)) => certificate = content.certificate,
            CardEvent::Removed => certificate.clear(),
            _ => {}
        }
    }
}

/// An event without personal data.
fn describe(event: &CardEvent, certificate: &[u8]) -> Value {
    match event {
        CardEvent::Reader(ReaderCondition::Ready { name, extended, pin_pad }) => json!({
            "event": "reader", "condition": "ready", "name": name, "extended": extended, "pin_pad": <&str>::from(*pin_pad),
        }),
        CardEvent::Reader(ReaderCondition::Absent) => json!({"event": "reader", "condition": "absent"}),
        CardEvent::Reader(ReaderCondition::ServiceDown) => {
            json!({"event": "reader", "condition": "service_down"})
        }
        CardEvent::Reader(ReaderCondition::Fault) => json!({"event": "reader", "condition": "fault"}),
        CardEvent::Placed => json!({"event": "placed"}),
        CardEvent::Answer(_, answer) => describe_answer(answer, certificate),
        CardEvent::Removed => json!({"event": "removed"}),
    }
}

/// An answer without personal data.
fn describe_answer(answer: &CardAnswer, certificate: &[u8]) -> Value {
    match answer {
        CardAnswer::Read(content) => json!({
            "event": "read", "token": content.token, "certificate_bytes": content.certificate.len(),
            "days_valid": (content.not_after - content.not_before) / 86_400, "tries_left": content.tries_left,
            "pin_pad": content.pin_pad,
        }),
        CardAnswer::Signed(signature) => json!({
            "event": "signed", "bytes": signature.len(), "fits_certificate": fits(certificate, signature),
        }),
        CardAnswer::PinRight => json!({"event": "pin_right"}),
        CardAnswer::PadEnded(end) => json!({"event": "pad_ended", "why": <&str>::from(*end)}),
        CardAnswer::PinWrong { tries_left } => json!({"event": "pin_wrong", "tries_left": tries_left}),
        CardAnswer::Badge(Ok(number)) => json!({"event": "badge", "bytes": number.as_bytes().len()}),
        CardAnswer::Badge(Err(error)) => {
            json!({"event": "no_badge", "code": error.code(), "technician": error.to_string()})
        }
        CardAnswer::PinLocked => json!({"event": "pin_locked"}),
        CardAnswer::Failed(error) => json!({
            "event": "failed", "code": error.code(), "staff": error.code().staff(Language::Japanese),
            "technician": error.to_string(),
        }),
    }
}

/// True if the certificate's key made the signature over [`MESSAGE`].
fn fits(certificate: &[u8], signature: &[u8]) -> bool {
    let Ok((_, certificate)) = parse_x509_certificate(certificate) else { return false };
    let key = &certificate.public_key().subject_public_key.data;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(MESSAGE, signature).is_ok()
}

fn print(line: &Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
