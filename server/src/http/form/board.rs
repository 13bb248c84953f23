//! The forms of a board's page.

use super::{Input, ask_to_sign_in, back, local, malformed, user};
use crate::{http::session::Identity, state::AppState};
use app::routes;
use axum::{
    extract::{Form, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use protocol::{
    board::{BoardStatus, FollowBoard, SetBoardStatus},
    id::BoardId,
};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct StatusForm {
    status: BoardStatus,
    /// Absent where the page asks for none.
    #[serde(default)]
    reason: String,
    /// Where to go on; the board's page when absent.
    next: Option<String>,
}

/// `POST /boards/{id}/status`.
pub(crate) async fn set_status(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<StatusForm>,
) -> Response {
    let Ok(board_id) = id.parse::<BoardId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::board(board_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let StatusForm { status, reason, next } = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(&page, &rejection),
    };
    let page = next.map_or(page, |next| local(Some(&next)).to_owned());
    let input = SetBoardStatus { board_id, status, reason };
    match state.marketplace.set_board_status(&me, &input).await {
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FollowForm {
    is_followed: bool,
}

/// `POST /boards/{id}/follow`.
pub(crate) async fn follow(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<FollowForm>,
) -> Response {
    let Ok(board_id) = id.parse::<BoardId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::board(board_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let is_followed = match form {
        Ok(Form(form)) => form.is_followed,
        Err(rejection) => return malformed(&page, &rejection),
    };
    match state.marketplace.follow_board(&me, FollowBoard { board_id, is_followed }).await {
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}
