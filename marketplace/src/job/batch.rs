//! One batch of a job, whatever it does.

use super::{Job, end, end::News, export, import, sql};
use crate::{Marketplace, Result, database::Tx, error::Error};
use protocol::{ErrorBody, Timestamp, id::JobId, job::JobState, limits};
use std::time::Duration;

impl Marketplace {
    /// Does one batch of a job that was claimed, and gives the lease back. What fails is tried again after a while,
    /// and given up after [`limits::JOB_FAILURES`] times; a file that cannot be read, at once. Publishes `jobUpdate`,
    /// and at the end a notification.
    pub async fn work_on_job(&self, id: JobId) -> Result<()> {
        let Some(job) = sql::find(self.database(), id).await? else { return Ok(()) };
        if job.state != JobState::Processing {
            return Ok(());
        }
        match self.batch_of(job).await {
            Ok(()) => Ok(()),
            Err(Error::Refused(refused)) => self.batch_failed(id, Some(refused)).await,
            Err(error) => {
                tracing::error!(%error, job = %id, "a job could not be worked on");
                self.batch_failed(id, None).await
            }
        }
    }

    async fn batch_of(&self, job: Job) -> Result<()> {
        let market = self.clone();
        self.to_the_end(async move {
            let news = if job.kind.is_import() {
                import::batch(&market, job).await?
            } else {
                export::batch(&market, job).await?
            };
            if let Some(news) = news {
                market.tell_job(news);
            }
            Ok(())
        })
        .await
    }

    async fn batch_failed(&self, id: JobId, lasting: Option<ErrorBody>) -> Result<()> {
        let (now, market) = (self.now(), self.clone());
        self.to_the_end(async move {
            let noted = market.database().transaction(move |tx| {
                Box::pin(async move { note_failure(tx, id, lasting, now).await })
            });
            if let Some(news) = noted.await? {
                market.tell_job(news);
            }
            Ok(())
        })
        .await
    }
}

async fn note_failure(
    tx: &mut Tx,
    id: JobId,
    lasting: Option<ErrorBody>,
    now: Timestamp,
) -> Result<Option<News>> {
    let Some(mut job) = sql::lock(tx, id).await?.filter(|job| !job.state.is_over()) else {
        return Ok(None);
    };
    job.work.failures += 1;
    if let Some(refused) = lasting {
        return end::fail(tx, &mut job, refused.message, now).await.map(Some);
    }
    if job.work.failures >= limits::JOB_FAILURES {
        let text = "That did not work on our side. Try again later: it goes on where it stopped.";
        return end::fail(tx, &mut job, text.to_owned(), now).await.map(Some);
    }
    let pause = Duration::from_secs(1 << job.work.failures.clamp(0, 6));
    job.work.error = Some("That did not work on our side just now.".to_owned());
    sql::store(tx, &mut job, (now, now.plus(pause)), None).await?;
    Ok(Some(News::of(&job)))
}
