//! Answers that break off or make no sense, on command.

use crate::{faults::Nonsense, tls::Line};
use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use serde_json::{Value, json};
use std::{
    future::Future,
    io::{Error, ErrorKind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::Sleep;

/// Length of the huge answer.
const HUGE: usize = 64 << 20;
/// Between the half answer and the reset, so that the half is on its way and not torn up with the line.
const LINGER: Duration = Duration::from_millis(50);

/// The first half of a body, then a reset line.
struct Half {
    first: Option<Bytes>,
    linger: Pin<Box<Sleep>>,
    line: Arc<Line>,
}

/// The first half of `whole`, after which the line is torn.
pub(super) fn half(whole: &[u8], line: Arc<Line>) -> Body {
    let first = whole.get(..whole.len().div_ceil(2)).map(Bytes::copy_from_slice);
    Body::new(Half { first, linger: Box::pin(tokio::time::sleep(LINGER)), line })
}

impl HttpBody for Half {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        match self.linger.as_mut().poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => {
                self.line.cut();
                Poll::Ready(Some(Err(ErrorKind::ConnectionReset.into())))
            }
        }
    }
}

/// A long answer made as it is sent: a JSON text that never becomes a value.
struct Huge {
    left: usize,
}

impl HttpBody for Huge {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        static CHUNK: [u8; 1 << 16] = [b'['; 1 << 16];
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let length = self.left.min(CHUNK.len());
        self.left -= length;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(CHUNK.get(..length).unwrap_or(&CHUNK))))))
    }
}

/// The nonsense in the place of `json`.
pub(super) fn nonsense(what: Nonsense, json: &[u8]) -> Body {
    match what {
        Nonsense::InvalidJson => Body::from("{\"check\": \"これはJSONでは"),
        Nonsense::WrongTypes => Body::from(turned(json).to_string()),
        Nonsense::HugeBody => Body::new(Huge { left: HUGE }),
        Nonsense::TwoResults => Body::from(doubled(json)),
    }
}

/// Every leaf in another type than it had.
fn turned(json: &[u8]) -> Value {
    fn turn(value: Value) -> Value {
        match value {
            Value::Object(members) => members.into_iter().map(|(name, v)| (name, turn(v))).collect(),
            Value::Array(items) => json!({ "items": items.len() }),
            Value::String(text) => json!([text.len()]),
            Value::Number(number) => json!({ "number": number.to_string() }),
            Value::Bool(_) | Value::Null => json!("?"),
        }
    }
    turn(serde_json::from_slice(json).unwrap_or(Value::Null))
}

/// Every result with QualificationValidity 1 and two qualifications.
fn doubled(json: &[u8]) -> Vec<u8> {
    fn double(value: &mut Value) {
        match value {
            Value::Object(members) => {
                if members.contains_key("QualificationValidity") {
                    members.insert("QualificationValidity".to_owned(), json!("1"));
                    if let Value::Array(entries) = members.entry("ResultList").or_insert_with(|| json!([])) {
                        let one = entries.first().cloned().unwrap_or_else(nobody);
                        *entries = vec![one.clone(), one];
                    }
                }
                members.values_mut().for_each(double);
            }
            Value::Array(items) => items.iter_mut().for_each(double),
            _ => {}
        }
    }
    let mut value = serde_json::from_slice(json).unwrap_or(Value::Null);
    double(&mut value);
    value.to_string().into_bytes()
}

fn nobody() -> Value {
    json!({ "ResultOfQualificationConfirmation": { "InsurerNumber": "06139992", "Name": "試験 誰某" } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_makes_two_results_of_none_and_of_one_at_any_depth() {
        let list = |json: &[u8]| {
            let value: Value = serde_json::from_slice(&doubled(json)).unwrap();
            value["a"][0]["ResultList"].as_array().unwrap().len()
        };
        assert_eq!(list(br#"{"a":[{"QualificationValidity":"4","ResultList":[]}]}"#), 2);
        assert_eq!(list(br#"{"a":[{"QualificationValidity":"1","ResultList":[{"x":1}]}]}"#), 2);
    }

    #[test]
    fn turning_keeps_no_type() {
        let value = turned(br#"{"receipt":{"number":1},"check":"x","list":[1]}"#);
        assert!(value["receipt"]["number"].is_object());
        assert!(value["check"].is_array() && value["list"].is_object());
    }
}
