//! What every table keeps to.

use crate::{database::TestDatabase, world::World};
use sqlx::{Connection, PgConnection, SqliteConnection};

// An index of a column's values alone is as good: nobody looks for those who refer to nothing.
const UNINDEXED_SQLITE: &str = r#"SELECT t.name || '.' || f."from"
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
    WHERE t.type = 'table' AND NOT EXISTS (
        SELECT 1 FROM pragma_index_list(t.name) l JOIN pragma_index_info(l.name) i
        WHERE i.seqno = 0 AND i.name = f."from" AND (l.partial = 0 OR EXISTS (
            SELECT 1 FROM sqlite_schema s
            WHERE s.name = l.name AND s.sql LIKE '%WHERE ' || f."from" || ' IS NOT NULL')))
    ORDER BY 1"#;
const UNINDEXED_POSTGRES: &str = "SELECT c.conrelid::regclass::text || '.' || a.attname
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND NOT EXISTS (
        SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
            AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid)
                = '(' || a.attname || ' IS NOT NULL)'))
    ORDER BY 1";
const REFERRING_SQLITE: &str = "SELECT COUNT(*) FROM sqlite_schema t
    JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";
const REFERRING_POSTGRES: &str = "SELECT COUNT(*) FROM pg_constraint c WHERE c.contype = 'f'";

async fn texts(
    database: &TestDatabase,
    sqlite: &'static str,
    postgres: &'static str,
) -> Vec<String> {
    if database.url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("opens");
        sqlx::query_scalar(sqlite).fetch_all(&mut connection).await.expect("reads")
    } else {
        let mut connection = PgConnection::connect(&database.url).await.expect("opens");
        sqlx::query_scalar(postgres).fetch_all(&mut connection).await.expect("reads")
    }
}

async fn number(database: &TestDatabase, sqlite: &'static str, postgres: &'static str) -> i64 {
    if database.url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("opens");
        sqlx::query_scalar(sqlite).fetch_one(&mut connection).await.expect("reads")
    } else {
        let mut connection = PgConnection::connect(&database.url).await.expect("opens");
        sqlx::query_scalar(postgres).fetch_one(&mut connection).await.expect("reads")
    }
}

/// Otherwise each row that is deleted costs a reading of the whole table that refers to it.
#[tokio::test]
async fn whatever_refers_to_something_is_found_by_an_index() {
    let world = World::empty().await;
    let all = number(&world.database, REFERRING_SQLITE, REFERRING_POSTGRES).await;
    assert!(all > 20, "the tables were read: {all}");
    let unindexed = texts(&world.database, UNINDEXED_SQLITE, UNINDEXED_POSTGRES).await;
    assert_eq!(unindexed, Vec::<String>::new());
}
