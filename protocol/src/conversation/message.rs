//! Messages, and what they answer.

use super::text;
use crate::{
    account::UserRef,
    error::ErrorBody,
    id::{ClientId, ConversationId, MessageId, OrderId},
    limits,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a line in a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Written by its author.
    Text,
    /// The author came back to the conversation; `body` is empty.
    Joined,
    /// The author left the conversation; `body` is empty.
    Left,
    /// The author added the `subject` to the conversation; `body` is empty.
    Added,
    /// The author removed the `subject` from the conversation; `body` is empty.
    Removed,
    /// The order `orderId` went a step further; `body` says which.
    Order,
}

impl MessageKind {
    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Joined => "joined",
            Self::Left => "left",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Order => "order",
        }
    }
}

impl FromStr for MessageKind {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        [Self::Text, Self::Joined, Self::Left, Self::Added, Self::Removed, Self::Order]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| ErrorBody::invalid("kind", "There is no such kind of message."))
    }
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Whom it is about, when that is somebody else than the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<UserRef>,
    /// The order it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// As written, see [`text`]; empty for most lines the system wrote, and once it was deleted.
    pub body: String,
    /// When it was stored.
    pub sent_at: Timestamp,
    /// How often it was changed. Of two versions the one with the higher number is valid.
    #[serde(default)]
    pub version: i64,
    /// When its text was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// When its author deleted it; nothing but this remains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Quote>,
}

/// The beginning of a message, as an answer to it shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// The message.
    pub message_id: MessageId,
    /// Its number in the conversation.
    pub seq: i64,
    /// Who wrote it.
    pub author: UserRef,
    /// On one line, at most [`limits::QUOTE_CHARS`] characters; empty when it was deleted.
    pub excerpt: String,
    /// The message's version this was taken from; above 0 it was edited or deleted since.
    pub version: i64,
    /// Whether it was deleted.
    pub is_deleted: bool,
}

impl MessageView {
    /// Whether its author has deleted it.
    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// How answers show it.
    pub fn quote(&self) -> Quote {
        Quote {
            message_id: self.id,
            seq: self.seq,
            author: self.author.clone(),
            excerpt: text::excerpt(&self.body, limits::QUOTE_CHARS),
            version: self.version,
            is_deleted: self.is_deleted(),
        }
    }

    /// Takes over a newer version of this message, or of the one it answers. Says whether it did. Versions
    /// may come in any order and repeatedly: the highest stays.
    pub fn absorb(&mut self, changed: &Self) -> bool {
        if self.id == changed.id {
            let is_newer = self.version < changed.version;
            if is_newer {
                let known = self.reply_to.take();
                *self = changed.clone();
                self.reply_to = newer(known, self.reply_to.take()).filter(|_| !self.is_deleted());
            } else if !self.is_deleted() {
                self.reply_to = newer(self.reply_to.take(), changed.reply_to.clone());
            }
            return is_newer;
        }
        let quote = self.reply_to.as_mut().filter(|quote| quote.message_id == changed.id);
        let Some(quote) = quote.filter(|quote| quote.version < changed.version) else {
            return false;
        };
        *quote = changed.quote();
        true
    }
}

fn newer(one: Option<Quote>, other: Option<Quote>) -> Option<Quote> {
    match (one, other) {
        (Some(one), Some(other)) if other.version > one.version => Some(other),
        (Some(one), _) => Some(one),
        (None, other) => other,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{account::Role, id::UserId};
    use proptest::prelude::*;
    use uuid::Uuid;

    /// Ana's message number `seq`.
    pub fn message(seq: i64, body: &str) -> MessageView {
        let id = Uuid::from_u64_pair(1, seq.unsigned_abs());
        let author =
            UserRef { id: UserId(Uuid::nil()), name: "Ana".into(), role: Role::Advertiser };
        MessageView {
            id: MessageId(id),
            conversation_id: ConversationId(Uuid::nil()),
            seq,
            client_id: ClientId(id),
            author,
            kind: MessageKind::Text,
            subject: None,
            order_id: None,
            body: body.into(),
            sent_at: Timestamp(0),
            version: 0,
            edited_at: None,
            deleted_at: None,
            reply_to: None,
        }
    }

    fn version(seq: i64, version: i64) -> MessageView {
        let edited_at = (version > 0).then_some(Timestamp(version));
        MessageView { version, edited_at, ..message(seq, &format!("version {version}")) }
    }

    #[test]
    fn a_quote_follows_the_message_it_is_from() {
        let original = version(1, 0);
        let mut answer = MessageView { reply_to: Some(original.quote()), ..message(2, "yes") };
        assert!(answer.absorb(&version(1, 2)));
        assert_eq!(answer.reply_to.as_ref().unwrap().excerpt, "version 2");
        assert!(!answer.absorb(&version(1, 1)), "an older one comes late");
        let gone = MessageView { version: 3, deleted_at: Some(Timestamp(9)), ..message(1, "") };
        assert!(answer.absorb(&gone));
        let quote = answer.reply_to.unwrap();
        assert!(quote.is_deleted && quote.excerpt.is_empty());
    }

    #[test]
    fn a_message_stored_before_there_were_versions_is_read() {
        let mut wire = serde_json::to_value(message(1, "hi")).unwrap();
        wire.as_object_mut().unwrap().remove("version");
        assert_eq!(serde_json::from_value::<MessageView>(wire).unwrap(), message(1, "hi"));
    }

    proptest! {
        /// Versions of an answer and of its original, in any order and number, end in the same.
        #[test]
        fn versions_converge(arrivals in prop::collection::vec((1_i64..=2, 0_i64..5), 0..30)) {
            let answer = |n| MessageView { reply_to: Some(version(1, 0).quote()), ..version(2, n) };
            let of = |(seq, n): (i64, i64)| if seq == 1 { version(1, n) } else { answer(n) };
            let highest = |seq| arrivals.iter().filter(|a| a.0 == seq).map(|a| a.1).max().unwrap_or(0);
            let mut shown = answer(0);
            for arrival in &arrivals {
                shown.absorb(&of(*arrival));
            }
            prop_assert_eq!(shown.version, highest(2));
            prop_assert_eq!(shown.reply_to.unwrap().version, highest(1));
        }
    }
}
