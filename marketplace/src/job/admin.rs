//! All jobs at a glance.

use super::{sql, sql::admin};
use crate::{Marketplace, Result};
use protocol::{
    account::Me,
    dashboard::check_admin,
    id::JobId,
    job::{AdminJobs, JobCare, JobQuery, JobView},
    limits,
};

impl Marketplace {
    /// How many jobs stand how, those under way, those that failed last, those set aside, and a page of those asked for. For
    /// admins; for others it is not there.
    pub async fn admin_jobs(&self, me: &Me, asked: &JobQuery) -> Result<AdminJobs> {
        check_admin(me)?;
        let database = self.database();
        let most = i64::from(limits::ADMIN_JOBS);
        let at = self.now();
        let (jobs, older_before) = admin::page(database, asked, at).await?;
        Ok(AdminJobs {
            at,
            counts: admin::counts(database).await?,
            waiting_since: admin::waiting_since(database).await?,
            under_way: admin::under_way(database, (most, at)).await?,
            failed: admin::failed(database, (i64::from(limits::ADMIN_FAILURES), at)).await?,
            aside: sql::aside::list(database, most).await?,
            aside_count: sql::aside::count(database).await?,
            jobs,
            older_before,
        })
    }

    /// Does something with one of all jobs. For admins; for others there is none. Publishes `jobUpdate`.
    pub async fn care_for_job(&self, me: &Me, id: JobId, care: JobCare) -> Result<JobView> {
        check_admin(me)?;
        match care {
            JobCare::Cancel => self.cancel_job(me, id).await,
            JobCare::Retry => self.retry_job(me, id).await,
            JobCare::PutBack => self.put_job_back(me, id).await,
        }
    }
}
