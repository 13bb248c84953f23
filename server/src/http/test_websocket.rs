//! The test page's routes, for the page itself and for programs. Whoever may not use the page gets from all of
//! them what an address gets that leads nowhere.

use super::{
    error::{ApiJson, ApiPath, HttpError},
    session::{From, Identity},
    site,
};
use crate::state::AppState;
use axum::{
    Json,
    extract::{FromRequestParts, Request, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use marketplace::{Asker, Viewer};
use protocol::test_websocket::{OpenSandbox, Sandbox, SandboxAct, ScenarioFile};
use uuid::Uuid;

/// Somebody who may use the test page.
pub(crate) struct Tester {
    viewer: Viewer,
    address: String,
}

impl Tester {
    fn asker(&self) -> Asker<'_> {
        Asker { viewer: &self.viewer, address: &self.address }
    }
}

impl FromRequestParts<AppState> for Tester {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let viewer = parts.extensions.get::<Identity>().map(Identity::viewer);
        let viewer = viewer.unwrap_or_else(Viewer::visitor);
        if !state.marketplace.may_test(&viewer) {
            let request = Request::from_parts(parts.clone(), axum::body::Body::empty());
            return Err(site::file_or_not_found(State(state.clone()), request).await);
        }
        let Ok(From(device)) = From::from_request_parts(parts, state).await;
        Ok(Self { viewer, address: device.address })
    }
}

/// `GET /api/test/scenarios`: those that come with the server.
pub(crate) async fn scenarios(_: Tester) -> Json<Vec<ScenarioFile>> {
    let file = |(name, text): &(&str, &str)| ScenarioFile {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    };
    Json(scenario::SHIPPED.iter().map(file).collect())
}

/// `POST /api/test/sandboxes {people}`: `201` with the sandbox and its people's tokens.
pub(crate) async fn open(
    State(state): State<AppState>,
    tester: Tester,
    ApiJson(input): ApiJson<OpenSandbox>,
) -> Result<(StatusCode, Json<Sandbox>), HttpError> {
    let sandbox = state.marketplace.open_sandbox(tester.asker(), &input).await?;
    Ok((StatusCode::CREATED, Json(sandbox)))
}

/// `POST /api/test/sandboxes/{id}/acts {act, …}`: `204`.
pub(crate) async fn act(
    State(state): State<AppState>,
    tester: Tester,
    ApiPath(id): ApiPath<Uuid>,
    ApiJson(act): ApiJson<SandboxAct>,
) -> Result<StatusCode, HttpError> {
    state.marketplace.act_on_sandbox(tester.asker(), id, act).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/test/sandboxes/{id}`: `204`; everything of it is gone.
pub(crate) async fn close(
    State(state): State<AppState>,
    tester: Tester,
    ApiPath(id): ApiPath<Uuid>,
) -> Result<Response, HttpError> {
    state.marketplace.close_sandbox(tester.asker(), id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
