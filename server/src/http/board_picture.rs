//! A board's generated picture.

use super::{error::HttpError, session::Identity};
use axum::{
    extract::{Path, State},
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse,
};
use marketplace::Marketplace;
use protocol::{ErrorBody, id::BoardId};

/// `GET /boards/{id}/picture.svg`, for those for whom the board is there.
pub(crate) async fn show(
    State(marketplace): State<Marketplace>,
    identity: Identity,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, HttpError> {
    let id: BoardId = id.parse().map_err(|_| ErrorBody::not_found("board"))?;
    let board = marketplace.board(&identity.viewer(), id).await?.board;
    // What not everybody may see is for nobody between the server and whoever may.
    let is_public = marketplace.is_board_public(id).await?;
    let caching = if is_public { "public, max-age=86400" } else { "private, max-age=300" };
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, caching)];
    Ok((headers, app::features::board::picture::svg(&board)))
}
