//! The SQL of jobs.

pub(super) mod admin;
pub(super) mod aside;
pub(super) mod price_check;
mod row;

pub(super) use row::{add_errors, errors, first_line, forget_rows, meet};

use super::record::Job;
use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    id::{JobId, UserId},
    limits,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

const FIND: &str = "SELECT id, owner_id, kind, state, version, about, work FROM jobs WHERE id = $1";
// Writes what is there, so that whoever else wants to change it waits until the end.
const LOCK: &str = "UPDATE jobs SET version = version WHERE id = $1
    RETURNING id, owner_id, kind, state, version, about, work";
const INSERT: &str = "INSERT INTO jobs (id, owner_id, kind, state, version, about, work, due_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const STORE: &str = "UPDATE jobs SET state = $2, version = $3, work = $4, due_at = $5,
        files_until = $6, leased_until = 0 WHERE id = $1";
const PAGE: &str = "SELECT id, owner_id, kind, state, version, about, work FROM jobs
    WHERE owner_id = $1 AND id < $2 AND state <> 'SET_ASIDE' ORDER BY id DESC LIMIT $3";
const OPEN: &str =
    "SELECT COUNT(*) FROM jobs WHERE owner_id = $1 AND state IN ('PENDING', 'PROCESSING')";
// Prices are checked by somebody else: see `price_check`.
const ANY_DUE: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM jobs
    WHERE state IN ('PENDING', 'PROCESSING') AND due_at <= $1 AND leased_until <= $1
        AND kind <> 'check_prices' LIMIT 1) AS due";
// Who was served longest ago is next, and of one owner's jobs the one that rests longest.
const NEXT: &str = "SELECT j.id FROM jobs j LEFT JOIN job_turns t ON t.owner_id = j.owner_id
    WHERE j.state IN ('PENDING', 'PROCESSING') AND j.due_at <= $1 AND j.leased_until <= $1
        AND j.kind <> 'check_prices'
    ORDER BY COALESCE(t.turn, 0), j.due_at, j.id LIMIT 1";
// Asked again: of two workers at the same moment one finds it leased.
const LEASE: &str = "UPDATE jobs SET leased_until = $3 WHERE id = $1 AND leased_until <= $2
    AND state IN ('PENDING', 'PROCESSING') AND kind <> 'check_prices'
    RETURNING id, owner_id, kind, state, version, about, work";
const TAKE_TURN: &str = "INSERT INTO job_turns (owner_id, turn)
    VALUES ($1, (SELECT COALESCE(MAX(turn), 0) + 1 FROM job_turns))
    ON CONFLICT (owner_id) DO UPDATE SET turn = excluded.turn";
const OUTDATED: &str =
    "SELECT id FROM jobs WHERE files_until IS NOT NULL AND files_until <= $1 LIMIT 50";
const NOTE: &str = "UPDATE jobs SET work = $2, version = version + 1 WHERE id = $1";
// Whoever is over is due since its end. Files go first, and with them what says where they are.
const FORGET: &str = "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs
    WHERE state IN ('COMPLETED', 'FAILED', 'CANCELLED', 'SET_ASIDE')
        AND due_at <= $1 AND files_until IS NULL LIMIT 500)";
const WITH_FILES: &str = "SELECT about FROM jobs
    WHERE state IN ('PENDING', 'PROCESSING', 'SET_ASIDE') OR files_until IS NOT NULL";
const SWEPT: &str =
    "UPDATE jobs SET files_until = NULL, work = $2, version = version + 1 WHERE id = $1";

/// A job that was leased, or could not be read.
pub(super) enum Claimed {
    Leased(Box<Job>),
    Unreadable(JobId, Error),
}

#[derive(sqlx::FromRow)]
struct JobRow {
    id: Uuid,
    owner_id: Uuid,
    kind: String,
    state: String,
    version: i64,
    about: String,
    work: String,
}

impl JobRow {
    fn into_job(self) -> Result<Job> {
        let kind = self.kind.parse().map_err(|_| Error::corrupt("jobs.kind", self.kind))?;
        let state = self.state.parse().map_err(|_| Error::corrupt("jobs.state", self.state))?;
        Ok(Job {
            id: JobId(self.id),
            owner: UserId(self.owner_id),
            kind,
            state,
            version: self.version,
            about: read("jobs.about", self.about)?,
            work: read("jobs.work", self.work)?,
        })
    }
}

impl JobRow {
    /// The job, if it can be read.
    fn readable(self) -> Option<Job> {
        let id = self.id;
        let read = self.into_job();
        if let Err(error) = &read {
            tracing::warn!(%error, job = %id, "a job cannot be read");
        }
        read.ok()
    }
}

fn read<T: DeserializeOwned>(what: &'static str, text: String) -> Result<T> {
    serde_json::from_str(&text).map_err(|_| Error::corrupt(what, text))
}

fn text<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(format!("job to JSON: {error}")))
}

pub(super) async fn find(database: &Database, id: JobId) -> Result<Option<Job>> {
    let row: Option<JobRow> =
        on_pool!(database, |pool| sqlx::query_as(FIND).bind(id.0).fetch_optional(pool).await)?;
    row.map(JobRow::into_job).transpose()
}

/// Holds a job for this transaction.
pub(super) async fn lock(tx: &mut Tx, id: JobId) -> Result<Option<Job>> {
    let row: Option<JobRow> = on_tx!(tx, |connection| {
        sqlx::query_as(LOCK).bind(id.0).fetch_optional(connection).await
    })?;
    row.map(JobRow::into_job).transpose()
}

pub(super) async fn insert(tx: &mut Tx, job: &Job, now: Timestamp) -> Result<()> {
    let (about, work) = (text(&job.about)?, text(&job.work)?);
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(job.id.0)
            .bind(job.owner.0)
            .bind(job.kind.as_str())
            .bind(job.state.as_str())
            .bind(job.version)
            .bind(about)
            .bind(work)
            .bind(now.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Stores a job under its next version and gives its lease back. No worker takes it before `due`.
pub(super) async fn store(
    tx: &mut Tx,
    job: &mut Job,
    (now, due): (Timestamp, Timestamp),
    files_until: Option<Timestamp>,
) -> Result<()> {
    job.version += 1;
    job.work.updated_at = Some(now);
    let work = text(&job.work)?;
    on_tx!(tx, |connection| {
        sqlx::query(STORE)
            .bind(job.id.0)
            .bind(job.state.as_str())
            .bind(job.version)
            .bind(work)
            .bind(due.0)
            .bind(files_until.map(|until| until.0))
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// A page of somebody's jobs, and where the next one begins. What cannot be read is left out.
pub(super) async fn page(
    database: &Database,
    owner: UserId,
    before: Uuid,
) -> Result<(Vec<Job>, Option<JobId>)> {
    let (size, limit) = (limits::JOB_PAGE as usize, i64::from(limits::JOB_PAGE) + 1);
    let mut rows: Vec<JobRow> = on_pool!(database, |pool| {
        sqlx::query_as(PAGE).bind(owner.0).bind(before).bind(limit).fetch_all(pool).await
    })?;
    let has_more = rows.len() > size;
    rows.truncate(size);
    let older_before = rows.last().filter(|_| has_more).map(|row| JobId(row.id));
    Ok((rows.into_iter().filter_map(JobRow::readable).collect(), older_before))
}

/// Jobs that were over for long when this was asked; gone with what was kept of their rows. How many that were.
pub(super) async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query(FORGET)
            .bind(before.0)
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?)
}

/// What every job says of itself whose files may be there.
pub(super) async fn with_files(database: &Database) -> Result<Vec<String>> {
    Ok(on_pool!(database, |pool| sqlx::query_scalar(WITH_FILES).fetch_all(pool).await)?)
}

/// How many jobs of somebody's wait or are worked on.
pub(super) async fn count_open(database: &Database, owner: UserId) -> Result<i64> {
    Ok(on_pool!(database, |pool| { sqlx::query_scalar(OPEN).bind(owner.0).fetch_one(pool).await })?)
}

/// As [`count_open`], in a transaction.
pub(super) async fn count_open_now(tx: &mut Tx, owner: UserId) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(OPEN).bind(owner.0).fetch_one(connection).await
    })?)
}

/// Whether [`claim`] would find something.
pub(super) async fn is_any_due(database: &Database, now: Timestamp) -> Result<bool> {
    let count: i64 = on_pool!(database, |pool| {
        sqlx::query_scalar(ANY_DUE).bind(now.0).fetch_one(pool).await
    })?;
    Ok(count > 0)
}

/// Leases the job whose turn it is to the caller.
pub(super) async fn claim(
    tx: &mut Tx,
    (now, until): (Timestamp, Timestamp),
) -> Result<Option<Claimed>> {
    let id: Option<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(NEXT).bind(now.0).fetch_optional(connection).await
    })?;
    let Some(id) = id else { return Ok(None) };
    let row: Option<JobRow> = on_tx!(tx, |connection| {
        let query = sqlx::query_as(LEASE).bind(id).bind(now.0).bind(until.0);
        query.fetch_optional(connection).await
    })?;
    let job = match row.map(JobRow::into_job) {
        None => return Ok(None),
        Some(Ok(job)) => job,
        Some(Err(error)) => return Ok(Some(Claimed::Unreadable(JobId(id), error))),
    };
    on_tx!(tx, |connection| {
        sqlx::query(TAKE_TURN).bind(job.owner.0).execute(connection).await.map(|_| ())
    })?;
    Ok(Some(Claimed::Leased(Box::new(job))))
}

/// Takes every lease from whoever has it.
pub(super) async fn end_leases(tx: &mut Tx) -> Result<()> {
    on_tx!(tx, |connection| {
        let query = sqlx::query("UPDATE jobs SET leased_until = 0 WHERE leased_until > 0");
        query.execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Keeps the lease that [`store`] has given back.
pub(super) async fn lease(tx: &mut Tx, id: JobId, until: Timestamp) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query("UPDATE jobs SET leased_until = $2 WHERE id = $1")
            .bind(id.0)
            .bind(until.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// Jobs whose files nobody may fetch any more.
pub(super) async fn outdated(database: &Database, now: Timestamp) -> Result<Vec<JobId>> {
    let ids: Vec<Uuid> = on_pool!(database, |pool| {
        sqlx::query_scalar(OUTDATED).bind(now.0).fetch_all(pool).await
    })?;
    Ok(ids.into_iter().map(JobId).collect())
}

/// Stores what is noted beside the work of a job that is over.
pub(super) async fn note(tx: &mut Tx, job: &mut Job) -> Result<()> {
    job.version += 1;
    let work = text(&job.work)?;
    on_tx!(tx, |connection| {
        sqlx::query(NOTE).bind(job.id.0).bind(work).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn swept(tx: &mut Tx, job: &Job) -> Result<()> {
    let work = text(&job.work)?;
    on_tx!(tx, |connection| {
        sqlx::query(SWEPT).bind(job.id.0).bind(work).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}
