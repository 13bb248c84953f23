use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::{
    conversation::{ConversationSummary, MessagePage, Thread},
    id::ConversationId,
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

/// Unread messages in all conversations of the viewer.
#[server]
pub async fn count_unread() -> ApiResult<i64> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.unread_total(&me).await)
}
