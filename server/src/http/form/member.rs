//! The forms of a conversation's members.

use super::{Input, ask_to_sign_in, back, malformed, user};
use crate::{http::session::Identity, state::AppState};
use app::routes;
use axum::{
    extract::{Form, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use protocol::{
    ErrorBody,
    conversation::{AddMember, LeaveConversation, RemoveMember},
    id::{ConversationId, UserId},
};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct AddForm {
    email: String,
    history: String,
}

/// `POST /conversations/{id}/members`.
pub(crate) async fn add(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<AddForm>,
) -> Response {
    let Ok(conversation_id) = id.parse::<ConversationId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let page = routes::conversation(conversation_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let AddForm { email, history } = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(&page, &rejection),
    };
    let history = match history.parse() {
        Ok(history) => history,
        Err(error) => return back(&page, &error, &[]),
    };
    let input = AddMember { conversation_id, email, history };
    match state.marketplace.add_member(&me, input).await {
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => {
            let error = ErrorBody { field: Some("member".into()), ..error.into_body() };
            // Without the address: it is somebody else's, and addresses of pages are kept in many places.
            back(&page, &error, &[])
        }
    }
}

/// `POST /conversations/{id}/leave`.
pub(crate) async fn leave(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
) -> Response {
    let Ok(conversation_id) = id.parse::<ConversationId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let page = routes::conversation(conversation_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let input = LeaveConversation { conversation_id };
    match state.marketplace.leave_conversation(&me, &input).await {
        Ok(_) => Redirect::to(routes::CONVERSATIONS).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoveForm {
    user_id: UserId,
}

/// `POST /conversations/{id}/members/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<RemoveForm>,
) -> Response {
    let Ok(conversation_id) = id.parse::<ConversationId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let page = routes::conversation(conversation_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let user_id = match form {
        Ok(Form(form)) => form.user_id,
        Err(rejection) => return malformed(&page, &rejection),
    };
    match state.marketplace.remove_member(&me, &RemoveMember { conversation_id, user_id }).await {
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}
