//! HTTP exchanges with the centre over one connection that is kept alive. Reports how an exchange ended (a response,
//! no response, a TLS failure) and nothing about the meaning of a response.
//!
//! A connection that did not answer is not used again: [`Http::renew`] leaves it to the exchanges still on it, and the
//! next request opens a new one, which resumes the TLS session.

use crate::{
    Config, Timing, Trouble, TroubleCode, UplinkError,
    body::{Body, unpack},
    connect::Connector,
    link::Failing,
    traffic::Traffic,
};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode, Uri,
    body::{Bytes, Incoming},
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, DATE, HeaderName, HeaderValue, RETRY_AFTER},
    http::uri::PathAndQuery,
};
use hyper_util::{
    client::legacy::{Client, Error as ClientError},
    rt::{TokioExecutor, TokioTimer},
};
use jiff::Timestamp;
use std::{
    error::Error,
    io::ErrorKind,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::time::timeout;

/// Interval of HTTP/2 pings on a connection that has streams open, and the time for their answer.
const PING: Duration = Duration::from_secs(15);
/// Bytes of one response that may lie in memory unread.
const WINDOW: u32 = 256 * 1_024;

type Pool = Client<Connector, Full<Bytes>>;

/// One request.
pub(crate) struct HttpRequest {
    pub(crate) method: Method,
    /// Begins with [`wire::BASE`].
    pub(crate) path: String,
    pub(crate) body: Option<Body>,
    /// Bytes of the response's body at most, packed and unpacked.
    pub(crate) limit: usize,
    /// Time for the response, in addition to the connection's set-up.
    pub(crate) patience: Duration,
}

/// A response of any status.
pub(crate) struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
    pub(crate) retry_after: Option<Duration>,
    /// Seconds that the centre's clock is ahead of ours.
    pub(crate) clock_offset: Option<i64>,
}

/// Reason why there is no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoResponse {
    /// The line or the other end.
    Line { how: Failing, what: String },
    /// One side does not trust the other.
    Tls(Trouble),
    /// A response whose body cannot be read.
    Garbled(&'static str),
}

/// The connection.
pub(crate) struct Http {
    connector: Connector,
    base: Uri,
    timing: Timing,
    pool: Mutex<Pool>,
    /// True when the present connection has answered.
    warm: AtomicBool,
    pub(crate) traffic: Arc<Traffic>,
}

impl Http {
    /// Reads the identity; opens no connection yet.
    pub(crate) fn new(config: &Config) -> Result<Self, UplinkError> {
        let traffic = Arc::new(Traffic::default());
        let base = base(&config.base_url)?;
        let timing = config.timing.clone();
        let connector = Connector::new(crate::identity::tls(config)?, traffic.clone(), timing.connect);
        let pool = Mutex::new(pool(&connector));
        Ok(Self { connector, base, timing, pool, warm: AtomicBool::new(false), traffic })
    }

    /// True when the present connection has answered a request.
    pub(crate) fn warm(&self) -> bool {
        self.warm.load(Relaxed)
    }

    /// Makes the next request open a new connection.
    pub(crate) fn renew(&self) {
        self.warm.store(false, Relaxed);
        *self.pool.lock().unwrap_or_else(PoisonError::into_inner) = pool(&self.connector);
    }

    /// Sends a request and reads the whole response.
    pub(crate) async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, NoResponse> {
        let pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let set_up = if self.warm() { Duration::ZERO } else { self.timing.connect };
        let (within, limit) = (set_up + request.patience, request.limit);
        let request = self.compose(request)?;
        let exchange = async {
            let response = match pool.request(request.clone()).await {
                Err(error) if unprocessed(&error) => pool.request(request).await,
                other => other,
            };
            read(response.map_err(|e| no_response(&e, e.is_connect()))?, limit).await
        };
        let response = timeout(within, exchange).await.unwrap_or_else(|_| {
            Err(NoResponse::Line { how: Failing::Silent, what: "no answer in time".to_owned() })
        });
        if response.is_ok() {
            self.warm.store(true, Relaxed);
        }
        response
    }

    fn compose(&self, request: HttpRequest) -> Result<Request<Full<Bytes>>, NoResponse> {
        const PATH: NoResponse = NoResponse::Garbled("the request has no valid path");
        let mut uri = self.base.clone().into_parts();
        uri.path_and_query = Some(PathAndQuery::try_from(request.path).map_err(|_| PATH)?);
        let mut composed = Request::new(Full::default());
        *composed.method_mut() = request.method;
        *composed.uri_mut() = Uri::from_parts(uri).map_err(|_| PATH)?;
        let headers = composed.headers_mut();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        if let Some(body) = request.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            if body.gzip {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            *composed.body_mut() = Full::from(body.bytes);
        }
        Ok(composed)
    }
}

async fn read(response: Response<Incoming>, limit: usize) -> Result<HttpResponse, NoResponse> {
    let (head, mut incoming) = response.into_parts();
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|e| no_response(&e, false))?;
        if let Some(data) = frame.data_ref() {
            body.extend_from_slice(data);
        }
        if body.len() > limit {
            return Err(NoResponse::Garbled("the body is too large"));
        }
    }
    let (headers, now) = (head.headers, Timestamp::now());
    let body = match text(&headers, CONTENT_ENCODING) {
        None | Some("identity") => body,
        Some("gzip") => unpack(&body, limit).map_err(NoResponse::Garbled)?,
        Some(_) => return Err(NoResponse::Garbled("the body has an encoding that was not asked for")),
    };
    Ok(HttpResponse {
        status: head.status,
        body,
        retry_after: text(&headers, RETRY_AFTER).and_then(|value| retry_after(value, now)),
        clock_offset: text(&headers, DATE).and_then(http_date).map(|at| at.as_second() - now.as_second()),
    })
}

/// Scheme and authority of the centre's address.
fn base(url: &str) -> Result<Uri, UplinkError> {
    let bad = |why: &str| Err(UplinkError::trouble(TroubleCode::BadUrl, format!("base_url: {why}")));
    let Ok(uri) = url.parse::<Uri>() else { return bad("not a URL; https://host[:port] expected") };
    let user = uri.authority().is_none_or(|authority| authority.as_str().contains('@'));
    match uri.scheme_str() {
        Some("https") if user || uri.path() != "/" || uri.query().is_some() => {
            bad("https://host[:port] expected, without path, query or user")
        }
        Some("https") => Ok(uri),
        _ => bad("https expected"),
    }
}

/// A client without proxy and redirects: neither the environment nor a response chooses the other end.
#[expect(
    clippy::disallowed_methods,
    reason = "the one constructor, which sets everything that the others would forget"
)]
fn pool(connector: &Connector) -> Pool {
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(None)
        .http2_keep_alive_interval(PING)
        .http2_keep_alive_timeout(PING)
        .http2_initial_stream_window_size(WINDOW)
        .http2_initial_connection_window_size(2 * WINDOW)
        .http2_max_header_list_size(16 * 1_024)
        .build(connector.clone())
}

/// True when the centre did not process the request: a connection that it closes in order, or a refused
/// stream (RFC 9113, 8.7).
fn unprocessed(error: &ClientError) -> bool {
    let source = error.source().and_then(Error::source);
    source.and_then(|cause| cause.downcast_ref::<h2::Error>()).is_some_and(|h2| {
        let closed = h2.is_go_away() && h2.reason() == Some(h2::Reason::NO_ERROR);
        let refused = h2.is_reset() && h2.reason() == Some(h2::Reason::REFUSED_STREAM);
        h2.is_remote() && (closed || refused)
    })
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `Retry-Outcome` as seconds or as a date (RFC 9110, 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let seconds = value.parse().ok();
    let until = || http_date(value).map(|at| at.as_second().saturating_sub(now.as_second()).max(0) as u64);
    seconds.or_else(until).map(Duration::from_secs)
}

fn http_date(value: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()
}

/// Names the failure by the causes below the library's error.
fn no_response(error: &(dyn Error + 'static), connecting: bool) -> NoResponse {
    let (mut refused, mut timed_out) = (false, false);
    let mut layer = error.source();
    while let Some(inner) = layer {
        if let Some(trouble) = tls_trouble(inner) {
            return NoResponse::Tls(trouble);
        }
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            refused |= matches!(
                io.kind(),
                ErrorKind::ConnectionRefused | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable
            );
            timed_out |= io.kind() == ErrorKind::TimedOut;
        }
        layer = below(inner);
    }
    let what = match (connecting, timed_out) {
        (true, true) => "connecting took too long".to_owned(),
        (false, true) => "no answer in time".to_owned(),
        (true, false) => format!("cannot connect: {}", deepest(error)),
        (false, false) => format!("the connection broke: {}", deepest(error)),
    };
    NoResponse::Line { how: if refused { Failing::Refused } else { Failing::Silent }, what }
}

/// The next layer of an error. An I/O error's own `source` skips the error that it wraps.
fn below<'a>(layer: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match layer.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => layer.source(),
    }
}

/// The text of the innermost cause.
fn deepest(error: &dyn Error) -> String {
    let mut layer = error.source();
    let mut deepest = None;
    while let Some(inner) = layer {
        deepest = Some(inner);
        layer = below(inner);
    }
    deepest.map_or_else(|| "no cause given".to_owned(), ToString::to_string)
}

/// The TLS failure that a layer of an error stands for, if it does.
fn tls_trouble(layer: &(dyn Error + 'static)) -> Option<Trouble> {
    if let Some(error) = layer.downcast_ref::<rustls::Error>() {
        return Some(Trouble { code: tls_code(error), technician: format!("TLS: {error}") });
    }
    // An alert after our part of the handshake (TLS 1.3) arrives through HTTP/2, which keeps only its text.
    let text = layer.to_string();
    let (_, alert) = text.split_once("received fatal alert: ")?;
    let name: String = alert.chars().take_while(char::is_ascii_alphanumeric).collect();
    Some(Trouble { code: alert_code(&name), technician: format!("TLS: the centre sent the alert {name}") })
}

fn tls_code(error: &rustls::Error) -> TroubleCode {
    use rustls::{CertificateError as C, Error as E};
    match error {
        E::InvalidCertificate(C::Expired | C::ExpiredContext { .. }) => TroubleCode::CentreExpired,
        E::InvalidCertificate(C::NotValidYet | C::NotValidYetContext { .. }) => TroubleCode::CentreNotYet,
        E::InvalidCertificate(C::NotValidForName | C::NotValidForNameContext { .. }) => {
            TroubleCode::CentreName
        }
        E::InvalidCertificate(_) => TroubleCode::CentreUnknown,
        E::AlertReceived(alert) => alert_code(&format!("{alert:?}")),
        _ => TroubleCode::Tls,
    }
}

/// Code for an alert about our certificate (RFC 8446, 6.2).
fn alert_code(name: &str) -> TroubleCode {
    match name {
        "CertificateExpired" => TroubleCode::OwnExpired,
        "CertificateRevoked" => TroubleCode::OwnRevoked,
        "UnknownCA"
        | "BadCertificate"
        | "CertificateRequired"
        | "CertificateUnknown"
        | "AccessDenied"
        | "UnsupportedCertificate"
        | "DecryptError" => TroubleCode::OwnUnknown,
        _ => TroubleCode::Tls,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_not_plain_https_is_refused() {
        for bad in
            ["", "centre", "http://c.example", "https://c.example/v1", "https://u@c.example", "https://c/?a"]
        {
            assert!(base(bad).unwrap_err().to_string().starts_with("U101"), "{bad}");
        }
        assert_eq!(base("https://c.example:8443").unwrap().port_u16(), Some(8443));
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now: Timestamp = "2026-04-01T00:00:00Z".parse().unwrap();
        assert_eq!(retry_after("7", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Wed, 01 Apr 2026 00:01:00 GMT", now), Some(Duration::from_secs(60)));
        assert_eq!(retry_after("Tue, 31 Mar 2026 00:01:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }

    #[test]
    fn an_alert_that_only_left_its_text_is_still_known() {
        let text = "connection error: received fatal alert: CertificateExpired (details)";
        let trouble = tls_trouble(&std::io::Error::other(text)).unwrap();
        assert_eq!(trouble.code, TroubleCode::OwnExpired);
        assert_eq!(tls_trouble(&std::io::Error::other("broken pipe")), None);
    }
}
