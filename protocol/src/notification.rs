//! Notifications: what somebody should know who was not looking. Stored, and numbered in the stream
//! `user:{id}`; many of the same kind become one that counts.

mod body;
mod kind;

pub use body::{BoardChange, NotificationBody};
pub use kind::NotificationKind;

use crate::{
    command::{Command, Done},
    error::ErrorCode,
    id::NotificationId,
    stream::{Head, Position},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Changes of followed boards that come within this time of each other become one notification.
pub const GROUP_WITHIN: Duration = Duration::from_mins(1);
/// A grouped notification lists this many boards, the latest first; it counts all changes.
pub const BOARDS_LISTED: usize = 5;

/// A stored notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationView {
    /// Which.
    pub id: NotificationId,
    /// The number of its newest event in the user's stream. Notifications are sorted by it.
    pub seq: i64,
    /// What it is about.
    pub body: NotificationBody,
    /// How many things of its kind it stands for.
    pub count: i64,
    /// When the latest of them happened.
    pub at: Timestamp,
    /// Whether the user has read it, on any device.
    pub is_read: bool,
}

/// The bell: the count and the latest, read at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bell {
    /// Where the user's stream stood before the rest was read: of two readings the later one holds.
    pub head: Head,
    /// Notifications the user has not read.
    pub unread: i64,
    /// The latest, at most [`crate::limits::BELL_ROWS`].
    pub latest: Vec<NotificationView>,
}

/// One page of all notifications, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotificationPage {
    /// At most [`crate::limits::NOTIFICATION_PAGE`].
    pub notifications: Vec<NotificationView>,
    /// The cursor of the next page: ask for those before this number. `None` on the last page.
    pub older_before: Option<i64>,
    /// As [`Bell::head`].
    pub head: Head,
    /// As [`Bell::unread`].
    pub unread: i64,
}

/// Whether the user wants to be told of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotificationSetting {
    /// Of what.
    pub kind: NotificationKind,
    /// Whether.
    pub is_wanted: bool,
}

/// Mark notifications as read: all up to a number, or some by their ids, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MarkNotificationsRead {
    /// Everything up to this number of the user's stream.
    #[serde(default)]
    pub up_to: Option<i64>,
    /// These, at most [`crate::limits::NOTIFICATION_PAGE`].
    #[serde(default)]
    pub ids: Vec<NotificationId>,
}

impl Command for MarkNotificationsRead {
    const NAME: &'static str = "markNotificationsRead";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::TooLarge];
}

/// A notification is new, or stands for more than before (`notification`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationAdded {
    /// In the user's stream.
    #[serde(flatten)]
    pub position: Position,
    /// As it is now.
    pub notification: NotificationView,
    /// Notifications the user has not read, this one included.
    pub unread: i64,
}

/// Notifications were read, on any device (`notificationRead`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NotificationsRead {
    /// In the user's stream.
    #[serde(flatten)]
    pub position: Position,
    /// All up to this number, if the user said so.
    pub up_to: Option<i64>,
    /// These.
    pub ids: Vec<NotificationId>,
    /// Notifications the user has not read after that.
    pub unread: i64,
}

impl NotificationsRead {
    /// Whether this notification is among those read.
    pub fn covers(&self, notification: &NotificationView) -> bool {
        self.up_to.is_some_and(|up_to| notification.seq <= up_to)
            || self.ids.contains(&notification.id)
    }
}
