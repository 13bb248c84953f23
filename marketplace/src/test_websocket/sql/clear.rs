//! The SQL of clearing a sandbox away.

use crate::{
    Result, account,
    database::{Tx, on_tx},
    stream,
};
use protocol::{
    Room, Timestamp,
    id::{ConversationId, SessionId, UserId},
};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// Rows of one kind that are deleted in one transaction.
const BATCH: i64 = 500;

// Its own, and whatever else is about one of its boards: nothing may lean on these.
const TALKS: &str = "SELECT id FROM conversations
    WHERE id IN (SELECT conversation_id FROM sandboxes WHERE id = $1)
        OR board_id IN (SELECT id FROM boards WHERE sandbox_id = $1) ORDER BY id";
const END: [&str; 2] = [
    "UPDATE sandboxes SET ends_at = created_at WHERE id = $1",
    "DELETE FROM sessions WHERE user_id IN (SELECT user_id FROM sandbox_users WHERE sandbox_id = $1)",
];
// The newest first: answers lean on what they answer.
const THIN_MESSAGES: &str = "DELETE FROM messages WHERE conversation_id = $1 AND seq IN
    (SELECT seq FROM messages WHERE conversation_id = $1 ORDER BY seq DESC LIMIT $2)";
const THIN_EVENTS: &str = "DELETE FROM stream_events WHERE stream = $1 AND seq IN
    (SELECT seq FROM stream_events WHERE stream = $1 ORDER BY seq DESC LIMIT $2)";
const CLEAR_TALK: [&str; 3] = [
    "DELETE FROM messages WHERE conversation_id = $1",
    "DELETE FROM members WHERE conversation_id = $1",
    "DELETE FROM conversations WHERE id = $1",
];
const CLEAR_STREAM: &str = "DELETE FROM stream_events WHERE stream = $1";

/// Where what belongs to a sandbox is found: table, column, and what the column refers to. In an order in which
/// nothing is left that refers to what is gone.
const CLEAR: [(&str, &str, &str); 15] = [
    ("announcement_receipts", "announcement_id", ANNOUNCEMENTS),
    ("announcement_changes", "announcement_id", ANNOUNCEMENTS),
    ("announcement_receipts", "user_id", PEOPLE),
    ("announcement_changes", "changed_by", PEOPLE),
    ("announcements", "created_by", PEOPLE),
    ("board_followers", "board_id", BOARDS),
    ("board_followers", "user_id", PEOPLE),
    ("board_status_changes", "board_id", BOARDS),
    ("board_status_changes", "changed_by", PEOPLE),
    ("boards", "sandbox_id", "$1"),
    ("notifications", "user_id", PEOPLE),
    ("notification_settings", "user_id", PEOPLE),
    ("privacy", "user_id", PEOPLE),
    ("last_seen", "user_id", PEOPLE),
    ("sessions", "user_id", PEOPLE),
];
const ANNOUNCEMENTS: &str = "SELECT a.id FROM announcements a
    JOIN sandbox_users p ON p.user_id = a.created_by WHERE p.sandbox_id = $1";
const BOARDS: &str = "SELECT id FROM boards WHERE sandbox_id = $1";
const PEOPLE: &str = "SELECT user_id FROM sandbox_users WHERE sandbox_id = $1";

const CLEAR_TRIES: &str = "DELETE FROM sign_in_failures WHERE subject = $1";
const DELETE_PEOPLE: &str = "DELETE FROM sandbox_users WHERE sandbox_id = $1";
const DELETE_USER: &str = "DELETE FROM users WHERE id = $1";
const FORGET: &str = "DELETE FROM sandboxes WHERE id = $1 AND created_at <= $2";

async fn talks(tx: &mut Tx, id: Uuid) -> Result<Vec<ConversationId>> {
    let talks: Vec<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(TALKS).bind(id).fetch_all(connection).await
    })?;
    Ok(talks.into_iter().map(ConversationId).collect())
}

/// The rooms with streams of its own, in the order in which they are locked.
pub(in crate::test_websocket) async fn rooms(
    tx: &mut Tx,
    id: Uuid,
    people: &[(UserId, SessionId)],
) -> Result<Vec<Room>> {
    let talks = talks(tx, id).await?.into_iter().map(Room::Conversation);
    Ok(talks.chain(people.iter().map(|(user, _)| Room::User(*user))).collect())
}

/// Takes the way in from its people.
pub(in crate::test_websocket) async fn end(tx: &mut Tx, id: Uuid) -> Result<()> {
    for text in END {
        on_tx!(tx, |connection| {
            sqlx::query(text).bind(id).execute(connection).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Deletes some of what was said in a room; says whether there may be more.
pub(in crate::test_websocket) async fn thin_out(tx: &mut Tx, room: Room) -> Result<bool> {
    let events = on_tx!(tx, |connection| {
        let query = sqlx::query(THIN_EVENTS).bind(room.to_string()).bind(BATCH);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?;
    let Room::Conversation(talk) = room else { return Ok(events > 0) };
    let messages = on_tx!(tx, |connection| {
        let query = sqlx::query(THIN_MESSAGES).bind(talk.0).bind(BATCH);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?;
    Ok(events + messages > 0)
}

/// Deletes everything of a sandbox. Its own row is kept for a while, to count: until it was made before
/// `forgotten`.
pub(in crate::test_websocket) async fn clear(
    tx: &mut Tx,
    id: Uuid,
    people: &[(UserId, SessionId)],
    forgotten: Timestamp,
) -> Result<()> {
    for talk in talks(tx, id).await? {
        clear_talk(tx, talk).await?;
    }
    for (table, column, what) in CLEAR {
        on_tx!(tx, |connection| {
            let text = format!("DELETE FROM {table} WHERE {column} IN ({what})");
            sqlx::query(AssertSqlSafe(text)).bind(id).execute(connection).await.map(|_| ())
        })?;
    }
    delete(tx, DELETE_PEOPLE, id).await?;
    for (user, _) in people {
        on_tx!(tx, |connection| {
            let query = sqlx::query(CLEAR_TRIES).bind(account::additions_by(*user));
            query.execute(connection).await.map(|_| ())
        })?;
        clear_stream(tx, Room::User(*user)).await?;
        delete(tx, DELETE_USER, user.0).await?;
    }
    on_tx!(tx, |connection| {
        sqlx::query(FORGET).bind(id).bind(forgotten.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

async fn clear_talk(tx: &mut Tx, talk: ConversationId) -> Result<()> {
    for text in CLEAR_TALK {
        delete(tx, text, talk.0).await?;
    }
    clear_stream(tx, Room::Conversation(talk)).await
}

async fn clear_stream(tx: &mut Tx, room: Room) -> Result<()> {
    on_tx!(tx, |connection| {
        let query = sqlx::query(CLEAR_STREAM).bind(room.to_string());
        query.execute(connection).await.map(|_| ())
    })?;
    stream::drop_unused(tx, room).await
}

async fn delete(tx: &mut Tx, text: &'static str, id: Uuid) -> Result<()> {
    on_tx!(tx, |connection| sqlx::query(text).bind(id).execute(connection).await.map(|_| ()))?;
    Ok(())
}
