//! The five operations.

use super::{
    body::{at, parse, pointer, receive, unpack},
    envelope::Guest,
    reply::Reply,
};
use crate::{
    Limits,
    limits::LARGEST_PAGE,
    settle::{Answer, review as kept_settlement, settle_all},
    state::Shared,
    store::StoreError,
};
use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, Response, StatusCode, header},
};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use wire::{Challenge, ChallengeId, ChallengeOrder, ChallengePage, Check, CheckId, Code, MAX_BATCH, Problem};

type Shop = State<Arc<Shared>>;

/// `GET /v1/ping`
pub(super) async fn ping() -> Response<Body> {
    Reply::empty(StatusCode::NO_CONTENT).into_response()
}

/// `POST /v1/challenges`
pub(super) async fn challenges(
    State(shared): Shop,
    Extension(guest): Extension<Guest>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let order = read::<ChallengeOrder>(&headers, body, &shared.limits).await;
    finish(&shared, blocking(&shared, move |shared| give(shared, &guest, order?)).await)
}

fn give(shared: &Shared, guest: &Guest, order: ChallengeOrder) -> Result<Reply, Failure> {
    if !(1..=LARGEST_PAGE).contains(&order.count) {
        return Err(at(Code::Malformed, "/count").into());
    }
    let now = shared.clock.now();
    let expires_at = now.checked_add(shared.limits.challenge_lifetime).map_err(|_| Failure::Internal)?;
    let mut store = shared.store();
    let open = store.open_challenges(&guest.station, now)?;
    let count = order.count.min(shared.limits.open_challenges.saturating_sub(open));
    if count == 0 {
        return Err(Problem::from(Code::TooMany).into());
    }
    let random = SystemRandom::new();
    let challenge = |_| {
        let mut nonce = [0; 32];
        random.fill(&mut nonce).map_err(|_| Failure::Internal)?;
        Ok(Challenge { id: ChallengeId(uuid::Uuid::new_v4()), nonce: nonce.to_vec().into(), expires_at })
    };
    let challenges = (0..count).map(challenge).collect::<Result<Vec<_>, Failure>>()?;
    store.give(&guest.station, &challenges)?;
    let page = serde_json::to_vec(&ChallengePage { challenges }).map_err(|_| Failure::Internal)?;
    Ok(Reply::json(page))
}

/// `PUT /v1/checks/{id}`
pub(super) async fn check(
    State(shared): Shop,
    Extension(guest): Extension<Guest>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let check = read::<Check>(&headers, body, &shared.limits).await;
    let work = move |shared: &Shared| {
        let (id, check) = (check_id(&id)?, check?);
        if check.id != id {
            return Err(at(Code::Malformed, "/id").into());
        }
        guest.carries(1);
        let answers = settle_all(shared, &guest.station, &[Ok(check)])?;
        answer(answers.into_iter().next().ok_or(Failure::Internal)?)
    };
    finish(&shared, blocking(&shared, work).await)
}

/// A batch whose checks are read one by one, so that one that cannot be read does not hold up the others.
#[derive(Deserialize)]
struct LooseBatch {
    checks: Vec<serde_json::Value>,
}

/// `POST /v1/checks`
pub(super) async fn batch(
    State(shared): Shop,
    Extension(guest): Extension<Guest>,
    headers: HeaderMap,
    body: Body,
) -> Response<Body> {
    let batch = read::<LooseBatch>(&headers, body, &shared.limits).await;
    let work = move |shared: &Shared| {
        let batch = batch?;
        if batch.checks.len() > MAX_BATCH {
            return Err(at(Code::TooLarge, "/checks").into());
        }
        let checks: Vec<_> = batch.checks.into_iter().enumerate().map(one_of_batch).collect();
        guest.carries(checks.len());
        Ok(Reply::json(batch_answer(settle_all(shared, &guest.station, &checks)?)))
    };
    finish(&shared, blocking(&shared, work).await)
}

fn one_of_batch((index, value): (usize, serde_json::Value)) -> Result<Check, Problem> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| at(Code::Malformed, format!("/checks/{index}{}", pointer(error.path()))))
}

/// A [`wire::BatchAnswer`], put together from the settlements' own bytes: what was answered once is answered
/// again to the byte.
fn batch_answer(answers: Vec<Answer>) -> Vec<u8> {
    let item = |answer| {
        let (name, json) = match answer {
            Answer::Settled(bytes) => ("settled", bytes),
            Answer::Problem(problem) => ("problem", serde_json::to_vec(&problem).unwrap_or_default()),
        };
        [format!("{{\"{name}\":").as_bytes(), &json, b"}"].concat()
    };
    let items: Vec<_> = answers.into_iter().map(item).collect();
    [br#"{"items":["#.as_slice(), &items.join(&b','), b"]}"].concat()
}

/// `GET /v1/checks/{id}`
pub(super) async fn review(
    State(shared): Shop,
    Extension(guest): Extension<Guest>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let work = move |shared: &Shared| {
        let bytes = match kept_settlement(shared, &guest.station, check_id(&id)?)? {
            Answer::Settled(bytes) => bytes,
            Answer::Problem(problem) => return Err(problem.into()),
        };
        let tag = entity_tag(&bytes);
        let same = known.split(',').map(str::trim).any(|t| t == "*" || weakly_equal(t, &tag));
        let mut reply = if same { Reply::empty(StatusCode::NOT_MODIFIED) } else { Reply::json(bytes) };
        reply.set(header::ETAG, &tag);
        reply.set(header::CACHE_CONTROL, "private, no-cache");
        Ok(reply)
    };
    finish(&shared, blocking(&shared, work).await)
}

/// Weak, because the same settlement travels packed and unpacked.
fn entity_tag(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hex}\"")
}

fn weakly_equal(a: &str, b: &str) -> bool {
    let opaque = |tag| str::strip_prefix(tag, "W/").unwrap_or(tag).to_owned();
    opaque(a) == opaque(b)
}

/// Any other path.
pub(super) async fn unknown_path(State(shared): Shop) -> Response<Body> {
    Reply::problem(&at(Code::NotFound, "path"), shared.limits.retry_after_s).into_response()
}

/// Another method on a known path.
pub(super) async fn unknown_method(State(shared): Shop) -> Response<Body> {
    let problem = Problem { status: 405, ..at(Code::Malformed, "method") };
    Reply::problem(&problem, shared.limits.retry_after_s).into_response()
}

/// Why there is no answer but a problem.
enum Failure {
    Problem(Box<Problem>),
    Internal,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store does not work");
        Self::Internal
    }
}

fn answer(answer: Answer) -> Result<Reply, Failure> {
    match answer {
        Answer::Settled(bytes) => Ok(Reply::json(bytes)),
        Answer::Problem(problem) => Err(problem.into()),
    }
}

fn check_id(text: &str) -> Result<CheckId, Problem> {
    text.parse().map_err(|_| at(Code::Malformed, "path: check id"))
}

async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<T, Problem> {
    let raw = receive(body, limits).await?;
    parse(&unpack(headers, raw, limits)?)
}

/// Runs work that waits for the disk apart from the connections.
async fn blocking(
    shared: &Arc<Shared>,
    work: impl FnOnce(&Shared) -> Result<Reply, Failure> + Send + 'static,
) -> Result<Reply, Failure> {
    let shared = Arc::clone(shared);
    tokio::task::spawn_blocking(move || work(&shared)).await.unwrap_or(Err(Failure::Internal))
}

fn finish(shared: &Shared, done: Result<Reply, Failure>) -> Response<Body> {
    let retry = shared.limits.retry_after_s;
    let reply = match done {
        Ok(reply) => reply,
        Err(Failure::Problem(problem)) => Reply::problem(&problem, retry),
        Err(Failure::Internal) => Reply::code(Code::Internal, retry),
    };
    reply.into_response()
}
