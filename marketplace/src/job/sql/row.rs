//! The SQL of an import's rows: the ids it has met, and their problems.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{id::JobId, inventory::RowError};
use std::collections::BTreeSet;

const ERRORS: &str = "SELECT number, line, header, value, reason, is_skipped FROM job_errors
    WHERE job_id = $1 AND number > $2 ORDER BY number LIMIT $3";
const FIRST_LINE: &str = "SELECT line FROM job_rows WHERE job_id = $1 AND external_id = $2";
/// Problems in one statement: SQLite takes 32,766 values in one.
const AT_ONCE: usize = 1_000;
const FORGET: &str = "DELETE FROM job_rows WHERE job_id = $1";

/// Notes the ids of a batch's rows; those that were not met before.
pub(in crate::job) async fn meet(
    tx: &mut Tx,
    job: JobId,
    rows: &[(String, i64)],
) -> Result<BTreeSet<String>> {
    if rows.is_empty() {
        return Ok(BTreeSet::new());
    }
    let fresh: Vec<String> = on_tx!(tx, |connection| {
        let mut query =
            sqlx::QueryBuilder::new("INSERT INTO job_rows (job_id, external_id, line) ");
        query.push_values(rows, |mut values, (id, line)| {
            values.push_bind(job.0).push_bind(id.as_str()).push_bind(*line);
        });
        query.push(" ON CONFLICT (job_id, external_id) DO NOTHING RETURNING external_id");
        query.build_query_scalar().fetch_all(connection).await
    })?;
    Ok(fresh.into_iter().collect())
}

/// Where an id was met first.
pub(in crate::job) async fn first_line(tx: &mut Tx, job: JobId, id: &str) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(FIRST_LINE).bind(job.0).bind(id).fetch_one(connection).await
    })?)
}

/// Stores problems under the numbers after `known`.
pub(in crate::job) async fn add_errors(
    tx: &mut Tx,
    (job, known): (JobId, i64),
    errors: &[RowError],
) -> Result<()> {
    let mut known = known;
    for some in errors.chunks(AT_ONCE) {
        add_some(tx, (job, known), some).await?;
        known += i64::try_from(some.len()).unwrap_or_default();
    }
    Ok(())
}

async fn add_some(tx: &mut Tx, (job, known): (JobId, i64), errors: &[RowError]) -> Result<()> {
    on_tx!(tx, |connection| {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO job_errors (job_id, number, line, header, value, reason, is_skipped) ",
        );
        query.push_values((known + 1..).zip(errors), |mut values, (number, error)| {
            values
                .push_bind(job.0)
                .push_bind(number)
                .push_bind(i64::try_from(error.line).unwrap_or(i64::MAX))
                // Postgres has no place for a zero in a text.
                .push_bind(error.column.replace('\0', " "))
                .push_bind(error.value.replace('\0', " "))
                .push_bind(error.reason.replace('\0', " "))
                .push_bind(error.is_skipped);
        });
        query.build().execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Problems after a number, in order, each with its own.
pub(in crate::job) async fn errors(
    database: &Database,
    job: JobId,
    (after, limit): (i64, i64),
) -> Result<Vec<(i64, RowError)>> {
    let rows: Vec<(i64, i64, String, String, String, bool)> = on_pool!(database, |pool| {
        sqlx::query_as(ERRORS).bind(job.0).bind(after).bind(limit).fetch_all(pool).await
    })?;
    let error = |(number, line, column, value, reason, is_skipped)| {
        let line = u64::try_from(line).unwrap_or_default();
        (number, RowError { line, column, value, reason, is_skipped })
    };
    Ok(rows.into_iter().map(error).collect())
}

/// The job will never ask for its ids again.
pub(in crate::job) async fn forget_rows(tx: &mut Tx, job: JobId) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(FORGET).bind(job.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}
