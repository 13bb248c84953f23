//! The SQL of pictures.

use super::Use;
use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    id::{BoardId, FileId, OrderId},
    picture::{PictureFacts, PictureKind},
};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO files (id, kind, width, height, bytes, created_at, unused_since)
    VALUES ($1, $2, $3, $4, $5, $6, $6)";
const FIND: &str = "SELECT f.kind, p.board_id, c.order_id FROM files f
    LEFT JOIN photos p ON p.file_id = f.id LEFT JOIN creatives c ON c.file_id = f.id
    WHERE f.id = $1";
const USE: &str =
    "UPDATE files SET unused_since = NULL WHERE id = $1 AND unused_since IS NOT NULL RETURNING id";
const GIVE_UP: &str = "UPDATE files SET unused_since = $2 WHERE id = $1";
const UNUSED: &str = "SELECT id FROM files
    WHERE unused_since IS NOT NULL AND unused_since <= $1
    ORDER BY unused_since, id LIMIT $2 OFFSET $3";
const REMOVE: &str = "DELETE FROM files WHERE id = $1 AND unused_since <= $2";

/// A picture's row.
pub(crate) struct Found {
    pub(crate) kind: PictureKind,
    pub(crate) used_by: Option<Use>,
}

/// Stored as unused since now.
pub(super) async fn insert(
    database: &Database,
    (id, facts): (FileId, PictureFacts),
    now: Timestamp,
) -> Result<()> {
    let bytes = i64::try_from(facts.bytes).unwrap_or(i64::MAX);
    database
        .transaction(move |tx| {
            Box::pin(async move {
                on_tx!(tx, |connection| {
                    sqlx::query(INSERT)
                        .bind(id.0)
                        .bind(facts.kind.as_str())
                        .bind(i64::from(facts.width))
                        .bind(i64::from(facts.height))
                        .bind(bytes)
                        .bind(now.0)
                        .execute(connection)
                        .await
                        .map(|_| ())
                })?;
                Ok(())
            })
        })
        .await
}

pub(super) async fn find(database: &Database, id: FileId) -> Result<Option<Found>> {
    let row: Option<(String, Option<Uuid>, Option<Uuid>)> =
        on_pool!(database, |pool| sqlx::query_as(FIND).bind(id.0).fetch_optional(pool).await)?;
    let Some((kind, board, order)) = row else { return Ok(None) };
    let photo = board.map(|id| Use::Photo(BoardId(id)));
    let creative = order.map(|id| Use::Creative(OrderId(id)));
    Ok(Some(Found { kind: self::kind(kind)?, used_by: photo.or(creative) }))
}

pub(crate) fn kind(text: String) -> Result<PictureKind> {
    text.parse().map_err(|_| Error::corrupt("files.kind", text))
}

/// From now on something refers to it. Part of the transaction that makes it do so.
pub(crate) async fn take_into_use(tx: &mut Tx, id: FileId) -> Result<()> {
    let used: Option<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(USE).bind(id.0).fetch_optional(connection).await
    })?;
    used.map(|_| ()).ok_or_else(|| Error::Internal(format!("the file {id} was swept away")))
}

/// From now on nothing refers to it. Part of the transaction that makes it so.
pub(crate) async fn give_up(tx: &mut Tx, id: FileId, now: Timestamp) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(GIVE_UP).bind(id.0).bind(now.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Not used since before then, the oldest first; so many of them are passed over.
pub(super) async fn unused(
    database: &Database,
    before: Timestamp,
    (limit, passed): (usize, usize),
) -> Result<Vec<FileId>> {
    let count = |number| i64::try_from(number).unwrap_or(i64::MAX);
    let (limit, passed) = (count(limit), count(passed));
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(UNUSED).bind(before.0).bind(limit).bind(passed).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(FileId).collect())
}

pub(super) async fn remove(database: &Database, (id, before): (FileId, Timestamp)) -> Result<()> {
    database
        .transaction(move |tx| {
            Box::pin(async move {
                on_tx!(tx, |connection| {
                    sqlx::query(REMOVE)
                        .bind(id.0)
                        .bind(before.0)
                        .execute(connection)
                        .await
                        .map(|_| ())
                })?;
                Ok(())
            })
        })
        .await
}
