//! The SQL of sandboxes.

mod clear;

pub(super) use clear::{clear, end, rooms, thin_out};

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Timestamp,
    id::{AnnouncementId, BoardId, ConversationId, SessionId, UserId},
    test_websocket::Sandbox,
};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO sandboxes (id, asker, conversation_id, created_at, ends_at)
    VALUES ($1, $2, $3, $4, $5)";
const INSERT_PERSON: &str =
    "INSERT INTO sandbox_users (user_id, sandbox_id, session_id, token_hash)
    VALUES ($1, $2, $3, $4)";
const HIDE_BOARD: &str = "UPDATE boards SET sandbox_id = $2 WHERE id = $1";
const BY_TOKEN: &str = "SELECT p.user_id, p.session_id FROM sandbox_users p
    JOIN sandboxes s ON s.id = p.sandbox_id WHERE p.token_hash = $1 AND s.ends_at > $2";
const FIND: &str =
    "SELECT conversation_id FROM sandboxes WHERE id = $1 AND asker = $2 AND ends_at > $3";
const PEOPLE: &str =
    "SELECT user_id, session_id FROM sandbox_users WHERE sandbox_id = $1 ORDER BY user_id";
// Those that were cleared are met again only when they may be forgotten.
const ENDED: &str = "SELECT s.id FROM sandboxes s WHERE s.ends_at <= $1 AND (s.created_at <= $2
    OR EXISTS (SELECT 1 FROM sandbox_users p WHERE p.sandbox_id = s.id)) ORDER BY s.id";
const ANNOUNCEMENTS: &str =
    "SELECT id FROM announcements WHERE created_by = $1 AND recalled_at IS NULL ORDER BY id";
// Writes nothing new; it takes the row's lock on both engines.
const HOLD_GATE: &str = "UPDATE sandbox_gate SET id = id";
const ACTS: &str = "SELECT CAST(COALESCE(SUM(acts), 0) AS BIGINT) FROM sandboxes
    WHERE asker = $1 AND created_at > $2";
const COUNT_ACT: &str = "UPDATE sandboxes SET acts = acts + 1 WHERE id = $1";
const SET_ANNOUNCING: &str =
    "UPDATE sandboxes SET is_announcing = $2 WHERE id = $1 AND is_announcing <> $2";
const NUMBERS: &str = "SELECT
    COALESCE(SUM(CASE WHEN asker = $1 AND ends_at > $2 THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN ends_at > $2 THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN asker = $1 AND created_at > $3 THEN 1 ELSE 0 END), 0) FROM sandboxes";

/// How many sandboxes there are.
pub(super) struct Numbers {
    pub(super) open_of_asker: i64,
    pub(super) open: i64,
    pub(super) of_asker: i64,
}

pub(super) async fn numbers(
    tx: &mut Tx,
    asker: &str,
    now: Timestamp,
    since: Timestamp,
) -> Result<Numbers> {
    let (open_of_asker, open, of_asker) = on_tx!(tx, |connection| {
        sqlx::query_as(NUMBERS).bind(asker).bind(now.0).bind(since.0).fetch_one(connection).await
    })?;
    Ok(Numbers { open_of_asker, open, of_asker })
}

/// Holds the gate for this transaction: whoever else wants to count sandboxes waits until its end.
pub(super) async fn hold_gate(tx: &mut Tx) -> Result<()> {
    on_tx!(tx, |connection| sqlx::query(HOLD_GATE).execute(connection).await.map(|_| ()))?;
    Ok(())
}

/// How much somebody has done to the sandboxes they have opened since then.
pub(super) async fn acts(tx: &mut Tx, asker: &str, since: Timestamp) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(ACTS).bind(asker).bind(since.0).fetch_one(connection).await
    })?)
}

pub(super) async fn count_act(tx: &mut Tx, id: Uuid) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(COUNT_ACT).bind(id).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// `false` when it was so already.
pub(super) async fn set_announcing(tx: &mut Tx, id: Uuid, is_announcing: bool) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        let query = sqlx::query(SET_ANNOUNCING).bind(id).bind(is_announcing);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

pub(super) async fn insert(
    tx: &mut Tx,
    sandbox: &Sandbox,
    asker: &str,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(sandbox.id)
            .bind(asker)
            .bind(sandbox.conversation_id.0)
            .bind(now.0)
            .bind(sandbox.ends_at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn insert_person(
    tx: &mut Tx,
    sandbox: Uuid,
    (user, session): (UserId, SessionId),
    token_hash: Vec<u8>,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT_PERSON)
            .bind(user.0)
            .bind(sandbox)
            .bind(session.0)
            .bind(token_hash)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn hide_board(tx: &mut Tx, board: BoardId, sandbox: Uuid) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(HIDE_BOARD).bind(board.0).bind(sandbox).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn by_token(
    database: &Database,
    hash: Vec<u8>,
    now: Timestamp,
) -> Result<Option<(UserId, SessionId)>> {
    let row: Option<(Uuid, Uuid)> = on_pool!(database, |pool| {
        sqlx::query_as(BY_TOKEN).bind(hash).bind(now.0).fetch_optional(pool).await
    })?;
    Ok(row.map(|(user, session)| (UserId(user), SessionId(session))))
}

/// The conversation of an open sandbox of this asker's.
pub(super) async fn find(
    database: &Database,
    id: Uuid,
    asker: &str,
    now: Timestamp,
) -> Result<Option<ConversationId>> {
    let found: Option<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(FIND).bind(id).bind(asker).bind(now.0).fetch_optional(pool).await
    })?;
    Ok(found.map(ConversationId))
}

/// Its people with their sessions, in the order in which they were made.
pub(super) async fn people(database: &Database, id: Uuid) -> Result<Vec<(UserId, SessionId)>> {
    let rows: Vec<(Uuid, Uuid)> =
        on_pool!(database, |pool| sqlx::query_as(PEOPLE).bind(id).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(|(user, session)| (UserId(user), SessionId(session))).collect())
}

pub(super) async fn ended(
    database: &Database,
    now: Timestamp,
    forgotten: Timestamp,
) -> Result<Vec<Uuid>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(ENDED).bind(now.0).bind(forgotten.0).fetch_all(pool).await
    })?)
}

/// What somebody has announced and not recalled.
pub(super) async fn announcements(database: &Database, by: UserId) -> Result<Vec<AnnouncementId>> {
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(ANNOUNCEMENTS).bind(by.0).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(AnnouncementId).collect())
}
