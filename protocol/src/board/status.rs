//! Changing a board's status, and telling of it.

use super::BoardStatus;
use crate::{
    account::{Role, UserRef},
    command::{Command, Done},
    error::{ErrorBody, ErrorCode},
    id::{BoardId, UserId},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// Change a board's status. For its owner and for admins. The status it has already changes nothing.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SetBoardStatus {
    /// Which board.
    pub board_id: BoardId,
    /// What it becomes.
    pub status: BoardStatus,
}

impl Command for SetBoardStatus {
    const NAME: &'static str = "setBoardStatus";
    type Ok = BoardStatusUpdate;
    const ERRORS: &'static [ErrorCode] =
        &[ErrorCode::Unauthenticated, ErrorCode::Forbidden, ErrorCode::NotFound];
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
}

/// Whether this person may change the status of a board of `owner`'s.
pub fn may_change_status(user: UserId, role: Role, owner: UserId) -> bool {
    user == owner || role == Role::Admin
}

/// The refusal for everybody else.
pub fn not_yours() -> ErrorBody {
    ErrorBody::new(ErrorCode::Forbidden, "Only the board's owner and admins may do this.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn owners_change_their_own_boards_and_admins_all() {
        let (ana, marta) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        assert!(may_change_status(marta, Role::Owner, marta));
        assert!(may_change_status(ana, Role::Admin, marta));
        for role in [Role::Advertiser, Role::Owner, Role::Tester] {
            assert!(!may_change_status(ana, role, marta), "{role}");
        }
    }
}
