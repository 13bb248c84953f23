//! The SQL of the pipeline.

use super::run::Run;
use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Day, Timestamp,
    id::{BoardId, OrderId},
    order::{LogLevel, LogLine, RunState},
};
use std::{collections::BTreeMap, str::FromStr};
use uuid::Uuid;

/// Everything a [`RunRow`] has.
macro_rules! select_runs {
    ($rest:literal) => {
        concat!(
            "SELECT order_id, version, phase, run, done, total, failures, reason, started_at,
                phase_started_at, updated_at, last_line, due_at
            FROM order_runs ",
            $rest
        )
    };
}

const RUN: &str = select_runs!("WHERE order_id = $1");
// The ids follow, and the end.
const RUNS: &str = select_runs!("WHERE order_id IN (");
const INSERT: &str = "INSERT INTO order_runs (order_id, version, phase, run, done, total, failures,
        reason, started_at, phase_started_at, updated_at, last_line, due_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (order_id) DO UPDATE SET version = excluded.version, phase = excluded.phase,
        run = excluded.run, done = excluded.done, total = excluded.total,
        failures = excluded.failures, reason = excluded.reason,
        phase_started_at = excluded.phase_started_at, updated_at = excluded.updated_at,
        last_line = excluded.last_line, due_at = excluded.due_at";
// Asked again in the outer condition: of two workers at the same moment one finds it leased.
const CLAIM: &str = "UPDATE order_runs SET leased_until = $2
    WHERE order_id IN (SELECT order_id FROM order_runs
        WHERE run IN ('queued', 'working', 'waiting') AND due_at <= $1 AND leased_until <= $1
        ORDER BY due_at LIMIT $3)
    AND leased_until <= $1 RETURNING order_id";
const ANY_DUE: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM order_runs
    WHERE run IN ('queued', 'working', 'waiting') AND due_at <= $1 AND leased_until <= $1
    LIMIT 1) AS due";
const STANDING: &str =
    "SELECT order_id FROM order_runs WHERE run = $1 ORDER BY updated_at, order_id LIMIT $2";
const RENEW: &str = "UPDATE order_runs SET leased_until = $2 WHERE order_id = $1";
// Touches nothing that might not be readable.
const SET_ASIDE: &str = "UPDATE order_runs SET run = 'set_aside', version = version + 1,
        reason = 'What is stored of it cannot be read.', updated_at = $2, leased_until = 0
    WHERE order_id = $1";
const INSERT_LINE: &str = "INSERT INTO order_log (order_id, number, level, at, message)
    VALUES ($1, $2, $3, $4, $5)";
const LINES: &str = "SELECT number, level, at, message FROM order_log
    WHERE order_id = $1 AND number > $2 ORDER BY number LIMIT $3";
const SENT: &str = "INSERT INTO plays (order_id, board_id, day) VALUES ($1, $2, $3)
    ON CONFLICT (order_id, board_id, day) DO NOTHING";
const SHOWN: &str =
    "UPDATE plays SET shown = $4 WHERE order_id = $1 AND board_id = $2 AND day = $3";
const OWN_DAYS: &str =
    "SELECT board_id, COUNT(*) FROM booked_days WHERE order_id = $1 GROUP BY board_id";

#[derive(sqlx::FromRow)]
struct RunRow {
    order_id: Uuid,
    version: i64,
    phase: String,
    run: String,
    done: i64,
    total: i64,
    failures: i32,
    reason: Option<String>,
    started_at: i64,
    phase_started_at: i64,
    updated_at: i64,
    last_line: i64,
    due_at: i64,
}

impl RunRow {
    fn into_run(self) -> Result<Run> {
        Ok(Run {
            order_id: OrderId(self.order_id),
            version: self.version,
            phase: parsed("order_runs.phase", self.phase)?,
            work: parsed("order_runs.run", self.run)?,
            done: self.done,
            total: self.total,
            failures: self.failures,
            reason: self.reason,
            started_at: Timestamp(self.started_at),
            phase_started_at: Timestamp(self.phase_started_at),
            updated_at: Timestamp(self.updated_at),
            last_line: self.last_line,
            due_at: Timestamp(self.due_at),
        })
    }
}

fn parsed<T: FromStr>(what: &'static str, text: String) -> Result<T> {
    text.parse().map_err(|_| Error::corrupt(what, text))
}

pub(in crate::order) async fn run(database: &Database, order: OrderId) -> Result<Option<Run>> {
    let row: Option<RunRow> =
        on_pool!(database, |pool| sqlx::query_as(RUN).bind(order.0).fetch_optional(pool).await)?;
    row.map(RunRow::into_run).transpose()
}

/// Of all these orders, in one question; those that were never submitted have none.
pub(in crate::order) async fn runs(database: &Database, orders: &[OrderId]) -> Result<Vec<Run>> {
    if orders.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<RunRow> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(RUNS);
        let mut ids = query.separated(", ");
        for order in orders {
            ids.push_bind(order.0);
        }
        query.push(")").build_query_as().fetch_all(pool).await
    })?;
    rows.into_iter().map(RunRow::into_run).collect()
}

pub(super) async fn run_now(tx: &mut Tx, order: OrderId) -> Result<Option<Run>> {
    let row: Option<RunRow> = on_tx!(tx, |connection| {
        sqlx::query_as(RUN).bind(order.0).fetch_optional(connection).await
    })?;
    row.map(RunRow::into_run).transpose()
}

pub(super) async fn store(tx: &mut Tx, run: &Run) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(run.order_id.0)
            .bind(run.version)
            .bind(run.phase.as_str())
            .bind(run.work.as_str())
            .bind(run.done)
            .bind(run.total)
            .bind(run.failures)
            .bind(&run.reason)
            .bind(run.started_at.0)
            .bind(run.phase_started_at.0)
            .bind(run.updated_at.0)
            .bind(run.last_line)
            .bind(run.due_at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Whether [`claim`] would find something.
pub(super) async fn is_any_due(database: &Database, now: Timestamp) -> Result<bool> {
    let count: i64 = on_pool!(database, |pool| {
        sqlx::query_scalar(ANY_DUE).bind(now.0).fetch_one(pool).await
    })?;
    Ok(count > 0)
}

/// Leases orders that are due to the caller, until then.
pub(super) async fn claim(
    tx: &mut Tx,
    (now, until): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<OrderId>> {
    let ids: Vec<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(CLAIM).bind(now.0).bind(until.0).bind(limit).fetch_all(connection).await
    })?;
    Ok(ids.into_iter().map(OrderId).collect())
}

/// Sets the end of a lease; now or earlier gives it back.
pub(super) async fn lease(tx: &mut Tx, order: OrderId, until: Timestamp) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(RENEW).bind(order.0).bind(until.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Without reading it.
pub(super) async fn set_unreadable_aside(
    tx: &mut Tx,
    order: OrderId,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(SET_ASIDE).bind(order.0).bind(now.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn insert_lines(tx: &mut Tx, order: OrderId, lines: &[LogLine]) -> Result<()> {
    for line in lines {
        on_tx!(tx, |connection| {
            sqlx::query(INSERT_LINE)
                .bind(order.0)
                .bind(line.number)
                .bind(line.level.as_str())
                .bind(line.at.0)
                .bind(&line.message)
                .execute(connection)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}

pub(in crate::order) async fn lines(
    database: &Database,
    order: OrderId,
    after: i64,
    limit: i64,
) -> Result<Vec<LogLine>> {
    let rows: Vec<(i64, String, i64, String)> = on_pool!(database, |pool| {
        sqlx::query_as(LINES).bind(order.0).bind(after).bind(limit).fetch_all(pool).await
    })?;
    let line = |(number, level, at, message): (i64, String, i64, String)| {
        let level: LogLevel = parsed("order_log.level", level)?;
        Ok(LogLine { number, level, at: Timestamp(at), message })
    };
    rows.into_iter().map(line).collect()
}

/// A board's day, which is a piece of traffic and of verification.
pub(super) type Piece = (BoardId, Day);

pub(super) async fn sent(tx: &mut Tx, order: OrderId, (board, day): Piece) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(SENT)
            .bind(order.0)
            .bind(board.0)
            .bind(day.to_string())
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn shown(
    tx: &mut Tx,
    order: OrderId,
    (board, day): Piece,
    plays: i64,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(SHOWN)
            .bind(order.0)
            .bind(board.0)
            .bind(day.to_string())
            .bind(plays)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// How many days of each board are the order's.
pub(super) async fn own_days(tx: &mut Tx, order: OrderId) -> Result<BTreeMap<BoardId, i64>> {
    let rows: Vec<(Uuid, i64)> = on_tx!(tx, |connection| {
        sqlx::query_as(OWN_DAYS).bind(order.0).fetch_all(connection).await
    })?;
    Ok(rows.into_iter().map(|(board, days)| (BoardId(board), days)).collect())
}

/// Orders on which the work stands so, for longest first.
pub(in crate::order) async fn standing(
    database: &Database,
    run: RunState,
    limit: i64,
) -> Result<Vec<OrderId>> {
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(STANDING).bind(run.as_str()).bind(limit).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(OrderId).collect())
}
