//! The record of what was done with rights that others do not have.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Rises with time; where the next page begins.
    pub id: Uuid,
    /// Who, by the name they had; empty for somebody who was not signed in.
    pub actor: String,
    /// What they did, in a word or two: `role changed`.
    pub action: String,
    /// To whom or what.
    pub subject: String,
    /// What became of it.
    pub detail: String,
    /// When.
    pub at: Timestamp,
}

/// A page of the record, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditPage {
    /// At most [`crate::limits::AUDIT_PAGE`].
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins, unless this is the last.
    pub older_before: Option<Uuid>,
}
