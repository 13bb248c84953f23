//! Conversations: messages, markers, typing, unread counts.

use crate::{
    account::UserRef,
    board::BoardRef,
    command::{Command, Done},
    error::ErrorBody,
    id::{ClientId, ConversationId, MessageId, UserId},
    limits,
    stream::{Head, Position},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a line in a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Written by its author.
    Text,
    /// The author joined the conversation; `body` is empty.
    Joined,
    /// The author left the conversation; `body` is empty.
    Left,
}

impl MessageKind {
    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Joined => "joined",
            Self::Left => "left",
        }
    }
}

impl FromStr for MessageKind {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        [Self::Text, Self::Joined, Self::Left]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| ErrorBody::invalid("kind", "There is no such kind of message."))
    }
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub conversation_id: ConversationId,
    /// Its number in the conversation's stream. Messages are sorted by it, never by a clock.
    pub seq: i64,
    /// The sender's own id for it; how a sender finds its echo.
    pub client_id: ClientId,
    /// Who wrote it.
    pub author: UserRef,
    /// What it is.
    pub kind: MessageKind,
    /// Plain text as written; empty for lines the system wrote.
    pub body: String,
    /// When it was stored.
    pub sent_at: Timestamp,
}

/// A member and how far they have come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberView {
    /// Who.
    pub user: UserRef,
    /// How far.
    #[serde(flatten)]
    pub marker: Marker,
}

/// How far a member has come in a conversation. Both numbers only grow, and read implies delivered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Marker {
    /// Everything up to here has reached a device of theirs.
    pub delivered_seq: i64,
    /// Everything up to here was in view.
    pub read_seq: i64,
    /// When `read_seq` was reached.
    pub read_at: Option<Timestamp>,
}

impl Marker {
    /// The marker after reading up to `seq`, or `None` when that changes nothing.
    pub fn read(self, seq: i64, now: Timestamp) -> Option<Self> {
        (seq > self.read_seq).then(|| Self {
            delivered_seq: self.delivered_seq.max(seq),
            read_seq: seq,
            read_at: Some(now),
        })
    }

    /// The marker after receiving up to `seq`, or `None` when that changes nothing.
    pub fn delivered(self, seq: i64) -> Option<Self> {
        (seq > self.delivered_seq).then_some(Self { delivered_seq: seq, ..self })
    }
}

/// A conversation as the inbox shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationSummary {
    /// Which.
    pub id: ConversationId,
    /// The board it was started at.
    pub board: Option<BoardRef>,
    /// Everybody in it, the viewer included.
    pub members: Vec<MemberView>,
    /// The newest message.
    pub last_message: Option<MessageView>,
    /// Messages of others after the viewer's read marker.
    pub unread: i64,
    /// Where its stream stood when this was read.
    pub head: Head,
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
    /// At most [`limits::HISTORY_PAGE`], more when the first unread is further back than that.
    pub messages: Vec<MessageView>,
    /// Whether there are messages before the first of these.
    pub has_older: bool,
}

/// Send a message. Repeating it with the same `client_id` gives the same acknowledgement.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// Made by the sender.
    pub client_id: ClientId,
    /// Where to.
    pub conversation_id: ConversationId,
    /// Plain text, see [`MessageBody`].
    pub body: String,
}

impl Command for SendMessage {
    const NAME: &'static str = "sendMessage";
    type Ok = Sent;
}

/// The acknowledgement of [`SendMessage`], given after the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// Received up to a message, on any device.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
}

/// Say that one types, or no longer.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
}

/// A message was stored (`newMessage`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(rename_all = "camelCase")]
pub struct Typing {
    /// Where.
    pub conversation_id: ConversationId,
    /// All of them, the receiver possibly among them.
    pub typists: Vec<UserRef>,
}

/// The server's count of unread messages (`unread`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unread {
    /// Where.
    pub conversation_id: ConversationId,
    /// There.
    pub unread: i64,
    /// In all of the user's conversations.
    pub total: i64,
}

/// A text that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageBody(String);

impl MessageBody {
    /// Applies the rules for a message's text; the same in the composer and on the server.
    ///
    /// Surrounding white space is cut off. Refused: an empty text, more than
    /// [`limits::MESSAGE_CHARS`] characters or [`limits::MESSAGE_BYTES`] bytes, NUL characters.
    pub fn parse(text: &str) -> Result<Self, ErrorBody> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ErrorBody::invalid("body", "Write something first."));
        }
        if text.chars().count() > limits::MESSAGE_CHARS {
            let message = format!("A message has at most {} characters.", limits::MESSAGE_CHARS);
            return Err(ErrorBody::too_large("body", limits::MESSAGE_CHARS, message));
        }
        if text.len() > limits::MESSAGE_BYTES {
            let message = format!("A message has at most {} bytes.", limits::MESSAGE_BYTES);
            return Err(ErrorBody::too_large("body", limits::MESSAGE_BYTES, message));
        }
        // Postgres cannot store NUL in a text, so nobody may send it.
        if text.contains('\0') {
            return Err(ErrorBody::invalid("body", "A message cannot hold a NUL character."));
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MessageBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use proptest::prelude::*;

    #[test]
    fn a_message_is_trimmed_and_limited() {
        assert_eq!(MessageBody::parse(" hi\n").unwrap().as_str(), "hi");
        assert_eq!(MessageBody::parse(" \n ").unwrap_err().code, ErrorCode::Invalid);
        assert_eq!(MessageBody::parse("a\0b").unwrap_err().code, ErrorCode::Invalid);
        assert!(MessageBody::parse(&"é".repeat(10_000)).is_ok());
        let error = MessageBody::parse(&"x".repeat(10_001)).unwrap_err();
        assert_eq!((error.code, error.limit), (ErrorCode::TooLarge, Some(10_000)));
        let error = MessageBody::parse(&"𝄞".repeat(9_000)).unwrap_err();
        assert_eq!((error.code, error.limit), (ErrorCode::TooLarge, Some(32_768)));
    }

    proptest! {
        /// Whatever is reported, in whatever order, a marker only moves forward and read implies delivered.
        #[test]
        fn a_marker_never_goes_back(reports in prop::collection::vec((any::<bool>(), 0_i64..50), 0..60)) {
            let mut marker = Marker::default();
            for (is_read, seq) in reports {
                let next = if is_read { marker.read(seq, Timestamp(1)) } else { marker.delivered(seq) };
                if let Some(next) = next {
                    prop_assert!(next.read_seq >= marker.read_seq);
                    prop_assert!(next.delivered_seq >= marker.delivered_seq);
                    prop_assert!(next != marker);
                    marker = next;
                }
                prop_assert!(marker.delivered_seq >= marker.read_seq);
            }
        }
    }
}
