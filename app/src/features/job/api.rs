use crate::error::ApiResult;
use leptos::{prelude::*, server_fn::codec::Json};
use protocol::{
    id::JobId,
    job::{AdminJobs, JobCare, JobErrors, JobPage, JobQuery, JobView, StartExport},
};

/// A page of the viewer's jobs, the newest first.
#[server]
pub async fn list_jobs(before: Option<JobId>) -> ApiResult<JobPage> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.jobs(&me, before).await)
}

/// A job, for whoever may see it.
#[server]
pub async fn read_job(id: JobId) -> ApiResult<JobView> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.job(&me, id).await)
}

/// What is wrong in an import's rows, after a number.
#[server]
pub async fn read_job_errors(id: JobId, after: i64) -> ApiResult<JobErrors> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.job_errors(&me, id, after).await)
}

/// Has a file written.
#[server]
pub async fn write_export(input: StartExport) -> ApiResult<JobView> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.start_export(&me, input).await)
}

/// Stops a job for good.
#[server]
pub async fn cancel_job(id: JobId) -> ApiResult<JobView> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.cancel_job(&me, id).await)
}

/// Imports what a dry run has looked at.
#[server]
pub async fn commit_dry_run(id: JobId) -> ApiResult<JobView> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.commit_dry_run(&me, id).await)
}

/// Has a job that failed go on.
#[server]
pub async fn retry_job(id: JobId) -> ApiResult<JobView> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.retry_job(&me, id).await)
}

/// All jobs at a glance, and a page of them. For admins.
#[server(input = Json)]
pub async fn read_all_jobs(asked: JobQuery) -> ApiResult<AdminJobs> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.admin_jobs(&me, &asked).await)
}

/// Does something with one of all jobs. For admins.
#[server]
pub async fn care_for_job(id: JobId, care: JobCare) -> ApiResult<JobView> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.care_for_job(&me, id, care).await)
}
