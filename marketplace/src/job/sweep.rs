//! What nobody needs any more: files that nobody may fetch, jobs that were over long ago, files that no job names.

use super::{Job, aside, folder, sql};
use crate::{Marketplace, Result, database::Tx, error::Error};
use protocol::{Timestamp, id::JobId, limits};
use std::collections::HashSet;
use uuid::Uuid;

/// The folder of all jobs' folders.
const FOLDERS: &str = "jobs";

impl Marketplace {
    /// Removes the files of jobs that have been over for long, and what was kept for going on with them; jobs that ended
    /// more than [`limits::JOBS_FOR`] ago; and files that no job names, once they are older than [`limits::UPLOAD_FOR`].
    pub async fn sweep_jobs(&self) -> Result<()> {
        for id in sql::outdated(self.database(), self.now()).await? {
            self.sweep_job(id).await?;
        }
        self.forget_jobs().await?;
        self.sweep_uploads().await
    }

    async fn sweep_job(&self, id: JobId) -> Result<()> {
        let now = self.now();
        let swept = self
            .database()
            .transaction(move |tx| Box::pin(async move { mark_swept(tx, (id, now)).await }));
        // First the word that they are gone, then they are: a crash in between leaves a file, never a promise.
        match swept.await? {
            Some(file) => self.files().remove_all(&folder(file)).await,
            None => Ok(()),
        }
    }

    async fn forget_jobs(&self) -> Result<()> {
        let before = self.now().minus(limits::JOBS_FOR);
        let forgotten = self
            .database()
            .transaction(move |tx| Box::pin(async move { sql::forget(tx, before).await }));
        let jobs = forgotten.await?;
        if jobs > 0 {
            tracing::info!(jobs, "jobs that were over long ago are forgotten");
        }
        Ok(())
    }

    /// What an upload left whose server ended before it was a job, and what a sweep left that was cut off.
    async fn sweep_uploads(&self) -> Result<()> {
        let before = self.now().minus(limits::UPLOAD_FOR);
        let folders = self.files().folders(FOLDERS).await?;
        let old: Vec<Uuid> = folders
            .iter()
            .filter_map(|name| name.parse().ok())
            .filter(|file| made_at(*file).is_some_and(|at| at <= before))
            .collect();
        if old.is_empty() {
            return Ok(());
        }
        let named = Named::read(sql::with_files(self.database()).await?);
        for file in old.into_iter().filter(|file| !named.has(*file)) {
            tracing::info!(%file, "files that no job names are removed");
            self.files().remove_all(&folder(file)).await?;
        }
        Ok(())
    }
}

/// The folder of its files; nothing where they are not to be removed.
async fn mark_swept(tx: &mut Tx, (id, now): (JobId, Timestamp)) -> Result<Option<Uuid>> {
    let mut job: Job = match sql::lock(tx, id).await {
        Ok(Some(job)) if job.state.is_over() => job,
        Ok(_) => return Ok(None),
        Err(error @ Error::Corrupt { .. }) => {
            aside::set(tx, (id, now), &error).await?;
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    job.work.is_swept = true;
    sql::swept(tx, &job).await?;
    sql::forget_rows(tx, id).await?;
    Ok(Some(job.about.file))
}

/// When a folder was named; nothing for a name that does not say so.
fn made_at(file: Uuid) -> Option<Timestamp> {
    let (seconds, nanos) = file.get_timestamp()?.to_unix();
    let ms = i64::try_from(seconds).ok()?.checked_mul(1000)?;
    Some(Timestamp(ms + i64::from(nanos / 1_000_000)))
}

/// The folders that jobs name.
struct Named {
    read: HashSet<Uuid>,
    /// What cannot be read may name one all the same.
    unread: Vec<String>,
}

impl Named {
    fn read(abouts: Vec<String>) -> Self {
        let mut named = Self { read: HashSet::new(), unread: Vec::new() };
        for about in abouts {
            match serde_json::from_str::<super::record::About>(&about) {
                Ok(about) => {
                    named.read.insert(about.file);
                }
                Err(_) => named.unread.push(about),
            }
        }
        named
    }

    fn has(&self, file: Uuid) -> bool {
        let text = file.to_string();
        self.read.contains(&file) || self.unread.iter().any(|about| about.contains(&text))
    }
}
