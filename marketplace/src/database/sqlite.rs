//! Opening a SQLite file the safe way, and refusing one that is not.

use super::Database;
use crate::{Result, error::Error};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

/// Versions before this one can lose committed transactions when the log is reset.
const OLDEST: (u32, u32, u32) = (3, 51, 3);
const READERS: u32 = 8;

pub(super) async fn open(url: &str) -> Result<Database> {
    let options = options(url)?;
    if let Some(folder) = options.get_filename().parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::Internal(format!("cannot create {}: {error}", folder.display()))
        })?;
    }
    connect(options).await
}

/// Only when the file is there.
pub(super) async fn open_existing(url: &str) -> Result<Database> {
    connect(options(url)?.create_if_missing(false)).await
}

async fn connect(options: SqliteConnectOptions) -> Result<Database> {
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    check_version(&writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_with(options.create_if_missing(false))
        .await?;
    Ok(Database::Sqlite { writer, readers })
}

fn options(url: &str) -> Result<SqliteConnectOptions> {
    Ok(SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true))
}

async fn check_version(pool: &SqlitePool) -> Result<()> {
    let text: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    if parse(&text).is_some_and(|version| version >= OLDEST) {
        return Ok(());
    }
    Err(Error::Internal(format!("SQLite {text} is too old: 3.51.3 or newer is needed")))
}

fn parse(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number_not_by_text() {
        assert!(parse("3.51.3") >= Some(OLDEST));
        assert!(parse("3.100.0") >= Some(OLDEST));
        assert!(parse("3.9.9").is_some_and(|version| version < OLDEST));
        assert_eq!(parse("three"), None);
    }
}
