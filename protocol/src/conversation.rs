//! Conversations: messages, markers, typing, unread counts.

mod body;
mod change;
mod marker;
mod member;
mod message;
mod sight;
pub mod text;

pub use body::MessageBody;
pub use change::{
    Changed, DeleteMessage, EditMessage, MessageUpdated, Revision, deleted, edited, time_to_delete,
    time_to_edit,
};
pub use marker::Marker;
pub use member::{
    AddMember, Founders, History, LeaveConversation, MemberView, Membership, RemoveMember, may_add,
    may_leave, may_remove, sort_members,
};
pub use message::{MessageKind, MessageView, Quote};
pub use sight::Withheld;

use crate::{
    account::UserRef,
    board::BoardRef,
    command::{Command, Done},
    error::ErrorCode,
    id::{ClientId, ConversationId, MessageId, UserId},
    stream::{Head, Position},
};
use serde::{Deserialize, Serialize};

/// A conversation as the inbox shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationSummary {
    /// Which.
    pub id: ConversationId,
    /// The board it was started at.
    pub board: Option<BoardRef>,
    /// Who started it.
    pub started_by: UserId,
    /// Everybody in it, the viewer included.
    pub members: Vec<MemberView>,
    /// The newest message.
    pub last_message: Option<MessageView>,
    /// Messages of others after the viewer's read marker.
    pub unread: UnreadCount,
    /// Where its stream stood when this was read.
    pub head: Head,
}

impl ConversationSummary {
    /// Those it is between from its start.
    pub fn founders(&self) -> Founders {
        let board_owner = self.board.as_ref().map(|board| board.owner_id);
        Founders { starter: self.started_by, board_owner }
    }
}

/// A conversation opened: the summary and one page of its messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Thread {
    /// The conversation; its head was read before the messages, so nothing is missing between.
    pub summary: ConversationSummary,
    /// In order of `seq`.
    pub page: MessagePage,
}

/// Consecutive messages in order of `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessagePage {
    /// At most [`crate::limits::HISTORY_PAGE`], more when the first unread is further back than that.
    pub messages: Vec<MessageView>,
    /// Whether there are messages before the first of these.
    pub has_older: bool,
    /// Whether there are messages after the last of these.
    #[serde(default)]
    pub has_newer: bool,
}

/// Send a message. Repeating it with the same `clientId`, a UUID of yours, gives the same acknowledgement.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// Made by the sender.
    pub client_id: ClientId,
    /// Where to.
    pub conversation_id: ConversationId,
    /// What one writes, see [`MessageBody`] for its limits and [`text`] for its marks.
    pub body: String,
    /// The message of this conversation that is answered. One that is not there is refused as `not_found`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

impl Command for SendMessage {
    const NAME: &'static str = "sendMessage";
    type Ok = Sent;
    const ERRORS: &'static [ErrorCode] =
        &[ErrorCode::Unauthenticated, ErrorCode::NotFound, ErrorCode::TooLarge];
}

/// The acknowledgement of [`SendMessage`], given after the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// Where the message stands in the conversation's stream.
    #[serde(flatten)]
    pub position: Position,
    /// The message as stored.
    pub message: MessageView,
}

/// Read up to a message. The server keeps the highest number it was told.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MarkRead {
    /// Where.
    pub conversation_id: ConversationId,
    /// The last message that was in view.
    pub up_to_seq: i64,
}

impl Command for MarkRead {
    const NAME: &'static str = "markRead";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::NotFound];
}

/// Received up to a message, on any device.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MarkDelivered {
    /// Where.
    pub conversation_id: ConversationId,
    /// The last message that arrived.
    pub up_to_seq: i64,
}

impl Command for MarkDelivered {
    const NAME: &'static str = "markDelivered";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::NotFound];
}

/// Say that one types, or no longer. The room must be joined; repeat it every [`limits::TYPING_REPEAT`].
///
/// [`limits::TYPING_REPEAT`]: crate::limits::TYPING_REPEAT
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SetTyping {
    /// Where.
    pub conversation_id: ConversationId,
    /// Typing, or stopped.
    pub is_typing: bool,
}

impl Command for SetTyping {
    const NAME: &'static str = "typing";
    type Ok = Done;
    const ERRORS: &'static [ErrorCode] = &[ErrorCode::Unauthenticated, ErrorCode::Forbidden];
}

/// A message was stored (`newMessage`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NewMessage {
    /// In the conversation's stream.
    #[serde(flatten)]
    pub position: Position,
    /// The message.
    pub message: MessageView,
}

/// A member's marker moved (`messageRead`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageRead {
    /// Where.
    pub conversation_id: ConversationId,
    /// Whose.
    pub user_id: UserId,
    /// To where.
    #[serde(flatten)]
    pub marker: Marker,
}

/// Who types now (`typing`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Typing {
    /// Where.
    pub conversation_id: ConversationId,
    /// All of them, the receiver possibly among them.
    pub typists: Vec<UserRef>,
}

/// How many messages of a conversation one user has not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnreadCount {
    /// Messages of others after the user's read marker, without those deleted.
    pub count: i64,
    /// Rises with whatever can change the count: it is the stream's head and the read marker added up. Of two
    /// readings the one with the higher version is the later.
    pub version: i64,
}

/// The server's count of unread messages (`unread`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Unread {
    /// Where.
    pub conversation_id: ConversationId,
    /// There.
    pub unread: i64,
    /// As [`UnreadCount::version`].
    pub version: i64,
    /// In all of the user's conversations.
    pub total: i64,
}

impl Unread {
    /// The count without the place.
    pub fn count(&self) -> UnreadCount {
        UnreadCount { count: self.unread, version: self.version }
    }
}
