//! How far members have come.

use super::{sql, sql::Markers};
use crate::{
    Marketplace, Result, database::Tx, notification, notification::Notice, privacy, publish::noted,
    stream,
};
use protocol::{
    ErrorBody, Room, ServerEvent, Timestamp,
    account::Me,
    command::Done,
    conversation::{MarkDelivered, MarkRead, Marker, MessageRead},
    id::{ConversationId, UserId},
};

impl Marketplace {
    /// Moves the user's read marker forward. Publishes `messageRead` and the user's `unread`; while the user is
    /// invisible, to their own devices only.
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
        decide: impl Fn(Marker) -> Option<Marker> + Send + Sync + 'static,
    ) -> Result<bool> {
        self.check_member(me, conversation_id).await?;
        let room = Room::Conversation(conversation_id);
        let head = stream::head(self.database(), room).await?.map_or(0, |head| head.seq);
        if !(0..=head).contains(&seq) {
            let text = format!("upToSeq is between 0 and {head} here.");
            return Err(ErrorBody::invalid("upToSeq", text).into());
        }
        let (user_id, now, market) = (me.user_id, self.now(), self.clone());
        self.to_the_end(async move {
            let moved = market
                .database()
                .transaction(move |tx| {
                    Box::pin(move_once(tx, (conversation_id, user_id), now, decide))
                })
                .await?;
            let Some(Moved { own, shown, notice }) = moved else { return Ok(false) };
            market.tell(notice);
            let told = |marker| MessageRead { conversation_id, user_id, marker };
            noted(market.publish_marker(told(own), shown.map(told)).await);
            Ok(true)
        })
        .await
    }

    /// One's own devices are told how far one has come, the others how far one lets them see it.
    async fn publish_marker(&self, own: MessageRead, shown: Option<MessageRead>) -> Result<()> {
        let (id, user) = (own.conversation_id, own.user_id);
        if shown.as_ref() == Some(&own) {
            return self.publish_to_members(id, ServerEvent::MessageRead(own)).await;
        }
        self.publisher().publish(&[Room::User(user)], ServerEvent::MessageRead(own));
        if let Some(shown) = shown {
            let members = sql::member_ids(self.database(), id).await?;
            let others = members.into_iter().filter(|member| *member != user);
            let rooms: Vec<_> = others.map(Room::User).collect();
            self.publisher().publish(&rooms, ServerEvent::MessageRead(shown));
        }
        Ok(())
    }
}

/// What became of a member's marker.
struct Moved {
    own: Marker,
    /// `None` when others see no change.
    shown: Option<Marker>,
    notice: Option<Notice>,
}

/// Moves the marker, and what others see of it unless the member is invisible. What was read then is not
/// shown later either, until something newer is read.
async fn move_once(
    tx: &mut Tx,
    (id, user): (ConversationId, UserId),
    now: Timestamp,
    decide: impl Fn(Marker) -> Option<Marker> + Send + Sync,
) -> Result<Option<Moved>> {
    stream::lock(tx, Room::Conversation(id)).await?;
    let Some(before) = sql::markers(tx, id, user).await? else { return Ok(None) };
    let Some(own) = decide(before.own) else { return Ok(None) };
    let is_invisible = privacy::now(tx, user).await?.is_invisible;
    let shown = if is_invisible { None } else { decide(before.shown) };
    let after = Markers { own, shown: shown.unwrap_or(before.shown) };
    sql::set_markers(tx, id, user, after).await?;
    let notice = if own.read_seq > before.own.read_seq {
        notification::conversation_read(tx, user, id, (own.read_seq, now)).await?
    } else {
        None
    };
    Ok(Some(Moved { own, shown, notice }))
}
