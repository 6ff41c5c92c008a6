//! One connection to the centre, kept alive, and one question at a time over it. Says how a question ended
//! (an answer, silence, a TLS failure) and nothing about what the answer means.
//!
//! A connection that was silent is not trusted again: [`Http::renew`] leaves it to what is still on it and the
//! next question opens a new one, which resumes the TLS session.

use crate::{
    Config, Timing, Trouble, TroubleCode, UplinkError,
    body::{Body, unpack},
    link::Failing,
    meter::Tally,
};
use jiff::Timestamp;
use reqwest::{
    Client, Method, Response, StatusCode, Url,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER},
};
use std::{
    error::Error,
    io::ErrorKind,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

/// HTTP/2 asks a connection that has streams open for a sign of life after this long, and gives it as long.
const PING: Duration = Duration::from_secs(15);
/// What was sent and not acknowledged for this long ends the connection.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);
/// Bytes of one answer that may lie in memory unread.
const WINDOW: u32 = 256 * 1_024;

/// A question.
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// Begins with `/v1/`.
    pub(crate) path: String,
    pub(crate) body: Option<Body>,
    /// Bytes of the answer's body at most, packed and unpacked.
    pub(crate) limit: usize,
    /// Time for the answer, besides the connection's set-up.
    pub(crate) patience: Duration,
}

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
    pub(crate) retry_after: Option<Duration>,
    /// Seconds that the centre's clock is ahead of ours.
    pub(crate) clock_offset: Option<i64>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Silence {
    /// The line or the other end.
    Line { how: Failing, what: String },
    /// No trust between us.
    Tls(Trouble),
    /// An answer whose body cannot be read.
    Garbled(&'static str),
}

/// The connection.
pub(crate) struct Http {
    tls: rustls::ClientConfig,
    base: Url,
    timing: Timing,
    client: Mutex<Client>,
    /// Whether the present connection has answered.
    warm: AtomicBool,
    pub(crate) tally: Arc<Tally>,
}

impl Http {
    /// Reads the identity; connects to nobody yet.
    pub(crate) fn new(config: &Config) -> Result<Self, UplinkError> {
        let tally = Arc::new(Tally::default());
        let base = base(&config.base_url)?;
        let tls = crate::identity::tls(config, &tally)?;
        let client = Mutex::new(client(&tls, &config.timing)?);
        Ok(Self { tls, base, timing: config.timing.clone(), client, warm: AtomicBool::new(false), tally })
    }

    /// Whether the present connection has answered something.
    pub(crate) fn warm(&self) -> bool {
        self.warm.load(Relaxed)
    }

    /// The next question opens a new connection.
    pub(crate) fn renew(&self) {
        self.warm.store(false, Relaxed);
        // It could be built before with the same settings; if not now, the old one serves on.
        if let Ok(fresh) = client(&self.tls, &self.timing) {
            *self.client.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        }
    }

    /// Asks, and reads the whole answer.
    pub(crate) async fn ask(&self, ask: Ask) -> Result<Answer, Silence> {
        let client = self.client.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let set_up = if self.warm() { Duration::ZERO } else { self.timing.connect };
        let mut url = self.base.clone();
        url.set_path(&ask.path);
        let mut request =
            client.request(ask.method, url).timeout(set_up + ask.patience).header(ACCEPT_ENCODING, "gzip");
        let sent = ask.body.as_ref().map_or(0, |body| body.bytes.len());
        if let Some(body) = ask.body {
            request = request.header(CONTENT_TYPE, "application/json");
            if body.gzip {
                request = request.header(CONTENT_ENCODING, "gzip");
            }
            request = request.body(body.bytes);
        }
        self.tally.sent(sent);
        let response = request.send().await.map_err(|e| silence(&e))?;
        let answer = self.read(response, ask.limit).await;
        if answer.is_ok() {
            self.warm.store(true, Relaxed);
        }
        answer
    }

    async fn read(&self, mut response: Response, limit: usize) -> Result<Answer, Silence> {
        let headers = std::mem::take(response.headers_mut());
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| silence(&e))? {
            body.extend_from_slice(&chunk);
            if body.len() > limit {
                self.tally.received(body.len());
                return Err(Silence::Garbled("the body is too large"));
            }
        }
        self.tally.received(body.len());
        let now = Timestamp::now();
        let body = match text(&headers, CONTENT_ENCODING) {
            None | Some("identity") => body,
            Some("gzip") => unpack(&body, limit).map_err(Silence::Garbled)?,
            Some(_) => return Err(Silence::Garbled("the body has an encoding that was not asked for")),
        };
        Ok(Answer {
            status,
            body,
            retry_after: text(&headers, RETRY_AFTER).and_then(|value| retry_after(value, now)),
            clock_offset: text(&headers, DATE).and_then(http_date).map(|at| at.as_second() - now.as_second()),
        })
    }
}

fn base(url: &str) -> Result<Url, UplinkError> {
    let bad = |why: &str| Err(UplinkError::trouble(TroubleCode::BadUrl, format!("base_url: {why}")));
    match Url::parse(url) {
        Err(_) => bad("not a URL; https://host[:port] expected"),
        Ok(url) if url.scheme() != "https" => bad("https expected"),
        Ok(url) if !matches!(url.path(), "/" | "") || url.query().is_some() || !url.username().is_empty() => {
            bad("https://host[:port] expected, without path, query or user")
        }
        Ok(url) => Ok(url),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one constructor, which sets everything that the others would forget"
)]
fn client(tls: &rustls::ClientConfig, timing: &Timing) -> Result<Client, UplinkError> {
    Client::builder()
        .tls_backend_preconfigured(tls.clone())
        .https_only(true)
        // A proxy or a redirect from the environment could see whom we ask.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(timing.connect)
        .tcp_nodelay(true)
        .tcp_user_timeout(UNACKNOWLEDGED)
        .pool_idle_timeout(None)
        .http2_keep_alive_interval(PING)
        .http2_keep_alive_timeout(PING)
        .http2_initial_stream_window_size(WINDOW)
        .http2_initial_connection_window_size(2 * WINDOW)
        .http2_max_header_list_size(16 * 1_024)
        .build()
        .map_err(|e| UplinkError::trouble(TroubleCode::Tls, format!("HTTP client: {}", deepest(&e))))
}

fn text(headers: &HeaderMap, name: reqwest::header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// `Retry-After` as seconds or as a date (RFC 9110, 10.2.3).
fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let seconds = value.parse().ok();
    let until = || http_date(value).map(|at| at.as_second().saturating_sub(now.as_second()).max(0) as u64);
    seconds.or_else(until).map(Duration::from_secs)
}

fn http_date(value: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()
}

/// Names what happened. The library's own text would carry the URL, so only what lies below it is used.
fn silence(error: &reqwest::Error) -> Silence {
    let mut layer = error.source();
    let mut refused = false;
    while let Some(inner) = layer {
        if let Some(trouble) = tls_trouble(inner) {
            return Silence::Tls(trouble);
        }
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            refused |= matches!(
                io.kind(),
                ErrorKind::ConnectionRefused | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable
            );
        }
        layer = below(inner);
    }
    let what = match (error.is_connect(), error.is_timeout()) {
        (true, true) => "connecting took too long".to_owned(),
        (false, true) => "no answer in time".to_owned(),
        (true, false) => format!("cannot connect: {}", deepest(error)),
        (false, false) => format!("the connection broke: {}", deepest(error)),
    };
    Silence::Line { how: if refused { Failing::Refused } else { Failing::Silent }, what }
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

/// Whether a layer of an error is a TLS failure.
fn tls_trouble(layer: &(dyn Error + 'static)) -> Option<Trouble> {
    if let Some(error) = layer.downcast_ref::<rustls::Error>() {
        return Some(Trouble { code: tls_code(error), technician: format!("TLS: {error}") });
    }
    // An alert that comes after our part of the handshake (TLS 1.3) reaches us through HTTP/2, which keeps
    // only the text of the error.
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

/// What an alert says of our certificate (RFC 8446, 6.2).
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
        assert_eq!(base("https://c.example:8443").unwrap().port(), Some(8443));
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
