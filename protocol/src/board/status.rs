//! Changing a board's status, and telling of it.

use super::BoardStatus;
use crate::{
    account::UserRef,
    command::{Command, Done},
    error::{ErrorBody, ErrorCode},
    id::BoardId,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Change a board's status, by a step that its life has and that is the sender's to take: `conflict` when there is
/// none, `forbidden` when it is somebody else's. The status it has already changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SetBoardStatus {
    /// Which board.
    pub board_id: BoardId,
    /// What it becomes.
    pub status: BoardStatus,
    /// Why; an admin who takes a board off the market has to say it, and its owner is told. At most 500 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl SetBoardStatus {
    /// A change that needs no reason.
    pub fn new(board_id: BoardId, status: BoardStatus) -> Self {
        Self { board_id, status, reason: String::new() }
    }
}

impl Command for SetBoardStatus {
    const NAME: &'static str = "setBoardStatus";
    type Ok = BoardStatusUpdate;
    const ERRORS: &'static [ErrorCode] = &[
        ErrorCode::Unauthenticated,
        ErrorCode::Forbidden,
        ErrorCode::NotFound,
        ErrorCode::Conflict,
        ErrorCode::TooLarge,
    ];
}

/// Hear of a board's changes on every page, or no longer. For everybody signed in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FollowBoard {
    /// Which board.
    pub board_id: BoardId,
    /// Follow, or stop following.
    pub is_followed: bool,
}

impl Command for FollowBoard {
    const NAME: &'static str = "followBoard";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] =
        &[ErrorCode::Unauthenticated, ErrorCode::NotFound, ErrorCode::TooLarge];
}

/// A board's status as it is now (`billboardStatusUpdate`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BoardStatusUpdate {
    /// Which board.
    pub board_id: BoardId,
    /// Its status.
    pub status: BoardStatus,
    /// Rises by one with every change: of two updates the higher one holds.
    pub version: i64,
}

/// One change in a board's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardStatusChange {
    /// What it became.
    pub status: BoardStatus,
    /// Who changed it.
    pub changed_by: UserRef,
    /// When.
    pub changed_at: Timestamp,
    /// Why, where somebody said so.
    pub reason: String,
}

/// The refusal for whom a board is none of their business.
pub fn not_yours() -> ErrorBody {
    ErrorBody::new(ErrorCode::Forbidden, "Only the board's owner and admins may do this.")
}
