//! From a dry run to the import of the same file.

use super::{
    Job,
    end::News,
    record::About,
    sql,
    start::{fresh, insert},
    upload::{discard, source_key},
};
use crate::{Marketplace, Result, audit, database::Tx};
use protocol::{
    ErrorBody, ErrorCode, Timestamp,
    account::Me,
    id::JobId,
    job::{JobParty, JobState, JobView},
};
use uuid::Uuid;

impl Marketplace {
    /// Imports what a dry run has looked at: the same file, its columns taken for the same. For whoever started the dry
    /// run, once it is completed. Whoever asks again is answered with the same import. Publishes `jobUpdate`.
    pub async fn commit_dry_run(&self, me: &Me, id: JobId) -> Result<JobView> {
        let (dry_run, party) = self.seen_job(me, id).await?;
        check(&dry_run, party)?;
        if let Some(known) = dry_run.imported_as() {
            return self.job(me, known).await;
        }
        self.check_may_start(me).await?;
        let (me, market) = (me.clone(), self.clone());
        self.to_the_end(async move { market.commit(&me, dry_run).await }).await
    }

    async fn commit(&self, me: &Me, dry_run: Job) -> Result<JobView> {
        // A copy: each job removes its own file in its own time.
        let (file, now) = (Uuid::now_v7(), self.now());
        let (from, to) = (source_key(dry_run.about.file), source_key(file));
        if !self.files().copy(&from, &to).await? {
            return Err(gone().into());
        }
        let about = About { is_dry_run: false, created_at: now, file, ..dry_run.about };
        let job = fresh(me, dry_run.kind, (about, dry_run.work.total));
        let (actor, view, news) = (audit::Actor::from(me), job.view(), News::of(&job));
        let noted = self.database().transaction(move |tx| {
            Box::pin(async move { note(tx, dry_run.id, job, (&actor, now)).await })
        });
        match noted.await {
            Ok(Noted::Now(dry_run)) => {
                self.tell_job(*dry_run);
                self.tell_job(news);
                Ok(view)
            }
            Ok(Noted::Before(import)) => {
                discard(self.files(), file).await;
                self.job(me, import).await
            }
            Err(error) => {
                discard(self.files(), file).await;
                Err(error)
            }
        }
    }
}

fn check(job: &Job, party: JobParty) -> std::result::Result<(), ErrorBody> {
    let refused = |text: &str| Err(ErrorBody::new(ErrorCode::WrongState, text));
    if party != JobParty::Owner {
        return Err(ErrorBody::new(ErrorCode::Forbidden, "This is for somebody else."));
    }
    if !job.about.is_dry_run || job.state != JobState::Completed {
        return refused("Only a dry run that is completed can be imported.");
    }
    if job.work.is_swept && job.imported_as().is_none() {
        return Err(gone());
    }
    Ok(())
}

fn gone() -> ErrorBody {
    ErrorBody::new(ErrorCode::WrongState, "Its file is gone by now. Upload it again.")
}

enum Noted {
    /// What is told of the dry run.
    Now(Box<News>),
    Before(JobId),
}

/// Stores the import, unless there is one already.
async fn note(
    tx: &mut Tx,
    dry_run: JobId,
    job: Job,
    (actor, now): (&audit::Actor, Timestamp),
) -> Result<Noted> {
    let found = sql::lock(tx, dry_run).await?;
    let mut dry_run = found.ok_or_else(|| ErrorBody::not_found("job"))?;
    if let Some(known) = dry_run.imported_as() {
        return Ok(Noted::Before(known));
    }
    if let Some(result) = &mut dry_run.work.result {
        result.imported_as = Some(job.id);
    }
    sql::note(tx, &mut dry_run).await?;
    insert(tx, &job, (actor, now)).await?;
    Ok(Noted::Now(News::of(&dry_run).into()))
}
