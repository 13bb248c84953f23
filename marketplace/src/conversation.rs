//! Conversations: open one, write, read, see who else has.

mod change;
mod history;
mod inbox;
mod marker;
mod member;
mod notice;
mod order;
pub(crate) mod sql;
mod start;

pub(crate) use order::order_line;
pub(crate) use start::{Opened, open_among, open_for_order};

use crate::{Marketplace, Result, database::Tx, publish::noted, stream};
use protocol::{
    ErrorBody, Room, ServerEvent, Timestamp,
    account::{Me, UserRef},
    conversation::{
        MessageBody, MessageKind, MessageView, NewMessage, Quote, SendMessage, Sent, Unread,
        UnreadCount,
    },
    id::{ClientId, ConversationId, MessageId, OrderId, UserId},
    stream::Position,
};
use uuid::Uuid;

impl Marketplace {
    /// Stores a message and tells the members. Publishes `newMessage` and each member's `unread`.
    ///
    /// A repeat with the same client id changes nothing and gives the first attempt's answer, also when
    /// the two race.
    pub async fn send_message(&self, me: &Me, input: SendMessage) -> Result<Sent> {
        let body = MessageBody::parse(&input.body)?;
        self.check_member(me, input.conversation_id).await?;
        let draft = Draft {
            conversation: input.conversation_id,
            client_id: input.client_id,
            author: author(me),
            kind: MessageKind::Text,
            subject: None,
            order_id: None,
            body: body.to_string(),
            reply_to: input.reply_to,
            now: self.now(),
        };
        let market = self.clone();
        self.to_the_end(async move {
            let (sent, is_new, notices) = market
                .database()
                .transaction(move |tx| {
                    Box::pin(async move {
                        let (sent, is_new) = append_once(tx, draft).await?;
                        let notices = if is_new {
                            notice::of_message(tx, &sent.message).await?
                        } else {
                            Vec::new()
                        };
                        Ok((sent, is_new, notices))
                    })
                })
                .await?;
            if is_new {
                market.announce(&sent).await;
                market.tell(notices);
            }
            Ok(sent)
        })
        .await
    }

    /// Tells the members of a stored message, and those who did not write it their new count.
    pub(crate) async fn announce(&self, sent: &Sent) {
        noted(self.publish_message(sent).await);
    }

    async fn publish_message(&self, sent: &Sent) -> Result<()> {
        let event = NewMessage { position: sent.position, message: sent.message.clone() };
        let id = sent.message.conversation_id;
        self.publish_to_members(id, ServerEvent::NewMessage(event)).await?;
        self.publish_unread_to_others(sent.message.author.id, id).await
    }

    /// What one wrote oneself is never unread.
    async fn publish_unread_to_others(&self, author: UserId, id: ConversationId) -> Result<()> {
        for member in sql::member_ids(self.database(), id).await? {
            if member != author {
                self.publish_unread(member, id).await?;
            }
        }
        Ok(())
    }

    /// Tells each member as much of an event as they may see.
    async fn publish_to_members(&self, id: ConversationId, event: ServerEvent) -> Result<()> {
        let mut groups: Vec<(ServerEvent, Vec<Room>)> = Vec::new();
        for (member, sees_after) in sql::audience(self.database(), id).await? {
            let seen = event.clone().seen_after(sees_after);
            match groups.iter_mut().find(|(event, _)| *event == seen) {
                Some((_, rooms)) => rooms.push(Room::User(member)),
                None => groups.push((seen, vec![Room::User(member)])),
            }
        }
        for (event, rooms) in groups {
            self.publisher().publish(&rooms, event);
        }
        Ok(())
    }

    async fn publish_unread(&self, user: UserId, conversation_id: ConversationId) -> Result<()> {
        let counts = sql::unread(self.database(), user).await?;
        let total = counts.iter().map(|(_, there)| there.count).sum();
        let here = counts.into_iter().find(|(id, _)| *id == conversation_id);
        let UnreadCount { count: unread, version } = match here {
            Some((_, there)) => there,
            None => self.unread_of_leaver(conversation_id).await?,
        };
        let event = ServerEvent::Unread(Unread { conversation_id, unread, version, total });
        self.publisher().publish(&[Room::User(user)], event);
        Ok(())
    }

    /// Whoever is out of a conversation has nothing to read there: later than all that was counted before, and
    /// earlier than what is counted when they come back.
    async fn unread_of_leaver(&self, id: ConversationId) -> Result<UnreadCount> {
        let head = stream::head(self.database(), Room::Conversation(id)).await?;
        Ok(UnreadCount { count: 0, version: head.map_or(0, |head| 2 * head.seq) })
    }
}

/// What somebody may see of a conversation: what comes after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sight {
    pub(crate) talk: ConversationId,
    pub(crate) after: i64,
}

/// A message about to be stored.
struct Draft {
    conversation: ConversationId,
    client_id: ClientId,
    author: UserRef,
    kind: MessageKind,
    subject: Option<UserRef>,
    order_id: Option<OrderId>,
    body: String,
    reply_to: Option<MessageId>,
    now: Timestamp,
}

/// Stores a message once. The flag says whether this call stored it.
async fn append_once(tx: &mut Tx, draft: Draft) -> Result<(Sent, bool)> {
    let room = Room::Conversation(draft.conversation);
    stream::lock(tx, room).await?;
    // Membership may have ended since it was checked; the lock makes this answer final.
    let sees_after = sql::sees_after_now(tx, draft.conversation, draft.author.id).await?;
    let sees_after = sees_after.ok_or_else(|| ErrorBody::not_found("conversation"))?;
    if let Some(sent) = sql::sent_before(tx, &draft, room).await? {
        // Their own words they may have back, whenever that was; not those of others.
        let message = sent.message.without_quote_up_to(sees_after);
        return Ok((Sent { message, ..sent }, false));
    }
    let quote = quote(tx, &draft, sees_after).await?;
    append(tx, draft, quote).await.map(|sent| (sent, true))
}

/// Stores a message and its event under the stream's next number.
async fn append(tx: &mut Tx, draft: Draft, reply_to: Option<Quote>) -> Result<Sent> {
    let position: Position = stream::next(tx, Room::Conversation(draft.conversation)).await?;
    let message = MessageView {
        id: MessageId(Uuid::now_v7()),
        conversation_id: draft.conversation,
        seq: position.seq,
        client_id: draft.client_id,
        author: draft.author,
        kind: draft.kind,
        subject: draft.subject,
        order_id: draft.order_id,
        body: draft.body,
        sent_at: draft.now,
        version: 0,
        edited_at: None,
        deleted_at: None,
        reply_to,
    };
    sql::insert_message(tx, &message).await?;
    let event = ServerEvent::NewMessage(NewMessage { position, message: message.clone() });
    stream::record(tx, &event).await?;
    Ok(Sent { position, message })
}

/// What a draft answers. Answered is what somebody wrote, in this conversation, where its author may see it.
async fn quote(tx: &mut Tx, draft: &Draft, sees_after: i64) -> Result<Option<Quote>> {
    let Some(id) = draft.reply_to else { return Ok(None) };
    let original = sql::message(tx, draft.conversation, id).await?;
    let original =
        original.filter(|message| message.kind == MessageKind::Text && message.seq > sees_after);
    let missing = || ErrorBody { field: Some("replyTo".into()), ..ErrorBody::not_found("message") };
    Ok(Some(original.ok_or_else(missing)?.quote()))
}

fn author(me: &Me) -> UserRef {
    UserRef { id: me.user_id, name: me.name.clone(), role: me.role }
}
