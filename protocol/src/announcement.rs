//! Announcements: what an admin tells everybody, a role or a city, for a while.

mod audience;
mod compose;
mod dismissals;

pub use audience::Audience;
pub use compose::{AnnouncementDraft, NewAnnouncement, moment_of, text_of_moment};
pub use dismissals::Dismissals;

use crate::{
    command::{Command, Done},
    error::{ErrorBody, ErrorCode},
    id::AnnouncementId,
    stream::{Head, Position},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// How much it matters; decides colour and order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Info,
    /// Good news.
    Success,
    /// Something may get in the way.
    Warning,
    /// Something does.
    Critical,
}

impl Severity {
    /// Every severity, the mildest first.
    pub const ALL: [Self; 4] = [Self::Info, Self::Success, Self::Warning, Self::Critical];

    /// The name in the database, in forms and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

impl FromStr for Severity {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.as_str() == text)
            .ok_or_else(|| ErrorBody::invalid("severity", "There is no such severity."))
    }
}

/// An announcement as those see it whom it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AnnouncementView {
    /// Which.
    pub id: AnnouncementId,
    /// Rises with every edit; a dismissal holds for one revision only.
    pub revision: i64,
    /// How much it matters.
    pub severity: Severity,
    /// One line.
    pub title: String,
    /// A few sentences; plain text, may be empty.
    pub text: String,
    /// Whether it can be put away.
    pub is_dismissible: bool,
}

/// What one viewer is to see now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Banners {
    /// Where the stream `announcements` stood before the rest was read.
    pub head: Head,
    /// The weightiest first, then the newest.
    pub announcements: Vec<AnnouncementView>,
}

/// Where an announcement stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Its time has not come.
    Scheduled,
    /// It is shown.
    Live,
    /// Its time is over.
    Ended,
    /// An admin took it back.
    Recalled,
}

/// Times that decide an announcement's [`Phase`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// From then on it is shown.
    pub starts_at: Timestamp,
    /// From then on it is not; `None`: until it is recalled.
    pub ends_at: Option<Timestamp>,
    /// When it was taken back.
    pub recalled_at: Option<Timestamp>,
}

impl Schedule {
    /// The phase at a moment.
    pub fn phase(&self, now: Timestamp) -> Phase {
        if self.recalled_at.is_some() {
            Phase::Recalled
        } else if self.ends_at.is_some_and(|end| end <= now) {
            Phase::Ended
        } else if self.starts_at <= now {
            Phase::Live
        } else {
            Phase::Scheduled
        }
    }
}

/// How far an announcement has come, in people. See `docs/OPERATIONS.md` for what is counted how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// Of those it is for, connected at this moment.
    pub connected: i64,
    /// It arrived on a page of theirs.
    pub delivered: i64,
    /// It was in view for a second.
    pub seen: i64,
    /// They put it away.
    pub dismissed: i64,
}

/// An announcement as admins see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncementRecord {
    /// What is shown.
    pub view: AnnouncementView,
    /// Whom it is for.
    pub audience: Audience,
    /// When.
    pub schedule: Schedule,
    /// Where it stands now.
    pub phase: Phase,
    /// Who wrote it.
    pub created_by: String,
    /// How far it has come.
    pub reach: Reach,
}

/// How far an announcement has come with one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It arrived on their page.
    Delivered,
    /// It was in view for a second.
    Seen,
    /// They put it away.
    Dismissed,
}

/// Tell how far an announcement has come. For everybody, visitors included. Repeating it changes nothing
/// for somebody signed in; visitors' programs count once themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteAnnouncement {
    /// Which.
    pub id: AnnouncementId,
    /// Which revision of it.
    pub revision: i64,
    /// How far.
    pub stage: Stage,
}

impl Command for NoteAnnouncement {
    const NAME: &'static str = "noteAnnouncement";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::NotFound];
}

/// An announcement is shown from now on, or was edited (`announcement`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AnnouncementShown {
    /// In the stream `announcements`.
    #[serde(flatten)]
    pub position: Position,
    /// Which.
    pub id: AnnouncementId,
    /// What to show; `null` when it is not, or no longer, for the receiver.
    pub announcement: Option<AnnouncementView>,
}

/// An announcement is over, or was taken back (`announcementRevoked`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AnnouncementRevoked {
    /// In the stream `announcements`.
    #[serde(flatten)]
    pub position: Position,
    /// Which.
    pub id: AnnouncementId,
}

/// The user has put an announcement away, on any device (`announcementDismissed`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnouncementDismissed {
    /// Which.
    pub id: AnnouncementId,
    /// Which revision of it.
    pub revision: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_and_a_recall_decide_the_phase() {
        let until = |end| Schedule { starts_at: Timestamp(10), ends_at: end, recalled_at: None };
        let phases = [9, 10, 19, 20].map(|at| until(Some(Timestamp(20))).phase(Timestamp(at)));
        assert_eq!(phases, [Phase::Scheduled, Phase::Live, Phase::Live, Phase::Ended]);
        assert_eq!(until(None).phase(Timestamp(i64::MAX)), Phase::Live);
        let recalled = Schedule { recalled_at: Some(Timestamp(12)), ..until(None) };
        assert_eq!(recalled.phase(Timestamp(11)), Phase::Recalled);
    }
}
