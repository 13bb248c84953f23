//! A board's generated picture.

use super::error::HttpError;
use axum::{
    extract::{Path, State},
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse,
};
use marketplace::{Marketplace, Viewer};
use protocol::{ErrorBody, id::BoardId};

/// `GET /boards/{id}/picture.svg`. The same board always has the same picture.
pub(crate) async fn show(
    State(marketplace): State<Marketplace>,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, HttpError> {
    let id: BoardId = id.parse().map_err(|_| ErrorBody::not_found("board"))?;
    let board = marketplace.board(&Viewer::visitor(), id).await?.board;
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")];
    Ok((headers, app::features::board::picture::svg(&board)))
}
