//! The SQL of notifications.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    id::{NotificationId, UserId},
    notification::{NotificationBody, NotificationKind, NotificationView},
};
use uuid::Uuid;

const PAGE: &str = "SELECT id, seq, body, count, at, read_at FROM notifications
    WHERE user_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
const UNREAD_ABOUT: &str = "SELECT id, seq, body, count, at, read_at FROM notifications
    WHERE user_id = $1 AND subject = $2 AND read_at IS NULL ORDER BY seq";
const OPEN_GROUP: &str = "SELECT id, seq, body, count, at, read_at FROM notifications
    WHERE user_id = $1 AND kind = $2 AND subject = $3 AND read_at IS NULL AND at >= $4
    ORDER BY seq DESC LIMIT 1";
const COUNT_UNREAD: &str =
    "SELECT COUNT(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL";
const INSERT: &str = "INSERT INTO notifications (id, user_id, seq, kind, subject, body, count, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const UPDATE: &str =
    "UPDATE notifications SET seq = $2, body = $3, count = $4, at = $5 WHERE id = $1";
const READ_UP_TO: &str = "UPDATE notifications SET read_at = $3
    WHERE user_id = $1 AND seq <= $2 AND read_at IS NULL";
const READ_ONE: &str = "UPDATE notifications SET read_at = $3
    WHERE user_id = $1 AND id = $2 AND read_at IS NULL";
const IS_WANTED: &str =
    "SELECT is_wanted FROM notification_settings WHERE user_id = $1 AND kind = $2";
const UNWANTED: &str =
    "SELECT kind FROM notification_settings WHERE user_id = $1 AND is_wanted = $2";
const SET_WANTED: &str = "INSERT INTO notification_settings (user_id, kind, is_wanted)
    VALUES ($1, $2, $3) ON CONFLICT (user_id, kind) DO UPDATE SET is_wanted = excluded.is_wanted";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    seq: i64,
    body: String,
    count: i64,
    at: i64,
    read_at: Option<i64>,
}

impl Row {
    fn into_view(self) -> Result<NotificationView> {
        let body = serde_json::from_str(&self.body)
            .map_err(|_| Error::corrupt("notifications.body", self.body))?;
        Ok(NotificationView {
            id: NotificationId(self.id),
            seq: self.seq,
            body,
            count: self.count,
            at: Timestamp(self.at),
            is_read: self.read_at.is_some(),
        })
    }
}

fn text(body: &NotificationBody) -> Result<String> {
    serde_json::to_string(body)
        .map_err(|error| Error::Internal(format!("notification to JSON: {error}")))
}

/// Those before a number, the newest first.
pub(super) async fn page(
    database: &Database,
    user: UserId,
    before: i64,
    limit: i64,
) -> Result<Vec<NotificationView>> {
    let rows: Vec<Row> = on_pool!(database, |pool| {
        sqlx::query_as(PAGE).bind(user.0).bind(before).bind(limit).fetch_all(pool).await
    })?;
    rows.into_iter().map(Row::into_view).collect()
}

pub(super) async fn count_unread(database: &Database, user: UserId) -> Result<i64> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(COUNT_UNREAD).bind(user.0).fetch_one(pool).await
    })?)
}

/// As [`count_unread`], with what this transaction has changed.
pub(super) async fn count_unread_now(tx: &mut Tx, user: UserId) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(COUNT_UNREAD).bind(user.0).fetch_one(connection).await
    })?)
}

pub(super) async fn unread_about(
    tx: &mut Tx,
    user: UserId,
    subject: &str,
) -> Result<Vec<NotificationView>> {
    let rows: Vec<Row> = on_tx!(tx, |connection| {
        sqlx::query_as(UNREAD_ABOUT).bind(user.0).bind(subject).fetch_all(connection).await
    })?;
    rows.into_iter().map(Row::into_view).collect()
}

/// The unread notification that may stand for this one as well.
pub(super) async fn open_group(
    tx: &mut Tx,
    user: UserId,
    body: &NotificationBody,
    since: Timestamp,
) -> Result<Option<NotificationView>> {
    let row: Option<Row> = on_tx!(tx, |connection| {
        sqlx::query_as(OPEN_GROUP)
            .bind(user.0)
            .bind(body.kind().as_str())
            .bind(body.subject())
            .bind(since.0)
            .fetch_optional(connection)
            .await
    })?;
    row.map(Row::into_view).transpose()
}

pub(super) async fn insert(tx: &mut Tx, user: UserId, view: &NotificationView) -> Result<()> {
    let body = text(&view.body)?;
    on_tx!(tx, |connection| {
        sqlx::query(INSERT)
            .bind(view.id.0)
            .bind(user.0)
            .bind(view.seq)
            .bind(view.body.kind().as_str())
            .bind(view.body.subject())
            .bind(body)
            .bind(view.count)
            .bind(view.at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, view: &NotificationView) -> Result<()> {
    let body = text(&view.body)?;
    on_tx!(tx, |connection| {
        sqlx::query(UPDATE)
            .bind(view.id.0)
            .bind(view.seq)
            .bind(body)
            .bind(view.count)
            .bind(view.at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// How many were not read before.
pub(super) async fn read_up_to(
    tx: &mut Tx,
    user: UserId,
    up_to: i64,
    now: Timestamp,
) -> Result<u64> {
    Ok(on_tx!(tx, |connection| {
        let query = sqlx::query(READ_UP_TO).bind(user.0).bind(up_to).bind(now.0);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?)
}

/// 1 when it was not read before, else 0.
pub(super) async fn read_one(
    tx: &mut Tx,
    user: UserId,
    id: NotificationId,
    now: Timestamp,
) -> Result<u64> {
    Ok(on_tx!(tx, |connection| {
        let query = sqlx::query(READ_ONE).bind(user.0).bind(id.0).bind(now.0);
        query.execute(connection).await.map(|done| done.rows_affected())
    })?)
}

pub(super) async fn is_wanted(tx: &mut Tx, user: UserId, kind: NotificationKind) -> Result<bool> {
    let said: Option<bool> = on_tx!(tx, |connection| {
        let query = sqlx::query_scalar(IS_WANTED).bind(user.0).bind(kind.as_str());
        query.fetch_optional(connection).await
    })?;
    Ok(said.unwrap_or(true))
}

pub(super) async fn unwanted(database: &Database, user: UserId) -> Result<Vec<NotificationKind>> {
    let kinds: Vec<String> = on_pool!(database, |pool| {
        sqlx::query_scalar(UNWANTED).bind(user.0).bind(false).fetch_all(pool).await
    })?;
    let parse =
        |kind: String| kind.parse().map_err(|_| Error::corrupt("notification_settings.kind", kind));
    kinds.into_iter().map(parse).collect()
}

pub(super) async fn set_wanted(
    tx: &mut Tx,
    user: UserId,
    kind: NotificationKind,
    is_wanted: bool,
) -> Result<()> {
    on_tx!(tx, |connection| {
        let query = sqlx::query(SET_WANTED).bind(user.0).bind(kind.as_str()).bind(is_wanted);
        query.execute(connection).await.map(|_| ())
    })?;
    Ok(())
}
