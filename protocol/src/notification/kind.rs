//! The kinds of notifications, each of which can be switched off.

use crate::error::ErrorBody;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// Messages in a conversation.
    Message,
    /// Somebody added the user to a conversation.
    MemberAdded,
    /// Followed boards have changed.
    BoardStatus,
    /// The user's orders, as buyer or as owner.
    Order,
    /// The user's imports and exports.
    Job,
    /// Somebody else has changed the status of one's own board.
    BoardReview,
    /// An announcement of the marketplace's.
    Announcement,
    /// The account was used on a new device.
    NewSession,
}

impl NotificationKind {
    /// Every kind, in the order of the settings.
    pub const ALL: [Self; 8] = [
        Self::Message,
        Self::MemberAdded,
        Self::Order,
        Self::BoardStatus,
        Self::BoardReview,
        Self::Job,
        Self::Announcement,
        Self::NewSession,
    ];

    /// The name in the database, in forms and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::MemberAdded => "member_added",
            Self::BoardStatus => "board_status",
            Self::Order => "order",
            Self::Job => "job",
            Self::BoardReview => "board_review",
            Self::Announcement => "announcement",
            Self::NewSession => "new_session",
        }
    }
}

impl FromStr for NotificationKind {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| ErrorBody::invalid("kind", "There is no such kind of notification."))
    }
}
