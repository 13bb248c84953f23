//! Editing and deleting one's own messages.

use super::sql;
use crate::{Marketplace, Result, database::Tx, publish::noted, stream};
use protocol::{
    ErrorBody, Room, ServerEvent, Timestamp,
    account::Me,
    conversation::{
        Changed, DeleteMessage, EditMessage, MessageUpdated, MessageView, Revision, deleted, edited,
    },
    id::{ConversationId, MessageId, UserId},
};

impl Marketplace {
    /// Changes the text of one's own message. Publishes `messageUpdated`. A repeat changes nothing and gives
    /// the same answer; see [`edited`] for what is refused.
    pub async fn edit_message(&self, me: &Me, input: EditMessage) -> Result<Changed> {
        let (talk, id, by) = (input.conversation_id, input.message_id, me.user_id);
        let decide = move |message: &MessageView, now| edited(message, by, &input, now);
        self.change(me, talk, id, decide).await
    }

    /// Deletes one's own message: its text is gone from everywhere members could read it. Publishes
    /// `messageUpdated` and each other member's `unread`. See [`deleted`] for what is refused.
    pub async fn delete_message(&self, me: &Me, input: &DeleteMessage) -> Result<Changed> {
        let by = me.user_id;
        let decide = move |message: &MessageView, now| deleted(message, by, now);
        self.change(me, input.conversation_id, input.message_id, decide).await
    }

    /// The texts a message had before, the oldest first. For members; of a deleted message there are none.
    pub async fn message_revisions(
        &self,
        me: &Me,
        talk: ConversationId,
        id: MessageId,
    ) -> Result<Vec<Revision>> {
        let sight = self.sight(me, talk).await?;
        let revisions = sql::revisions(self.database(), sight, id).await?;
        self.check_sight(me, sight).await?;
        Ok(revisions)
    }

    async fn change(
        &self,
        me: &Me,
        talk: ConversationId,
        id: MessageId,
        decide: impl FnOnce(&MessageView, Timestamp) -> Decision + Send + 'static,
    ) -> Result<Changed> {
        self.check_member(me, talk).await?;
        let (market, by, now) = (self.clone(), me.user_id, self.now());
        self.to_the_end(async move {
            let decide = move |message: &MessageView| decide(message, now);
            let outcome = market
                .database()
                .transaction(move |tx| Box::pin(change_once(tx, talk, (id, by), decide)))
                .await?;
            let (sees_after, outcome) = outcome;
            let message = match outcome {
                Outcome::Unchanged(message) => message,
                Outcome::Done(event) => {
                    noted(market.publish_change(&event).await);
                    event.message
                }
            };
            let message = message.seen_after(sees_after).ok_or_else(missing)?;
            Ok(Changed { message })
        })
        .await
    }

    async fn publish_change(&self, event: &MessageUpdated) -> Result<()> {
        let (talk, author) = (event.message.conversation_id, event.message.author.id);
        self.publish_to_members(talk, ServerEvent::MessageUpdated(event.clone())).await?;
        if event.message.is_deleted() {
            self.publish_unread_to_others(author, talk).await?;
        }
        Ok(())
    }
}

type Decision = std::result::Result<Option<MessageView>, ErrorBody>;

enum Outcome {
    Unchanged(MessageView),
    Done(MessageUpdated),
}

async fn change_once(
    tx: &mut Tx,
    talk: ConversationId,
    (id, by): (MessageId, UserId),
    decide: impl FnOnce(&MessageView) -> Decision + Send,
) -> Result<(i64, Outcome)> {
    stream::lock(tx, Room::Conversation(talk)).await?;
    // Membership may have ended since it was checked; the lock makes this answer final.
    let sees_after = sql::sees_after_now(tx, talk, by).await?;
    let sees_after = sees_after.ok_or_else(|| ErrorBody::not_found("conversation"))?;
    let before = sql::message(tx, talk, id).await?;
    let before = before.filter(|message| message.seq > sees_after).ok_or_else(missing)?;
    let outcome = match decide(&before)? {
        Some(after) => Outcome::Done(replace(tx, &before, after).await?),
        None => Outcome::Unchanged(before),
    };
    Ok((sees_after, outcome))
}

fn missing() -> ErrorBody {
    ErrorBody::not_found("message")
}

/// Stores the new version, keeps the old one as a revision, and records the event.
async fn replace(tx: &mut Tx, before: &MessageView, after: MessageView) -> Result<MessageUpdated> {
    let room = Room::Conversation(after.conversation_id);
    sql::insert_revision(tx, before).await?;
    sql::update_message(tx, &after).await?;
    if after.is_deleted() {
        forget(tx, room, &after).await?;
    }
    let position = stream::next(tx, room).await?;
    let event = MessageUpdated { position, message: after };
    stream::record(tx, &ServerEvent::MessageUpdated(event.clone())).await?;
    Ok(event)
}

/// Takes a deleted text out of the events that hold it, answers that quote it included: nobody gets it by
/// `sync` any more. All of them came after the message, and that is minutes ago at most.
async fn forget(tx: &mut Tx, room: Room, deleted: &MessageView) -> Result<()> {
    let absorb = |event: &mut ServerEvent| match event {
        ServerEvent::NewMessage(event) => event.message.absorb(deleted),
        ServerEvent::MessageUpdated(event) => event.message.absorb(deleted),
        _ => false,
    };
    stream::rewrite(tx, room, (deleted.seq, &deleted.id.to_string()), absorb).await
}
