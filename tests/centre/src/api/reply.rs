//! Answers: JSON, problems, and compression where it pays.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use wire::{Code, Problem};

/// Smaller bodies are not worth the gzip header.
const WORTH_GZIP: usize = 256;

/// An answer whose body is whole in memory.
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    /// No body.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Vec::new() }
    }

    /// JSON.
    pub fn json(body: Vec<u8>) -> Self {
        let mut reply = Self { body, ..Self::empty(StatusCode::OK) };
        reply.set(header::CONTENT_TYPE, "application/json");
        reply
    }

    /// A problem as RFC 9457 has it. `retry_after_s` is sent with 429 and 503.
    pub fn problem(problem: &Problem, retry_after_s: u32) -> Self {
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(problem).unwrap_or_default();
        let mut reply = Self { body, ..Self::empty(status) };
        reply.set(header::CONTENT_TYPE, "application/problem+json");
        if matches!(status.as_u16(), 429 | 503) {
            reply.set(header::RETRY_AFTER, &retry_after_s.to_string());
        }
        reply
    }

    /// A problem by its code alone.
    pub fn code(code: Code, retry_after_s: u32) -> Self {
        Self::problem(&code.into(), retry_after_s)
    }

    /// Sets a header; a value that cannot be one is left out.
    pub fn set(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
    }

    /// Compresses the body when the client takes gzip and it gets smaller by it.
    pub fn compress(&mut self, accepts_gzip: bool) {
        if self.body.len() < WORTH_GZIP {
            return;
        }
        self.set(header::VARY, "Accept-Encoding");
        if !accepts_gzip {
            return;
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let packed = encoder.write_all(&self.body).and_then(|()| encoder.finish());
        if let Ok(packed) = packed
            && packed.len() < self.body.len()
        {
            self.body = packed;
            self.set(header::CONTENT_ENCODING, "gzip");
        }
    }

    /// As HTTP.
    pub fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// True if `Accept-Encoding` takes gzip: named, or by `*`, with a quality above zero.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING);
    let mut codings = values.iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip") || name == "*");
        let mut qualities = parts.filter_map(|p| p.strip_prefix("q="));
        named && !qualities.any(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_taken_only_when_offered() {
        let takes = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts_gzip(&headers)
        };
        assert!(takes("gzip") && takes("br, GZIP;q=0.5") && takes("*"));
        assert!(!takes("gzip;q=0") && !takes("br") && !takes("identity"));
        assert!(!accepts_gzip(&HeaderMap::new()));
    }

    #[test]
    fn a_small_body_is_left_alone() {
        let mut reply = Reply::json(b"{}".to_vec());
        reply.compress(true);
        assert_eq!(reply.body, b"{}");
    }
}
