//! The SQL of a board's status, its record and its followers.

use super::{
    super::status::{Change, Held},
    status,
};
use crate::{
    Database, Result, account,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Timestamp,
    board::{BoardStatusChange, BoardStatusUpdate, FollowBoard},
    id::{BoardId, UserId},
};
use uuid::Uuid;

const STATUS: &str = "SELECT status, status_version FROM boards WHERE id = $1";
const LISTED_STATUS: &str = "SELECT status, status_version FROM boards
    WHERE id = $1 AND sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance')";
// Writes what is there, so that whoever else wants to change it waits until the end.
const HOLD: &str = "UPDATE boards SET status_version = status_version WHERE id = $1
    RETURNING title, owner_id, sandbox_id, status, status_version";
const CHANGE: &str =
    "UPDATE boards SET status = $2, status_version = $3, status_at = $4 WHERE id = $1";
const KEEP: &str =
    "INSERT INTO board_status_changes (board_id, version, status, changed_by, changed_at, reason)
    VALUES ($1, $2, $3, $4, $5, $6)";
const CHANGES: &str = "SELECT c.status, c.changed_at, c.reason, u.id, u.name, u.role
    FROM board_status_changes c JOIN users u ON u.id = c.changed_by
    WHERE c.board_id = $1 ORDER BY c.version DESC LIMIT $2";
const FOLLOW: &str = "INSERT INTO board_followers (board_id, user_id, followed_at)
    VALUES ($1, $2, $3) ON CONFLICT (board_id, user_id) DO NOTHING";
const UNFOLLOW: &str = "DELETE FROM board_followers WHERE board_id = $1 AND user_id = $2";
const FOLLOWERS: &str = "SELECT user_id FROM board_followers WHERE board_id = $1 ORDER BY user_id";
const IS_FOLLOWED: &str =
    "SELECT COUNT(*) FROM board_followers WHERE board_id = $1 AND user_id = $2";

fn update(board_id: BoardId, row: (String, i64)) -> Result<BoardStatusUpdate> {
    Ok(BoardStatusUpdate { board_id, status: status(row.0)?, version: row.1 })
}

pub(crate) async fn status_of(
    database: &Database,
    board: BoardId,
) -> Result<Option<BoardStatusUpdate>> {
    read(database, STATUS, board).await
}

/// As [`status_of`]; nothing of a board that is in no list.
pub(crate) async fn listed_status(
    database: &Database,
    board: BoardId,
) -> Result<Option<BoardStatusUpdate>> {
    read(database, LISTED_STATUS, board).await
}

async fn read(
    database: &Database,
    text: &'static str,
    board: BoardId,
) -> Result<Option<BoardStatusUpdate>> {
    let row: Option<(String, i64)> = on_pool!(database, |pool| {
        sqlx::query_as(text).bind(board.0).fetch_optional(pool).await
    })?;
    row.map(|row| update(board, row)).transpose()
}

/// Holds a board for this transaction.
pub(crate) async fn hold(tx: &mut Tx, board: BoardId) -> Result<Option<Held>> {
    let row: Option<(String, Uuid, Option<Uuid>, String, i64)> = on_tx!(tx, |connection| {
        sqlx::query_as(HOLD).bind(board.0).fetch_optional(connection).await
    })?;
    let Some((title, owner, sandbox, status, version)) = row else { return Ok(None) };
    let now = update(board, (status, version))?;
    Ok(Some(Held { title, owner: UserId(owner), is_of_sandbox: sandbox.is_some(), now }))
}

/// Stores a change with its record.
pub(crate) async fn change_status(
    tx: &mut Tx,
    to: BoardStatusUpdate,
    change: &Change,
) -> Result<()> {
    let status = to.status.as_str();
    on_tx!(tx, |connection| {
        sqlx::query(CHANGE)
            .bind(to.board_id.0)
            .bind(status)
            .bind(to.version)
            .bind(change.at.0)
            .execute(&mut *connection)
            .await?;
        sqlx::query(KEEP)
            .bind(to.board_id.0)
            .bind(to.version)
            .bind(status)
            .bind(change.by.user_id.0)
            .bind(change.at.0)
            .bind(&change.reason)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// The latest changes, the newest first.
pub(crate) async fn changes(
    database: &Database,
    board: BoardId,
    limit: i64,
) -> Result<Vec<BoardStatusChange>> {
    let rows: Vec<(String, i64, String, Uuid, String, String)> = on_pool!(database, |pool| {
        sqlx::query_as(CHANGES).bind(board.0).bind(limit).fetch_all(pool).await
    })?;
    rows.into_iter()
        .map(|(became, at, reason, id, name, role)| {
            Ok(BoardStatusChange {
                status: status(became)?,
                changed_by: account::user_ref(id, name, role)?,
                changed_at: Timestamp(at),
                reason,
            })
        })
        .collect()
}

pub(crate) async fn follow(
    tx: &mut Tx,
    input: FollowBoard,
    user: UserId,
    now: Timestamp,
) -> Result<()> {
    let board = input.board_id.0;
    on_tx!(tx, |connection| {
        if input.is_followed {
            let query = sqlx::query(FOLLOW).bind(board).bind(user.0).bind(now.0);
            query.execute(connection).await.map(|_| ())
        } else {
            let query = sqlx::query(UNFOLLOW).bind(board).bind(user.0);
            query.execute(connection).await.map(|_| ())
        }
    })?;
    Ok(())
}

/// Who follows a board, in order of their ids.
pub(crate) async fn followers(tx: &mut Tx, board: BoardId) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(FOLLOWERS).bind(board.0).fetch_all(connection).await
    })?;
    Ok(ids.into_iter().map(UserId).collect())
}

pub(crate) async fn is_followed(database: &Database, board: BoardId, user: UserId) -> Result<bool> {
    let found: i64 = on_pool!(database, |pool| {
        sqlx::query_scalar(IS_FOLLOWED).bind(board.0).bind(user.0).fetch_one(pool).await
    })?;
    Ok(found > 0)
}
