//! How well a job is known that somebody else's service works on.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// How good what is known of a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Freshness {
    /// The service tells us as it happens.
    Live,
    /// There is no line to the service; it is tried again.
    Reconnecting,
    /// The service has said nothing of this job for long.
    Stale,
}

/// What is known of a job's service. Absent for jobs we work on ourselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JobSource {
    /// How good what is shown is.
    pub freshness: Freshness,
    /// When the service was heard last; what is shown was so then.
    pub heard_at: Option<Timestamp>,
    /// Why the job waits, in a sentence; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
