//! People and messages for the tests of this crate.

use protocol::{
    Room, ServerEvent, Timestamp,
    account::{Role, UserRef},
    conversation::{
        ConversationSummary, Marker, MemberView, MessageKind, MessagePage, MessageView, NewMessage,
        Thread, UnreadCount,
    },
    id::{ClientId, ConversationId, Epoch, MessageId, UserId},
    stream::{Head, Position},
};
use uuid::Uuid;

/// The conversation most tests are about.
pub const TALK: ConversationId = ConversationId(Uuid::from_u128(0x7a1c));

/// The advertiser.
pub fn ana() -> UserRef {
    person(1, "Ana", Role::Advertiser)
}

/// The owner.
pub fn ben() -> UserRef {
    person(2, "Ben", Role::Owner)
}

pub fn person(id: u128, name: &str, role: Role) -> UserRef {
    UserRef { id: UserId(Uuid::from_u128(id)), name: name.into(), role }
}

pub fn head(epoch: u128, seq: i64) -> Head {
    Head { epoch: Epoch(Uuid::from_u128(epoch)), seq }
}

/// Message number `seq` of [`TALK`]; ids follow from the number, the clock is a second a message.
pub fn message(seq: i64, author: &UserRef, body: &str) -> MessageView {
    let id = Uuid::from_u64_pair(1, seq.unsigned_abs());
    MessageView {
        id: MessageId(id),
        conversation_id: TALK,
        seq,
        client_id: ClientId(id),
        author: author.clone(),
        kind: MessageKind::Text,
        subject: None,
        order_id: None,
        body: body.into(),
        sent_at: Timestamp(seq * 1_000),
        version: 0,
        edited_at: None,
        deleted_at: None,
        reply_to: None,
    }
}

/// The event of [`message`], in epoch 1.
pub fn posted(message: MessageView) -> NewMessage {
    let Head { epoch, seq } = head(1, message.seq);
    let stream = Room::Conversation(message.conversation_id);
    NewMessage { position: Position { stream, epoch, seq }, message }
}

/// Event number `seq` of `room`.
pub fn event(room: ConversationId, epoch: u128, seq: i64) -> ServerEvent {
    let mut event = posted(MessageView { conversation_id: room, ..message(seq, &ben(), "hi") });
    event.position.epoch = head(epoch, seq).epoch;
    ServerEvent::NewMessage(event)
}

/// [`TALK`] between Ana and Ben as the inbox shows it.
pub fn summary(last: Option<MessageView>) -> ConversationSummary {
    let member =
        |user| MemberView { user, marker: Marker::default(), added_by: None, joined_seq: 0 };
    ConversationSummary {
        id: TALK,
        board: None,
        started_by: ana().id,
        members: vec![member(ana()), member(ben())],
        head: head(1, last.as_ref().map_or(0, |message| message.seq)),
        last_message: last,
        unread: UnreadCount::default(),
    }
}

/// [`TALK`] opened, with these messages.
pub fn thread(messages: Vec<MessageView>, has_older: bool) -> Thread {
    Thread {
        summary: summary(messages.last().cloned()),
        page: MessagePage { messages, has_older, has_newer: false },
    }
}
