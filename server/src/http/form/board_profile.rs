//! The form of what an owner says of a board. A refused one is answered with its page again, under the same
//! address and with everything that was typed.

use super::{ask_to_sign_in, user};
use crate::{context, http::session::Identity, state::AppState};
use app::{
    features::board::{Over, RefusedBoard, provide_refused},
    routes,
};
use axum::{
    body::{Body, to_bytes},
    extract::{Path, Request, State},
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use protocol::{board::BoardDraft, id::BoardId};
use serde::Deserialize;

/// Largest form, in bytes: every field at its longest, each letter written as nine, and once more as it was shown.
const MOST: usize = 128 * 1024;

#[derive(Deserialize)]
struct ProfileForm {
    /// The version that was edited; absent for a new board.
    #[serde(default)]
    version: String,
    /// What the fields held at that version, as JSON; absent for a new board.
    #[serde(default)]
    seen: String,
    #[serde(flatten)]
    draft: BoardDraft,
}

async fn read(request: Request) -> Result<(Parts, ProfileForm), StatusCode> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MOST).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let form = serde_urlencoded::from_bytes(&bytes).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok((parts, form))
}

/// `POST /boards/new`.
pub(crate) async fn create(
    State(state): State<AppState>,
    identity: Identity,
    request: Request,
) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::NEW_BOARD) };
    let (parts, ProfileForm { draft, .. }) = match read(request).await {
        Ok(read) => read,
        Err(status) => return status.into_response(),
    };
    match state.marketplace.create_board(&me, &draft).await {
        Ok(id) => Redirect::to(&routes::board(id)).into_response(),
        Err(error) => {
            let (over, error) = (Over::default(), error.into_body());
            again(&state, parts, RefusedBoard { draft, over, error }).await
        }
    }
}

/// `POST /boards/{id}/edit`.
pub(crate) async fn edit(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let Ok(id) = id.parse::<BoardId>() else { return StatusCode::NOT_FOUND.into_response() };
    let Some(me) = user(identity) else { return ask_to_sign_in(&routes::edit_board(id)) };
    let (parts, ProfileForm { version, seen, draft }) = match read(request).await {
        Ok(read) => read,
        Err(status) => return status.into_response(),
    };
    // No version is one that was never stored.
    let version = version.parse().unwrap_or(0);
    match state.marketplace.edit_board(&me, (id, version), &draft).await {
        Ok(_) => Redirect::to(&routes::board(id)).into_response(),
        Err(error) => {
            // A program may not say what it has seen: then everything counts as typed.
            let seen = serde_json::from_str(&seen).ok();
            let (over, error) = (Over { version: Some(version), seen }, error.into_body());
            again(&state, parts, RefusedBoard { draft, over, error }).await
        }
    }
}

async fn again(state: &AppState, mut parts: Parts, refused: RefusedBoard) -> Response {
    let (state, options) = (state.clone(), state.leptos.clone());
    let render = leptos_axum::render_app_async_with_context(
        move || {
            context::provide(&state);
            provide_refused(refused.clone());
        },
        move || app::shell(options.clone()),
    );
    parts.method = Method::GET;
    render(Request::from_parts(parts, Body::empty())).await
}
