//! What watchers of a job are told.

use super::ExternalProgress;
use protocol::Timestamp;
use serde::Serialize;

/// How good what we know of a job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// The service tells us as it happens.
    Live,
    /// The line to the service is down; we are on it. What is shown was true at [`Update::heard_at`].
    #[default]
    Reconnecting,
    /// The line is up, or was, but of this job nothing has been heard for long.
    Stale,
}

/// The newest about a job.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    /// What the service said last; `None` while it has said nothing.
    pub progress: Option<ExternalProgress>,
    /// How good that is.
    pub source: Source,
    /// When it was heard.
    pub heard_at: Option<Timestamp>,
}

impl Update {
    /// Whether nothing follows.
    pub fn is_final(&self) -> bool {
        self.progress.as_ref().is_some_and(|progress| progress.state.is_final())
    }
}
