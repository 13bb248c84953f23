//! The life of a job: one table of who may do what when.

use crate::error::{ErrorBody, ErrorCode};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Where a job stands. Spelled in capitals wherever it travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum JobState {
    /// A worker takes it when its turn comes.
    Pending,
    /// Rows are worked on.
    Processing,
    /// Every row was looked at; its result says what came of them.
    Completed,
    /// It could not go on. What was done stays.
    Failed,
    /// Somebody has stopped it. What was done stays.
    Cancelled,
}

/// What makes a job go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobAction {
    /// A worker has taken it.
    Start,
    /// All rows are done.
    Complete,
    /// It was tried as often as it may be, or cannot be done at all.
    Fail,
    /// Somebody does not want the rest.
    Cancel,
    /// Somebody has it go on where it stopped.
    Retry,
}

/// Who acts on a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobParty {
    /// Whoever started it.
    Owner,
    /// Who runs the marketplace.
    Admin,
    /// The workers.
    System,
}

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Takes an owner's boards in from a file.
    ImportBoards,
    /// Writes an owner's boards into a file.
    ExportBoards,
    /// Writes somebody's orders into a file.
    ExportOrders,
    /// Has the price monitor suggest prices for boards.
    CheckPrices,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// What is done.
    pub action: JobAction,
    /// In which states.
    pub from: &'static [JobState],
    /// What it becomes.
    pub to: JobState,
    /// By whom.
    pub by: &'static [JobParty],
}

use JobAction as A;
use JobParty::{Admin, Owner, System};
use JobState as S;

/// Everything that can happen to a job; what is not here is refused.
pub const TRANSITIONS: [Transition; 5] = [
    line(A::Start, &[S::Pending], S::Processing, &[System]),
    line(A::Complete, &[S::Processing], S::Completed, &[System]),
    line(A::Fail, &[S::Pending, S::Processing], S::Failed, &[System]),
    // By the system when the price monitor has stopped it.
    line(A::Cancel, &[S::Pending, S::Processing], S::Cancelled, &[Owner, Admin, System]),
    line(A::Retry, &[S::Failed], S::Pending, &[Owner, Admin]),
];

const fn line(action: A, from: &'static [S], to: S, by: &'static [JobParty]) -> Transition {
    Transition { action, from, to, by }
}

/// What a job becomes. The one place that decides.
pub fn next(state: JobState, action: JobAction, party: JobParty) -> Result<JobState, ErrorBody> {
    let mut lines = TRANSITIONS.iter().filter(|it| it.action == action && it.from.contains(&state));
    let Some(line) = lines.next() else {
        let text = format!("A job that is {} cannot be {}.", state.word(), action.done());
        return Err(ErrorBody::new(ErrorCode::WrongState, text));
    };
    if !line.by.contains(&party) {
        return Err(ErrorBody::new(ErrorCode::Forbidden, "This is for somebody else."));
    }
    Ok(line.to)
}

impl JobState {
    /// Every state, in the order of a job's life.
    pub const ALL: [Self; 5] =
        [Self::Pending, Self::Processing, Self::Completed, Self::Failed, Self::Cancelled];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Processing => "PROCESSING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The state within a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "waiting",
            Self::Processing => "under way",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether no worker touches it any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

impl JobAction {
    /// Every action.
    pub const ALL: [Self; 5] = [Self::Start, Self::Complete, Self::Fail, Self::Cancel, Self::Retry];

    fn done(self) -> &'static str {
        match self {
            Self::Start => "started",
            Self::Complete => "completed",
            Self::Fail => "given up",
            Self::Cancel => "cancelled",
            Self::Retry => "tried again",
        }
    }
}

impl JobKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::ImportBoards, Self::ExportBoards, Self::ExportOrders, Self::CheckPrices];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ImportBoards => "import_boards",
            Self::ExportBoards => "export_boards",
            Self::ExportOrders => "export_orders",
            Self::CheckPrices => "check_prices",
        }
    }

    /// Whether it brings rows in.
    pub fn is_import(self) -> bool {
        self == Self::ImportBoards
    }

    /// Whether it writes a file.
    pub fn is_export(self) -> bool {
        matches!(self, Self::ExportBoards | Self::ExportOrders)
    }
}

impl fmt::Display for JobState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for JobState {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| ErrorBody::invalid("status", "There is no such state of a job."))
    }
}

impl FromStr for JobKind {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| ErrorBody::invalid("kind", "There is no such kind of job."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_so_but_for_a_failure_that_is_tried_again() {
        for state in JobState::ALL.into_iter().filter(|state| state.is_over()) {
            for action in JobAction::ALL {
                let may = [Owner, Admin, System].map(|party| next(state, action, party).is_ok());
                let is_retry = state == JobState::Failed && action == JobAction::Retry;
                assert_eq!(may, [is_retry, is_retry, false], "{state} {action:?}");
            }
        }
    }

    #[test]
    fn nobody_completes_a_job_but_its_worker() {
        for party in [Owner, Admin] {
            let refused = next(JobState::Processing, JobAction::Complete, party).unwrap_err();
            assert_eq!(refused.code, ErrorCode::Forbidden);
        }
        let refused = next(JobState::Completed, JobAction::Cancel, Owner).unwrap_err();
        assert_eq!(refused.message, "A job that is completed cannot be cancelled.");
    }

    #[test]
    fn a_state_travels_in_capitals() {
        for state in JobState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            assert_eq!(state.as_str().parse(), Ok(state));
        }
    }
}
