//! The SQL of conversations and their members; messages are in `sql/message.rs`.

mod message;
mod revision;
mod summary;

pub(super) use message::{
    count_from, insert_message, last_messages, message, messages_after, messages_before,
    sent_before, update_message,
};
pub(super) use revision::{insert_revision, revisions};
pub(super) use summary::{conversations, unread};

use crate::{
    Database, Result, account,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Room, Timestamp,
    conversation::{Marker, MemberView},
    id::{BoardId, ConversationId, UserId},
};
use uuid::Uuid;

const ABOUT: &str = "SELECT id FROM conversations WHERE board_id = $1 AND started_by = $2";
const INSERT: &str = "INSERT INTO conversations (id, board_id, started_by, created_at, stream)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (board_id, started_by) DO NOTHING";
const INSERT_MEMBER: &str =
    "INSERT INTO members (conversation_id, user_id, delivered_seq, read_seq)
    VALUES ($1, $2, $3, $3) ON CONFLICT (conversation_id, user_id) DO NOTHING";
const DELETE_MEMBER: &str = "DELETE FROM members WHERE conversation_id = $1 AND user_id = $2";
const IS_MEMBER: &str = "SELECT COUNT(*) FROM members WHERE conversation_id = $1 AND user_id = $2";
const MEMBER_IDS: &str = "SELECT user_id FROM members WHERE conversation_id = $1 ORDER BY user_id";
const PEERS: &str = "SELECT DISTINCT other.user_id FROM members mine
    JOIN members other ON other.conversation_id = mine.conversation_id
    WHERE mine.user_id = $1 AND other.user_id <> $1";
const MEMBERS: &str = "SELECT m.conversation_id, m.user_id, u.name, u.role,
        m.delivered_seq, m.read_seq, m.read_at
    FROM members m JOIN users u ON u.id = m.user_id
    WHERE m.conversation_id = $1 ORDER BY u.name, u.id";
const MEMBERS_OF_ALL: &str = "SELECT m.conversation_id, m.user_id, u.name, u.role,
        m.delivered_seq, m.read_seq, m.read_at
    FROM members mine
    JOIN members m ON m.conversation_id = mine.conversation_id
    JOIN users u ON u.id = m.user_id
    WHERE mine.user_id = $1 AND ($2 = $3 OR mine.conversation_id = $2)
    ORDER BY u.name, u.id";
const MARKER: &str = "SELECT delivered_seq, read_seq, read_at FROM members
    WHERE conversation_id = $1 AND user_id = $2";
const SET_MARKER: &str = "UPDATE members SET delivered_seq = $3, read_seq = $4, read_at = $5
    WHERE conversation_id = $1 AND user_id = $2";

#[derive(sqlx::FromRow)]
struct MemberRow {
    conversation_id: Uuid,
    user_id: Uuid,
    name: String,
    role: String,
    delivered_seq: i64,
    read_seq: i64,
    read_at: Option<i64>,
}

impl MemberRow {
    fn into_view(self) -> Result<(ConversationId, MemberView)> {
        let marker = marker_of((self.delivered_seq, self.read_seq, self.read_at));
        let user = account::user_ref(self.user_id, self.name, self.role)?;
        Ok((ConversationId(self.conversation_id), MemberView { user, marker }))
    }
}

/// The parameter for "this one, or all": the nil id, which no row has, stands for all.
fn scope(only: Option<ConversationId>) -> Uuid {
    only.map_or(Uuid::nil(), |id| id.0)
}

fn marker_of((delivered_seq, read_seq, read_at): (i64, i64, Option<i64>)) -> Marker {
    Marker { delivered_seq, read_seq, read_at: read_at.map(Timestamp) }
}

pub(super) async fn about(
    database: &Database,
    board: BoardId,
    starter: UserId,
) -> Result<Option<ConversationId>> {
    let id: Option<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(ABOUT).bind(board.0).bind(starter.0).fetch_optional(pool).await
    })?;
    Ok(id.map(ConversationId))
}

/// The conversation another transaction has just opened.
pub(super) async fn started(
    tx: &mut Tx,
    board: Option<BoardId>,
    starter: UserId,
) -> Result<ConversationId> {
    let id: Uuid = on_tx!(tx, |connection| {
        sqlx::query_scalar(ABOUT)
            .bind(board.map(|id| id.0))
            .bind(starter.0)
            .fetch_one(connection)
            .await
    })?;
    Ok(ConversationId(id))
}

/// `false` when the starter has a conversation about this board.
pub(super) async fn insert(
    tx: &mut Tx,
    id: ConversationId,
    board: Option<BoardId>,
    starter: UserId,
    now: Timestamp,
) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(id.0)
            .bind(board.map(|id| id.0))
            .bind(starter.0)
            .bind(now.0)
            .bind(Room::Conversation(id).to_string())
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

/// `false` when they are a member already. Everything up to `seen` counts as read.
pub(super) async fn insert_member(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
    seen: i64,
) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        sqlx::query(INSERT_MEMBER)
            .bind(id.0)
            .bind(user.0)
            .bind(seen)
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

pub(super) async fn delete_member(tx: &mut Tx, id: ConversationId, user: UserId) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(DELETE_MEMBER).bind(id.0).bind(user.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn is_member(
    database: &Database,
    id: ConversationId,
    user: UserId,
) -> Result<bool> {
    let count: i64 = on_pool!(database, |pool| {
        sqlx::query_scalar(IS_MEMBER).bind(id.0).bind(user.0).fetch_one(pool).await
    })?;
    Ok(count > 0)
}

pub(super) async fn member_ids(database: &Database, id: ConversationId) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(MEMBER_IDS).bind(id.0).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// As [`member_ids`], as this transaction sees it.
pub(super) async fn member_ids_now(tx: &mut Tx, id: ConversationId) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(MEMBER_IDS).bind(id.0).fetch_all(connection).await
    })?;
    Ok(ids.into_iter().map(UserId).collect())
}

pub(super) async fn peers(database: &Database, user: UserId) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(PEERS).bind(user.0).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(UserId).collect())
}

pub(super) async fn members(
    database: &Database,
    id: ConversationId,
) -> Result<Vec<(ConversationId, MemberView)>> {
    let rows: Vec<MemberRow> =
        on_pool!(database, |pool| { sqlx::query_as(MEMBERS).bind(id.0).fetch_all(pool).await })?;
    rows.into_iter().map(MemberRow::into_view).collect()
}

/// The members of every conversation of the user's, or of `only` one.
pub(super) async fn members_of_all(
    database: &Database,
    user: UserId,
    only: Option<ConversationId>,
) -> Result<Vec<(ConversationId, MemberView)>> {
    let rows: Vec<MemberRow> = on_pool!(database, |pool| {
        sqlx::query_as(MEMBERS_OF_ALL)
            .bind(user.0)
            .bind(scope(only))
            .bind(Uuid::nil())
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(MemberRow::into_view).collect()
}

/// A member's marker; `None` for whoever is no member.
pub(super) async fn marker(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
) -> Result<Option<Marker>> {
    let row: Option<(i64, i64, Option<i64>)> = on_tx!(tx, |connection| {
        sqlx::query_as(MARKER).bind(id.0).bind(user.0).fetch_optional(connection).await
    })?;
    Ok(row.map(marker_of))
}

pub(super) async fn set_marker(
    tx: &mut Tx,
    id: ConversationId,
    user: UserId,
    marker: Marker,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(SET_MARKER)
            .bind(id.0)
            .bind(user.0)
            .bind(marker.delivered_seq)
            .bind(marker.read_seq)
            .bind(marker.read_at.map(|at| at.0))
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
