//! Imports and exports for programs, and for pages whose socket is down.

mod admin;
mod export;
mod import;
mod watch;

pub(crate) use admin::{list_all, put_back};
pub(crate) use export::{export, fetch};
pub(crate) use import::import;
pub(crate) use watch::{watch, watch_by_query};

use super::{
    error::{ApiPath, ApiQuery, HttpError},
    session::SignedInUser,
    tag,
};
use crate::state::AppState;
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG},
    },
    response::{IntoResponse, Response},
};
use protocol::{
    id::JobId,
    job::{JobErrors, JobPage, JobView},
};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<JobId>,
}

/// `GET /api/jobs?before=`: the user's jobs, the newest first: [`JobPage`].
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiQuery(page): ApiQuery<Before>,
) -> Result<Json<JobPage>, HttpError> {
    Ok(Json(state.marketplace.jobs(&me, page.before).await?))
}

/// `GET /api/jobs/{id}`: [`JobView`] with an `ETag`; `304` for whoever has it.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let job: JobView = state.marketplace.job(&me, id).await?;
    let tag = format!("\"{}-{}\"", job.update.version, job.update.status);
    let is_known = tag::is_known(&headers, &tag);
    let tags = [(ETAG, tag), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, tags).into_response());
    }
    Ok((tags, Json(job)).into_response())
}

#[derive(Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    after: i64,
}

/// `GET /api/jobs/{id}/errors?after=`: problems of an import's rows: [`JobErrors`].
pub(crate) async fn errors(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
    ApiQuery(After { after }): ApiQuery<After>,
) -> Result<Json<JobErrors>, HttpError> {
    Ok(Json(state.marketplace.job_errors(&me, id, after).await?))
}

/// `GET /api/jobs/{id}/errors.csv`: the rows that are wrong, to mend and to upload again.
pub(crate) async fn failed_rows(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
) -> Result<Response, HttpError> {
    let rows = state.marketplace.failed_rows(&me, id).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"failed-rows.csv\""),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, Body::from_stream(rows)).into_response())
}

/// `POST /api/jobs/{id}/cancel`: the job, which touches no further row; or `409 wrong_state`.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
) -> Result<Json<JobView>, HttpError> {
    Ok(Json(state.marketplace.cancel_job(&me, id).await?))
}

/// `POST /api/jobs/{id}/commit`: `202` with the import of the file that a dry run has looked at; or `409 wrong_state`.
pub(crate) async fn commit(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
) -> Result<(StatusCode, Json<JobView>), HttpError> {
    Ok((StatusCode::ACCEPTED, Json(state.marketplace.commit_dry_run(&me, id).await?)))
}

/// `POST /api/jobs/{id}/retry`: the job, which goes on where it failed; or `409 wrong_state`.
pub(crate) async fn retry(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
) -> Result<Json<JobView>, HttpError> {
    Ok(Json(state.marketplace.retry_job(&me, id).await?))
}
