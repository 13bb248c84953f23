//! The SQL of whole groups of people, and of holding one of them.

use crate::{
    Result,
    database::{Tx, on_tx},
};
use protocol::id::UserId;
use uuid::Uuid;

const ADMINS: &str = "SELECT id FROM users WHERE role = 'admin' ORDER BY id";
// Takes the row's lock on both engines, and changes nothing.
const LOCK: &str = "UPDATE users SET name = name WHERE id = $1";

/// Lets this person's transactions that ask for it come one after another.
pub(crate) async fn lock(tx: &mut Tx, id: UserId) -> Result<()> {
    on_tx!(tx, |connection| sqlx::query(LOCK).bind(id.0).execute(connection).await.map(|_| ()))?;
    Ok(())
}

/// Everybody who runs the marketplace, in order of their ids.
pub(crate) async fn admins(tx: &mut Tx) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> =
        on_tx!(tx, |connection| sqlx::query_scalar(ADMINS).fetch_all(connection).await)?;
    Ok(ids.into_iter().map(UserId).collect())
}
