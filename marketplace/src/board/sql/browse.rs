//! The SQL of the list.

use super::{BoardRow, select};
use crate::{Database, Result, board::free::Free, database::on_pool, dialect};
use protocol::{
    Timestamp,
    board::{BoardFilter, BoardFormat, BoardSort, BoardStatus, BoardView, search_words},
    id::UserId,
    limits,
};
use sqlx::AssertSqlSafe;

const CITIES: &str = "SELECT DISTINCT city FROM boards
    WHERE sandbox_id IS NULL AND status IN ('live', 'paused', 'maintenance') ORDER BY city";
const LISTED: &str = "b.sandbox_id IS NULL AND b.status IN ('live', 'paused', 'maintenance')";

/// What is asked of the database: the filter, and who follows where that counts.
pub(in crate::board) struct Search<'a> {
    pub(super) filter: &'a BoardFilter,
    pub(super) follower: Option<UserId>,
    pub(super) words: Option<String>,
    pub(super) free: Option<Free>,
}

impl<'a> Search<'a> {
    pub(in crate::board) fn new(
        database: &Database,
        filter: &'a BoardFilter,
        follower: Option<UserId>,
        now: Timestamp,
    ) -> Result<Self> {
        let words = filter.words.as_deref().map(search_words);
        let words = words.map(|words| dialect::match_words(database, &words));
        let free = filter.free().map(|days| Free::new(days, now)).transpose()?;
        Ok(Self { filter, follower, words, free })
    }

    /// What does not filter says so once for the whole query, not for each row: the cast tells Postgres the type of a
    /// parameter that is NULL then.
    pub(super) fn condition(&self, database: &Database) -> String {
        let filter = self.filter;
        let free = self.free.as_ref().map(Free::condition);
        let parts = [
            (self.words.is_some(), dialect::board_has_words(database), "CAST($1 AS TEXT) IS NULL"),
            (filter.city.is_some(), "b.city = $2", "CAST($2 AS TEXT) IS NULL"),
            (filter.status.is_some(), "b.status = $3", "CAST($3 AS TEXT) IS NULL"),
            (filter.format.is_some(), "b.format = $4", "CAST($4 AS TEXT) IS NULL"),
            (
                filter.min_price_cents.is_some(),
                "b.price_per_day_cents >= $5",
                "CAST($5 AS BIGINT) IS NULL",
            ),
            (
                filter.max_price_cents.is_some(),
                "b.price_per_day_cents <= $6",
                "CAST($6 AS BIGINT) IS NULL",
            ),
            (
                filter.min_audience.is_some(),
                "b.audience_per_week >= $7",
                "CAST($7 AS BIGINT) IS NULL",
            ),
            (self.follower.is_some(), FOLLOWED, "CAST($8 AS UUID) IS NULL"),
            (free.is_some(), free.as_deref().unwrap_or_default(), NO_DAYS),
        ];
        let parts = parts.map(|(filters, condition, none)| if filters { condition } else { none });
        format!("{LISTED} AND {}", parts.join(" AND "))
    }
}

const NO_DAYS: &str = "CAST($9 AS TEXT) IS NULL AND CAST($10 AS TEXT) IS NULL";
const FOLLOWED: &str = "EXISTS (SELECT 1 FROM board_followers f
    WHERE f.board_id = b.id AND f.user_id = $8)";

/// Every order ends in the id, so that pages neither repeat a board nor miss one.
fn order(sort: BoardSort) -> &'static str {
    match sort {
        BoardSort::City => "b.city, b.title, b.id",
        BoardSort::Title => "b.title, b.id",
        BoardSort::Cheapest => "b.price_per_day_cents, b.id",
        BoardSort::Dearest => "b.price_per_day_cents DESC, b.id DESC",
        BoardSort::Audience => "b.audience_per_week DESC, b.id DESC",
        BoardSort::Newest => "b.id DESC",
    }
}

/// Binds `$1` to `$10` of a list's condition.
macro_rules! bind {
    ($query:expr, $search:expr) => {
        $query
            .bind($search.words.as_deref())
            .bind($search.filter.city.as_deref())
            .bind($search.filter.status.map(BoardStatus::as_str))
            .bind($search.filter.format.map(BoardFormat::as_str))
            .bind($search.filter.min_price_cents)
            .bind($search.filter.max_price_cents)
            .bind($search.filter.min_audience)
            .bind($search.follower.map(|user| user.0))
            .bind($search.free.as_ref().map(|free| free.days.first().to_string()))
            .bind($search.free.as_ref().map(|free| free.days.last().to_string()))
    };
}

pub(super) use bind;

pub(in crate::board) async fn list(
    database: &Database,
    search: &Search<'_>,
    page: u32,
) -> Result<Vec<BoardView>> {
    let offset = i64::from(page - 1) * i64::from(limits::BOARD_PAGE);
    let text = list_text(database, search);
    let rows: Vec<BoardRow> = on_pool!(database, |pool| {
        bind!(sqlx::query_as(AssertSqlSafe(text)), search)
            .bind(i64::from(limits::BOARD_PAGE))
            .bind(offset)
            .fetch_all(pool)
            .await
    })?;
    rows.into_iter().map(BoardRow::into_view).collect()
}

pub(in crate::board) async fn count(database: &Database, search: &Search<'_>) -> Result<u32> {
    let text = format!("SELECT COUNT(*) FROM boards b WHERE {}", search.condition(database));
    let count: i64 = on_pool!(database, |pool| {
        bind!(sqlx::query_scalar(AssertSqlSafe(text)), search).fetch_one(pool).await
    })?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Every city that has a board in the list, by name.
pub(crate) async fn cities(database: &Database) -> Result<Vec<String>> {
    Ok(on_pool!(database, |pool| sqlx::query_scalar(CITIES).fetch_all(pool).await)?)
}

/// How the database goes about a page of the list, line by line.
pub(in crate::board) async fn plan(
    database: &Database,
    search: &Search<'_>,
) -> Result<Vec<String>> {
    let text = dialect::explain(database, &list_text(database, search));
    let bound = (i64::from(limits::BOARD_PAGE), 0_i64);
    let lines = match database {
        Database::Sqlite { readers, .. } => {
            let query = bind!(sqlx::query_as(AssertSqlSafe(text)), search);
            let rows: Vec<(i64, i64, i64, String)> =
                query.bind(bound.0).bind(bound.1).fetch_all(readers).await?;
            rows.into_iter().map(|row| row.3).collect()
        }
        Database::Postgres(pool) => {
            let query = bind!(sqlx::query_scalar(AssertSqlSafe(text)), search);
            query.bind(bound.0).bind(bound.1).fetch_all(pool).await?
        }
    };
    Ok(lines)
}

fn list_text(database: &Database, search: &Search<'_>) -> String {
    // What the page shows is read of its boards alone, not carried along while all are put in order.
    format!(
        concat!(
            select!(),
            " WHERE b.id IN (SELECT b.id FROM boards b WHERE {condition}
                ORDER BY {order} LIMIT $11 OFFSET $12) ORDER BY {order}"
        ),
        condition = search.condition(database),
        order = order(search.filter.sort)
    )
}
