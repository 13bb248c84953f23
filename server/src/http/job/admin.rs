//! All jobs, for admins.

use crate::{
    http::{
        error::{ApiPath, ApiQuery, HttpError},
        session::SignedInUser,
    },
    state::AppState,
};
use axum::{Json, extract::State};
use protocol::{
    id::JobId,
    job::{AdminJobs, JobQuery, JobView},
};

/// `GET /api/admin/jobs` with [`JobQuery`] in its query: [`AdminJobs`]; `404` for whoever is no admin.
pub(crate) async fn list_all(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiQuery(asked): ApiQuery<JobQuery>,
) -> Result<Json<AdminJobs>, HttpError> {
    Ok(Json(state.marketplace.admin_jobs(&me, &asked).await?))
}

/// `POST /api/admin/jobs/{id}/put-back`: the job, which goes on where it stopped; `409 wrong_state` when it still cannot
/// be read.
pub(crate) async fn put_back(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<JobId>,
) -> Result<Json<JobView>, HttpError> {
    Ok(Json(state.marketplace.put_job_back(&me, id).await?))
}
