//! Who is notified of a message.

use super::sql;
use crate::{
    Result,
    database::Tx,
    notification::{Notice, notify_all},
};
use protocol::{conversation::MessageView, notification::NotificationBody};

/// Notifies every member but the author, in the message's own transaction: one notification a conversation,
/// which counts until the member has read there.
pub(super) async fn of_message(tx: &mut Tx, message: &MessageView) -> Result<Vec<Notice>> {
    let mut members = sql::member_ids_now(tx, message.conversation_id).await?;
    members.retain(|member| *member != message.author.id);
    let body = NotificationBody::Message {
        conversation_id: message.conversation_id,
        author: message.author.clone(),
        message_seq: message.seq,
    };
    notify_all(tx, members, &body, message.sent_at).await
}
