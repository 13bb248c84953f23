//! The SQL of conversations and their members; messages are in `sql/message.rs`.

mod marker;
mod member;
mod message;
mod revision;
mod summary;

pub(super) use marker::{Markers, markers, set_markers};
pub(super) use member::{
    Joining, audience, delete_member, insert_member, member, member_ids, member_ids_now, members,
    members_of_all, peers, sees_after, sees_after_now,
};
pub(super) use message::{
    count_from, insert_message, last_messages, message, messages_after, messages_before,
    sent_before, update_message,
};
pub(super) use revision::{insert_revision, revisions};
pub(super) use summary::{conversations, unread};

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Room, Timestamp,
    conversation::Founders,
    id::{BoardId, ConversationId, UserId},
};
use uuid::Uuid;

const ABOUT: &str = "SELECT c.id FROM conversations c
    JOIN members mine ON mine.conversation_id = c.id AND mine.user_id = c.started_by
    JOIN boards b ON b.id = c.board_id
    JOIN members theirs ON theirs.conversation_id = c.id AND theirs.user_id = b.owner_id
    WHERE c.board_id = $1 AND c.started_by = $2";
const STARTED: &str = "SELECT id FROM conversations WHERE board_id = $1 AND started_by = $2";
const INSERT: &str = "INSERT INTO conversations (id, board_id, started_by, created_at, stream)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (board_id, started_by) DO NOTHING";
const FOUNDERS: &str = "SELECT c.started_by, b.owner_id FROM conversations c
    LEFT JOIN boards b ON b.id = c.board_id WHERE c.id = $1";

/// The parameter for "this one, or all": the nil id, which no row has, stands for all.
fn scope(only: Option<ConversationId>) -> Uuid {
    only.map_or(Uuid::nil(), |id| id.0)
}

/// The conversation about a board that the starter and the owner are in.
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

/// The conversation the starter has about this board, also when they have left it.
pub(super) async fn started(
    tx: &mut Tx,
    board: Option<BoardId>,
    starter: UserId,
) -> Result<ConversationId> {
    let id: Uuid = on_tx!(tx, |connection| {
        sqlx::query_scalar(STARTED)
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

/// Those a conversation is between from its start.
pub(super) async fn founders(tx: &mut Tx, id: ConversationId) -> Result<Founders> {
    let (starter, owner): (Uuid, Option<Uuid>) = on_tx!(tx, |connection| {
        sqlx::query_as(FOUNDERS).bind(id.0).fetch_one(connection).await
    })?;
    Ok(Founders { starter: UserId(starter), board_owner: owner.map(UserId) })
}
