//! What a member may see who has not been in a conversation from its start: what comes after a number.
//!
//! Every way out of the database goes through here: history, `sync`, live events, acknowledgements.

use super::{MessageUpdated, MessageView, NewMessage};
use crate::{event::ServerEvent, stream::Position};
use serde::{Deserialize, Serialize};

/// An event that is about what was said before the receiver joined (`withheld`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Withheld {
    /// In the conversation's stream.
    #[serde(flatten)]
    pub position: Position,
}

impl MessageView {
    /// The message as somebody sees it who may read what comes after a number: without the beginning of an
    /// older one that it answers. `None` when it is an older one itself.
    #[must_use]
    pub fn seen_after(self, sees_after: i64) -> Option<Self> {
        let is_seen = self.seq > sees_after;
        is_seen.then(|| self.without_quote_up_to(sees_after))
    }

    /// The message without the beginning of one that it answers and that comes up to a number.
    #[must_use]
    pub fn without_quote_up_to(mut self, seq: i64) -> Self {
        self.reply_to = self.reply_to.filter(|quote| quote.seq > seq);
        self
    }
}

impl ServerEvent {
    /// An event of a conversation as somebody hears it who may read what comes after a number.
    #[must_use]
    pub fn seen_after(self, sees_after: i64) -> Self {
        match self {
            Self::NewMessage(NewMessage { position, message }) => {
                match message.seen_after(sees_after) {
                    Some(message) => Self::NewMessage(NewMessage { position, message }),
                    None => Self::Withheld(Withheld { position }),
                }
            }
            Self::MessageUpdated(MessageUpdated { position, message }) => {
                match message.seen_after(sees_after) {
                    Some(message) => Self::MessageUpdated(MessageUpdated { position, message }),
                    None => Self::Withheld(Withheld { position }),
                }
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::message::tests::message, *};
    use crate::{id::Epoch, room::Room};
    use uuid::Uuid;

    fn position(message: &MessageView, seq: i64) -> Position {
        Position {
            stream: Room::Conversation(message.conversation_id),
            epoch: Epoch(Uuid::nil()),
            seq,
        }
    }

    #[test]
    fn what_was_said_before_is_a_number_and_nothing_else() {
        let old = MessageView { version: 1, ..message(3, "secret") };
        let position = position(&old, 9);
        let event = ServerEvent::MessageUpdated(MessageUpdated { position, message: old });
        assert_eq!(event.clone().seen_after(2), event);
        assert_eq!(event.seen_after(3), ServerEvent::Withheld(Withheld { position }));
    }

    #[test]
    fn an_answer_is_seen_without_what_it_answers() {
        let answer =
            MessageView { reply_to: Some(message(3, "secret").quote()), ..message(5, "yes") };
        assert_eq!(answer.clone().seen_after(2), Some(answer.clone()));
        assert_eq!(answer.seen_after(4), Some(message(5, "yes")));
    }
}
