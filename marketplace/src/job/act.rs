//! Stopping a job, and having it go on.

use super::{
    Job,
    end::{self, News},
    sql,
};
use crate::{Marketplace, Result, audit, database::Tx};
use protocol::{
    ErrorBody, ErrorCode, Timestamp,
    account::{Me, Role},
    id::JobId,
    job::{JobAction, JobParty, JobView},
};

impl Marketplace {
    /// Stops a job for good; what it has done stays. For whoever started it, and for admins. Once this is answered no
    /// further row is touched. Publishes `jobUpdate`.
    pub async fn cancel_job(&self, me: &Me, id: JobId) -> Result<JobView> {
        self.act_on_job(me, id, JobAction::Cancel).await
    }

    /// Has a job that failed go on where it stopped. For whoever started it, and for admins. Publishes `jobUpdate`.
    pub async fn retry_job(&self, me: &Me, id: JobId) -> Result<JobView> {
        self.act_on_job(me, id, JobAction::Retry).await
    }

    async fn act_on_job(&self, me: &Me, id: JobId, action: JobAction) -> Result<JobView> {
        let (me, now, market) = (me.clone(), self.now(), self.clone());
        self.to_the_end(async move {
            let acted = market.database().transaction(move |tx| {
                Box::pin(async move { act(tx, (id, action), &me, now).await })
            });
            let job = acted.await?;
            market.tell_job(News::of(&job));
            Ok(job.view())
        })
        .await
    }
}

async fn act(
    tx: &mut Tx,
    (id, action): (JobId, JobAction),
    me: &Me,
    now: Timestamp,
) -> Result<Job> {
    let found = sql::lock(tx, id).await?;
    let seen = found.and_then(|job| party(&job, me).map(|party| (job, party)));
    let (mut job, party) = seen.ok_or_else(|| ErrorBody::not_found("job"))?;
    if action == JobAction::Retry && job.work.is_swept {
        let text = if job.kind.is_import() {
            "Its file is gone by now. Upload it again."
        } else {
            "That was too long ago. Ask for the file anew."
        };
        return Err(ErrorBody::new(ErrorCode::WrongState, text).into());
    }
    job.step(action, party, now)?;
    let until = end::files_until(&job, now).filter(|_| job.state.is_over());
    sql::store(tx, &mut job, (now, now), until).await?;
    let done = if action == JobAction::Retry { "tried again" } else { "cancelled" };
    let what = format!("{}: {done}", job.kind.as_str());
    audit::note(tx, (&audit::Actor::from(me), now), "job", (&job.about.name, &what)).await?;
    Ok(job)
}

/// What somebody is to a job; nothing for most, who are not told that there is one.
pub(super) fn party(job: &Job, me: &Me) -> Option<JobParty> {
    if job.owner == me.user_id {
        return Some(JobParty::Owner);
    }
    (me.role == Role::Admin).then_some(JobParty::Admin)
}
