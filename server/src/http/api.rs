//! Sessions for programs: the JSON twin of the sign-in page.

use super::{
    error::{ApiJson, ApiPath, HttpError},
    session::{self, From, SignedInUser},
};
use crate::state::AppState;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use protocol::{
    account::{Me, Role, SignIn},
    id::UserId,
};
use serde::Deserialize;

/// `POST /api/session {email, password}`: `201` with [`Me`] and the session cookie.
pub(crate) async fn sign_in(
    State(state): State<AppState>,
    From(device): From,
    ApiJson(input): ApiJson<SignIn>,
) -> Result<Response, HttpError> {
    let signed_in = state.marketplace.sign_in(&input, device).await?;
    let mut response = (StatusCode::CREATED, Json(signed_in.me)).into_response();
    let cookie = session::cookie(&state.config, signed_in.token);
    session::set(response.headers_mut(), &cookie);
    Ok(response)
}

/// `GET /api/session`: [`Me`], or `401`.
pub(crate) async fn current(SignedInUser(me): SignedInUser) -> Json<Me> {
    Json(me)
}

/// `DELETE /api/session`: ends the session and closes its sockets. `204`, or `401`.
pub(crate) async fn sign_out(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
) -> Result<Response, HttpError> {
    state.marketplace.sign_out(&me).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    session::set(response.headers_mut(), &session::cleared(&state.config));
    Ok(response)
}

#[derive(Deserialize)]
pub(crate) struct RoleInput {
    role: Role,
}

/// `PUT /api/users/{id}/role {role}`: for admins. `204`; open sockets come back with the new role.
pub(crate) async fn set_role(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(user): ApiPath<UserId>,
    ApiJson(input): ApiJson<RoleInput>,
) -> Result<StatusCode, HttpError> {
    state.marketplace.set_role(&me, user, input.role).await?;
    Ok(StatusCode::NO_CONTENT)
}
