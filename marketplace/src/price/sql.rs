//! The SQL of suggested prices.

use crate::{
    Database, Result, board,
    database::{Tx, on_pool, on_tx},
    job::Kept,
};
use protocol::{
    Timestamp,
    account::Me,
    board::life::{self, Parts},
    id::{BoardId, JobId, UserId},
    price::{PriceCursor, PriceSuggestion},
};
use uuid::Uuid;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT s.board_id, s.job_id, s.suggested_cents, s.currency, s.suggested_at,
                s.applied_at, b.title, b.status, b.owner_id, b.price_per_day_cents AS current_cents,
                b.currency AS board_currency
            FROM price_suggestions s JOIN boards b ON b.id = s.board_id ",
            $rest
        )
    };
}

const OWN: &str = select!(
    "WHERE b.owner_id = $1 AND (s.job_id < $2 OR (s.job_id = $2 AND s.board_id > $3))
        AND NOT EXISTS (SELECT 1 FROM price_suggestions n
            WHERE n.board_id = s.board_id AND n.job_id > s.job_id)
    ORDER BY s.job_id DESC, s.board_id LIMIT $4"
);
const OF_JOB: &str =
    select!("WHERE s.job_id = $1 AND s.board_id > $2 ORDER BY s.board_id LIMIT $3");
const FIND: &str = select!("WHERE b.owner_id = $1 AND s.board_id = $2 AND s.job_id = $3");
const APPLY: &str = "UPDATE price_suggestions SET applied_at = $3, applied_from_cents = $4
    WHERE board_id = $1 AND job_id = $2 AND applied_at IS NULL";

#[derive(sqlx::FromRow)]
struct Row {
    board_id: Uuid,
    job_id: Uuid,
    suggested_cents: i64,
    currency: String,
    suggested_at: i64,
    applied_at: Option<i64>,
    title: String,
    status: String,
    owner_id: Uuid,
    current_cents: i64,
    board_currency: String,
}

impl Row {
    fn into_view(self, me: &Me) -> Result<PriceSuggestion> {
        let board_status = board::sql::status(self.status.clone())?;
        let parts = Parts::of(me.user_id, me.role, UserId(self.owner_id));
        let why_not = if self.applied_at.is_some() {
            Some("It was taken over already.".to_owned())
        } else if self.currency != self.board_currency {
            Some("The board's price is in another currency by now.".to_owned())
        } else if self.suggested_cents == self.current_cents {
            Some("That is the board's price already.".to_owned())
        } else {
            life::check_edit(board_status, parts).err().map(|refused| refused.message)
        };
        Ok(PriceSuggestion {
            board_id: BoardId(self.board_id),
            title: self.title,
            board_status,
            job_id: JobId(self.job_id),
            current_cents: self.current_cents,
            suggested_cents: self.suggested_cents,
            currency: self.currency,
            suggested_at: Timestamp(self.suggested_at),
            applied_at: self.applied_at.map(Timestamp),
            is_applicable: why_not.is_none(),
            why_not,
        })
    }
}

fn views(rows: Vec<Row>, me: &Me) -> Result<Vec<PriceSuggestion>> {
    rows.into_iter().map(|row| row.into_view(me)).collect()
}

/// Of each of somebody's boards the newest.
pub(super) async fn own(
    database: &Database,
    me: &Me,
    (after, limit): (Option<PriceCursor>, i64),
) -> Result<Vec<PriceSuggestion>> {
    let (job, board) = after.map_or((Uuid::max(), Uuid::nil()), |at| (at.job_id.0, at.board_id.0));
    let rows: Vec<Row> = on_pool!(database, |pool| {
        let query = sqlx::query_as(OWN).bind(me.user_id.0).bind(job).bind(board);
        query.bind(limit).fetch_all(pool).await
    })?;
    views(rows, me)
}

/// What a job has suggested.
pub(super) async fn of_job(
    database: &Database,
    (me, job): (&Me, JobId),
    (after, limit): (Option<BoardId>, i64),
) -> Result<Vec<PriceSuggestion>> {
    let after = after.map_or(Uuid::nil(), |id| id.0);
    let rows: Vec<Row> = on_pool!(database, |pool| {
        sqlx::query_as(OF_JOB).bind(job.0).bind(after).bind(limit).fetch_all(pool).await
    })?;
    views(rows, me)
}

/// One for a board of somebody's own.
pub(super) async fn find(
    database: &Database,
    me: &Me,
    (board, job): (BoardId, JobId),
) -> Result<Option<PriceSuggestion>> {
    let row: Option<Row> = on_pool!(database, |pool| {
        let query = sqlx::query_as(FIND).bind(me.user_id.0).bind(board.0).bind(job.0);
        query.fetch_optional(pool).await
    })?;
    row.map(|row| row.into_view(me)).transpose()
}

pub(crate) async fn insert(
    tx: &mut Tx,
    job: JobId,
    (prices, now): (&[Kept], Timestamp),
) -> Result<()> {
    if prices.is_empty() {
        return Ok(());
    }
    let text = "INSERT INTO price_suggestions
        (board_id, job_id, suggested_cents, currency, suggested_at) ";
    on_tx!(tx, |connection| {
        let mut query = sqlx::QueryBuilder::new(text);
        query.push_values(prices, |mut row, price| {
            row.push_bind(price.board.0).push_bind(job.0).push_bind(price.cents);
            row.push_bind(price.currency.clone()).push_bind(now.0);
        });
        query.build().execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Notes that it was taken over; `false` when it was before.
pub(super) async fn apply(
    tx: &mut Tx,
    (board, job): (BoardId, JobId),
    (from_cents, now): (i64, Timestamp),
) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        let query = sqlx::query(APPLY).bind(board.0).bind(job.0).bind(now.0).bind(from_cents);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?;
    Ok(rows > 0)
}
