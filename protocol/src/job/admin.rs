//! All jobs at a glance, for admins.

use super::{JobKind, JobState, JobView};
use crate::{
    account::UserRef,
    error::ErrorBody,
    id::{JobId, UserId},
    limits,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What is asked of the list of all jobs. What is absent is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JobQuery {
    /// Those asked for before this one; the newest without it.
    pub before: Option<JobId>,
    /// In this state.
    pub state: Option<JobState>,
    /// Of this kind.
    pub kind: Option<JobKind>,
    /// Of this user.
    pub owner: Option<UserId>,
}

/// All jobs and the work on them (`GET /api/admin/jobs`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdminJobs {
    /// When it was counted.
    pub at: Timestamp,
    /// How many jobs of which kind are in which state; what there is none of is left out.
    pub counts: Vec<JobCount>,
    /// Since when the job waits that waits for longest.
    pub waiting_since: Option<Timestamp>,
    /// Those under way: at most [`limits::ADMIN_JOBS`], the oldest first.
    pub under_way: Vec<AdminJob>,
    /// Those that failed last: at most [`limits::ADMIN_FAILURES`].
    pub failed: Vec<AdminJob>,
    /// Those set aside, because what is stored of them cannot be read: at most [`limits::ADMIN_JOBS`].
    pub aside: Vec<AsideJob>,
    /// How many are set aside in all.
    pub aside_count: i64,
    /// Those asked for, the newest first: at most [`limits::JOB_PAGE`].
    pub jobs: Vec<AdminJob>,
    /// The cursor of the next page; `None` on the last one.
    pub older_before: Option<JobId>,
}

/// Jobs of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobCount {
    /// In this state.
    pub state: JobState,
    /// Of this kind.
    pub kind: JobKind,
    /// How many.
    pub count: i64,
}

/// A job, whose it is, and how the work on it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdminJob {
    /// The job.
    pub job: JobView,
    /// Whose it is.
    pub owner: UserRef,
    /// Batches in a row that did not work: at [`limits::JOB_FAILURES`] it is given up.
    pub failures: i32,
    /// No worker takes it before this.
    pub due_at: Timestamp,
    /// Until when a worker has it for itself.
    pub leased_until: Option<Timestamp>,
}

/// A job that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AsideJob {
    /// Which.
    pub id: JobId,
    /// Whose it is.
    pub owner: UserRef,
    /// Its kind, as it is stored.
    pub kind: String,
    /// When it was set aside.
    pub since: Timestamp,
    /// Which column cannot be read; absent when all can by now, so that it can be put back.
    pub unreadable: Option<String>,
}

impl AdminJobs {
    /// How many jobs of any kind are in a state.
    pub fn count_of(&self, state: JobState) -> i64 {
        self.counts.iter().filter(|one| one.state == state).map(|one| one.count).sum()
    }
}

/// What an admin does with a job, on the page of all jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobCare {
    /// Stops it for good.
    Cancel,
    /// Has it go on where it failed.
    Retry,
    /// Puts one back that was set aside.
    PutBack,
}

impl JobCare {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Retry => "retry",
            Self::PutBack => "put_back",
        }
    }
}

impl FromStr for JobCare {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        match text {
            "cancel" => Ok(Self::Cancel),
            "retry" => Ok(Self::Retry),
            "put_back" => Ok(Self::PutBack),
            _ => Err(ErrorBody::invalid("care", "Choose cancel, retry or put_back.")),
        }
    }
}

const _: () = assert!(limits::ADMIN_FAILURES <= limits::ADMIN_JOBS);
