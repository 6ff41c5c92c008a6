//! Requests in flight: each runs in a task of its own and completes with a response.

use crate::{
    body::{Body, pack},
    command::Recall,
    http::{Http, HttpRequest},
    reply::{self, Item, Reply},
};
use hyper::Method;
use std::{sync::Arc, time::Duration};
use tokio::{task::AbortHandle, time::Instant};
use wire::{BASE, Batch, Challenge, ChallengeOrder, Check, CheckId, Settlement};

/// Largest bodies of responses, bytes: one settlement, a batch of a hundred, a page of 500 challenges, a ping.
const ONE: usize = 64 * 1_024;
const MANY: usize = 1_024 * 1_024;
const BOOK: usize = 256 * 1_024;
const SMALL: usize = 4 * 1_024;
/// Header bytes assumed for the time that a request needs on the line.
const HEADERS: usize = 500;
/// JSON bytes of one challenge in a response.
const CHALLENGE: usize = 120;

/// Kind of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RequestKind {
    /// One check, with the desk waiting or not.
    Put { id: CheckId, live: bool },
    /// Checks of the backlog.
    Batch(Vec<CheckId>),
    /// An order of so many challenges.
    Book(usize),
    /// A ping.
    Probe,
    /// A look-up; its answer goes to its caller.
    Recall,
}

impl RequestKind {
    pub(super) fn is_live(&self) -> bool {
        matches!(self, Self::Put { live: true, .. })
    }
}

/// A request in flight as the driver remembers it.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) kind: RequestKind,
    pub(super) started: Instant,
    /// Body bytes sent.
    pub(super) sent: usize,
    /// True when the connection had answered before: the time then measures the line.
    pub(super) warm: bool,
    pub(super) abort: AbortHandle,
}

/// A completed request: the response, and how many seconds the centre's clock is ahead of ours.
pub(crate) struct Completed {
    pub(super) response: Response,
    pub(super) clock_offset: Option<i64>,
}

/// Response by kind of request.
pub(super) enum Response {
    Put(Reply<Settlement>),
    Batch(Reply<Vec<Item>>),
    Book(Reply<Vec<Challenge>>),
    Probe(Reply<()>),
    Recall(Reply<Box<Settlement>>, Recall),
}

/// A request ready to send: its size is known before.
pub(super) struct Request {
    http: HttpRequest,
    kind: RequestKind,
    recall: Option<Recall>,
}

impl Request {
    pub(super) fn put(check: &Check, live: bool) -> Result<Self, serde_json::Error> {
        let (path, json) = (format!("{BASE}/checks/{}", check.id), serde_json::to_vec(check)?);
        let http = http(Method::PUT, path, Some(json), ONE);
        Ok(Self { http, kind: RequestKind::Put { id: check.id, live }, recall: None })
    }

    pub(super) fn batch(checks: Vec<Check>) -> Result<Self, serde_json::Error> {
        let ids = checks.iter().map(|check| check.id).collect();
        let json = serde_json::to_vec(&Batch { checks })?;
        let http = http(Method::POST, format!("{BASE}/checks"), Some(json), MANY);
        Ok(Self { http, kind: RequestKind::Batch(ids), recall: None })
    }

    pub(super) fn book(count: usize) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_vec(&ChallengeOrder { count: u32::try_from(count).unwrap_or(u32::MAX) })?;
        let http = http(Method::POST, format!("{BASE}/challenges"), Some(json), BOOK);
        Ok(Self { http, kind: RequestKind::Book(count), recall: None })
    }

    pub(super) fn probe() -> Self {
        let http = http(Method::GET, format!("{BASE}/ping"), None, SMALL);
        Self { http, kind: RequestKind::Probe, recall: None }
    }

    pub(super) fn recall(recall: Recall) -> Self {
        let http = http(Method::GET, format!("{BASE}/checks/{}", recall.check), None, ONE);
        Self { http, kind: RequestKind::Recall, recall: Some(recall) }
    }

    pub(super) fn kind(&self) -> &RequestKind {
        &self.kind
    }

    /// Body bytes that will be sent.
    pub(super) fn bytes(&self) -> usize {
        self.http.body.as_ref().map_or(0, |body| body.bytes.len())
    }

    /// Bytes that the line needs time for: of an order of challenges, the response's.
    pub(super) fn weight(&self) -> usize {
        match self.kind {
            RequestKind::Book(count) => count * CHALLENGE,
            _ => self.bytes() + HEADERS,
        }
    }

    /// Sends the request and waits at most `patience` for the response.
    pub(super) async fn send(mut self, http: Arc<Http>, patience: Duration) -> Completed {
        self.http.patience = patience;
        let answer = http.exchange(self.http).await;
        let clock_offset = answer.as_ref().ok().and_then(|answer| answer.clock_offset);
        let response = match (self.kind, self.recall) {
            (RequestKind::Put { id, .. }, _) => Response::Put(reply::settlement(id, answer)),
            (RequestKind::Batch(ids), _) => Response::Batch(reply::batch(&ids, answer)),
            (RequestKind::Book(count), _) => Response::Book(reply::challenges(count, answer)),
            (RequestKind::Recall, Some(recall)) => {
                Response::Recall(reply::recalled(recall.check, answer), recall)
            }
            (RequestKind::Probe | RequestKind::Recall, _) => Response::Probe(reply::ping(answer)),
        };
        Completed { response, clock_offset }
    }
}

fn http(method: Method, path: String, json: Option<Vec<u8>>, limit: usize) -> HttpRequest {
    let body: Option<Body> = json.map(pack);
    HttpRequest { method, path, body, limit, patience: Duration::ZERO }
}
