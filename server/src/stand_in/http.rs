//! The service's routes.

use super::jobs::{Jobs, Status};
use crate::{price_monitor::Product, secret::Secret};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{HeaderMap, StatusCode},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Largest body, in bytes: some ten thousand products.
const MAX_BODY: usize = 2 * 1024 * 1024;
/// Most products of a job.
const MAX_PRODUCTS: usize = 10_000;

pub(super) fn router(key: Secret, jobs: Arc<Jobs>) -> Router {
    Router::new()
        .route("/api/import-jobs", post(start))
        .route("/api/import-jobs/{id}", get(show))
        .layer(from_fn_with_state(key, check))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(jobs)
}

/// Whether the headers bring the key.
pub(super) fn brings(key: &Secret, headers: &HeaderMap) -> bool {
    let said = headers.get("x-api-key").and_then(|value| value.to_str().ok());
    said.is_some_and(|said| key.is(said))
}

async fn check(State(key): State<Secret>, request: Request, next: Next) -> Response {
    if brings(&key, request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!("price monitor: a request without the key");
    refusal(StatusCode::UNAUTHORIZED, "unauthorized")
}

#[derive(Deserialize)]
struct Start {
    products: Vec<Product>,
}

async fn start(
    State(jobs): State<Arc<Jobs>>,
    headers: HeaderMap,
    Json(wanted): Json<Start>,
) -> Response {
    if wanted.products.is_empty() || wanted.products.len() > MAX_PRODUCTS {
        return refusal(StatusCode::UNPROCESSABLE_ENTITY, "no products, or too many");
    }
    let request = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    (StatusCode::CREATED, Json(jobs.start(wanted.products, request))).into_response()
}

async fn show(State(jobs): State<Arc<Jobs>>, Path(id): Path<String>) -> Response {
    let found = jobs.find(&id).map(|status: Status| Json(status).into_response());
    found.unwrap_or_else(|| refusal(StatusCode::NOT_FOUND, "no such job"))
}

fn refusal(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}
