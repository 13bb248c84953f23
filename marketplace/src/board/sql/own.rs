//! The SQL of boards whatever their status.

use super::{BoardRow, select, status};
use crate::{Database, Result, database::on_pool};
use protocol::{
    Timestamp,
    board::{BoardStatus, BoardView, WaitingBoard},
    id::UserId,
    limits,
};

const OWN: &str = concat!(
    select!(),
    " WHERE b.owner_id = $1 AND (CAST($2 AS TEXT) IS NULL OR b.status = $2)
    ORDER BY b.updated_at DESC, b.id LIMIT $3 OFFSET $4"
);
const COUNT_OWN: &str = "SELECT status, COUNT(*) FROM boards WHERE owner_id = $1 GROUP BY status";
const WAITING: &str = concat!(
    select!(),
    " WHERE b.status = 'in_review' AND b.sandbox_id IS NULL ORDER BY b.status_at, b.id LIMIT $1"
);
const COUNT_WAITING: &str =
    "SELECT COUNT(*) FROM boards WHERE status = 'in_review' AND sandbox_id IS NULL";

pub(in crate::board) async fn own(
    database: &Database,
    owner: UserId,
    (status, page): (Option<BoardStatus>, u32),
) -> Result<Vec<BoardView>> {
    let offset = i64::from(page - 1) * i64::from(limits::BOARD_PAGE);
    let rows: Vec<BoardRow> = on_pool!(database, |pool| {
        sqlx::query_as(OWN)
            .bind(owner.0)
            .bind(status.map(BoardStatus::as_str))
            .bind(i64::from(limits::BOARD_PAGE))
            .bind(offset)
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(BoardRow::into_view).collect()
}

/// In the order of a board's life; what there is none of is left out.
pub(in crate::board) async fn count_own(
    database: &Database,
    owner: UserId,
) -> Result<Vec<(BoardStatus, u32)>> {
    let rows: Vec<(String, i64)> = on_pool!(database, |pool| {
        sqlx::query_as(COUNT_OWN).bind(owner.0).fetch_all(pool).await
    })?;
    let mut counts = Vec::with_capacity(rows.len());
    for (text, count) in rows {
        counts.push((status(text)?, u32::try_from(count).unwrap_or(u32::MAX)));
    }
    counts.sort_by_key(|(status, _)| BoardStatus::ALL.iter().position(|other| other == status));
    Ok(counts)
}

/// Those that wait for a review, the one that waits longest first.
pub(in crate::board) async fn waiting(database: &Database) -> Result<Vec<WaitingBoard>> {
    let rows: Vec<BoardRow> = on_pool!(database, |pool| {
        sqlx::query_as(WAITING).bind(i64::from(limits::BOARD_PAGE)).fetch_all(pool).await
    })?;
    let waiting = |row: BoardRow| {
        let since = Timestamp(row.status_at);
        Ok(WaitingBoard { board: row.into_view()?, since })
    };
    rows.into_iter().map(waiting).collect()
}

pub(in crate::board) async fn count_waiting(database: &Database) -> Result<u32> {
    let count: i64 =
        on_pool!(database, |pool| sqlx::query_scalar(COUNT_WAITING).fetch_one(pool).await)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
