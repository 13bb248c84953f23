//! Files that nobody may fetch any more.

use super::{folder, sql};
use crate::{Marketplace, Result};
use protocol::{ErrorBody, id::JobId};

impl Marketplace {
    /// Removes the files of jobs that have been over for long, and what was kept for going on with them.
    pub async fn sweep_jobs(&self) -> Result<()> {
        for id in sql::outdated(self.database(), self.now()).await? {
            self.sweep_job(id).await?;
        }
        Ok(())
    }

    async fn sweep_job(&self, id: JobId) -> Result<()> {
        let swept = self.database().transaction(move |tx| {
            Box::pin(async move {
                let found = sql::lock(tx, id).await?.filter(|job| job.state.is_over());
                let mut job = found.ok_or_else(|| ErrorBody::not_found("job"))?;
                job.work.is_swept = true;
                sql::swept(tx, &job).await?;
                sql::forget_rows(tx, id).await?;
                Ok(job.about.file)
            })
        });
        // First the word that they are gone, then they are: a crash in between leaves a file, never a promise.
        let file = swept.await?;
        self.files().remove_all(&folder(file)).await
    }
}
