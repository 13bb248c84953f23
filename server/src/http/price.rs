//! Prices for programs, and for pages without scripts.

use super::{
    error::{ApiJson, ApiPath, ApiQuery, HttpError},
    session::SignedInUser,
};
use crate::state::AppState;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use protocol::{
    account::Role,
    id::{BoardId, JobId},
    job::JobView,
    price::{ApplyPrice, PriceCursor, PriceSuggestion, PriceSuggestions, StartPriceCheck},
};
use serde::Deserialize;
use uuid::Uuid;

/// Where the page before ended; `jobId` is not needed for one job's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct At {
    job_id: Option<JobId>,
    board_id: Option<BoardId>,
}

impl At {
    fn cursor(self) -> Option<PriceCursor> {
        let job_id = self.job_id.unwrap_or(JobId(Uuid::nil()));
        self.board_id.map(|board_id| PriceCursor { job_id, board_id })
    }
}

/// `POST /api/price-checks {requestId, boardIds}`: `202` with [`JobView`]; `503` with the reason while the price monitor is
/// off.
pub(crate) async fn start(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiJson(input): ApiJson<StartPriceCheck>,
) -> Result<(StatusCode, Json<JobView>), HttpError> {
    state.price_monitor.health().check_on()?;
    let job = state.marketplace.start_price_check(&me, input).await?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}

/// `GET /api/prices?jobId=&boardId=`: [`PriceSuggestions`] for one's boards, the newest for each.
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiQuery(at): ApiQuery<At>,
) -> Result<Json<PriceSuggestions>, HttpError> {
    Ok(Json(state.marketplace.price_suggestions(&me, at.cursor()).await?))
}

/// `GET /api/jobs/{id}/prices?boardId=`: [`PriceSuggestions`] of a job.
pub(crate) async fn of_job(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
    ApiQuery(at): ApiQuery<At>,
) -> Result<Json<PriceSuggestions>, HttpError> {
    Ok(Json(state.marketplace.price_suggestions_of(&me, id, at.cursor()).await?))
}

/// `POST /api/prices/apply {boardId, jobId, expectedCents}`: the [`PriceSuggestion`], applied; or `409 conflict`.
pub(crate) async fn apply(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiJson(input): ApiJson<ApplyPrice>,
) -> Result<Json<PriceSuggestion>, HttpError> {
    Ok(Json(state.marketplace.apply_price(&me, input).await?))
}

/// `GET /api/price-monitor`: whether prices can be checked, and why not; the whole health for admins.
pub(crate) async fn monitor(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
) -> Response {
    let health = state.price_monitor.health();
    if me.role == Role::Admin {
        return Json(health).into_response();
    }
    Json(health.status()).into_response()
}
