//! What is shown of a job, and what starts one.

use super::{JobKind, JobPhase, JobProgress, JobSource, JobState};
use crate::{
    day::Day,
    error::ErrorBody,
    id::{JobId, UserId},
    inventory::{FileFormat, Mapping, RowError},
    limits,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Take boards in from a file that comes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StartImport {
    /// The file's name, for people.
    pub name: String,
    /// Look at every row, and change nothing.
    pub dry_run: bool,
    /// What the columns are; guessed from their headers when it is absent.
    pub mapping: Option<Mapping>,
}

/// Write a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StartExport {
    /// Of what.
    pub kind: JobKind,
    /// Written in what.
    pub format: FileFormat,
}

/// How a job stands (`jobUpdate`): when that changes, at most four times a second, and to whoever joins `job:{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobUpdate {
    /// Which.
    pub job_id: JobId,
    /// Rises with every change: of two the higher one holds.
    pub version: i64,
    /// Its state.
    pub status: JobState,
    /// How far it has come.
    pub progress: JobProgress,
    /// Why it failed, in a sentence.
    pub error: Option<String>,
    /// What came of it, once it is completed.
    pub result: Option<JobResult>,
    /// Of a job that somebody else's service works on: how well that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<JobSource>,
    /// When anything changed last.
    pub updated_at: Timestamp,
}

/// A job with everything that does not change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// How it stands.
    #[serde(flatten)]
    pub update: JobUpdate,
    /// What it does.
    pub kind: JobKind,
    /// Whose it is.
    pub owner_id: UserId,
    /// The file's name.
    pub name: String,
    /// Whether it changes nothing.
    pub is_dry_run: bool,
    /// From 1; a retry is the next one.
    pub attempt: i32,
    /// Of an import: what its columns were taken for.
    pub mapping: Mapping,
    /// Of an import: headers that mean nothing.
    pub ignored: Vec<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

/// What came of a job that is completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobResult {
    /// For people, in a sentence. A job that has done nothing says so.
    pub summary: String,
    /// Whether no row came to anything.
    pub is_empty: bool,
    /// Of an export.
    pub download: Option<Download>,
    /// Of a dry run: the import of the same file, once it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_as: Option<JobId>,
}

/// A file to fetch at `GET /api/jobs/{id}/result`, by whoever asked for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Download {
    /// Its name.
    pub name: String,
    /// Rows in it, without the header.
    pub rows: i64,
    /// Its size.
    pub bytes: i64,
    /// Until when it can be fetched.
    pub expires_at: Timestamp,
}

/// One page of a user's jobs, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobPage {
    /// At most [`limits::JOB_PAGE`].
    pub jobs: Vec<JobView>,
    /// The cursor of the next page; `None` on the last one.
    pub older_before: Option<JobId>,
}

/// Problems of an import's rows, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobErrors {
    /// At most [`limits::JOB_ERROR_PAGE`].
    pub errors: Vec<RowError>,
    /// Ask for more after this number; `None` when there are none.
    pub after: Option<i64>,
    /// How many problems there are in all.
    pub total: i64,
    /// How many of them are kept: at most [`limits::JOB_ERRORS`].
    pub kept: i64,
}

impl StartImport {
    /// The file's name as it is kept: one line, not too long, no folders.
    pub fn checked_name(&self) -> Result<String, ErrorBody> {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let most = limits::FILE_NAME_CHARS;
        if name.chars().count() > most {
            let text = format!("At most {most} characters.");
            return Err(ErrorBody::too_large("name", most, text));
        }
        if name.chars().any(char::is_control) {
            return Err(ErrorBody::invalid("name", "A name has only what can be shown."));
        }
        Ok(if name.is_empty() { "Inventory".to_owned() } else { name })
    }
}

impl StartExport {
    /// The file's name, with the day on which it was asked for: one has several of them.
    pub fn file_name(self, on: Day) -> String {
        let what = if self.kind == JobKind::ExportOrders { "orders" } else { "boards" };
        let ending = match self.format {
            FileFormat::Csv => "csv",
            FileFormat::JsonLines => "jsonl",
        };
        format!("{what}-{on}.{ending}")
    }

    /// Refuses what is no export.
    pub fn check(self) -> Result<(), ErrorBody> {
        if !self.kind.is_export() {
            return Err(ErrorBody::invalid("kind", "Choose export_boards or export_orders."));
        }
        Ok(())
    }
}

impl JobUpdate {
    /// Whether whoever knows `other` learns something by this.
    pub fn is_after(&self, other: &Self) -> bool {
        self.job_id == other.job_id && self.version > other.version
    }

    /// Whether there is nothing more to come.
    pub fn is_last(&self) -> bool {
        self.status.is_over()
    }
}

impl JobPhase {
    /// What a job of this kind is at while it is worked on.
    pub fn of(kind: JobKind, is_dry_run: bool) -> Self {
        match kind {
            JobKind::ImportBoards if is_dry_run => Self::Check,
            JobKind::ImportBoards => Self::Store,
            JobKind::ExportBoards | JobKind::ExportOrders => Self::Write,
            JobKind::CheckPrices => Self::Compare,
        }
    }
}
