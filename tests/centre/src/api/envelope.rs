//! Around every request: who is it, may they, what goes wrong on command, compression, and the request journal.

use super::{
    broken,
    reply::{Reply, accepts_gzip},
};
use crate::{
    faults::{Blow, FaultKind, Target},
    journal::RequestRecord,
    state::Shared,
    tls::Peer,
};
use axum::{
    body::{Body, to_bytes},
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{Method, Response, StatusCode, header},
    middleware::Next,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};
use wire::{Code, Problem, StationId};

/// Larger answers than this the centre does not make.
const LARGEST_ANSWER: usize = 16 << 20;

/// The station that is being served.
#[derive(Clone)]
pub(super) struct Guest {
    pub station: StationId,
    checks: Arc<AtomicU32>,
}

impl Guest {
    /// Notes in the request journal how many checks the request carried.
    pub fn carries(&self, checks: usize) {
        self.checks.store(u32::try_from(checks).unwrap_or(u32::MAX), SeqCst);
    }
}

/// Wraps the operations.
pub(super) async fn envelope(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let (begun, at) = (Instant::now(), shared.clock.now());
    let (operation, target) = operation(&request);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let body_in = length.and_then(|v| v.to_str().ok()?.parse().ok()).unwrap_or(0);
    let gzip = accepts_gzip(request.headers());
    let blow = shared.director().faults.strike(target);
    let checks = Arc::new(AtomicU32::new(0));

    let retry_after_s = shared.limits.retry_after_s;
    let mut reply = match (&blow.kind, admit(&shared, &peer)) {
        (Some(FaultKind::Status { status, retry_after_s: told }), _) => {
            commanded(*status, told.unwrap_or(retry_after_s))
        }
        (_, Err(code)) => Reply::code(code, retry_after_s),
        (_, Ok(station)) => {
            serve(&shared, Guest { station, checks: Arc::clone(&checks) }, request, next).await
        }
    };
    let plain = reply.body.clone();
    reply.compress(gzip);
    note(
        &shared,
        RequestRecord {
            number: 0,
            at,
            station: peer.station.clone(),
            connection: peer.line.number,
            operation,
            checks: checks.load(SeqCst),
            status: reply.status.as_u16(),
            body_in,
            body_out: reply.body.len() as u64,
            ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(blow.delay_ms),
            fault: blow.word().map(str::to_owned),
        },
    );
    // The work is done and noted: a client that does not wait meets a check that is settled all the same.
    tokio::time::sleep(Duration::from_millis(blow.delay_ms)).await;
    spoil(&blow, reply, &plain, &peer)
}

fn note(shared: &Shared, record: RequestRecord) {
    tracing::debug!(operation = record.operation, status = record.status, ms = record.ms, "request");
    shared.journal().push(record);
    shared.tally().requests += 1;
}

/// The operation as the API description names it, and what a fault calls it.
fn operation(request: &Request) -> (String, Target) {
    let path = request.extensions().get::<MatchedPath>().map_or("(unknown)", MatchedPath::as_str);
    let target = match (request.method(), path.strip_prefix(wire::BASE).unwrap_or_default()) {
        (&Method::GET, "/ping") => Target::Ping,
        (&Method::POST, "/challenges") => Target::Challenges,
        (&Method::GET, "/checks/{id}") => Target::Review,
        (&Method::PUT, "/checks/{id}") | (&Method::POST, "/checks") => Target::Checks,
        _ => Target::Any,
    };
    (format!("{} {path}", request.method()), target)
}

/// The station by its certificate, unless it is not registered.
fn admit(shared: &Shared, peer: &Peer) -> Result<StationId, Code> {
    let station = peer.station.clone().ok_or(Code::StationNotAllowed)?;
    if shared.director().blocked.contains(&station) {
        return Err(Code::StationNotAllowed);
    }
    if let Err(error) = peer.remember_key(&station, shared) {
        tracing::error!(%error, "the store does not work");
        return Err(Code::Internal);
    }
    Ok(station)
}

async fn serve(shared: &Shared, guest: Guest, mut request: Request, next: Next) -> Reply {
    request.extensions_mut().insert(guest);
    let (parts, body) = next.run(request).await.into_parts();
    match to_bytes(body, LARGEST_ANSWER).await {
        Ok(body) => Reply { status: parts.status, headers: parts.headers, body: body.to_vec() },
        Err(_) => Reply::code(Code::Internal, shared.limits.retry_after_s),
    }
}

/// A commanded status, with the problem that goes with it.
fn commanded(status: u16, retry_after_s: u32) -> Reply {
    let known = Code::ALL.iter().copied().find(|code| code.status() == status && status != 422);
    let problem = Problem { status, ..known.unwrap_or(Code::Internal).into() };
    Reply::problem(&problem, retry_after_s)
}

/// The answer as it goes out: whole, or spoiled on command.
fn spoil(blow: &Blow, reply: Reply, plain: &[u8], peer: &Peer) -> Response<Body> {
    match &blow.kind {
        Some(FaultKind::Reset) => {
            let (length, body) = (reply.body.len(), broken::half(&reply.body, Arc::clone(&peer.line)));
            let mut response = reply.into_response().map(|_| body);
            response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
            response
        }
        Some(FaultKind::LostAnswer) => {
            peer.line.cut();
            Reply::empty(StatusCode::NO_CONTENT).into_response()
        }
        Some(FaultKind::Nonsense { what }) if reply.status.is_success() && !plain.is_empty() => {
            let mut response = reply.into_response().map(|_| broken::nonsense(*what, plain));
            response.headers_mut().remove(header::CONTENT_ENCODING);
            response
        }
        _ => reply.into_response(),
    }
}
