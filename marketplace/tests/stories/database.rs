//! A database of its own for each story. The server's stories use this file as well.

use sqlx::{Connection, Executor, PgConnection};
use std::path::PathBuf;
use uuid::Uuid;

/// A database that is removed with it, as far as it is a file.
pub struct TestDatabase {
    pub url: String,
    file: Option<PathBuf>,
}

impl TestDatabase {
    pub async fn new() -> Self {
        let name = format!("bulletin_{}", Uuid::new_v4().simple());
        if let Ok(server) = std::env::var("BULLETIN_TEST_DATABASE_URL") {
            return Self { url: postgres(&server, &name).await, file: None };
        }
        let file = std::env::temp_dir().join(format!("{name}.db"));
        Self { url: format!("sqlite://{}", file.display()), file: Some(file) }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            for ending in ["", "-wal", "-shm"] {
                // Best effort: the folder is temporary anyway.
                let _gone = std::fs::remove_file(format!("{}{ending}", file.display()));
            }
        }
    }
}

async fn postgres(server: &str, name: &str) -> String {
    let mut connection = PgConnection::connect(server).await.expect("Postgres answers");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    connection.execute(sqlx::query(create)).await.expect("the database is made");
    let (host, _) = server.rsplit_once('/').expect("the URL names a database");
    format!("{host}/{name}")
}
