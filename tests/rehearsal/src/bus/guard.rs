//! Access control: only a browser on this machine that asked for the page by a loopback name, and only the page itself.
//!
//! A page of another site could otherwise lead its own name to 127.0.0.1 (DNS rebinding) and read the screen, or
//! send orders blindly. So the `Host` must be a loopback name with our port, an `Origin` must be that host, and a
//! request that a browser marks as coming from another site is refused. (The Fetch standard: `Origin` is sent with
//! every POST and cannot be set by a script; `Sec-Fetch-Site` likewise.)

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Nothing from elsewhere, in no frame, and never kept: what is on the page is a person's data, if invented.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src blob:; \
             connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// Refuses strangers, and says to the browser how careful to be.
pub async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let mut response = match stranger(request.headers(), port) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Why these headers are not those of the page on this port.
fn stranger(headers: &HeaderMap, port: u16) -> Option<&'static str> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let ours = |host: &str| {
        let name = host.strip_suffix(&format!(":{port}"));
        matches!(name, Some("127.0.0.1" | "localhost"))
    };
    let Some(host) = text(header::HOST) else { return Some("no Host: ask by a loopback name\n") };
    if !ours(host) {
        return Some("this page is served to its own machine only, by a loopback name\n");
    }
    if text(header::ORIGIN).is_some_and(|origin| origin != format!("http://{host}")) {
        return Some("another page may not ask here\n");
    }
    let site = text(HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return Some("another site may not ask here\n");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&'static str, &str)]) -> bool {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        stranger(&headers.iter().map(pair).collect(), 4711).is_none()
    }

    #[test]
    fn the_page_itself_may_ask_by_each_loopback_name() {
        assert!(asked(&[("host", "127.0.0.1:4711")]));
        assert!(asked(&[("host", "localhost:4711"), ("origin", "http://localhost:4711")]));
        let page = [
            ("host", "127.0.0.1:4711"),
            ("origin", "http://127.0.0.1:4711"),
            ("sec-fetch-site", "same-origin"),
        ];
        assert!(asked(&page));
    }

    #[test]
    fn no_other_name_page_or_port_may() {
        for host in
            ["bus.example:4711", "127.0.0.1:80", "127.0.0.1", "127.0.0.1.bus.example:4711", "", ":4711"]
        {
            assert!(!asked(&[("host", host)]), "{host}");
        }
        assert!(!asked(&[]));
        for origin in ["http://bus.example", "null", "https://127.0.0.1:4711", "http://localhost:4711"] {
            assert!(!asked(&[("host", "127.0.0.1:4711"), ("origin", origin)]), "{origin}");
        }
        for site in ["cross-site", "same-site"] {
            assert!(!asked(&[("host", "127.0.0.1:4711"), ("sec-fetch-site", site)]), "{site}");
        }
    }
}
