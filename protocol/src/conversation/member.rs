//! Who is in a conversation: adding, leaving, removing.

use super::Marker;
use crate::{
    account::{Role, UserRef},
    command::{Command, Done},
    error::{ErrorBody, ErrorCode},
    id::{ConversationId, UserId},
    limits,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A member and how far they have come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// Who.
    pub user: UserRef,
    /// How far.
    #[serde(flatten)]
    pub marker: Marker,
    /// Who added them; absent for those who were in it from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_by: Option<UserRef>,
    /// The newest number when they joined: nobody waits for them to receive or read what was said before.
    #[serde(default)]
    pub joined_seq: i64,
}

/// What a new member may read of what was said before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum History {
    /// Nothing.
    #[default]
    FromNow,
    /// Everything that whoever adds them may read.
    Whole,
}

impl History {
    /// The name in forms and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FromNow => "from_now",
            Self::Whole => "whole",
        }
    }

    /// The number after which a new member may read: added by somebody who may read what comes after
    /// `sees_after`, by a line with the number `line`.
    pub fn sees_after(self, sees_after: i64, line: i64) -> i64 {
        match self {
            Self::FromNow => line - 1,
            Self::Whole => sees_after,
        }
    }
}

impl FromStr for History {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        [Self::FromNow, Self::Whole]
            .into_iter()
            .find(|history| history.as_str() == text)
            .ok_or_else(|| ErrorBody::invalid("history", "Choose what they may read."))
    }
}

/// Add somebody who has an account to a conversation. For members. `whole` is what the one who adds may read. An
/// address without an account and one that cannot be added get the same `not_found`. More than 60 tries in 15
/// minutes are refused as `rate_limited`. The answer is the new member.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AddMember {
    /// Where.
    pub conversation_id: ConversationId,
    /// The mail address of their account.
    pub email: String,
    /// What they may read.
    #[serde(default)]
    pub history: History,
}

impl Command for AddMember {
    const NAME: &'static str = "addMember";
    type Ok = UserRef;
    const ERRORS: &'static [ErrorCode] = &[
        ErrorCode::Unauthenticated,
        ErrorCode::NotFound,
        ErrorCode::Conflict,
        ErrorCode::TooLarge,
    ];
}

/// Leave a conversation. For members but the last one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeaveConversation {
    /// Which.
    pub conversation_id: ConversationId,
}

impl Command for LeaveConversation {
    const NAME: &'static str = "leaveConversation";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] =
        &[ErrorCode::Unauthenticated, ErrorCode::NotFound, ErrorCode::Conflict];
}

/// Take somebody out of a conversation: for whoever added them, the owner of the conversation's board, and admins
/// who are in it. Those whom it is between from its start stay. Repeating it changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RemoveMember {
    /// Which.
    pub conversation_id: ConversationId,
    /// Whom.
    pub user_id: UserId,
}

impl Command for RemoveMember {
    const NAME: &'static str = "removeMember";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] =
        &[ErrorCode::Unauthenticated, ErrorCode::Forbidden, ErrorCode::NotFound];
}

/// The user came into a conversation, or is out of it (`membership`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// Which.
    pub conversation_id: ConversationId,
    /// In it, or out of it.
    pub is_member: bool,
    /// Who did it; absent when it was the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserRef>,
}

/// Those a conversation is between from its start. Nobody can take them out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Founders {
    /// Who started it.
    pub starter: UserId,
    /// The owner of the board it is about.
    pub board_owner: Option<UserId>,
}

impl Founders {
    /// Whether somebody is one of them.
    pub fn has(self, user: UserId) -> bool {
        user == self.starter || Some(user) == self.board_owner
    }
}

/// In the order in which members are listed everywhere: by name, as the bytes of UTF-8 go. A database would
/// order them by its own language.
pub fn sort_members(members: &mut [MemberView]) {
    members.sort_by(|a, b| (&a.user.name, a.user.id).cmp(&(&b.user.name, b.user.id)));
}

/// Whether one more may come into a conversation of so many.
pub fn may_add(members: usize) -> Result<(), ErrorBody> {
    if members < limits::MEMBERS {
        return Ok(());
    }
    let text = format!("A conversation has room for {} people.", limits::MEMBERS);
    Err(ErrorBody::too_large("email", limits::MEMBERS, text))
}

/// Whether somebody may leave a conversation of so many: not the last one, because nobody could come back to
/// what was said.
pub fn may_leave(members: usize) -> Result<(), ErrorBody> {
    if members > 1 {
        return Ok(());
    }
    let text = "You are the only one left in this conversation, so you cannot leave it.";
    Err(ErrorBody::new(ErrorCode::Conflict, text))
}

/// Whether a member may take another one out: whoever added them, the owner of the conversation's board, and
/// admins who are in it. Not those who were in it from the start, and nobody themselves: one leaves.
pub fn may_remove(
    (by, role): (UserId, Role),
    board_owner: Option<UserId>,
    member: &MemberView,
) -> Result<(), ErrorBody> {
    let refused = |text: &str| Err(ErrorBody::new(ErrorCode::Forbidden, text));
    if member.user.id == by {
        return refused("To go yourself, leave the conversation.");
    }
    let Some(added_by) = &member.added_by else {
        return refused("Whoever was in a conversation from its start cannot be removed.");
    };
    if added_by.id == by || board_owner == Some(by) || role == Role::Admin {
        return Ok(());
    }
    refused("Only whoever added a member, the board's owner and admins may remove them.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn user(n: u128) -> UserRef {
        UserRef { id: UserId(Uuid::from_u128(n)), name: format!("{n}"), role: Role::Advertiser }
    }

    fn member(n: u128, added_by: Option<u128>) -> MemberView {
        let (marker, added_by) = (Marker::default(), added_by.map(user));
        MemberView { user: user(n), marker, added_by, joined_seq: 0 }
    }

    #[test]
    fn who_was_added_may_be_removed_by_whoever_did_it_by_the_boards_owner_and_by_admins() {
        let (ana, marta, jo, else_) = (user(1).id, user(2).id, member(3, Some(1)), user(4).id);
        let may = |by, role, member: &MemberView| {
            may_remove((by, role), Some(marta), member).map_err(|error| error.code)
        };
        assert_eq!(may(ana, Role::Advertiser, &jo), Ok(()), "added them");
        assert_eq!(may(marta, Role::Owner, &jo), Ok(()), "owns the board");
        assert_eq!(may(else_, Role::Admin, &jo), Ok(()));
        assert_eq!(may(else_, Role::Owner, &jo), Err(ErrorCode::Forbidden), "owns another board");
        assert_eq!(may(jo.user.id, Role::Admin, &jo), Err(ErrorCode::Forbidden), "leaves instead");
        let founder = member(1, None);
        assert_eq!(may(marta, Role::Owner, &founder), Err(ErrorCode::Forbidden));
        assert_eq!(may(else_, Role::Admin, &founder), Err(ErrorCode::Forbidden));
    }

    #[test]
    fn nobody_gives_a_newcomer_more_than_they_may_read_themselves() {
        assert_eq!(History::Whole.sees_after(0, 9), 0);
        assert_eq!(History::Whole.sees_after(4, 9), 4);
        assert_eq!(History::FromNow.sees_after(0, 9), 8, "the line that says so is theirs");
        assert_eq!("whole".parse(), Ok(History::Whole));
        assert!("all".parse::<History>().is_err());
    }

    #[test]
    fn the_last_one_stays_and_there_is_room_for_fifty() {
        assert!(may_leave(2).is_ok() && may_leave(1).is_err());
        assert!(may_add(49).is_ok() && may_add(50).is_err());
    }
}
