//! The SQL of where and when an account was used.

use super::super::Device;
use crate::{
    Database, Result,
    database::{Tx, on_tx},
};
use protocol::{
    Timestamp,
    id::{SessionId, UserId},
};

const SESSION_COUNTS: &str = "SELECT COUNT(*),
        COUNT(CASE WHEN user_agent = $2 THEN 1 END)
    FROM sessions WHERE user_id = $1";
const TOUCH_SESSION: &str = "UPDATE sessions SET last_seen_at = $2 WHERE id = $1";

/// Whether the user is signed in elsewhere, but never on a device that says this of itself.
pub(in crate::account) async fn is_strange_device(
    tx: &mut Tx,
    user: UserId,
    device: &Device,
) -> Result<bool> {
    let (all, alike): (i64, i64) = on_tx!(tx, |connection| {
        let query = sqlx::query_as(SESSION_COUNTS).bind(user.0).bind(&device.user_agent);
        query.fetch_one(connection).await
    })?;
    Ok(all > 0 && alike == 0)
}

/// Notes that a session is in use.
pub(in crate::account) async fn touch_session(
    database: &Database,
    id: SessionId,
    now: Timestamp,
) -> Result<()> {
    database
        .transaction(move |tx| {
            Box::pin(async move {
                on_tx!(tx, |connection| {
                    sqlx::query(TOUCH_SESSION)
                        .bind(id.0)
                        .bind(now.0)
                        .execute(connection)
                        .await
                        .map(|_| ())
                })?;
                Ok(())
            })
        })
        .await
}
