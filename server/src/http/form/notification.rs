//! The forms of the notifications' page.

use super::{Input, ask_to_sign_in, back, malformed, user};
use crate::{http::session::Identity, state::AppState};
use app::routes;
use axum::{
    extract::{Form, State},
    response::{IntoResponse, Redirect, Response},
};
use protocol::notification::{MarkNotificationsRead, NotificationKind};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadForm {
    up_to: i64,
}

/// `POST /notifications/read`.
pub(crate) async fn mark_read(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<ReadForm>,
) -> Response {
    let page = routes::NOTIFICATIONS;
    let Some(me) = user(identity) else { return ask_to_sign_in(page) };
    let up_to = match form {
        Ok(Form(form)) => Some(form.up_to),
        Err(rejection) => return malformed(page, &rejection),
    };
    let input = MarkNotificationsRead { up_to, ids: Vec::new() };
    match state.marketplace.mark_notifications_read(&me, input).await {
        Ok(_) => Redirect::to(page).into_response(),
        Err(error) => back(page, &error.into_body(), &[]),
    }
}

/// `POST /notifications/settings`. A box that is not ticked is not sent.
pub(crate) async fn settings(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<Vec<(String, String)>>,
) -> Response {
    let page = routes::NOTIFICATIONS;
    let Some(me) = user(identity) else { return ask_to_sign_in(page) };
    let fields = match form {
        Ok(Form(fields)) => fields,
        Err(rejection) => return malformed(page, &rejection),
    };
    let kinds: Result<Vec<NotificationKind>, _> =
        fields.iter().filter(|(name, _)| name == "kind").map(|(_, kind)| kind.parse()).collect();
    let kinds = match kinds {
        Ok(kinds) => kinds,
        Err(error) => return back(page, &error, &[]),
    };
    match state.marketplace.set_notification_settings(&me, kinds).await {
        Ok(()) => Redirect::to(&format!("{page}?saved=settings")).into_response(),
        Err(error) => back(page, &error.into_body(), &[]),
    }
}
