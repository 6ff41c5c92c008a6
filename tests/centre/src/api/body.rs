//! Request bodies: bounded, unpacked within bounds, and read without ever quoting them.

use crate::Limits;
use axum::{
    body::{Body, HttpBody as _},
    http::{HeaderMap, HeaderName, header},
};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};
use std::{future::poll_fn, io::Read, pin::Pin};
use wire::{Code, Problem};

/// Beyond this many times the limit the rest is not even listened to.
const PATIENCE: usize = 8;

/// A problem with the place in the request that it is about; never a value.
pub(crate) fn at(code: Code, place: impl Into<String>) -> Problem {
    Problem { detail: Some(place.into()), ..code.into() }
}

/// The bytes as they came; C106 beyond the limit. A body somewhat too long is heard to its end, so that the
/// client is there to read the answer.
pub(crate) async fn receive(mut body: Body, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let (mut kept, mut seen) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(frame) = frame else { return Err(at(Code::Malformed, "body ended early")) };
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen <= limits.body {
            kept.extend_from_slice(&data);
        } else {
            kept = Vec::new();
        }
        if seen > limits.body.saturating_mul(PATIENCE) {
            break;
        }
    }
    if seen > limits.body { Err(Code::TooLarge.into()) } else { Ok(kept) }
}

/// The JSON text: content type checked, unpacked when gzip, C106 when it would unpack beyond the limit.
pub(crate) fn unpack(headers: &HeaderMap, raw: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let kind = joined(headers, header::CONTENT_TYPE);
    if kind.split(';').next().unwrap_or("").trim() != "application/json" {
        return Err(at(Code::Unsupported, "Content-Type"));
    }
    match joined(headers, header::CONTENT_ENCODING).as_str() {
        "" | "identity" => Ok(raw),
        "gzip" => gunzip(&raw, limits.unpacked),
        _ => Err(at(Code::Unsupported, "Content-Encoding")),
    }
}

/// All values of a header as one list, in lower case.
fn joined(headers: &HeaderMap, name: HeaderName) -> String {
    let values: Vec<_> = headers.get_all(name).iter().map(|v| v.to_str().unwrap_or("?")).collect();
    values.join(",").trim().to_ascii_lowercase()
}

fn gunzip(raw: &[u8], limit: usize) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    match MultiGzDecoder::new(raw).take(limit as u64 + 1).read_to_end(&mut out) {
        Ok(_) if out.len() > limit => Err(Code::TooLarge.into()),
        Ok(_) => Ok(out),
        Err(_) => Err(at(Code::Malformed, "body is not gzip")),
    }
}

/// Reads JSON. A mismatch is reported by its place (a JSON pointer), never by its value: serde's own message
/// would quote it.
pub(crate) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let inner = error.inner();
        if inner.is_data() {
            at(Code::Malformed, pointer(error.path()))
        } else {
            at(Code::Malformed, format!("not JSON at line {}, column {}", inner.line(), inner.column()))
        }
    })?;
    reader.end().map_err(|_| at(Code::Malformed, "something follows the JSON value"))?;
    Ok(value)
}

/// A JSON pointer of at most eight steps. Member names come from the API's types: unknown members are skipped
/// before they could become part of a path.
pub(crate) fn pointer(path: &Path) -> String {
    let steps = path.iter().take(8).map(|segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{key}"),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    });
    steps.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use wire::Check;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_gzip_bomb_is_too_large_before_it_is_unpacked() {
        let bomb = gzip(&vec![b' '; 64 << 20]);
        assert!(bomb.len() < 128 * 1024);
        assert_eq!(gunzip(&bomb, 2 << 20).unwrap_err().code, Code::TooLarge);
    }

    #[test]
    fn a_body_of_exactly_the_limit_is_taken() {
        assert_eq!(gunzip(&gzip(&[b'x'; 1000]), 1000).unwrap().len(), 1000);
        assert_eq!(gunzip(&gzip(&[b'x'; 1001]), 1000).unwrap_err().code, Code::TooLarge);
    }

    #[test]
    fn a_problem_names_the_place_and_never_the_value() {
        let json = r#"{"id":"00000000-0000-4000-8000-000000000001","station":"秘密の氏名"}"#;
        let problem = parse::<Check>(json.as_bytes()).unwrap_err();
        assert_eq!(problem.detail.as_deref(), Some("/station"));
        let broken = parse::<Check>(b"{\"id\": secret").unwrap_err().detail.unwrap();
        assert!(broken.starts_with("not JSON at line 1, column ") && !broken.contains("secret"), "{broken}");
    }

    #[test]
    fn what_follows_the_value_is_an_error() {
        assert!(parse::<u8>(b"1 2").is_err());
        assert_eq!(parse::<u8>(b" 1\n").unwrap(), 1);
    }
}
