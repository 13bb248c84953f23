//! What the inbox shows of each conversation.

use super::scope;
use crate::{Database, Result, board, conversation::Sight, database::on_pool};
use protocol::{
    board::BoardRef,
    conversation::UnreadCount,
    id::{BoardId, ConversationId, Epoch, UserId},
    stream::Head,
};
use uuid::Uuid;

const CONVERSATIONS: &str =
    "SELECT c.id, s.epoch, s.head, mine.sees_after, c.started_by, b.id AS board_id, b.owner_id, b.title, b.city, b.status,
        b.status_version, b.price_per_day_cents, b.currency
    FROM members mine
    JOIN conversations c ON c.id = mine.conversation_id
    JOIN streams s ON s.name = c.stream
    LEFT JOIN boards b ON b.id = c.board_id
    WHERE mine.user_id = $1 AND ($2 = $3 OR c.id = $2)";
/// Count and version come from one statement: they are of one moment.
const UNREAD: &str =
    "SELECT mine.conversation_id, COUNT(m.id), s.head + mine.read_seq FROM members mine
    JOIN conversations c ON c.id = mine.conversation_id
    JOIN streams s ON s.name = c.stream
    LEFT JOIN messages m ON m.conversation_id = mine.conversation_id AND m.seq > mine.read_seq
        AND m.author_id <> $1 AND m.kind = 'text' AND m.deleted_at IS NULL
    WHERE mine.user_id = $1
    GROUP BY mine.conversation_id, s.head, mine.read_seq";

#[derive(sqlx::FromRow)]
struct ConversationRow {
    id: Uuid,
    epoch: Uuid,
    head: i64,
    sees_after: i64,
    started_by: Uuid,
    board_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    title: Option<String>,
    city: Option<String>,
    status: Option<String>,
    status_version: Option<i64>,
    price_per_day_cents: Option<i64>,
    currency: Option<String>,
}

type Listed = (Sight, UserId, Option<BoardRef>, Head);

impl ConversationRow {
    fn into_listed(self) -> Result<Listed> {
        let sight = Sight { talk: ConversationId(self.id), after: self.sees_after };
        let head = Head { epoch: Epoch(self.epoch), seq: self.head };
        Ok((sight, UserId(self.started_by), self.into_board()?, head))
    }

    /// `None` when the conversation is about no board: the join then left every column empty.
    fn into_board(self) -> Result<Option<BoardRef>> {
        let (Some(id), Some(owner), Some(status)) = (self.board_id, self.owner_id, self.status)
        else {
            return Ok(None);
        };
        Ok(Some(BoardRef {
            id: BoardId(id),
            owner_id: UserId(owner),
            title: self.title.unwrap_or_default(),
            city: self.city.unwrap_or_default(),
            status: board::sql::status(status)?,
            status_version: self.status_version.unwrap_or_default(),
            price_per_day_cents: self.price_per_day_cents.unwrap_or_default(),
            currency: self.currency.unwrap_or_default(),
        }))
    }
}

/// The user's conversations, or `only` one, in no order.
pub(in crate::conversation) async fn conversations(
    database: &Database,
    user: UserId,
    only: Option<ConversationId>,
) -> Result<Vec<Listed>> {
    let rows: Vec<ConversationRow> = on_pool!(database, |pool| {
        sqlx::query_as(CONVERSATIONS)
            .bind(user.0)
            .bind(scope(only))
            .bind(Uuid::nil())
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(ConversationRow::into_listed).collect()
}

/// Unread messages in each of the user's conversations.
pub(in crate::conversation) async fn unread(
    database: &Database,
    user: UserId,
) -> Result<Vec<(ConversationId, UnreadCount)>> {
    let rows: Vec<(Uuid, i64, i64)> =
        on_pool!(database, |pool| { sqlx::query_as(UNREAD).bind(user.0).fetch_all(pool).await })?;
    let counted = |(id, count, version)| (ConversationId(id), UnreadCount { count, version });
    Ok(rows.into_iter().map(counted).collect())
}
