//! A check of prices while it goes on.

use super::{
    super::{Job, claim::JOB_LEASE, end, end::News, sql},
    PricedBoard,
};
use crate::{Marketplace, Result, database::Tx};
use futures::future::BoxFuture;
use protocol::{
    Timestamp,
    id::JobId,
    job::{Freshness, JobAction, JobKind, JobParty, JobSource, JobState},
    limits,
};
use std::time::Duration;

/// The longest pause between two tries to begin.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// A check of prices as whoever works on it needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceCheck {
    /// Which job.
    pub job_id: JobId,
    /// From 1; a retry is the next one, and begins anew at the service.
    pub attempt: i32,
    /// The service's name for it, once it has begun there.
    pub external_id: Option<String>,
    /// What the service said last.
    pub percent: u8,
    /// When that was heard.
    pub heard_at: Option<Timestamp>,
}

/// What is heard of a check of prices that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceReport {
    /// How far it is, if that was said.
    pub percent: Option<u8>,
    /// How good that is.
    pub freshness: Freshness,
    /// When the service was heard last.
    pub heard_at: Option<Timestamp>,
}

impl Marketplace {
    /// Every check of prices that is not over, and whether somebody may take it now.
    pub async fn price_checks_under_way(&self) -> Result<Vec<(JobId, bool)>> {
        sql::price_check::open(self.database(), self.now()).await
    }

    /// Leases checks of prices that nobody works on to the caller, at most so many. A lease lasts [`JOB_LEASE`].
    pub async fn claim_price_checks(&self, most: usize) -> Result<Vec<PriceCheck>> {
        let now = self.now();
        let open = self.price_checks_under_way().await?.into_iter();
        let free: Vec<JobId> =
            open.filter(|(_, is_free)| *is_free).map(|(id, _)| id).take(most).collect();
        let claimed = self.database().transaction(move |tx| {
            Box::pin(async move {
                let mut claimed = Vec::new();
                for id in free {
                    claimed
                        .extend(sql::price_check::claim(tx, id, (now, now.plus(JOB_LEASE))).await?);
                }
                Ok(claimed)
            })
        });
        Ok(claimed.await?.iter().map(of).collect())
    }

    /// Keeps the leases of those that are worked on.
    pub async fn keep_price_checks(&self, jobs: Vec<JobId>) -> Result<()> {
        let until = self.now().plus(JOB_LEASE);
        self.lease_price_checks(jobs, until).await
    }

    /// Gives leases back: another server may go on at once.
    pub async fn release_price_checks(&self, jobs: Vec<JobId>) -> Result<()> {
        self.lease_price_checks(jobs, Timestamp(0)).await
    }

    async fn lease_price_checks(&self, jobs: Vec<JobId>, until: Timestamp) -> Result<()> {
        if jobs.is_empty() {
            return Ok(());
        }
        let leased = self.database().transaction(move |tx| {
            Box::pin(async move {
                for id in jobs {
                    sql::lease(tx, id, until).await?;
                }
                Ok(())
            })
        });
        leased.await
    }

    /// The boards a check is about, with their prices when it was asked for: the same at every try.
    pub async fn price_check_boards(&self, id: JobId) -> Result<Vec<PricedBoard>> {
        sql::price_check::asked(self.database(), id).await
    }

    /// The service has taken it, under this name. `false` when nobody wants it any more. Publishes `jobUpdate`.
    pub async fn price_check_begun(&self, id: JobId, external_id: String) -> Result<bool> {
        self.on_price_check(id, |tx, job, now| {
            Box::pin(async move {
                if job.state == JobState::Pending {
                    job.step(JobAction::Start, JobParty::System, now)?;
                }
                let work = &mut job.work.external;
                work.id = Some(external_id);
                (work.waits_since, work.tries) = (None, 0);
                work.source = Some(source(Freshness::Live, Some(now)));
                store(tx, job, now).await.map(Some)
            })
        })
        .await
    }

    /// It could not be begun, or not be watched. It is tried again after a while, and given up for this reason, a sentence, after
    /// [`limits::PRICE_PATIENCE`]. Publishes `jobUpdate`.
    pub async fn price_check_waits(&self, id: JobId, reason: String) -> Result<bool> {
        self.on_price_check(id, |tx, job, now| {
            Box::pin(async move {
                let work = &mut job.work.external;
                let since = *work.waits_since.get_or_insert(now);
                work.tries += 1;
                if now.since(since) >= limits::PRICE_PATIENCE {
                    return end::fail(tx, job, reason, now).await.map(Some);
                }
                let pause = Duration::from_secs(1 << work.tries.clamp(0, 6)).min(LONGEST_PAUSE);
                let reason = Some(reason);
                let known = source(Freshness::Reconnecting, work.heard_at());
                work.source = Some(JobSource { reason, ..known });
                sql::store(tx, job, (now, now.plus(pause)), None).await?;
                Ok(Some(News::of(job)))
            })
        })
        .await
    }

    /// How it is. `false` when it is over: nothing more needs to be told. What was told before changes nothing; what is
    /// silent for [`limits::PRICE_SILENCE`] is given up. Publishes `jobUpdate`.
    pub async fn price_check_heard(&self, id: JobId, report: PriceReport) -> Result<bool> {
        self.on_price_check(id, move |tx, job, now| {
            Box::pin(async move {
                if job.state != JobState::Processing {
                    return Ok(None);
                }
                let was = job.work.external.clone();
                let heard_at = report.heard_at.max(was.heard_at());
                let silent = heard_at.map(|at| now.since(at)).unwrap_or_default();
                if silent >= limits::PRICE_SILENCE {
                    let text = "The price monitor has said nothing of it for an hour.";
                    return end::fail(tx, job, text.to_owned(), now).await.map(Some);
                }
                let work = &mut job.work.external;
                (work.waits_since, work.tries) = (None, 0);
                // A hundred are reached with the end.
                work.percent = work.percent.max(report.percent.unwrap_or(0).min(99));
                work.source = Some(source(report.freshness, heard_at));
                job.work.done = job.work.total * i64::from(job.work.external.percent) / 100;
                if job.work.external.says_the_same_as(&was) {
                    return Ok(None);
                }
                store(tx, job, now).await.map(Some)
            })
        })
        .await
    }

    /// Does something to a check of prices that is not over, and tells of it. `false` when it is.
    pub(super) async fn on_price_check<F>(&self, id: JobId, act: F) -> Result<bool>
    where
        F: for<'t> FnOnce(
                &'t mut Tx,
                &'t mut Job,
                Timestamp,
            ) -> BoxFuture<'t, Result<Option<News>>>
            + Send
            + 'static,
    {
        let (now, market) = (self.now(), self.clone());
        self.to_the_end(async move {
            let acted = market.database().transaction(move |tx| {
                Box::pin(async move {
                    let found = sql::lock(tx, id).await?;
                    let is_open =
                        |job: &Job| !job.state.is_over() && job.kind == JobKind::CheckPrices;
                    let Some(mut job) = found.filter(is_open) else { return Ok(None) };
                    let news = act(tx, &mut job, now).await?;
                    Ok(Some((news, !job.state.is_over())))
                })
            });
            let Some((news, is_open)) = acted.await? else { return Ok(false) };
            if let Some(news) = news {
                market.tell_job(news);
            }
            Ok(is_open)
        })
        .await
    }
}

fn of(job: &Job) -> PriceCheck {
    let work = &job.work.external;
    PriceCheck {
        job_id: job.id,
        attempt: job.work.attempt,
        external_id: work.id.clone(),
        percent: work.percent,
        heard_at: work.heard_at(),
    }
}

pub(super) fn source(freshness: Freshness, heard_at: Option<Timestamp>) -> JobSource {
    JobSource { freshness, heard_at, reason: None }
}

/// Stores it, and keeps the lease.
async fn store(tx: &mut Tx, job: &mut Job, now: Timestamp) -> Result<News> {
    sql::store(tx, job, (now, now), None).await?;
    sql::lease(tx, job.id, now.plus(JOB_LEASE)).await?;
    Ok(News::of(job))
}
