//! The SQL of privacy.

use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{id::UserId, privacy::Privacy};

const OF: &str = "SELECT shows_typing, is_invisible, version FROM privacy WHERE user_id = $1";
const WRITE: &str = "INSERT INTO privacy (user_id, shows_typing, is_invisible, version)
    VALUES ($1, $2, $3, $4) ON CONFLICT (user_id) DO UPDATE SET
        shows_typing = excluded.shows_typing, is_invisible = excluded.is_invisible,
        version = excluded.version";

type Row = (bool, bool, i64);

fn privacy_of(row: Option<Row>) -> Privacy {
    row.map_or_else(Privacy::default, |(shows_typing, is_invisible, version)| Privacy {
        shows_typing,
        is_invisible,
        version,
    })
}

pub(super) async fn read(database: &Database, user: UserId) -> Result<Privacy> {
    let row: Option<Row> =
        on_pool!(database, |pool| { sqlx::query_as(OF).bind(user.0).fetch_optional(pool).await })?;
    Ok(privacy_of(row))
}

/// As this transaction sees it.
pub(crate) async fn now(tx: &mut Tx, user: UserId) -> Result<Privacy> {
    let row: Option<Row> = on_tx!(tx, |connection| {
        sqlx::query_as(OF).bind(user.0).fetch_optional(connection).await
    })?;
    Ok(privacy_of(row))
}

pub(super) async fn write(tx: &mut Tx, user: UserId, privacy: Privacy) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(WRITE)
            .bind(user.0)
            .bind(privacy.shows_typing)
            .bind(privacy.is_invisible)
            .bind(privacy.version)
            .execute(connection)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
