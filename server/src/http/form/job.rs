//! The forms of imports and exports.

use super::{Input, ask_to_sign_in, back, malformed, user};
use crate::{
    http::{
        error::HttpError,
        job,
        session::{Identity, SignedInUser},
    },
    state::AppState,
};
use app::routes;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Form, Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use marketplace::Error;
use protocol::{
    ErrorBody, ErrorCode,
    id::JobId,
    job::{JobCare, JobQuery, JobView, StartExport},
};
use serde::Deserialize;

/// Their addresses.
pub(crate) fn forms() -> Router<AppState> {
    Router::new()
        // The file goes through piece by piece, and is counted there.
        .route(routes::IMPORT, post(import).layer(DefaultBodyLimit::disable()))
        .route(routes::form::EXPORT, post(export))
        .route("/jobs/{id}/cancel", post(cancel))
        .route("/jobs/{id}/commit", post(commit))
        .route("/jobs/{id}/retry", post(retry))
        .route(routes::ALL_JOBS, post(care))
}

/// `POST /jobs/import`, multipart with `file` and `dryRun`: to the page of the job, which does what the columns' names say.
async fn import(state: State<AppState>, identity: Identity, request: Request) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::IMPORT) };
    match job::import(state, SignedInUser(me), request).await {
        Ok((_, job)) => Redirect::to(&routes::job(job.update.job_id)).into_response(),
        Err(HttpError(error)) => {
            let place = error.place.map(|place| (place.line.to_string(), place.column.to_string()));
            let (line, column) = place.unwrap_or_default();
            let fields = [("line", line.as_str()), ("column", column.as_str())];
            back(routes::IMPORT, &of_inventory(error), &fields)
        }
    }
}

/// Other files have other rules.
fn of_inventory(error: ErrorBody) -> ErrorBody {
    let is_file = error.field.as_deref() == Some("file");
    let field = if is_file { Some("inventory".into()) } else { error.field };
    of_jobs(ErrorBody { field, ..error })
}

/// Other limits are for other things: the page finds its words by the field.
fn of_jobs(error: ErrorBody) -> ErrorBody {
    let is_limit = error.code == ErrorCode::RateLimited && error.field.is_none();
    ErrorBody { field: if is_limit { Some("jobs".into()) } else { error.field }, ..error }
}

/// `POST /jobs/exports` with `kind` and `format`.
async fn export(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<StartExport>,
) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::JOBS) };
    let input = match form {
        Ok(Form(input)) => input,
        Err(rejection) => return malformed(routes::JOBS, &rejection),
    };
    answer(state.marketplace.start_export(&me, input).await, routes::JOBS)
}

/// `POST /jobs/{id}/cancel`. No fields.
async fn cancel(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse::<JobId>() else { return StatusCode::NOT_FOUND.into_response() };
    let Some(me) = user(identity) else { return ask_to_sign_in(&routes::job(id)) };
    answer(state.marketplace.cancel_job(&me, id).await, &routes::job(id))
}

/// `POST /jobs/{id}/commit`, of a dry run: to the page of the import. No fields.
async fn commit(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse::<JobId>() else { return StatusCode::NOT_FOUND.into_response() };
    let Some(me) = user(identity) else { return ask_to_sign_in(&routes::job(id)) };
    answer(state.marketplace.commit_dry_run(&me, id).await, &routes::job(id))
}

/// `POST /jobs/{id}/retry`. No fields.
async fn retry(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse::<JobId>() else { return StatusCode::NOT_FOUND.into_response() };
    let Some(me) = user(identity) else { return ask_to_sign_in(&routes::job(id)) };
    answer(state.marketplace.retry_job(&me, id).await, &routes::job(id))
}

/// Whom the form of the page of all jobs is about; `list` is what was shown.
#[derive(Deserialize)]
struct Tended {
    job: JobId,
    care: JobCare,
    #[serde(default)]
    list: String,
}

/// `POST /admin/jobs` with `job`, `care` (`cancel`, `retry` or `put_back`) and `list`: back to the list it was on.
async fn care(State(state): State<AppState>, identity: Identity, form: Input<Tended>) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::ALL_JOBS) };
    let Tended { job, care, list } = match form {
        Ok(Form(input)) => input,
        Err(rejection) => return malformed(routes::ALL_JOBS, &rejection),
    };
    let asked: JobQuery = serde_urlencoded::from_str(&list).unwrap_or_default();
    let page = routes::all_jobs(&asked);
    match state.marketplace.care_for_job(&me, job, care).await {
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => {
            let pairs = routes::job_query(&asked);
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            back(routes::ALL_JOBS, &error.into_body(), &pairs)
        }
    }
}

fn answer(done: Result<JobView, Error>, page: &str) -> Response {
    match done {
        Ok(job) => Redirect::to(&routes::job(job.update.job_id)).into_response(),
        Err(error) => back(page, &of_jobs(error.into_body()), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_jobs_are_not_taken_for_too_many_of_something_else() {
        let limit = || ErrorBody::new(ErrorCode::RateLimited, "8 of your jobs are not done yet.");
        assert_eq!(of_inventory(limit()).field.as_deref(), Some("jobs"));
        assert_eq!(of_jobs(limit()).field.as_deref(), Some("jobs"));
        let busy = ErrorBody::new(ErrorCode::Unavailable, "Many files are coming in.");
        assert_eq!(of_jobs(busy).field, None);
        assert_eq!(
            of_inventory(ErrorBody::invalid("file", "")).field.as_deref(),
            Some("inventory")
        );
    }
}
