//! The SQL of announcements.

mod receipt;
mod row;

pub(super) use receipt::{count_visitor, is_dismissed, note};

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Timestamp,
    announcement::{AnnouncementRecord, NewAnnouncement},
    id::{AnnouncementId, UserId},
};
use row::Row;
use uuid::Uuid;

/// So many an admin sees.
const LISTED: i64 = 50;

const PLAIN: &str = "a.id, a.revision, a.severity, a.title, a.text, a.audience, a.is_dismissible,
    a.starts_at, a.ends_at, a.recalled_at, a.told_revision, u.name AS created_by";
// Counts people; what visitors' browsers said is added. Only for admins: it reads every receipt.
const REACH: &str = ",
    a.visitors_delivered + (SELECT COUNT(DISTINCT r.user_id) FROM announcement_receipts r
        WHERE r.announcement_id = a.id AND r.stage = 'delivered') AS delivered,
    a.visitors_seen + (SELECT COUNT(DISTINCT r.user_id) FROM announcement_receipts r
        WHERE r.announcement_id = a.id AND r.stage = 'seen') AS seen,
    a.visitors_dismissed + (SELECT COUNT(DISTINCT r.user_id) FROM announcement_receipts r
        WHERE r.announcement_id = a.id AND r.stage = 'dismissed') AS dismissed";
const IS_LIVE: &str =
    "a.recalled_at IS NULL AND a.starts_at <= $1 AND (a.ends_at IS NULL OR a.ends_at > $1)";
const DUE: &str = "SELECT a.id FROM announcements a
    WHERE (a.recalled_at IS NULL AND a.starts_at <= $1 AND (a.ends_at IS NULL OR a.ends_at > $1)
        AND (a.told_revision IS NULL OR a.told_revision <> a.revision))
    OR (a.told_revision IS NOT NULL
        AND (a.recalled_at IS NOT NULL OR a.starts_at > $1 OR a.ends_at <= $1))
    ORDER BY a.id";
const INSERT: &str = "INSERT INTO announcements (id, revision, severity, title, text, audience,
        is_dismissible, starts_at, ends_at, created_by, created_at)
    VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
// The audience of one that was told stays notified: an edit is seen, not told again.
const UPDATE: &str = "UPDATE announcements SET revision = revision + 1, severity = $2, title = $3,
        text = $4, audience = $5, is_dismissible = $6, starts_at = $7, ends_at = $8
    WHERE id = $1 AND recalled_at IS NULL";
const RECALL: &str =
    "UPDATE announcements SET recalled_at = $2 WHERE id = $1 AND recalled_at IS NULL";
const KEEP: &str = "INSERT INTO announcement_changes
        (id, announcement_id, action, revision, title, changed_by, changed_at)
    SELECT $1, a.id, $3, a.revision, a.title, $4, $5 FROM announcements a WHERE a.id = $2";
const SET_TOLD: &str = "UPDATE announcements SET told_revision = $2 WHERE id = $1";
const SET_NOTIFIED: &str = "UPDATE announcements SET is_notified = $2 WHERE id = $1";

fn select(reach: &str, rest: &str) -> sqlx::AssertSqlSafe<String> {
    let tables = "FROM announcements a JOIN users u ON u.id = a.created_by";
    sqlx::AssertSqlSafe(format!("SELECT {PLAIN}{reach} {tables} {rest}"))
}

fn records(rows: Vec<Row>, now: Timestamp) -> Result<Vec<AnnouncementRecord>> {
    rows.into_iter().map(|row| row.into_record(now)).collect()
}

/// Those shown now.
pub(super) async fn live(database: &Database, now: Timestamp) -> Result<Vec<AnnouncementRecord>> {
    let rows: Vec<Row> = on_pool!(database, |pool| {
        let text = select("", &format!("WHERE {IS_LIVE} ORDER BY a.id"));
        sqlx::query_as(text).bind(now.0).fetch_all(pool).await
    })?;
    records(rows, now)
}

/// Those shown now whose audience was not notified yet.
pub(super) async fn to_notify(
    database: &Database,
    now: Timestamp,
) -> Result<Vec<AnnouncementRecord>> {
    let rows: Vec<Row> = on_pool!(database, |pool| {
        let text = select("", &format!("WHERE {IS_LIVE} AND a.is_notified = $2 ORDER BY a.id"));
        sqlx::query_as(text).bind(now.0).bind(false).fetch_all(pool).await
    })?;
    records(rows, now)
}

/// The newest that are of no sandbox.
pub(super) async fn latest(database: &Database, now: Timestamp) -> Result<Vec<AnnouncementRecord>> {
    let rows: Vec<Row> = on_pool!(database, |pool| {
        let apart = "WHERE a.created_by NOT IN (SELECT user_id FROM sandbox_users)";
        let text = select(REACH, &format!("{apart} ORDER BY a.id DESC LIMIT $1"));
        sqlx::query_as(text).bind(LISTED).fetch_all(pool).await
    })?;
    records(rows, now)
}

/// Those of which the stream does not say what is so now.
pub(super) async fn due(database: &Database, now: Timestamp) -> Result<Vec<AnnouncementId>> {
    let ids: Vec<Uuid> =
        on_pool!(database, |pool| { sqlx::query_scalar(DUE).bind(now.0).fetch_all(pool).await })?;
    Ok(ids.into_iter().map(AnnouncementId).collect())
}

/// One, with the revision that was told as shown.
pub(super) async fn find(
    tx: &mut Tx,
    id: AnnouncementId,
    now: Timestamp,
) -> Result<Option<(AnnouncementRecord, Option<i64>)>> {
    let row: Option<Row> = on_tx!(tx, |connection| {
        sqlx::query_as(select("", "WHERE a.id = $1")).bind(id.0).fetch_optional(connection).await
    })?;
    let Some(row) = row else { return Ok(None) };
    let told = row.told_revision;
    Ok(Some((row.into_record(now)?, told)))
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: AnnouncementId,
    new: &NewAnnouncement,
    (by, now): (UserId, Timestamp),
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(id.0)
            .bind(new.severity.as_str())
            .bind(&new.title)
            .bind(&new.text)
            .bind(new.audience.to_string())
            .bind(new.is_dismissible)
            .bind(new.starts_at.0)
            .bind(new.ends_at.map(|at| at.0))
            .bind(by.0)
            .bind(now.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// `false` when there is none, or it was recalled.
pub(super) async fn update(tx: &mut Tx, id: AnnouncementId, new: &NewAnnouncement) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        sqlx::query(UPDATE)
            .bind(id.0)
            .bind(new.severity.as_str())
            .bind(&new.title)
            .bind(&new.text)
            .bind(new.audience.to_string())
            .bind(new.is_dismissible)
            .bind(new.starts_at.0)
            .bind(new.ends_at.map(|at| at.0))
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

/// `false` when there is none, or it was recalled before.
pub(super) async fn recall(tx: &mut Tx, id: AnnouncementId, now: Timestamp) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        let query = sqlx::query(RECALL).bind(id.0).bind(now.0);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

/// Keeps who did what.
pub(super) async fn keep(
    tx: &mut Tx,
    id: AnnouncementId,
    action: &str,
    (by, now): (UserId, Timestamp),
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(KEEP)
            .bind(Uuid::now_v7())
            .bind(id.0)
            .bind(action)
            .bind(by.0)
            .bind(now.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn set_told(tx: &mut Tx, id: AnnouncementId, revision: Option<i64>) -> Result<()> {
    on_tx!(tx, |connection| {
        let query = sqlx::query(SET_TOLD).bind(id.0).bind(revision);
        query.execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn set_notified(tx: &mut Tx, id: AnnouncementId) -> Result<()> {
    on_tx!(tx, |connection| {
        let query = sqlx::query(SET_NOTIFIED).bind(id.0).bind(true);
        query.execute(connection).await.map(|_| ())
    })?;
    Ok(())
}
