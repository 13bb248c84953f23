//! Whether the process lives, and whether it can work.

use axum::{extract::State, http::StatusCode};
use marketplace::Marketplace;

/// `200` as long as the process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `200` when the database answers, `503` otherwise.
pub(crate) async fn ready(State(marketplace): State<Marketplace>) -> (StatusCode, &'static str) {
    if marketplace.is_ready().await {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
    }
}
