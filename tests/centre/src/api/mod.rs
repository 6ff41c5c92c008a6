//! The API of `station/wire/openapi.yaml` over HTTP. Thin: it reads, calls the components, and words the answers.

mod body;
mod broken;
mod envelope;
mod reply;
mod routes;

use crate::{state::Shared, tls::Peer};
use axum::{
    Router,
    extract::connect_info::IntoMakeServiceWithConnectInfo,
    routing::{get, post, put},
};
use std::sync::Arc;

/// The centre's side of the API.
pub(crate) fn service(shared: Arc<Shared>) -> IntoMakeServiceWithConnectInfo<Router, Peer> {
    let operations = Router::new()
        .route("/ping", get(routes::ping))
        .route("/challenges", post(routes::challenges))
        .route("/checks", post(routes::batch))
        .route("/checks/{id}", put(routes::check).get(routes::review));
    let router = Router::new()
        .nest(wire::BASE, operations)
        .fallback(routes::unknown_path)
        .method_not_allowed_fallback(routes::unknown_method)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&shared), envelope::envelope))
        .with_state(shared);
    router.into_make_service_with_connect_info::<Peer>()
}
