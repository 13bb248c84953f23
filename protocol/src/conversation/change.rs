//! Changing one's own messages: who may, how long, and what remains.

use super::{MessageBody, MessageKind, MessageView};
use crate::{
    command::Command,
    error::{ErrorBody, ErrorCode},
    id::{ConversationId, MessageId, UserId},
    limits,
    stream::Position,
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Change the text of one's own message, within [`limits::EDIT_WITHIN`]. `version` is the one its author saw, another
/// one is a `conflict`. Repeating it gives the same answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EditMessage {
    /// Where.
    pub conversation_id: ConversationId,
    /// Which.
    pub message_id: MessageId,
    /// The version its author looked at: what was changed meanwhile is not overwritten unseen.
    pub version: i64,
    /// The new text, under the rules of [`MessageBody`].
    pub body: String,
}

impl Command for EditMessage {
    const NAME: &'static str = "editMessage";
    type Ok = Changed;
    const ERRORS: &'static [ErrorCode] = &[
        ErrorCode::Unauthenticated,
        ErrorCode::Forbidden,
        ErrorCode::NotFound,
        ErrorCode::Conflict,
        ErrorCode::TooLarge,
    ];
}

/// Delete one's own message, within [`limits::DELETE_WITHIN`]. Repeating it gives the same answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeleteMessage {
    /// Where.
    pub conversation_id: ConversationId,
    /// Which.
    pub message_id: MessageId,
}

impl Command for DeleteMessage {
    const NAME: &'static str = "deleteMessage";
    type Ok = Changed;
    const ERRORS: &'static [ErrorCode] =
        &[ErrorCode::Unauthenticated, ErrorCode::Forbidden, ErrorCode::NotFound];
}

/// The acknowledgement of [`EditMessage`] and [`DeleteMessage`], given after the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// The message as it is stored now.
    pub message: MessageView,
}

/// A message was edited or deleted (`messageUpdated`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageUpdated {
    /// In the conversation's stream; the message keeps its own number.
    #[serde(flatten)]
    pub position: Position,
    /// The message as it is now.
    pub message: MessageView,
}

/// A text a message had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revision {
    /// The message's version then.
    pub version: i64,
    /// As written.
    pub body: String,
    /// When it was written.
    pub written_at: Timestamp,
}

/// The message after an edit by `by`, or `None` when it changes nothing: it is a repeat, or the same text.
pub fn edited(
    message: &MessageView,
    by: UserId,
    edit: &EditMessage,
    now: Timestamp,
) -> Result<Option<MessageView>, ErrorBody> {
    let body = MessageBody::parse(&edit.body)?;
    check_author(message, by)?;
    if message.is_deleted() {
        return Err(ErrorBody::new(ErrorCode::Conflict, "This message was deleted meanwhile."));
    }
    if message.body == body.as_str() {
        return Ok(None);
    }
    if message.version != edit.version {
        let text = "This message was changed meanwhile. Look at it again.";
        return Err(ErrorBody::new(ErrorCode::Conflict, text));
    }
    time_to_edit(message, now).ok_or_else(|| too_late("edited", limits::EDIT_WITHIN))?;
    Ok(Some(MessageView {
        body: body.to_string(),
        version: message.version + 1,
        edited_at: Some(now),
        ..message.clone()
    }))
}

/// What remains of a message after `by` deletes it, or `None` when that was done before.
pub fn deleted(
    message: &MessageView,
    by: UserId,
    now: Timestamp,
) -> Result<Option<MessageView>, ErrorBody> {
    check_author(message, by)?;
    if message.is_deleted() {
        return Ok(None);
    }
    time_to_delete(message, now).ok_or_else(|| too_late("deleted", limits::DELETE_WITHIN))?;
    Ok(Some(MessageView {
        body: String::new(),
        version: message.version + 1,
        edited_at: None,
        deleted_at: Some(now),
        reply_to: None,
        ..message.clone()
    }))
}

/// How long a message may still be edited; `None` when no longer.
pub fn time_to_edit(message: &MessageView, now: Timestamp) -> Option<Duration> {
    time_left(message, limits::EDIT_WITHIN, now)
}

/// How long a message may still be deleted; `None` when no longer.
pub fn time_to_delete(message: &MessageView, now: Timestamp) -> Option<Duration> {
    time_left(message, limits::DELETE_WITHIN, now)
}

fn time_left(message: &MessageView, within: Duration, now: Timestamp) -> Option<Duration> {
    let left = within.checked_sub(now.since(message.sent_at))?;
    (!left.is_zero() && message.kind == MessageKind::Text && !message.is_deleted()).then_some(left)
}

fn check_author(message: &MessageView, by: UserId) -> Result<(), ErrorBody> {
    if message.author.id == by && message.kind == MessageKind::Text {
        return Ok(());
    }
    Err(ErrorBody::new(ErrorCode::Forbidden, "Only its author may change a message."))
}

fn too_late(what: &str, within: Duration) -> ErrorBody {
    let minutes = within.as_secs() / 60;
    let text = format!("A message can be {what} for {minutes} minutes. That time is over.");
    ErrorBody::new(ErrorCode::Forbidden, text)
}

#[cfg(test)]
mod tests {
    use super::{super::message::tests::message, *};
    use uuid::Uuid;

    const ANA: UserId = UserId(Uuid::nil());
    const MINUTE: i64 = 60_000;

    fn edit(version: i64, body: &str) -> EditMessage {
        let talk = message(1, "");
        let (conversation_id, message_id) = (talk.conversation_id, talk.id);
        EditMessage { conversation_id, message_id, version, body: body.into() }
    }

    #[test]
    fn an_edit_raises_the_version_and_a_repeat_changes_nothing() {
        let first = message(1, "helo");
        let now = Timestamp(MINUTE);
        let second = edited(&first, ANA, &edit(0, " hello "), now).unwrap().unwrap();
        assert_eq!((second.body.as_str(), second.version), ("hello", 1));
        assert_eq!(second.edited_at, Some(now));
        assert_eq!(edited(&second, ANA, &edit(0, "hello"), now), Ok(None), "a repeat");
        assert_eq!(edited(&second, ANA, &edit(1, "hello"), now), Ok(None), "the same text");
        let error = edited(&second, ANA, &edit(0, "hullo"), now).unwrap_err();
        assert_eq!(error.code, ErrorCode::Conflict, "another device was faster");
    }

    #[test]
    fn time_runs_out_to_the_millisecond() {
        let talk = message(1, "helo");
        let code = |result: Result<_, ErrorBody>| result.map(|_| ()).map_err(|error| error.code);
        let at = |minutes: i64, millis: i64| Timestamp(minutes * MINUTE + millis);
        assert_eq!(code(edited(&talk, ANA, &edit(0, "x"), at(15, -1))), Ok(()));
        assert_eq!(code(edited(&talk, ANA, &edit(0, "x"), at(15, 0))), Err(ErrorCode::Forbidden));
        assert_eq!(code(deleted(&talk, ANA, at(10, -1))), Ok(()));
        assert_eq!(code(deleted(&talk, ANA, at(10, 0))), Err(ErrorCode::Forbidden));
        assert_eq!(time_to_edit(&talk, at(14, 0)), Some(Duration::from_mins(1)));
        assert_eq!(time_to_edit(&talk, at(15, 0)), None);
    }

    #[test]
    fn deleting_leaves_nothing_but_that_it_was_there_and_may_be_repeated_for_ever() {
        let talk = MessageView { reply_to: Some(message(9, "before").quote()), ..message(1, "hi") };
        let gone = deleted(&talk, ANA, Timestamp(5)).unwrap().unwrap();
        assert_eq!((gone.body.as_str(), gone.version, gone.seq), ("", 1, 1));
        assert_eq!((gone.deleted_at, gone.reply_to.is_none()), (Some(Timestamp(5)), true));
        assert_eq!(deleted(&gone, ANA, Timestamp(100 * MINUTE)), Ok(None));
        let error = edited(&gone, ANA, &edit(1, "again"), Timestamp(6)).unwrap_err();
        assert_eq!(error.code, ErrorCode::Conflict);
        assert_eq!(time_to_edit(&gone, Timestamp(6)), None);
    }

    #[test]
    fn nobody_changes_what_others_or_the_system_wrote() {
        let other = UserId(Uuid::from_u128(2));
        let line = MessageView { kind: MessageKind::Joined, ..message(1, "") };
        for (talk, by) in [(message(1, "hi"), other), (line, ANA)] {
            let now = Timestamp(0);
            assert_eq!(deleted(&talk, by, now).unwrap_err().code, ErrorCode::Forbidden);
            assert_eq!(
                edited(&talk, by, &edit(0, "x"), now).unwrap_err().code,
                ErrorCode::Forbidden
            );
        }
    }
}
