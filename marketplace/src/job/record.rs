//! A job as it is stored.

use crate::{Result, error::Error};
use protocol::{
    Timestamp,
    id::{JobId, UserId},
    inventory::{Cursor, FileFormat, Layout, Mapping},
    job::{
        JobAction, JobKind, JobParty, JobPhase, JobProgress, JobResult, JobSource, JobState,
        JobUnit, JobUpdate, JobView, RowCounts, next,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What never changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) name: String,
    pub(super) is_dry_run: bool,
    pub(super) format: FileFormat,
    pub(super) created_at: Timestamp,
    /// The folder of its files.
    pub(super) file: Uuid,
    /// Of an import.
    pub(super) source: Option<Source>,
}

/// The file of an import.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Source {
    pub(super) bytes: u64,
    pub(super) layout: Layout,
    pub(super) mapping: Mapping,
}

/// How far it has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Work {
    /// Where the next batch of an import begins.
    pub(super) at: Cursor,
    /// The last thing that an export has written.
    pub(super) after: Option<Uuid>,
    /// Pieces of an export's file, each with a mark that tells it from another try at it, and their size.
    pub(super) pieces: Vec<u32>,
    pub(super) bytes: i64,
    /// Rows in them.
    #[serde(default)]
    pub(super) rows: i64,
    pub(super) done: i64,
    pub(super) total: i64,
    pub(super) counts: RowCounts,
    /// Problems of rows.
    pub(super) problems: i64,
    pub(super) attempt: i32,
    /// When this attempt began to work, and with how many rows done.
    pub(super) began: Option<(Timestamp, i64)>,
    /// Batches in a row that have failed.
    pub(super) failures: i32,
    pub(super) error: Option<String>,
    pub(super) result: Option<JobResult>,
    pub(super) updated_at: Option<Timestamp>,
    pub(super) ended_at: Option<Timestamp>,
    /// Its files are gone.
    pub(super) is_swept: bool,
    /// Of a check of prices.
    #[serde(default)]
    pub(super) external: External,
}

/// What somebody else's service does for a job, as far as it was heard.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct External {
    /// Its name for it, once it has begun.
    pub(super) id: Option<String>,
    pub(super) percent: u8,
    pub(super) source: Option<JobSource>,
    /// Since when it could not be begun, and how often that was tried.
    pub(super) waits_since: Option<Timestamp>,
    pub(super) tries: i32,
}

impl External {
    pub(super) fn heard_at(&self) -> Option<Timestamp> {
        self.source.as_ref().and_then(|source| source.heard_at)
    }

    /// Whether somebody who looks at both sees no difference but the time.
    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        let freshness = |work: &Self| work.source.as_ref().map(|source| source.freshness);
        let reason = |work: &Self| work.source.as_ref().and_then(|source| source.reason.clone());
        self.percent == other.percent
            && freshness(self) == freshness(other)
            && reason(self) == reason(other)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) id: JobId,
    pub(super) owner: UserId,
    pub(super) kind: JobKind,
    pub(super) state: JobState,
    pub(super) version: i64,
    pub(super) about: About,
    pub(super) work: Work,
}

impl Job {
    /// Of a dry run: the import of the same file.
    pub(super) fn imported_as(&self) -> Option<JobId> {
        self.work.result.as_ref()?.imported_as
    }

    /// The source of an import.
    pub(super) fn source(&self) -> Result<&Source> {
        let missing = || Error::corrupt("jobs.about", self.id.to_string());
        self.about.source.as_ref().ok_or_else(missing)
    }

    /// Goes a step further in its life.
    pub(super) fn step(&mut self, action: JobAction, by: JobParty, now: Timestamp) -> Result<()> {
        self.state = next(self.state, action, by)?;
        match action {
            JobAction::Start => self.work.began = Some((now, self.work.done)),
            JobAction::Retry => {
                self.work.attempt += 1;
                self.work.failures = 0;
                (self.work.error, self.work.ended_at) = (None, None);
                if self.kind == JobKind::CheckPrices {
                    // It begins anew, under another name.
                    (self.work.done, self.work.external) = (0, External::default());
                }
            }
            JobAction::Complete | JobAction::Fail | JobAction::Cancel => {
                self.work.ended_at = Some(now);
            }
        }
        Ok(())
    }

    pub(super) fn update(&self) -> JobUpdate {
        let work = &self.work;
        let updated_at = work.updated_at.unwrap_or(self.about.created_at);
        let phase = match self.state {
            JobState::Pending => JobPhase::Queue,
            JobState::Processing => JobPhase::of(self.kind, self.about.is_dry_run),
            JobState::Completed | JobState::Failed | JobState::Cancelled => JobPhase::End,
        };
        let (since, before) = work.began.unwrap_or((updated_at, work.done));
        let until = work.ended_at.unwrap_or(updated_at);
        let pace = (work.done - before, until.since(since));
        let mut progress = JobProgress::new(phase, (work.done, work.total), work.counts, pace);
        progress.unit = JobUnit::of(self.kind);
        if self.kind == JobKind::CheckPrices {
            // The service says it more finely than its boards can be counted.
            progress.percent = work.external.percent;
        }
        JobUpdate {
            job_id: self.id,
            version: self.version,
            status: self.state,
            progress,
            error: work.error.clone(),
            result: work.result.clone(),
            source: work.external.source.clone(),
            updated_at,
        }
    }

    pub(super) fn view(&self) -> JobView {
        let source = self.about.source.as_ref();
        let mapping = source.map(|source| source.mapping.clone()).unwrap_or_default();
        let ignored = source.map(|source| mapping.ignored(&source.layout.header));
        JobView {
            update: self.update(),
            kind: self.kind,
            owner_id: self.owner,
            name: self.about.name.clone(),
            is_dry_run: self.about.is_dry_run,
            attempt: self.work.attempt,
            mapping,
            ignored: ignored.unwrap_or_default(),
            created_at: self.about.created_at,
            ended_at: self.work.ended_at,
        }
    }
}
