//! The SQL of jobs that cannot be read. The state in their row is none that a job has, so that nobody finds them among
//! the others.

use super::{Claimed, JobRow};
use crate::{
    Database, Result,
    account::user_ref,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{Timestamp, id::JobId, job::AsideJob};

// Touches nothing that might not be readable.
const SET: &str = "UPDATE jobs SET state = 'SET_ASIDE', version = version + 1, due_at = $2,
        leased_until = 0, files_until = NULL WHERE id = $1";
const PUT_BACK: &str = "UPDATE jobs SET state = 'PENDING', version = version + 1, due_at = $2
    WHERE id = $1 AND state = 'SET_ASIDE'
    RETURNING id, owner_id, kind, state, version, about, work";
const LIST: &str =
    "SELECT j.id, j.owner_id, j.kind, 'PENDING' AS state, j.version, j.about, j.work,
        j.due_at, u.name, u.role
    FROM jobs j JOIN users u ON u.id = j.owner_id
    WHERE j.state = 'SET_ASIDE' ORDER BY j.due_at DESC, j.id LIMIT $1";
const COUNT: &str = "SELECT COUNT(*) FROM jobs WHERE state = 'SET_ASIDE'";

#[derive(sqlx::FromRow)]
struct AsideRow {
    #[sqlx(flatten)]
    job: JobRow,
    due_at: i64,
    name: String,
    role: String,
}

/// Without reading it.
pub(in crate::job) async fn set(tx: &mut Tx, id: JobId, now: Timestamp) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(SET).bind(id.0).bind(now.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// Puts a job back that was set aside, if there is such a one.
pub(in crate::job) async fn put_back(
    tx: &mut Tx,
    id: JobId,
    now: Timestamp,
) -> Result<Option<Claimed>> {
    let row: Option<JobRow> = on_tx!(tx, |connection| {
        sqlx::query_as(PUT_BACK).bind(id.0).bind(now.0).fetch_optional(connection).await
    })?;
    Ok(row.map(|row| match row.into_job() {
        Ok(job) => Claimed::Leased(Box::new(job)),
        Err(error) => Claimed::Unreadable(id, error),
    }))
}

/// Those set aside last.
pub(in crate::job) async fn list(database: &Database, limit: i64) -> Result<Vec<AsideJob>> {
    let rows: Vec<AsideRow> =
        on_pool!(database, |pool| sqlx::query_as(LIST).bind(limit).fetch_all(pool).await)?;
    rows.into_iter().map(aside).collect()
}

fn aside(row: AsideRow) -> Result<AsideJob> {
    let AsideRow { job, due_at, name, role } = row;
    let (id, kind) = (JobId(job.id), job.kind.clone());
    let owner = user_ref(job.owner_id, name, role)?;
    let unreadable = match job.into_job() {
        Ok(_) => None,
        Err(Error::Corrupt { what, .. }) => Some(what.to_owned()),
        Err(error) => return Err(error),
    };
    Ok(AsideJob { id, owner, kind, since: Timestamp(due_at), unreadable })
}

pub(in crate::job) async fn count(database: &Database) -> Result<i64> {
    Ok(on_pool!(database, |pool| sqlx::query_scalar(COUNT).fetch_one(pool).await)?)
}
