//! Conversations: open one, write, read, see who else has.

mod change;
mod history;
mod inbox;
mod member;
mod notice;
pub(crate) mod sql;

use crate::{Marketplace, Result, database::Tx, notification, stream};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent, Timestamp,
    account::{Me, UserRef},
    command::Done,
    conversation::{
        MarkDelivered, MarkRead, Marker, MessageBody, MessageKind, MessageRead, MessageView,
        NewMessage, Quote, SendMessage, Sent, Unread, UnreadCount,
    },
    id::{BoardId, ClientId, ConversationId, MessageId, UserId},
    stream::Position,
};
use uuid::Uuid;

impl Marketplace {
    /// Opens the user's conversation with the owner of a board, or finds it. For everybody signed in but
    /// the owner.
    pub async fn start_conversation(&self, me: &Me, board: BoardId) -> Result<ConversationId> {
        if let Some(id) = self.conversation_about(me, board).await? {
            return Ok(id);
        }
        let found = crate::board::sql::find(self.database(), board).await?;
        let owner = found.ok_or_else(|| ErrorBody::not_found("board"))?.owner.id;
        if owner == me.user_id {
            return Err(ErrorBody::new(ErrorCode::Conflict, "This is your own board.").into());
        }
        let (starter, now) = (me.user_id, self.now());
        self.database()
            .transaction(move |tx| {
                Box::pin(open(tx, Some(board), starter, vec![starter, owner], now))
            })
            .await
    }

    /// The user's conversation about a board, if they started one.
    pub(crate) async fn conversation_about(
        &self,
        me: &Me,
        board: BoardId,
    ) -> Result<Option<ConversationId>> {
        sql::about(self.database(), board, me.user_id).await
    }

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

    /// Tells the members of a stored message, and those who did not write it their new count.
    async fn announce(&self, sent: &Sent) {
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

    async fn publish_to_members(&self, id: ConversationId, event: ServerEvent) -> Result<()> {
        let members = sql::member_ids(self.database(), id).await?;
        let rooms: Vec<Room> = members.into_iter().map(Room::User).collect();
        self.publisher().publish(&rooms, event);
        Ok(())
    }

    async fn publish_unread(&self, user: UserId, conversation_id: ConversationId) -> Result<()> {
        let counts = sql::unread(self.database(), user).await?;
        let total = counts.iter().map(|(_, there)| there.count).sum();
        let here = counts.into_iter().find(|(id, _)| *id == conversation_id);
        // Whoever has left meanwhile has nothing to count.
        let Some((_, UnreadCount { count: unread, version })) = here else { return Ok(()) };
        let event = ServerEvent::Unread(Unread { conversation_id, unread, version, total });
        self.publisher().publish(&[Room::User(user)], event);
        Ok(())
    }
}

/// What is stored stays stored when it could not be told: clients find it by `sync`.
fn noted(published: Result<()>) {
    if let Err(error) = published {
        tracing::error!(%error, "a stored change was not published");
    }
}

/// A message about to be stored.
struct Draft {
    conversation: ConversationId,
    client_id: ClientId,
    author: UserRef,
    kind: MessageKind,
    body: String,
    reply_to: Option<MessageId>,
    now: Timestamp,
}

/// Opens a conversation with its stream and members, or finds the one the starter has about this board.
pub(crate) async fn open(
    tx: &mut Tx,
    board: Option<BoardId>,
    starter: UserId,
    members: Vec<UserId>,
    now: Timestamp,
) -> Result<ConversationId> {
    let id = ConversationId(Uuid::now_v7());
    stream::open(tx, Room::Conversation(id)).await?;
    if !sql::insert(tx, id, board, starter, now).await? {
        // Two tabs raced; the other one was first.
        stream::drop_unused(tx, Room::Conversation(id)).await?;
        return sql::started(tx, board, starter).await;
    }
    for member in members {
        sql::insert_member(tx, id, member, 0).await?;
    }
    Ok(id)
}

/// Stores a message once. The flag says whether this call stored it.
async fn append_once(tx: &mut Tx, draft: Draft) -> Result<(Sent, bool)> {
    let room = Room::Conversation(draft.conversation);
    stream::lock(tx, room).await?;
    // Membership may have ended since it was checked; the lock makes this answer final.
    if sql::marker(tx, draft.conversation, draft.author.id).await?.is_none() {
        return Err(ErrorBody::not_found("conversation").into());
    }
    if let Some(sent) = sql::sent_before(tx, &draft, room).await? {
        return Ok((sent, false));
    }
    append(tx, draft).await.map(|sent| (sent, true))
}

/// Stores a message and its event under the stream's next number.
async fn append(tx: &mut Tx, draft: Draft) -> Result<Sent> {
    let reply_to = quote(tx, &draft).await?;
    let position: Position = stream::next(tx, Room::Conversation(draft.conversation)).await?;
    let message = MessageView {
        id: MessageId(Uuid::now_v7()),
        conversation_id: draft.conversation,
        seq: position.seq,
        client_id: draft.client_id,
        author: draft.author,
        kind: draft.kind,
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

/// What a draft answers. Answered is what somebody wrote, in this conversation.
async fn quote(tx: &mut Tx, draft: &Draft) -> Result<Option<Quote>> {
    let Some(id) = draft.reply_to else { return Ok(None) };
    let original = sql::message(tx, draft.conversation, id).await?;
    let original = original.filter(|message| message.kind == MessageKind::Text);
    let missing = || ErrorBody { field: Some("replyTo".into()), ..ErrorBody::not_found("message") };
    Ok(Some(original.ok_or_else(missing)?.quote()))
}

fn author(me: &Me) -> UserRef {
    UserRef { id: me.user_id, name: me.name.clone(), role: me.role }
}
