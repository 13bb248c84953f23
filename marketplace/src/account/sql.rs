//! The SQL of accounts and sessions.

mod device;
mod people;

pub(super) use device::{is_strange_device, touch_session};
pub(crate) use people::{admins, lock};

use super::Device;
use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
    error::Error,
};
use protocol::{
    Timestamp,
    account::{Me, NewAccount, Role, SessionView, UserRef},
    id::{SessionId, UserId},
};
use uuid::Uuid;

const BY_EMAIL: &str = "SELECT id, email, name, role, password_hash FROM users WHERE email = $1";
const FIND: &str = "SELECT id, name, role FROM users WHERE id = $1";
const BY_TOKEN: &str =
    "SELECT u.id AS user_id, s.id AS session_id, u.name, u.email, u.role, s.last_seen_at
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1";
const INSERT_USER: &str = "INSERT INTO users (id, email, name, role, password_hash, created_at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO NOTHING";
const INSERT_SESSION: &str =
    "INSERT INTO sessions (id, user_id, token_hash, user_agent, address, created_at, last_seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $6)";
const BY_SESSION: &str =
    "SELECT u.id AS user_id, s.id AS session_id, u.name, u.email, u.role, s.last_seen_at
    FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1";
const SET_PASSWORD: &str = "UPDATE users SET password_hash = $2 WHERE id = $1";
const SET_ROLE: &str = "UPDATE users SET role = $2 WHERE id = $1 AND role <> $2";
const OTHER_SESSIONS: &str = "SELECT id FROM sessions WHERE user_id = $1 AND id <> $2";
const DELETE_OTHER_SESSIONS: &str = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2";
const DELETE_SESSION: &str = "DELETE FROM sessions WHERE id = $1 AND user_id = $2";
const SESSIONS: &str = "SELECT id, user_agent, address, created_at, last_seen_at FROM sessions
    WHERE user_id = $1 AND last_seen_at >= $2 ORDER BY last_seen_at DESC, id DESC";
const FAILURES: &str =
    "SELECT COUNT(*) FROM sign_in_failures WHERE subject = $1 AND failed_at > $2";
const NOTE_FAILURE: &str = "INSERT INTO sign_in_failures (subject, failed_at) VALUES ($1, $2)";
const FORGET_FAILURES: &str = "DELETE FROM sign_in_failures WHERE failed_at <= $1";

#[derive(sqlx::FromRow)]
pub(super) struct UserRow {
    id: Uuid,
    email: String,
    name: String,
    role: String,
    pub(super) password_hash: String,
}

impl UserRow {
    /// The user, not yet in any session.
    pub(super) fn into_me(self) -> Result<Me> {
        let UserRef { id, name, role } = user_ref(self.id, self.name, self.role)?;
        let session_id = SessionId(Uuid::nil());
        Ok(Me { user_id: id, session_id, name, email: self.email, role })
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct SessionRow {
    user_id: Uuid,
    session_id: Uuid,
    name: String,
    email: String,
    role: String,
    pub(super) last_seen_at: i64,
}

impl SessionRow {
    pub(super) fn into_me(self) -> Result<Me> {
        let UserRef { id, name, role } = user_ref(self.user_id, self.name, self.role)?;
        let session_id = SessionId(self.session_id);
        Ok(Me { user_id: id, session_id, name, email: self.email, role })
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct DeviceRow {
    id: Uuid,
    user_agent: String,
    address: String,
    created_at: i64,
    last_seen_at: i64,
}

impl DeviceRow {
    pub(super) fn into_view(self, current: SessionId) -> SessionView {
        let id = SessionId(self.id);
        SessionView {
            id,
            user_agent: self.user_agent,
            address: self.address,
            created_at: Timestamp(self.created_at),
            last_seen_at: Timestamp(self.last_seen_at),
            is_current: id == current,
        }
    }
}

/// A person from three columns.
pub(crate) fn user_ref(id: Uuid, name: String, role: String) -> Result<UserRef> {
    let parsed: Role = role.parse().map_err(|_| Error::corrupt("users.role", role))?;
    Ok(UserRef { id: UserId(id), name, role: parsed })
}

pub(super) async fn by_email(database: &Database, email: &str) -> Result<Option<UserRow>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(BY_EMAIL).bind(email).fetch_optional(pool).await
    })?)
}

/// The person with this id, as this transaction sees them.
pub(crate) async fn find_now(tx: &mut Tx, id: UserId) -> Result<Option<UserRef>> {
    let row: Option<(Uuid, String, String)> = on_tx!(tx, |connection| {
        sqlx::query_as(FIND).bind(id.0).fetch_optional(connection).await
    })?;
    row.map(|(id, name, role)| user_ref(id, name, role)).transpose()
}

/// The person with this id.
pub(crate) async fn find(database: &Database, id: UserId) -> Result<Option<UserRef>> {
    let row: Option<(Uuid, String, String)> =
        on_pool!(database, |pool| { sqlx::query_as(FIND).bind(id.0).fetch_optional(pool).await })?;
    row.map(|(id, name, role)| user_ref(id, name, role)).transpose()
}

/// The person with this mail address.
pub(crate) async fn find_by_email(database: &Database, email: &str) -> Result<Option<UserRef>> {
    let row = by_email(database, email).await?;
    row.map(|row| user_ref(row.id, row.name, row.role)).transpose()
}

pub(super) async fn by_token(database: &Database, hash: Vec<u8>) -> Result<Option<SessionRow>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(BY_TOKEN).bind(hash).fetch_optional(pool).await
    })?)
}

/// `false` when the mail address is taken.
pub(super) async fn insert_user(
    tx: &mut Tx,
    id: UserId,
    account: &NewAccount,
    password_hash: &str,
    now: Timestamp,
) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        sqlx::query(INSERT_USER)
            .bind(id.0)
            .bind(&account.email)
            .bind(&account.name)
            .bind(account.role.as_str())
            .bind(password_hash)
            .bind(now.0)
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

#[expect(clippy::too_many_arguments, reason = "one per column")]
pub(super) async fn insert_session(
    tx: &mut Tx,
    id: SessionId,
    user: UserId,
    token_hash: Vec<u8>,
    device: &Device,
    now: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(INSERT_SESSION)
            .bind(id.0)
            .bind(user.0)
            .bind(token_hash)
            .bind(&device.user_agent)
            .bind(&device.address)
            .bind(now.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// `false` when the user has no such session.
pub(super) async fn delete_session(tx: &mut Tx, id: SessionId, user: UserId) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        sqlx::query(DELETE_SESSION)
            .bind(id.0)
            .bind(user.0)
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

pub(super) async fn sessions(
    database: &Database,
    user: UserId,
    oldest: Timestamp,
) -> Result<Vec<DeviceRow>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(SESSIONS).bind(user.0).bind(oldest.0).fetch_all(pool).await
    })?)
}

pub(super) async fn by_session(database: &Database, id: SessionId) -> Result<Option<SessionRow>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(BY_SESSION).bind(id.0).fetch_optional(pool).await
    })?)
}

pub(super) async fn set_password(tx: &mut Tx, user: UserId, hash: &str) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(SET_PASSWORD).bind(user.0).bind(hash).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}

/// `false` when there is no such user, or nothing changed.
pub(super) async fn set_role(tx: &mut Tx, user: UserId, role: Role) -> Result<bool> {
    let rows = on_tx!(tx, |connection| {
        sqlx::query(SET_ROLE)
            .bind(user.0)
            .bind(role.as_str())
            .execute(connection)
            .await
            .map(|done| done.rows_affected())
    })?;
    Ok(rows == 1)
}

/// Ends all sessions of a user but one. Answers with those that ended.
pub(super) async fn delete_other_sessions(
    tx: &mut Tx,
    user: UserId,
    kept: SessionId,
) -> Result<Vec<SessionId>> {
    let ended: Vec<Uuid> = on_tx!(tx, |connection| {
        sqlx::query_scalar(OTHER_SESSIONS).bind(user.0).bind(kept.0).fetch_all(connection).await
    })?;
    on_tx!(tx, |connection| {
        sqlx::query(DELETE_OTHER_SESSIONS)
            .bind(user.0)
            .bind(kept.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(ended.into_iter().map(SessionId).collect())
}

pub(super) async fn failures(database: &Database, subject: &str, since: Timestamp) -> Result<i64> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(FAILURES).bind(subject).bind(since.0).fetch_one(pool).await
    })?)
}

/// Notes one failure for each subject and forgets those before `expired`.
pub(super) async fn note_failures(
    tx: &mut Tx,
    subjects: &[String],
    now: Timestamp,
    expired: Timestamp,
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(FORGET_FAILURES).bind(expired.0).execute(connection).await.map(|_| ())
    })?;
    for subject in subjects {
        on_tx!(tx, |connection| {
            sqlx::query(NOTE_FAILURE)
                .bind(subject)
                .bind(now.0)
                .execute(connection)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}
