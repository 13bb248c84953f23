//! What describes the server to programs.

use axum::{http::header, response::IntoResponse};

/// `GET /api/asyncapi.json`: the events and commands of the live layer, as `AsyncAPI` 3.0.
pub(crate) async fn asyncapi() -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, include_str!("../../../docs/asyncapi.json"))
}

/// `GET /api/openapi.json`: the requests, as `OpenAPI` 3.1.
pub(crate) async fn openapi() -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, include_str!("../../../docs/openapi.json"))
}
