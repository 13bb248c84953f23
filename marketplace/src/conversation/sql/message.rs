//! The SQL of messages.

use super::scope;
use crate::{
    Database, Result, account,
    conversation::Draft,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Room, Timestamp,
    conversation::{MessageView, Sent},
    id::{ClientId, ConversationId, Epoch, MessageId, UserId},
    stream::Position,
};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO messages
        (id, conversation_id, seq, client_id, author_id, kind, body, sent_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const FROM: &str =
    "SELECT m.id, m.conversation_id, m.seq, m.client_id, m.author_id, u.name, u.role,
        m.kind, m.body, m.sent_at
    FROM messages m JOIN users u ON u.id = m.author_id
    WHERE m.conversation_id = $1 AND m.seq >= $2 ORDER BY m.seq";
const BEFORE: &str =
    "SELECT m.id, m.conversation_id, m.seq, m.client_id, m.author_id, u.name, u.role,
        m.kind, m.body, m.sent_at
    FROM messages m JOIN users u ON u.id = m.author_id
    WHERE m.conversation_id = $1 AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3";
const LAST: &str = "SELECT m.id, m.conversation_id, m.seq, m.client_id, m.author_id, u.name, u.role,
        m.kind, m.body, m.sent_at
    FROM members mine
    JOIN messages m ON m.conversation_id = mine.conversation_id
    JOIN users u ON u.id = m.author_id
    WHERE mine.user_id = $1 AND ($2 = $3 OR mine.conversation_id = $2)
        AND m.seq = (SELECT MAX(x.seq) FROM messages x WHERE x.conversation_id = mine.conversation_id)";
const SENT_BEFORE: &str = "SELECT m.id, m.conversation_id, m.seq, m.client_id, m.author_id, u.name,
        u.role, m.kind, m.body, m.sent_at
    FROM messages m JOIN users u ON u.id = m.author_id
    WHERE m.conversation_id = $1 AND m.author_id = $2 AND m.client_id = $3";
const EPOCH: &str = "SELECT epoch FROM streams WHERE name = $1";

#[derive(sqlx::FromRow)]
struct MessageRow {
    id: Uuid,
    conversation_id: Uuid,
    seq: i64,
    client_id: Uuid,
    author_id: Uuid,
    name: String,
    role: String,
    kind: String,
    body: String,
    sent_at: i64,
}

impl MessageRow {
    fn into_view(self) -> Result<MessageView> {
        Ok(MessageView {
            id: MessageId(self.id),
            conversation_id: ConversationId(self.conversation_id),
            seq: self.seq,
            client_id: ClientId(self.client_id),
            author: account::user_ref(self.author_id, self.name, self.role)?,
            kind: self.kind.parse().map_err(|_| Error::corrupt("messages.kind", self.kind))?,
            body: self.body,
            sent_at: Timestamp(self.sent_at),
        })
    }
}

fn views(rows: Vec<MessageRow>) -> Result<Vec<MessageView>> {
    rows.into_iter().map(MessageRow::into_view).collect()
}

pub(in crate::conversation) async fn insert_message(
    tx: &mut Tx,
    message: &MessageView,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(message.id.0)
            .bind(message.conversation_id.0)
            .bind(message.seq)
            .bind(message.client_id.0)
            .bind(message.author.id.0)
            .bind(message.kind.as_str())
            .bind(&message.body)
            .bind(message.sent_at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The acknowledgement of an earlier attempt with the same client id.
pub(in crate::conversation) async fn sent_before(
    tx: &mut Tx,
    draft: &Draft,
    stream: Room,
) -> Result<Option<Sent>> {
    let row: Option<MessageRow> = on_tx!(tx, |connection| {
        sqlx::query_as(SENT_BEFORE)
            .bind(draft.conversation.0)
            .bind(draft.author.id.0)
            .bind(draft.client_id.0)
            .fetch_optional(connection)
            .await
    })?;
    let Some(row) = row else { return Ok(None) };
    let epoch: Uuid = on_tx!(tx, |connection| {
        sqlx::query_scalar(EPOCH).bind(stream.to_string()).fetch_one(connection).await
    })?;
    let message = row.into_view()?;
    let position = Position { stream, epoch: Epoch(epoch), seq: message.seq };
    Ok(Some(Sent { position, message }))
}

/// Everything from `seq` on, in order.
pub(in crate::conversation) async fn messages_from(
    database: &Database,
    id: ConversationId,
    seq: i64,
) -> Result<Vec<MessageView>> {
    views(on_pool!(database, |pool| {
        sqlx::query_as(FROM).bind(id.0).bind(seq).fetch_all(pool).await
    })?)
}

/// The newest `limit` before `seq`, newest first.
pub(in crate::conversation) async fn messages_before(
    database: &Database,
    id: ConversationId,
    seq: i64,
    limit: i64,
) -> Result<Vec<MessageView>> {
    views(on_pool!(database, |pool| {
        sqlx::query_as(BEFORE).bind(id.0).bind(seq).bind(limit).fetch_all(pool).await
    })?)
}

/// The newest message of each of the user's conversations, or of `only` one.
pub(in crate::conversation) async fn last_messages(
    database: &Database,
    user: UserId,
    only: Option<ConversationId>,
) -> Result<Vec<MessageView>> {
    views(on_pool!(database, |pool| {
        sqlx::query_as(LAST).bind(user.0).bind(scope(only)).bind(Uuid::nil()).fetch_all(pool).await
    })?)
}
