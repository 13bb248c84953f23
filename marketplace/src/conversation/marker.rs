//! How far members have come.

use super::sql;
use crate::{Marketplace, Result, notification, publish::noted, stream};
use protocol::{
    ErrorBody, Room, ServerEvent,
    account::Me,
    command::Done,
    conversation::{MarkDelivered, MarkRead, Marker, MessageRead},
    id::ConversationId,
};

impl Marketplace {
    /// Moves the user's read marker forward. Publishes `messageRead` and the user's `unread`.
    pub async fn mark_read(&self, me: &Me, input: &MarkRead) -> Result<Done> {
        let (seq, now) = (input.up_to_seq, self.now());
        let moved = self
            .move_marker(me, input.conversation_id, seq, move |marker| marker.read(seq, now))
            .await?;
        if moved {
            noted(self.publish_unread(me.user_id, input.conversation_id).await);
        }
        Ok(Done {})
    }

    /// Notes that messages have reached a device of the user's. Publishes `messageRead`.
    pub async fn mark_delivered(&self, me: &Me, input: &MarkDelivered) -> Result<Done> {
        let seq = input.up_to_seq;
        self.move_marker(me, input.conversation_id, seq, move |marker| marker.delivered(seq))
            .await?;
        Ok(Done {})
    }

    async fn move_marker(
        &self,
        me: &Me,
        conversation_id: ConversationId,
        seq: i64,
        decide: impl FnOnce(Marker) -> Option<Marker> + Send + 'static,
    ) -> Result<bool> {
        self.check_member(me, conversation_id).await?;
        let room = Room::Conversation(conversation_id);
        let head = stream::head(self.database(), room).await?.map_or(0, |head| head.seq);
        if !(0..=head).contains(&seq) {
            let text = format!("upToSeq is between 0 and {head} here.");
            return Err(ErrorBody::invalid("upToSeq", text).into());
        }
        let (user_id, now) = (me.user_id, self.now());
        let moved = self
            .database()
            .transaction(move |tx| {
                Box::pin(async move {
                    stream::lock(tx, room).await?;
                    let Some(marker) = sql::marker(tx, conversation_id, user_id).await? else {
                        return Ok(None);
                    };
                    let Some(next) = decide(marker) else { return Ok(None) };
                    sql::set_marker(tx, conversation_id, user_id, next).await?;
                    let notice = if next.read_seq > marker.read_seq {
                        let read = (next.read_seq, now);
                        notification::conversation_read(tx, user_id, conversation_id, read).await?
                    } else {
                        None
                    };
                    Ok(Some((next, notice)))
                })
            })
            .await?;
        let Some((marker, notice)) = moved else { return Ok(false) };
        self.tell(notice);
        let event = ServerEvent::MessageRead(MessageRead { conversation_id, user_id, marker });
        noted(self.publish_to_members(conversation_id, event).await);
        Ok(true)
    }
}
