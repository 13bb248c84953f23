//! Looking at jobs.

use super::{Job, act::party, sql};
use crate::{Marketplace, Result};
use protocol::{
    ErrorBody,
    account::Me,
    id::JobId,
    job::{JobErrors, JobPage, JobParty, JobView},
    limits,
};
use uuid::Uuid;

impl Marketplace {
    /// A job. For whoever started it, and for admins; to others it is missing.
    pub async fn job(&self, me: &Me, id: JobId) -> Result<JobView> {
        self.seen_job(me, id).await.map(|(job, _)| job.view())
    }

    /// One page of the user's jobs, the newest first; `before` is where the page above it ended.
    pub async fn jobs(&self, me: &Me, before: Option<JobId>) -> Result<JobPage> {
        let before = before.map_or(Uuid::max(), |id| id.0);
        let (found, older_before) = sql::page(self.database(), me.user_id, before).await?;
        Ok(JobPage { jobs: found.iter().map(Job::view).collect(), older_before })
    }

    /// Problems of an import's rows after a number, in the order of the file. For whoever may see the job.
    pub async fn job_errors(&self, me: &Me, id: JobId, after: i64) -> Result<JobErrors> {
        let (job, _) = self.seen_job(me, id).await?;
        let size = limits::JOB_ERROR_PAGE as usize;
        let limit = i64::from(limits::JOB_ERROR_PAGE) + 1;
        let mut found = sql::errors(self.database(), id, (after, limit)).await?;
        let has_more = found.len() > size;
        found.truncate(size);
        let after = found.last().filter(|_| has_more).map(|(number, _)| *number);
        let errors = found.into_iter().map(|(_, error)| error).collect();
        let total = job.work.problems;
        Ok(JobErrors { errors, after, total, kept: total.min(limits::JOB_ERRORS) })
    }

    pub(crate) async fn job_party(&self, me: &Me, id: JobId) -> Result<JobParty> {
        self.seen_job(me, id).await.map(|(_, party)| party)
    }

    pub(super) async fn seen_job(&self, me: &Me, id: JobId) -> Result<(Job, JobParty)> {
        let found = sql::find(self.database(), id).await?;
        let seen = found.and_then(|job| party(&job, me).map(|party| (job, party)));
        seen.ok_or_else(|| ErrorBody::not_found("job").into())
    }
}
