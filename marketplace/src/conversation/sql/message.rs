//! The SQL of messages.

use super::{member::optional_ref, scope};
use crate::{
    Database, Result, account,
    conversation::{Draft, Sight},
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Room, Timestamp,
    conversation::{MessageView, Quote, Sent, text},
    id::{ClientId, ConversationId, Epoch, MessageId, OrderId, UserId},
    limits,
    stream::Position,
};
use uuid::Uuid;

/// Everything a [`MessageRow`] has, of the messages that `$from` calls `m` and `$rest` picks.
macro_rules! select_messages {
    ($from:literal, $rest:literal) => {
        concat!(
            "SELECT m.id, m.conversation_id, m.seq, m.client_id, m.author_id, u.name, u.role,
                m.kind, m.body, m.sent_at, m.version, m.edited_at, m.deleted_at,
                q.id AS quote_id, q.seq AS quote_seq, q.author_id AS quote_author_id,
                v.name AS quote_name, v.role AS quote_role, q.version AS quote_version,
                q.deleted_at AS quote_deleted_at, substr(q.body, 1, 640) AS quote_body,
                m.subject_id, s.name AS subject_name, s.role AS subject_role, m.order_id
            FROM ",
            $from,
            " JOIN users u ON u.id = m.author_id
            LEFT JOIN messages q ON q.id = m.reply_to
            LEFT JOIN users v ON v.id = q.author_id
            LEFT JOIN users s ON s.id = m.subject_id
            ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO messages
        (id, conversation_id, seq, client_id, author_id, kind, body, sent_at, reply_to, subject_id,
        order_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const UPDATE: &str = "UPDATE messages
    SET body = $2, version = $3, edited_at = $4, deleted_at = $5, reply_to = $6 WHERE id = $1";
const ONE: &str = select_messages!("messages m", "WHERE m.conversation_id = $1 AND m.id = $2");
const BEFORE: &str = select_messages!(
    "messages m",
    "WHERE m.conversation_id = $1 AND m.seq < $2 AND m.seq > $4 ORDER BY m.seq DESC LIMIT $3"
);
const AFTER: &str = select_messages!(
    "messages m",
    "WHERE m.conversation_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3"
);
const LAST: &str = select_messages!(
    "members mine JOIN messages m ON m.conversation_id = mine.conversation_id",
    "WHERE mine.user_id = $1 AND ($2 = $3 OR mine.conversation_id = $2)
        AND m.seq = (SELECT MAX(x.seq) FROM messages x WHERE x.conversation_id = mine.conversation_id)
        AND m.seq > mine.sees_after"
);
const SENT_BEFORE: &str = select_messages!(
    "messages m",
    "WHERE m.conversation_id = $1 AND m.author_id = $2 AND m.client_id = $3"
);
const COUNT_FROM: &str = "SELECT COUNT(*) FROM
    (SELECT 1 FROM messages WHERE conversation_id = $1 AND seq >= $2 LIMIT $3) AS counted";
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
    version: i64,
    edited_at: Option<i64>,
    deleted_at: Option<i64>,
    subject_id: Option<Uuid>,
    subject_name: Option<String>,
    subject_role: Option<String>,
    order_id: Option<Uuid>,
    #[sqlx(flatten)]
    quote: QuoteRow,
}

/// Empty when the message answers none: the join then left every column so.
#[derive(sqlx::FromRow)]
struct QuoteRow {
    #[sqlx(rename = "quote_id")]
    id: Option<Uuid>,
    #[sqlx(rename = "quote_seq")]
    seq: Option<i64>,
    #[sqlx(rename = "quote_author_id")]
    author_id: Option<Uuid>,
    #[sqlx(rename = "quote_name")]
    name: Option<String>,
    #[sqlx(rename = "quote_role")]
    role: Option<String>,
    #[sqlx(rename = "quote_version")]
    version: Option<i64>,
    #[sqlx(rename = "quote_deleted_at")]
    deleted_at: Option<i64>,
    #[sqlx(rename = "quote_body")]
    body: Option<String>,
}

impl QuoteRow {
    fn into_quote(self) -> Result<Option<Quote>> {
        let (Some(id), Some(author)) = (self.id, self.author_id) else {
            return Ok(None);
        };
        let name = self.name.unwrap_or_default();
        let author = account::user_ref(author, name, self.role.unwrap_or_default())?;
        let body = self.body.unwrap_or_default();
        Ok(Some(Quote {
            message_id: MessageId(id),
            seq: self.seq.unwrap_or_default(),
            author,
            excerpt: text::excerpt(&body, limits::QUOTE_CHARS),
            version: self.version.unwrap_or_default(),
            is_deleted: self.deleted_at.is_some(),
        }))
    }
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
            subject: optional_ref(self.subject_id, self.subject_name, self.subject_role)?,
            order_id: self.order_id.map(OrderId),
            body: self.body,
            sent_at: Timestamp(self.sent_at),
            version: self.version,
            edited_at: self.edited_at.map(Timestamp),
            deleted_at: self.deleted_at.map(Timestamp),
            reply_to: self.quote.into_quote()?,
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
            .bind(message.reply_to.as_ref().map(|quote| quote.message_id.0))
            .bind(message.subject.as_ref().map(|subject| subject.id.0))
            .bind(message.order_id.map(|id| id.0))
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Stores what may change of a message.
pub(in crate::conversation) async fn update_message(
    tx: &mut Tx,
    message: &MessageView,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(UPDATE)
            .bind(message.id.0)
            .bind(&message.body)
            .bind(message.version)
            .bind(message.edited_at.map(|at| at.0))
            .bind(message.deleted_at.map(|at| at.0))
            .bind(message.reply_to.as_ref().map(|quote| quote.message_id.0))
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// One message of a conversation.
pub(in crate::conversation) async fn message(
    tx: &mut Tx,
    talk: ConversationId,
    id: MessageId,
) -> Result<Option<MessageView>> {
    let row: Option<MessageRow> = on_tx!(tx, |connection| {
        sqlx::query_as(ONE).bind(talk.0).bind(id.0).fetch_optional(connection).await
    })?;
    row.map(MessageRow::into_view).transpose()
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

/// How many messages there are from `seq` on; at most `most`.
pub(in crate::conversation) async fn count_from(
    database: &Database,
    sight: Sight,
    seq: i64,
    most: i64,
) -> Result<i64> {
    let seq = seq.max(sight.after + 1);
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(COUNT_FROM).bind(sight.talk.0).bind(seq).bind(most).fetch_one(pool).await
    })?)
}

/// The first `limit` after `seq` that may be seen, in order.
pub(in crate::conversation) async fn messages_after(
    database: &Database,
    sight: Sight,
    seq: i64,
    limit: i64,
) -> Result<Vec<MessageView>> {
    let seq = seq.max(sight.after);
    let found = views(on_pool!(database, |pool| {
        sqlx::query_as(AFTER).bind(sight.talk.0).bind(seq).bind(limit).fetch_all(pool).await
    })?)?;
    Ok(seen(found, sight))
}

/// The newest `limit` before `seq` that may be seen, newest first.
pub(in crate::conversation) async fn messages_before(
    database: &Database,
    sight: Sight,
    seq: i64,
    limit: i64,
) -> Result<Vec<MessageView>> {
    let found = views(on_pool!(database, |pool| {
        sqlx::query_as(BEFORE)
            .bind(sight.talk.0)
            .bind(seq)
            .bind(limit)
            .bind(sight.after)
            .fetch_all(pool)
            .await
    })?)?;
    Ok(seen(found, sight))
}

fn seen(messages: Vec<MessageView>, sight: Sight) -> Vec<MessageView> {
    messages.into_iter().filter_map(|message| message.seen_after(sight.after)).collect()
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
