//! The director's side as JSON over plain HTTP, for rehearsals that run the centre as a process. It listens on a
//! loopback address only and without authentication: it directs a stand-in.
//!
//! | request | does |
//! |---|---|
//! | `GET /state` | what is in force |
//! | `PUT /rules` | [`Rules`] |
//! | `PUT /deferred` | `{"mode":"accept"}`, `refuse` or `too_old` |
//! | `POST /faults`, `DELETE /faults` | adds a [`Fault`]; ends all |
//! | `PUT /personas/{key}/outcome`, `DELETE` | `{"outcome":"invalid"}`; gives back its own |
//! | `PUT /stations/{id}/block`, `DELETE` | not registered; registered again |
//! | `PUT /clock` | `{"shift_s":86400}` |
//! | `POST /purge` | `{"purged":3}` |
//! | `POST /hangup` | resets open connections |
//! | `GET /receipts`, `?station=ID`, `?check=ID` | [`ReceiptRecord`]s |
//! | `GET /counters` | [`Counters`] |
//! | `GET /requests` | [`RequestRecord`]s |

use super::{Control, ControlError, State as InForce};
use crate::{Counters, DeferredMode, Fault, Outcome, ReceiptRecord, RequestRecord, Rules};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use jiff::SignedDuration;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use wire::{CheckId, StationId};

/// The director's routes.
pub(crate) fn router(control: Control) -> Router {
    Router::new()
        .route("/state", get(state))
        .route("/rules", put(rules))
        .route("/deferred", put(deferred))
        .route("/faults", post(fault).delete(clear_faults))
        .route("/personas/{key}/outcome", put(outcome).delete(clear_outcome))
        .route("/stations/{id}/block", put(block).delete(unblock))
        .route("/clock", put(clock))
        .route("/purge", post(purge))
        .route("/hangup", post(hang_up))
        .route("/receipts", get(receipts))
        .route("/counters", get(counters))
        .route("/requests", get(requests))
        .with_state(control)
}

/// A refusal in the director's words: `{"error": "…"}`.
struct Refused(StatusCode, String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<ControlError> for Refused {
    fn from(error: ControlError) -> Self {
        let status = match &error {
            ControlError::Persona => StatusCode::NOT_FOUND,
            ControlError::Outcome => StatusCode::CONFLICT,
            ControlError::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(status, error.to_string())
    }
}

type Answer<T> = Result<Json<T>, Refused>;

/// Reads what the director sent. It is not personal, so serde's message may be shown.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refused> {
    serde_json::from_slice(body).map_err(|error| Refused(StatusCode::BAD_REQUEST, error.to_string()))
}

fn station(id: &str) -> Result<StationId, Refused> {
    id.parse().map_err(|error: wire::InvalidId| Refused(StatusCode::BAD_REQUEST, error.to_string()))
}

async fn state(State(control): State<Control>) -> Json<InForce> {
    Json(control.state())
}

async fn rules(State(control): State<Control>, body: Bytes) -> Answer<InForce> {
    control.set_rules(read::<Rules>(&body)?);
    Ok(Json(control.state()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deferred {
    mode: DeferredMode,
}

async fn deferred(State(control): State<Control>, body: Bytes) -> Answer<InForce> {
    control.set_deferred(read::<Deferred>(&body)?.mode);
    Ok(Json(control.state()))
}

async fn fault(State(control): State<Control>, body: Bytes) -> Answer<InForce> {
    control.fault(read::<Fault>(&body)?);
    Ok(Json(control.state()))
}

async fn clear_faults(State(control): State<Control>) -> Json<InForce> {
    control.clear_faults();
    Json(control.state())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetOutcome {
    outcome: Outcome,
}

async fn outcome(State(control): State<Control>, Path(key): Path<String>, body: Bytes) -> Answer<InForce> {
    control.set_outcome(&key, read::<SetOutcome>(&body)?.outcome)?;
    Ok(Json(control.state()))
}

async fn clear_outcome(State(control): State<Control>, Path(key): Path<String>) -> Json<InForce> {
    control.clear_outcome(&key);
    Json(control.state())
}

async fn block(State(control): State<Control>, Path(id): Path<String>) -> Answer<InForce> {
    control.block(&station(&id)?, true);
    Ok(Json(control.state()))
}

async fn unblock(State(control): State<Control>, Path(id): Path<String>) -> Answer<InForce> {
    control.block(&station(&id)?, false);
    Ok(Json(control.state()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shift {
    shift_s: i64,
}

async fn clock(State(control): State<Control>, body: Bytes) -> Answer<InForce> {
    control.shift_clock(SignedDuration::from_secs(read::<Shift>(&body)?.shift_s))?;
    Ok(Json(control.state()))
}

async fn purge(State(control): State<Control>) -> Answer<Value> {
    Ok(Json(json!({ "purged": control.purge()? })))
}

async fn hang_up(State(control): State<Control>) -> StatusCode {
    control.hang_up();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    station: Option<StationId>,
    check: Option<CheckId>,
}

async fn receipts(State(control): State<Control>, Query(which): Query<Which>) -> Answer<Vec<ReceiptRecord>> {
    Ok(Json(match which.check {
        Some(check) => control.receipt(check)?.into_iter().collect(),
        None => control.receipts(which.station.as_ref())?,
    }))
}

async fn counters(State(control): State<Control>) -> Json<Counters> {
    Json(control.counters())
}

async fn requests(State(control): State<Control>) -> Json<Vec<RequestRecord>> {
    Json(control.requests())
}
