//! The SQL of checks of prices.

use super::{
    super::{Job, PricedBoard, aside},
    JobRow,
};
use crate::{
    Database, Result, board,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    board::BoardStatus,
    id::{BoardId, JobId, UserId},
    limits,
};
use uuid::Uuid;

const BY_REQUEST: &str = "SELECT id, owner_id, kind, state, version, about, work FROM jobs
    WHERE owner_id = $1 AND request_id = $2";
const COUNT_OPEN: &str = "SELECT COUNT(*) FROM jobs WHERE owner_id = $1 AND kind = 'check_prices'
    AND state IN ('PENDING', 'PROCESSING')";
const OPEN: &str = "SELECT id, due_at, leased_until FROM jobs
    WHERE state IN ('PENDING', 'PROCESSING') AND kind = 'check_prices' ORDER BY id";
// Asked again: of two servers at the same moment one finds it leased.
const CLAIM: &str = "UPDATE jobs SET leased_until = $3 WHERE id = $1 AND leased_until <= $2
    AND due_at <= $2 AND state IN ('PENDING', 'PROCESSING') AND kind = 'check_prices'
    RETURNING id, owner_id, kind, state, version, about, work";
const ASKED: &str = "SELECT board_id, price_cents, currency FROM price_check_boards
    WHERE job_id = $1 ORDER BY board_id";
// The owner's id follows, and which.
const BOARDS: &str =
    "SELECT id, status, price_per_day_cents, currency FROM boards WHERE owner_id = ";

type Asked = (Uuid, i64, String);

fn priced((board, price_cents, currency): Asked) -> PricedBoard {
    PricedBoard { board_id: BoardId(board), price_cents, currency }
}

/// The job somebody has asked for under an id of their own.
pub(in crate::job) async fn by_request(
    database: &Database,
    owner: UserId,
    request: Uuid,
) -> Result<Option<Job>> {
    let row: Option<JobRow> = on_pool!(database, |pool| {
        sqlx::query_as(BY_REQUEST).bind(owner.0).bind(request).fetch_optional(pool).await
    })?;
    row.map(JobRow::into_job).transpose()
}

/// The same within a transaction.
pub(in crate::job) async fn by_request_now(
    tx: &mut Tx,
    owner: UserId,
    request: Uuid,
) -> Result<Option<Job>> {
    let row: Option<JobRow> = on_tx!(tx, |connection| {
        sqlx::query_as(BY_REQUEST).bind(owner.0).bind(request).fetch_optional(connection).await
    })?;
    row.map(JobRow::into_job).transpose()
}

pub(in crate::job) async fn name_request(tx: &mut Tx, id: JobId, request: Uuid) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query("UPDATE jobs SET request_id = $2 WHERE id = $1")
            .bind(id.0)
            .bind(request)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// How many checks of somebody's are not over.
pub(in crate::job) async fn count_open(tx: &mut Tx, owner: UserId) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(COUNT_OPEN).bind(owner.0).fetch_one(connection).await
    })?)
}

/// All that are not over, each with whether it can be claimed.
pub(in crate::job) async fn open(
    database: &Database,
    now: Timestamp,
) -> Result<Vec<(JobId, bool)>> {
    let rows: Vec<(Uuid, i64, i64)> =
        on_pool!(database, |pool| sqlx::query_as(OPEN).fetch_all(pool).await)?;
    let is_free = |due: i64, leased: i64| due <= now.0 && leased <= now.0;
    Ok(rows.into_iter().map(|(id, due, leased)| (JobId(id), is_free(due, leased))).collect())
}

pub(in crate::job) async fn claim(
    tx: &mut Tx,
    id: JobId,
    (now, until): (Timestamp, Timestamp),
) -> Result<Option<Job>> {
    let row: Option<JobRow> = on_tx!(tx, |connection| {
        let query = sqlx::query_as(CLAIM).bind(id.0).bind(now.0).bind(until.0);
        query.fetch_optional(connection).await
    })?;
    match row.map(JobRow::into_job) {
        Some(Err(error @ Error::Corrupt { .. })) => {
            // Else it would be claimed again and again.
            aside::set(tx, (id, now), &error).await?;
            Ok(None)
        }
        claimed => claimed.transpose(),
    }
}

/// Those of an owner's boards that are named, or else those on the market or in review; one more than may be.
pub(in crate::job) async fn boards(
    tx: &mut Tx,
    owner: UserId,
    named: &[BoardId],
) -> Result<Vec<(PricedBoard, BoardStatus)>> {
    let most = i64::try_from(limits::PRICE_BOARDS).unwrap_or(i64::MAX).saturating_add(1);
    let rows: Vec<(Uuid, String, i64, String)> = on_tx!(tx, |connection| {
        let mut query = sqlx::QueryBuilder::new(BOARDS);
        query.push_bind(owner.0);
        if named.is_empty() {
            query.push(" AND status NOT IN ('draft', 'retired')");
        } else {
            query.push(" AND id IN (");
            let mut ids = query.separated(", ");
            for id in named {
                ids.push_bind(id.0);
            }
            query.push(")");
        }
        query.push(" ORDER BY id LIMIT ").push_bind(most);
        query.build_query_as().fetch_all(connection).await
    })?;
    let read = |(id, status, cents, currency)| {
        Ok((priced((id, cents, currency)), board::sql::status(status)?))
    };
    rows.into_iter().map(read).collect()
}

pub(in crate::job) async fn insert_boards(
    tx: &mut Tx,
    id: JobId,
    boards: &[PricedBoard],
) -> Result<()> {
    let text = "INSERT INTO price_check_boards (job_id, board_id, price_cents, currency) ";
    on_tx!(tx, |connection| {
        let mut query = sqlx::QueryBuilder::new(text);
        query.push_values(boards, |mut row, board| {
            row.push_bind(id.0).push_bind(board.board_id.0);
            row.push_bind(board.price_cents).push_bind(board.currency.clone());
        });
        query.build().execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// The boards a check is about.
pub(in crate::job) async fn asked(database: &Database, id: JobId) -> Result<Vec<PricedBoard>> {
    let rows: Vec<Asked> =
        on_pool!(database, |pool| { sqlx::query_as(ASKED).bind(id.0).fetch_all(pool).await })?;
    Ok(rows.into_iter().map(priced).collect())
}

/// The same within a transaction.
pub(in crate::job) async fn asked_now(tx: &mut Tx, id: JobId) -> Result<Vec<PricedBoard>> {
    let rows: Vec<Asked> =
        on_tx!(tx, |connection| sqlx::query_as(ASKED).bind(id.0).fetch_all(connection).await)?;
    Ok(rows.into_iter().map(priced).collect())
}
