//! The forms of announcements: writing and recalling them, and putting them away.

use super::{Input, back, local, malformed, user};
use crate::{
    http::{
        cookies,
        session::{self, Identity},
    },
    state::AppState,
};
use app::{backend::cookie_in, routes};
use axum::{
    extract::{Form, Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use cookie::Cookie;
use protocol::{
    ErrorCode,
    account::{Me, Role},
    announcement::{AnnouncementDraft, Dismissals, NoteAnnouncement, Stage},
    id::AnnouncementId,
};
use serde::Deserialize;

/// For all others there is no such page.
fn admin(identity: Identity) -> Option<Me> {
    user(identity).filter(|me| me.role == Role::Admin)
}

#[derive(Deserialize)]
pub(crate) struct SaveForm {
    /// Which to edit; none or empty for a new one.
    #[serde(default)]
    id: String,
    #[serde(flatten)]
    draft: AnnouncementDraft,
}

/// `POST /admin/announcements`.
pub(crate) async fn save(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<SaveForm>,
) -> Response {
    let page = routes::ANNOUNCEMENTS;
    let Some(me) = admin(identity) else { return StatusCode::NOT_FOUND.into_response() };
    let SaveForm { id, draft } = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(page, &rejection),
    };
    let saved = match id.parse::<AnnouncementId>() {
        Ok(id) => state.marketplace.edit_announcement(&me, id, &draft).await,
        Err(_) => state.marketplace.compose_announcement(&me, &draft).await.map(|_| ()),
    };
    match saved {
        Ok(()) => Redirect::to(&format!("{page}?saved=yes")).into_response(),
        Err(error) => back(page, &error.into_body(), &typed(&id, &draft)),
    }
}

fn typed<'a>(id: &'a str, draft: &'a AnnouncementDraft) -> [(&'static str, &'a str); 8] {
    [
        ("edit", id),
        ("title", &draft.title),
        ("text", &draft.text),
        ("severity", &draft.severity),
        ("audience", &draft.audience),
        ("startsAt", &draft.starts_at),
        ("endsAt", &draft.ends_at),
        ("isDismissible", &draft.is_dismissible),
    ]
}

/// `POST /admin/announcements/{id}/recall`.
pub(crate) async fn recall(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
) -> Response {
    let (Some(me), Ok(id)) = (admin(identity), id.parse::<AnnouncementId>()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match state.marketplace.recall_announcement(&me, id).await {
        Ok(()) => Redirect::to(routes::ANNOUNCEMENTS).into_response(),
        Err(error) => back(routes::ANNOUNCEMENTS, &error.into_body(), &[]),
    }
}

#[derive(Deserialize)]
pub(crate) struct DismissForm {
    revision: i64,
    next: Option<String>,
}

/// `POST /announcements/{id}/dismiss`. Stored for a user; a visitor's browser keeps it in a cookie.
pub(crate) async fn dismiss(
    State(state): State<AppState>,
    identity: Identity,
    headers: HeaderMap,
    (Path(id), form): (Path<String>, Input<DismissForm>),
) -> Response {
    let (Ok(id), Ok(Form(form))) = (id.parse::<AnnouncementId>(), form) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let viewer = identity.viewer();
    let next = local(form.next.as_deref());
    let mut response = Redirect::to(next).into_response();
    let mut is_news = true;
    if viewer.me().is_none() {
        let mut kept = dismissed(&headers);
        is_news = kept.add(id, form.revision);
        session::set(response.headers_mut(), &keeping(&state, &kept));
    }
    let input = NoteAnnouncement { id, revision: form.revision, stage: Stage::Dismissed };
    if is_news && let Err(error) = state.marketplace.note_announcement(&viewer, input).await {
        let error = error.into_body();
        // One that is gone meanwhile is what was asked for.
        if error.code != ErrorCode::NotFound {
            return back(next, &error, &[]);
        }
    }
    response
}

fn dismissed(headers: &HeaderMap) -> Dismissals {
    cookie_in(headers, Dismissals::COOKIE).map(|text| Dismissals::read(&text)).unwrap_or_default()
}

fn keeping(state: &AppState, kept: &Dismissals) -> Cookie<'static> {
    cookies::kept(state, Dismissals::COOKIE, kept.to_string(), Dismissals::MAX_AGE)
}
