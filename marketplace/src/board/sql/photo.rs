//! The SQL of boards' photos. Their places are 0, 1, 2 … without holes; the cover's is 0.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    picture::sql::{give_up, take_into_use},
};
use protocol::{
    Timestamp,
    board::PhotoView,
    id::{BoardId, ClientId, FileId},
};
use uuid::Uuid;

const OF_BOARD: &str = "SELECT p.file_id, f.width, f.height, p.alt
    FROM photos p JOIN files f ON f.id = p.file_id WHERE p.board_id = $1 ORDER BY p.position";
const ORDER: &str = "SELECT file_id FROM photos WHERE board_id = $1 ORDER BY position";
const BEFORE: &str = "SELECT b.sandbox_id,
        (SELECT COUNT(*) FROM photos p WHERE p.board_id = b.id),
        (SELECT COUNT(*) FROM photos p WHERE p.board_id = b.id AND p.client_id = $2)
    FROM boards b WHERE b.id = $1";
const KNOWN: &str = "SELECT COUNT(*) FROM photos WHERE board_id = $1 AND client_id = $2";
const INSERT: &str = "INSERT INTO photos (file_id, board_id, client_id, position, alt)
    VALUES ($1, $2, $3, $4, $5)";
const DESCRIBE: &str = "UPDATE photos SET alt = $2 WHERE file_id = $1";
const MOVE: &str = "UPDATE photos SET position = $2 WHERE file_id = $1";
const REMOVE: &str = "DELETE FROM photos WHERE file_id = $1";
const RAISE: &str = "UPDATE boards SET version = version + 1 WHERE id = $1 RETURNING version";

pub(in crate::board) async fn of_board(
    database: &Database,
    board: BoardId,
) -> Result<Vec<PhotoView>> {
    let rows: Vec<(Uuid, i64, i64, String)> = on_pool!(database, |pool| {
        sqlx::query_as(OF_BOARD).bind(board.0).fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(view).collect())
}

pub(super) fn view((id, width, height, alt): (Uuid, i64, i64, String)) -> PhotoView {
    let pixels = |count| u32::try_from(count).unwrap_or(0);
    PhotoView { file_id: FileId(id), width: pixels(width), height: pixels(height), alt }
}

/// What decides about another photo, before it is looked into.
#[derive(Default)]
pub(in crate::board) struct Before {
    pub(in crate::board) is_of_sandbox: bool,
    pub(in crate::board) count: usize,
    /// This photo was added already.
    pub(in crate::board) is_known: bool,
}

pub(in crate::board) async fn before(
    database: &Database,
    board: BoardId,
    id: ClientId,
) -> Result<Before> {
    let row: Option<(Option<Uuid>, i64, i64)> = on_pool!(database, |pool| {
        sqlx::query_as(BEFORE).bind(board.0).bind(id.0).fetch_optional(pool).await
    })?;
    Ok(row.map_or_else(Before::default, |(sandbox, count, known)| Before {
        is_of_sandbox: sandbox.is_some(),
        count: usize::try_from(count).unwrap_or(0),
        is_known: known > 0,
    }))
}

pub(in crate::board) async fn order_now(tx: &mut Tx, board: BoardId) -> Result<Vec<FileId>> {
    let ids: Vec<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(ORDER).bind(board.0).fetch_all(connection).await
    })?;
    Ok(ids.into_iter().map(FileId).collect())
}

/// Whether this photo was added already.
pub(in crate::board) async fn is_known(tx: &mut Tx, board: BoardId, id: ClientId) -> Result<bool> {
    let count: i64 = on_tx!(tx, |connection| {
        sqlx::query_scalar(KNOWN).bind(board.0).bind(id.0).fetch_one(connection).await
    })?;
    Ok(count > 0)
}

pub(in crate::board) async fn insert(
    tx: &mut Tx,
    (board, file): (BoardId, FileId),
    (client_id, place): (ClientId, usize),
    alt: &str,
) -> Result<()> {
    take_into_use(tx, file).await?;
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(file.0)
            .bind(board.0)
            .bind(client_id.0)
            .bind(i64::try_from(place).unwrap_or(i64::MAX))
            .bind(alt)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(in crate::board) async fn describe(tx: &mut Tx, photo: FileId, alt: &str) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(DESCRIBE).bind(photo.0).bind(alt).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Nobody sees it from now on; the file itself goes with a later sweep.
pub(in crate::board) async fn remove(tx: &mut Tx, photo: FileId, now: Timestamp) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(REMOVE).bind(photo.0).execute(connection).await.map(|_| ())
    })?;
    give_up(tx, photo, now).await
}

pub(in crate::board) async fn put_in_order(tx: &mut Tx, photos: &[FileId]) -> Result<()> {
    for (place, photo) in (0_i64..).zip(photos) {
        on_tx!(tx, |connection| {
            sqlx::query(MOVE).bind(photo.0).bind(place).execute(connection).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Counts an edit of the board.
pub(in crate::board) async fn raise_version(tx: &mut Tx, board: BoardId) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(RAISE).bind(board.0).fetch_one(connection).await
    })?)
}
