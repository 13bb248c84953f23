//! Jobs that cannot be read, which would otherwise be taken again and again: set aside, and put back when they can be.

use super::{
    end::News,
    sql::{self, Claimed},
};
use crate::{Marketplace, Result, audit, database::Tx, error::Error};
use protocol::{
    ErrorBody, ErrorCode, Timestamp,
    account::Me,
    dashboard::check_admin,
    id::JobId,
    job::{JobState, JobView},
};

/// Nobody is told but the log and whoever looks at all jobs: what it was about cannot be read.
pub(super) async fn set(tx: &mut Tx, (id, now): (JobId, Timestamp), error: &Error) -> Result<()> {
    tracing::error!(%error, job = %id, "a job cannot be read; it is set aside");
    sql::aside::set(tx, id, now).await
}

impl Marketplace {
    /// Puts a job back that was set aside, once it can be read. It goes on where it stopped; one that was over is over.
    /// For admins; for others there is none. Publishes `jobUpdate`.
    pub async fn put_job_back(&self, me: &Me, id: JobId) -> Result<JobView> {
        check_admin(me)?;
        let (actor, now, market) = (audit::Actor::from(me), self.now(), self.clone());
        self.to_the_end(async move {
            let done = market.database().transaction(move |tx| {
                Box::pin(async move { put_back(tx, (id, now), &actor).await })
            });
            let (news, view) = done.await?;
            market.tell_job(news);
            Ok(view)
        })
        .await
    }
}

async fn put_back(
    tx: &mut Tx,
    (id, now): (JobId, Timestamp),
    actor: &audit::Actor,
) -> Result<(News, JobView)> {
    let found = sql::aside::put_back(tx, id, now).await?;
    let mut job = match found.ok_or_else(|| ErrorBody::not_found("job"))? {
        Claimed::Leased(job) => *job,
        Claimed::Unreadable(_, error) => {
            tracing::error!(%error, job = %id, "a job that was set aside still cannot be read");
            let text = "It still cannot be read. The log says what is wrong with it.";
            return Err(ErrorBody::new(ErrorCode::WrongState, text).into());
        }
    };
    if job.work.ended_at.is_some() {
        job.state = match (&job.work.error, &job.work.result) {
            (Some(_), _) => JobState::Failed,
            (None, Some(_)) => JobState::Completed,
            (None, None) => JobState::Cancelled,
        };
        sql::store(tx, &mut job, (now, now), Some(now)).await?;
    }
    let what = format!("{}: put back", job.kind.as_str());
    audit::note(tx, (actor, now), "job", (&job.about.name, &what)).await?;
    Ok((News::of(&job), job.view()))
}
