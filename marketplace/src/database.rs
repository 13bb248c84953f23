//! The two engines behind one type. Each query has one text and runs on both.
//!
//! `on_pool!` and `on_tx!` expand an expression once per driver, so native types (UUID, bytes) work on
//! each without a lowest common denominator.

mod sqlite;

use crate::{Result, error::Error};
use futures::future::BoxFuture;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction, postgres::PgPoolOptions};

/// Connections to one database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file. One connection writes, several read: no lock waits, and no race with a checkpoint.
    Sqlite {
        /// The only connection that writes.
        writer: SqlitePool,
        /// For everything else.
        readers: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// An open transaction on either engine.
pub enum Tx {
    /// On a file.
    Sqlite(Transaction<'static, Sqlite>),
    /// On a server.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs `$body` with `$e` bound to a pool for reading.
macro_rules! on_pool {
    ($database:expr, |$e:ident| $body:expr) => {
        match $database {
            $crate::database::Database::Sqlite { readers: $e, .. } => $body,
            $crate::database::Database::Postgres($e) => $body,
        }
    };
}

/// Runs `$body` with `$e` bound to the transaction's connection.
macro_rules! on_tx {
    ($tx:expr, |$e:ident| $body:expr) => {
        match $tx {
            $crate::database::Tx::Sqlite(tx) => {
                let $e = &mut **tx;
                $body
            }
            $crate::database::Tx::Postgres(tx) => {
                let $e = &mut **tx;
                $body
            }
        }
    };
}

pub(crate) use {on_pool, on_tx};

impl Database {
    /// Opens `sqlite://path` (created when missing) or `postgres://…` and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self> {
        let database = Self::open_pool(url).await?;
        database.migrate().await?;
        Ok(database)
    }

    /// Opens what is there: creates nothing, and brings nothing up to date. For whoever only looks.
    pub async fn open_existing(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            return sqlite::open_existing(url).await;
        }
        Self::open_pool(url).await
    }

    async fn open_pool(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            return sqlite::open(url).await;
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Ok(Self::Postgres(
                PgPoolOptions::new().max_connections(16).connect(url).await?,
            ));
        }
        let text = "A database URL starts with sqlite:// or postgres://.";
        Err(Error::Internal(text.into()))
    }

    async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::migrate!("../migrations/sqlite").run(writer).await?;
            }
            Self::Postgres(pool) => {
                sqlx::migrate!("../migrations/postgres").run(pool).await?;
            }
        }
        Ok(())
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        on_pool!(self, |pool| sqlx::query("SELECT 1").execute(pool).await.map(|_| ()))?;
        Ok(())
    }

    /// Closes every connection after the work under way. SQLite folds its log into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Runs `work` in one transaction: committed when it returns `Ok`, rolled back otherwise.
    ///
    /// The transaction runs in a task of its own and always to its end, also when the caller goes away:
    /// a `begin` that is cancelled half-way leaves a Postgres connection unusable in sqlx 0.9.
    pub(crate) async fn transaction<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let database = self.clone();
        let task = tokio::spawn(async move {
            let mut tx = database.begin().await?;
            match work(&mut tx).await {
                Ok(value) => tx.commit().await.map(|()| value),
                Err(error) => {
                    tx.rollback().await?;
                    Err(error)
                }
            }
        });
        task.await.map_err(|error| Error::Internal(format!("transaction task: {error}")))?
    }

    async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            // IMMEDIATE: a transaction that will write takes the lock at its start, never half-way.
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }
}

impl Tx {
    async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}
