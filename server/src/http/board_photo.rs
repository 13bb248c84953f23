//! Photos for programs, and for the page, which stays where it is while a photo travels: the JSON twin of the form.

use super::{
    error::{ApiPath, HttpError},
    session::SignedInUser,
    upload::Upload,
};
use crate::state::AppState;
use axum::{Json, extract::State, http::StatusCode};
use marketplace::Viewer;
use protocol::{
    ErrorBody,
    board::{AddPhoto, BoardUpdated},
    id::BoardId,
    picture::PictureFault,
};

/// `POST /api/boards/{id}/photos` with `multipart/form-data` of `clientId`, `alt` and `file`, or with the picture alone
/// and `?clientId=&alt=`: `201` with [`BoardUpdated`]. A repeat with the same `clientId` adds nothing.
pub(crate) async fn add(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(board_id): ApiPath<BoardId>,
    upload: Upload<1>,
) -> Result<(StatusCode, Json<BoardUpdated>), HttpError> {
    let (client_id, alt) = (upload.client_id()?, upload.text("alt").to_owned());
    let file = upload.files.into_iter().next();
    let file = file.ok_or_else(|| ErrorBody::from(PictureFault::Missing))?;
    state.marketplace.add_photo(&me, AddPhoto { client_id, board_id, alt }, file).await?;
    let updated = state.marketplace.board_version(&Viewer::user(me), board_id).await?;
    Ok((StatusCode::CREATED, Json(updated)))
}
