//! A database of its own for each story. The server's stories use this file as well.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use std::path::PathBuf;
use uuid::Uuid;

/// A database that is removed with it.
pub struct TestDatabase {
    pub url: String,
    place: Place,
}

enum Place {
    File(PathBuf),
    Postgres { server: String, name: String },
}

impl TestDatabase {
    pub async fn new() -> Self {
        let name = format!("bulletin_{}", Uuid::new_v4().simple());
        if let Ok(server) = std::env::var("BULLETIN_TEST_DATABASE_URL") {
            let url = postgres(&server, &name).await;
            return Self { url, place: Place::Postgres { server, name } };
        }
        let file = std::env::temp_dir().join(format!("{name}.db"));
        Self { url: format!("sqlite://{}", file.display()), place: Place::File(file) }
    }
}

impl TestDatabase {
    /// Changes what no use case changes, behind everybody's back.
    pub async fn execute(&self, sql: String) {
        if self.url.starts_with("sqlite:") {
            let mut connection = SqliteConnection::connect(&self.url).await.expect("opens");
            connection.execute(sqlx::query(AssertSqlSafe(sql))).await.expect("runs");
        } else {
            execute(&self.url, sql).await;
        }
    }

    /// A folder for the files that belong to a database.
    pub fn files_of(url: &str) -> PathBuf {
        let name = url.rsplit('/').next().unwrap_or(url).trim_end_matches(".db");
        std::env::temp_dir().join(format!("{name}-files"))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // Best effort: the folder is temporary anyway.
        let _gone = std::fs::remove_dir_all(Self::files_of(&self.url));
        match &self.place {
            Place::File(file) => {
                for ending in ["", "-wal", "-shm"] {
                    // Best effort: the folder is temporary anyway.
                    let _gone = std::fs::remove_file(format!("{}{ending}", file.display()));
                }
            }
            // Two hundred stories would leave gigabytes behind, and the machine busy writing them to its disk.
            Place::Postgres { server, name } => {
                let statement = format!("DROP DATABASE {name} WITH (FORCE)");
                let server = server.clone();
                // The story's own runtime may be the one that runs this, and must not be blocked by itself.
                let dropped = std::thread::spawn(move || execute_blocking(&server, statement));
                // Best effort as well: the whole server is temporary.
                let _gone = dropped.join();
            }
        }
    }
}

fn execute_blocking(server: &str, statement: String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(execute(server, statement));
}

async fn execute(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server).await.expect("Postgres answers");
    let statement = sqlx::query(AssertSqlSafe(statement));
    connection.execute(statement).await.expect("Postgres obeys");
}

async fn postgres(server: &str, name: &str) -> String {
    execute(server, format!("CREATE DATABASE {name}")).await;
    let (host, _) = server.rsplit_once('/').expect("the URL names a database");
    format!("{host}/{name}")
}
