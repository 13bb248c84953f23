//! Watching a job: the older spelling of its room, and the messages over SSE.

use super::JobUpdate;
use crate::{
    command::{Command, Done, Joined},
    error::ErrorCode,
    id::JobId,
};
use serde::{Deserialize, Serialize};

/// The older spelling of `joinRoom` with `job:{id}`. For whoever started the job, and for admins.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JoinImportJob {
    /// Which job.
    pub job_id: JobId,
}

impl Command for JoinImportJob {
    const NAME: &'static str = "join-import-job";
    type Ok = Joined;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::NotFound];
}

/// The older spelling of `leaveRoom` with `job:{id}`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeaveImportJob {
    /// Which job.
    pub job_id: JobId,
}

impl Command for LeaveImportJob {
    const NAME: &'static str = "leave-import-job";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[];
}

/// A message of `GET /api/jobs/{jobId}/progress`, as JSON in the event's data. The events have no name of their own:
/// `error` would be taken for the line's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum WatchMessage {
    /// The first: the line stands.
    Connected {
        /// Of which job.
        job_id: JobId,
    },
    /// How the job stands, at once and whenever that changes. The event's id is its version.
    StatusUpdate(Box<JobUpdate>),
    /// The last of a line that cannot go on. Says nothing of the job.
    Error {
        /// Of which job.
        job_id: JobId,
        /// Why, in a sentence.
        error: String,
    },
}
