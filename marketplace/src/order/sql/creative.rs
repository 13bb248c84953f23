//! The SQL of what orders show.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    picture::sql::{kind, take_into_use},
};
use protocol::{
    id::{BoardId, FileId, OrderId},
    order::{Creative, OrderView, Screen, SendCreative},
    picture::PictureFacts,
};
use uuid::Uuid;

const INSERT: &str = "INSERT INTO creatives (file_id, order_id, version, position, client_id)
    VALUES ($1, $2, $3, $4, $5)";
const INSERT_BOARD: &str = "INSERT INTO creative_boards (file_id, board_id) VALUES ($1, $2)";
const KNOWN: &str = "SELECT COUNT(*) FROM creatives WHERE order_id = $1 AND client_id = $2";
const OF_ORDER: &str = "SELECT c.version, c.file_id, f.kind, f.width, f.height, f.bytes
    FROM creatives c JOIN files f ON f.id = c.file_id
    WHERE c.order_id = $1 ORDER BY c.version, c.position";
const BOARDS: &str =
    "SELECT b.board_id FROM creative_boards b WHERE b.file_id = $1 ORDER BY b.board_id";
const LATEST: &str = "SELECT b.board_id, b.file_id
    FROM creatives c JOIN creative_boards b ON b.file_id = c.file_id
    WHERE c.order_id = $1
        AND c.version = (SELECT MAX(version) FROM creatives WHERE order_id = $1)";
const SCREEN: &str = "SELECT width_px, height_px FROM boards WHERE id = $1";

type CreativeRow = (i64, Uuid, String, i64, i64, i64);

pub(in crate::order) async fn insert(
    tx: &mut Tx,
    (input, version): (SendCreative, i64),
    creatives: &[Creative],
) -> Result<()> {
    for (position, creative) in (0_i64..).zip(creatives) {
        take_into_use(tx, creative.file_id).await?;
        on_tx!(tx, |connection| {
            sqlx::query(INSERT)
                .bind(creative.file_id.0)
                .bind(input.order_id.0)
                .bind(version)
                .bind(position)
                .bind(input.client_id.0)
                .execute(connection)
                .await
                .map(|_| ())
        })?;
        for board in &creative.board_ids {
            on_tx!(tx, |connection| {
                let query = sqlx::query(INSERT_BOARD).bind(creative.file_id.0).bind(board.0);
                query.execute(connection).await.map(|_| ())
            })?;
        }
    }
    Ok(())
}

/// Whether this hand-in was taken already.
pub(in crate::order) async fn is_known(database: &Database, input: SendCreative) -> Result<bool> {
    let count: i64 = on_pool!(database, |pool| {
        let query = sqlx::query_scalar(KNOWN).bind(input.order_id.0).bind(input.client_id.0);
        query.fetch_one(pool).await
    })?;
    Ok(count > 0)
}

pub(in crate::order) async fn is_known_now(tx: &mut Tx, input: SendCreative) -> Result<bool> {
    let count: i64 = on_tx!(tx, |connection| {
        let query = sqlx::query_scalar(KNOWN).bind(input.order_id.0).bind(input.client_id.0);
        query.fetch_one(connection).await
    })?;
    Ok(count > 0)
}

/// Everything that was handed in for an order, each with the version of its step, the oldest first.
pub(in crate::order) async fn of_order(
    database: &Database,
    order: OrderId,
) -> Result<Vec<(i64, Creative)>> {
    let rows: Vec<CreativeRow> = on_pool!(database, |pool| {
        sqlx::query_as(OF_ORDER).bind(order.0).fetch_all(pool).await
    })?;
    let mut creatives = Vec::with_capacity(rows.len());
    for (version, file, as_kind, width, height, bytes) in rows {
        let boards: Vec<Uuid> = on_pool!(database, |pool| {
            sqlx::query_scalar(BOARDS).bind(file).fetch_all(pool).await
        })?;
        let facts = PictureFacts {
            kind: kind(as_kind)?,
            width: u32::try_from(width).unwrap_or(0),
            height: u32::try_from(height).unwrap_or(0),
            bytes: u64::try_from(bytes).unwrap_or(0),
        };
        let board_ids = boards.into_iter().map(BoardId).collect();
        creatives.push((version, Creative { file_id: FileId(file), facts, board_ids }));
    }
    Ok(creatives)
}

/// Which board shows what, as it was handed in last.
pub(in crate::order) async fn latest(
    tx: &mut Tx,
    order: OrderId,
) -> Result<Vec<(BoardId, FileId)>> {
    let rows: Vec<(Uuid, Uuid)> =
        on_tx!(tx, |connection| sqlx::query_as(LATEST).bind(order.0).fetch_all(connection).await)?;
    Ok(rows.into_iter().map(|(board, file)| (BoardId(board), FileId(file))).collect())
}

/// The screens of an order's boards as they are now, each once.
pub(in crate::order) async fn screens(
    database: &Database,
    order: &OrderView,
) -> Result<Vec<Screen>> {
    let mut screens: Vec<Screen> = Vec::new();
    for line in &order.lines {
        if screens.iter().any(|screen| screen.board_id == line.board_id) {
            continue;
        }
        let (width, height): (i32, i32) = on_pool!(database, |pool| {
            sqlx::query_as(SCREEN).bind(line.board_id.0).fetch_one(pool).await
        })?;
        let (board_id, title) = (line.board_id, line.title.clone());
        let (width, height) = (width.unsigned_abs(), height.unsigned_abs());
        screens.push(Screen { board_id, title, width, height });
    }
    Ok(screens)
}
