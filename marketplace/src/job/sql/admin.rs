//! The SQL of all jobs at a glance. What cannot be read is left out: workers set it aside, and it is listed there.

use super::JobRow;
use crate::{Database, Result, account::user_ref, database::on_pool};
use protocol::{
    Timestamp,
    id::JobId,
    job::{AdminJob, JobCount, JobQuery, JobState},
    limits,
};
use uuid::Uuid;

macro_rules! select_jobs {
    ($rest:literal) => {
        concat!(
            "SELECT j.id, j.owner_id, j.kind, j.state, j.version, j.about, j.work, j.due_at,
                j.leased_until, u.name, u.role
            FROM jobs j JOIN users u ON u.id = j.owner_id ",
            $rest
        )
    };
}

const COUNTS: &str =
    "SELECT state, kind, COUNT(*) FROM jobs WHERE state <> 'SET_ASIDE' GROUP BY state, kind";
// Their ids begin with when they were asked for; one that was put back waits since then.
const WAITING: &str = "SELECT MIN(due_at) FROM jobs WHERE state = 'PENDING'";
const UNDER_WAY: &str = select_jobs!("WHERE j.state = 'PROCESSING' ORDER BY j.id LIMIT $1");
const FAILED: &str =
    select_jobs!("WHERE j.state = 'FAILED' ORDER BY j.due_at DESC, j.id DESC LIMIT $1");
// What is empty is not asked for. Nobody has the id of zeros.
const PAGE: &str = select_jobs!(
    "WHERE j.id < $1 AND j.state <> 'SET_ASIDE' AND ($2 = '' OR j.state = $2)
        AND ($3 = '' OR j.kind = $3) AND ($5 OR j.owner_id = $6)
    ORDER BY j.id DESC LIMIT $4"
);

#[derive(sqlx::FromRow)]
struct AdminRow {
    #[sqlx(flatten)]
    job: JobRow,
    due_at: i64,
    leased_until: i64,
    name: String,
    role: String,
}

impl AdminRow {
    fn into_job(self, at: Timestamp) -> Result<AdminJob> {
        let job = self.job.into_job()?;
        let leased_until = Timestamp(self.leased_until);
        Ok(AdminJob {
            owner: user_ref(job.owner.0, self.name, self.role)?,
            failures: job.work.failures,
            due_at: Timestamp(self.due_at),
            leased_until: (leased_until > at).then_some(leased_until),
            job: job.view(),
        })
    }
}

/// Those that can be read.
fn readable(rows: Vec<AdminRow>, at: Timestamp) -> Vec<AdminJob> {
    let read = |row: AdminRow| {
        let id = row.job.id;
        let read = row.into_job(at);
        if let Err(error) = &read {
            tracing::warn!(%error, job = %id, "a job cannot be read");
        }
        read.ok()
    };
    rows.into_iter().filter_map(read).collect()
}

pub(in crate::job) async fn counts(database: &Database) -> Result<Vec<JobCount>> {
    let rows: Vec<(String, String, i64)> =
        on_pool!(database, |pool| sqlx::query_as(COUNTS).fetch_all(pool).await)?;
    let count = |(state, kind, count): (String, String, i64)| {
        Some(JobCount { state: state.parse().ok()?, kind: kind.parse().ok()?, count })
    };
    let mut all: Vec<JobCount> = rows.into_iter().filter_map(count).collect();
    let place = |one: &JobCount| JobState::ALL.iter().position(|state| *state == one.state);
    all.sort_by_key(|one| (place(one), one.kind.as_str()));
    Ok(all)
}

pub(in crate::job) async fn waiting_since(database: &Database) -> Result<Option<Timestamp>> {
    let at: Option<i64> =
        on_pool!(database, |pool| sqlx::query_scalar(WAITING).fetch_one(pool).await)?;
    Ok(at.map(Timestamp))
}

pub(in crate::job) async fn under_way(
    database: &Database,
    (limit, at): (i64, Timestamp),
) -> Result<Vec<AdminJob>> {
    let rows: Vec<AdminRow> =
        on_pool!(database, |pool| sqlx::query_as(UNDER_WAY).bind(limit).fetch_all(pool).await)?;
    Ok(readable(rows, at))
}

pub(in crate::job) async fn failed(
    database: &Database,
    (limit, at): (i64, Timestamp),
) -> Result<Vec<AdminJob>> {
    let rows: Vec<AdminRow> =
        on_pool!(database, |pool| sqlx::query_as(FAILED).bind(limit).fetch_all(pool).await)?;
    Ok(readable(rows, at))
}

/// A page, and where the next one begins.
pub(in crate::job) async fn page(
    database: &Database,
    asked: &JobQuery,
    at: Timestamp,
) -> Result<(Vec<AdminJob>, Option<JobId>)> {
    let before = asked.before.map_or(Uuid::max(), |id| id.0);
    let state = asked.state.map_or("", JobState::as_str);
    let kind = asked.kind.map_or("", |kind| kind.as_str());
    let size = limits::JOB_PAGE as usize;
    let mut rows: Vec<AdminRow> = on_pool!(database, |pool| {
        let query = sqlx::query_as(PAGE).bind(before).bind(state).bind(kind);
        let query = query.bind(i64::from(limits::JOB_PAGE) + 1).bind(asked.owner.is_none());
        query.bind(asked.owner.map_or(Uuid::nil(), |owner| owner.0)).fetch_all(pool).await
    })?;
    let has_more = rows.len() > size;
    rows.truncate(size);
    let older_before = rows.last().filter(|_| has_more).map(|row| JobId(row.job.id));
    Ok((readable(rows, at), older_before))
}
