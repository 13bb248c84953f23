use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::{
    conversation::{ConversationSummary, MessagePage, Revision, Thread, UnreadCount},
    id::{ConversationId, MessageId},
};

/// The viewer's conversations, the one with the newest message first.
#[server]
pub async fn read_inbox() -> ApiResult<Vec<ConversationSummary>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.inbox(&me).await)
}

/// A conversation opened at its first unread message, or at its end. For members.
#[server]
pub async fn open_thread(id: ConversationId) -> ApiResult<Thread> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.thread(&me, id).await)
}

/// The page of messages before a number. For members.
#[server]
pub async fn older_messages(id: ConversationId, before_seq: i64) -> ApiResult<MessagePage> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.older_messages(&me, id, before_seq).await)
}

/// The page of messages after a number. For members.
#[server]
pub async fn newer_messages(id: ConversationId, after_seq: i64) -> ApiResult<MessagePage> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.newer_messages(&me, id, after_seq).await)
}

/// The page with a message in its middle. For members.
#[server]
pub async fn messages_around(id: ConversationId, seq: i64) -> ApiResult<MessagePage> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.messages_around(&me, id, seq).await)
}

/// The texts a message had before, the oldest first. For members.
#[server]
pub async fn message_revisions(id: ConversationId, message: MessageId) -> ApiResult<Vec<Revision>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.message_revisions(&me, id, message).await)
}

/// How much the viewer has not read, in each conversation.
#[server]
pub async fn count_unread() -> ApiResult<Vec<(ConversationId, UnreadCount)>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.unread_counts(&me).await)
}
