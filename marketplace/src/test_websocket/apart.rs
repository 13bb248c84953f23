//! Simulated people stay among themselves.

use crate::{Database, Result, database::on_pool};
use protocol::id::UserId;
use uuid::Uuid;

const SANDBOX_OF: &str = "SELECT sandbox_id FROM sandbox_users WHERE user_id = $1";

/// Whether two people may come into one conversation: both of one sandbox, or neither of any.
pub(crate) async fn may_meet(database: &Database, one: UserId, other: UserId) -> Result<bool> {
    Ok(sandbox_of(database, one).await? == sandbox_of(database, other).await?)
}

async fn sandbox_of(database: &Database, user: UserId) -> Result<Option<Uuid>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(SANDBOX_OF).bind(user.0).fetch_optional(pool).await
    })?)
}
