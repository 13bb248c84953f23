//! The SQL of when people were last seen. Several servers may write: each has rows of its own.

use super::Sighting;
use crate::{
    Database, Result, account,
    database::{Tx, on_pool, on_tx},
};
use protocol::{Timestamp, account::UserRef, id::UserId};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// People who are asked for in one query: both engines limit its parameters.
const AT_ONCE: usize = 500;

const LAST_SEEN: &str = "SELECT MAX(seen_at) FROM last_seen WHERE user_id = $1";
const NOTE: &str = "INSERT INTO last_seen (user_id, node, seen_at, lease_until)
    SELECT id, $2, $3, $4 FROM users WHERE id = $1 ON CONFLICT (user_id, node) DO UPDATE SET
        seen_at = excluded.seen_at, lease_until = excluded.lease_until";
const FORGET_OLDER: &str = "DELETE FROM last_seen
    WHERE user_id = $1 AND node <> $2 AND lease_until < $3 AND seen_at <= $4";

pub(super) async fn last_seen(database: &Database, user: UserId) -> Result<Option<Timestamp>> {
    let at: Option<i64> = on_pool!(database, |pool| {
        sqlx::query_scalar(LAST_SEEN).bind(user.0).fetch_one(pool).await
    })?;
    Ok(at.map(Timestamp))
}

/// Nothing of somebody who is gone for good.
pub(super) async fn note(tx: &mut Tx, node: Uuid, sighting: &Sighting) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(NOTE)
            .bind(sighting.user.0)
            .bind(node)
            .bind(sighting.at.0)
            .bind(sighting.lease_until().0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// What servers said that are gone, once this one has something later to say.
pub(super) async fn forget_older(
    tx: &mut Tx,
    node: Uuid,
    (sighting, now): (&Sighting, Timestamp),
) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(FORGET_OLDER)
            .bind(sighting.user.0)
            .bind(node)
            .bind(now.0)
            .bind(sighting.at.0)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}

/// These people, in no order.
pub(super) async fn names(database: &Database, users: &[UserId]) -> Result<Vec<UserRef>> {
    let mut found = Vec::with_capacity(users.len());
    for some in users.chunks(AT_ONCE) {
        let places: Vec<_> = (1..=some.len()).map(|place| format!("${place}")).collect();
        let text = format!("SELECT id, name, role FROM users WHERE id IN ({})", places.join(", "));
        let rows: Vec<(Uuid, String, String)> = on_pool!(database, |pool| {
            let mut query = sqlx::query_as(AssertSqlSafe(text)).persistent(false);
            for user in some {
                query = query.bind(user.0);
            }
            query.fetch_all(pool).await
        })?;
        for (id, name, role) in rows {
            found.push(account::user_ref(id, name, role)?);
        }
    }
    Ok(found)
}
