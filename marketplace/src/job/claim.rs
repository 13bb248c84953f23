//! Whose turn it is.

use super::{
    aside,
    end::News,
    sql::{self, Claimed},
};
use crate::{Database, Marketplace, Result, database::Tx};
use protocol::{
    Timestamp,
    id::JobId,
    job::{JobAction, JobParty, JobState},
};
use std::time::Duration;

/// How long a worker has a job for itself; given back with every batch. After a crash the job rests this long. It
/// spares work and decides nothing: of two workers with the same batch, the second finds it stored.
pub const JOB_LEASE: Duration = Duration::from_secs(30);

impl Marketplace {
    /// To be called before any worker starts. A SQLite database has one program at a time: whoever leased a job before
    /// is gone, and the job need not rest until the lease is over. On Postgres others may be at work.
    pub async fn take_over_jobs(&self) -> Result<()> {
        if !matches!(self.database(), Database::Sqlite { .. }) {
            return Ok(());
        }
        self.database().transaction(|tx| Box::pin(async { sql::end_leases(tx).await })).await
    }

    /// Leases a job to the caller, who has one batch of it done with [`Marketplace::work_on_job`]: one of those whose
    /// owner was served longest ago, so that nobody's rows wait behind all rows of somebody else's.
    pub async fn claim_job(&self) -> Result<Option<JobId>> {
        let (now, market) = (self.now(), self.clone());
        // Looked at first, so that workers at rest write nothing.
        if !sql::is_any_due(self.database(), now).await? {
            return Ok(None);
        }
        self.to_the_end(async move {
            loop {
                let claimed = market
                    .database()
                    .transaction(move |tx| Box::pin(async move { claim(tx, now).await }));
                match claimed.await? {
                    Turn::Nobody => return Ok(None),
                    Turn::Of(id, news) => {
                        if let Some(news) = news {
                            market.tell_job(*news);
                        }
                        return Ok(Some(id));
                    }
                    // It holds nobody up.
                    Turn::SetAside => {}
                }
            }
        })
        .await
    }
}

/// Whose turn it is.
enum Turn {
    Nobody,
    Of(JobId, Option<Box<News>>),
    /// Nobody's: a job that cannot be read was in the way, and is not any more.
    SetAside,
}

async fn claim(tx: &mut Tx, now: Timestamp) -> Result<Turn> {
    let until = now.plus(JOB_LEASE);
    let mut job = match sql::claim(tx, (now, until)).await? {
        None => return Ok(Turn::Nobody),
        Some(Claimed::Leased(job)) => *job,
        Some(Claimed::Unreadable(id, error)) => {
            aside::set(tx, (id, now), &error).await?;
            return Ok(Turn::SetAside);
        }
    };
    if job.state != JobState::Pending {
        return Ok(Turn::Of(job.id, None));
    }
    job.step(JobAction::Start, JobParty::System, now)?;
    sql::store(tx, &mut job, (now, now), None).await?;
    sql::lease(tx, job.id, until).await?;
    Ok(Turn::Of(job.id, Some(Box::new(News::of(&job)))))
}
