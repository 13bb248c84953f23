//! The SQL of how full boards are.

use crate::{Database, Result, database::on_pool, error::Error, order::sql::is_lit};
use protocol::{
    Day, DayRange, Weekdays,
    dashboard::{DayTaken, Occupancy, Places},
    id::{BoardId, UserId},
    limits,
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use uuid::Uuid;

/// An owner's boards on the market.
macro_rules! on_market {
    () => {
        " FROM boards b WHERE b.owner_id = $1 AND b.sandbox_id IS NULL
        AND b.status IN ('live', 'paused', 'maintenance') "
    };
}

/// On how many days of the week a board is dark.
const DARK_DAYS_A_WEEK: &str = "((b.dark_weekdays & 1) + ((b.dark_weekdays >> 1) & 1)
    + ((b.dark_weekdays >> 2) & 1) + ((b.dark_weekdays >> 3) & 1) + ((b.dark_weekdays >> 4) & 1)
    + ((b.dark_weekdays >> 5) & 1) + ((b.dark_weekdays >> 6) & 1))";

/// The same, each with its places from day `$2` to day `$3`, which are `$4` weeks, those on closed days left out.
fn with_places(days: DayRange) -> String {
    format!(
        " FROM (SELECT b.id, b.title, b.city, b.slots_per_loop, b.dark_weekdays,
            b.slots_per_loop * ($4 * (7 - {DARK_DAYS_A_WEEK}) - (SELECT COUNT(*) FROM board_blackouts x
                WHERE x.board_id = b.id AND x.day >= $2 AND x.day <= $3 AND {})) AS places,
            (SELECT COUNT(*) FROM booked_days d
                WHERE d.board_id = b.id AND d.day >= $2 AND d.day <= $3 AND {} AND NOT EXISTS
                    (SELECT 1 FROM board_blackouts x WHERE x.board_id = d.board_id AND x.day = d.day)) AS taken
        {}) f ",
        is_lit("x.day", days),
        is_lit("d.day", days),
        on_market!(),
    )
}

/// The ids, the end of their list, and the days.
macro_rules! in_days {
    ($query:ident, $boards:ident, $first:ident, $last:ident) => {
        let mut ids = $query.separated(", ");
        for board in $boards {
            ids.push_bind(*board);
        }
        $query.push(") AND day >= ").push_bind(&$first);
        $query.push(" AND day <= ").push_bind(&$last);
    };
}

const BOARD_ZONES: &str = concat!("SELECT DISTINCT b.time_zone", on_market!());
const PLACES: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(f.taken), 0) AS BIGINT),
    CAST(COALESCE(SUM(f.places), 0) AS BIGINT)";
const BOARDS: &str = "SELECT f.id, f.title, f.city, f.slots_per_loop, f.dark_weekdays";
const FULLEST: &str = "ORDER BY COALESCE(f.taken * 1000000 / NULLIF(f.places, 0), 0) DESC,
    f.title, f.id LIMIT $5 OFFSET $6";
// The ids of boards follow, and the end.
const TAKEN: &str = "SELECT board_id, day, COUNT(*) FROM booked_days WHERE board_id IN (";
const CLOSED: &str = "SELECT board_id, day FROM board_blackouts WHERE board_id IN (";
#[derive(sqlx::FromRow)]
pub(in crate::dashboard) struct BoardRow {
    id: Uuid,
    title: String,
    city: String,
    slots_per_loop: i32,
    dark_weekdays: i32,
}

/// Where an owner's boards stand.
pub(in crate::dashboard) async fn board_zones(
    database: &Database,
    owner: UserId,
) -> Result<Vec<String>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(BOARD_ZONES).bind(owner.0).fetch_all(pool).await
    })?)
}

/// How many boards an owner has, and how full they are together on these days.
pub(in crate::dashboard) async fn places(
    database: &Database,
    (owner, days): (UserId, DayRange),
) -> Result<(u32, Places)> {
    let (first, last) = (days.first().to_string(), days.last().to_string());
    let text = format!("{PLACES}{}", with_places(days));
    let (boards, taken, total): (i64, i64, i64) = on_pool!(database, |pool| {
        let query = sqlx::query_as(AssertSqlSafe(text)).bind(owner.0).bind(&first).bind(&last);
        query.bind(weeks(days)).fetch_one(pool).await
    })?;
    Ok((u32::try_from(boards).unwrap_or(u32::MAX), Places { taken, total }))
}

/// A page of an owner's boards, the fullest first.
pub(in crate::dashboard) async fn boards(
    database: &Database,
    (owner, days): (UserId, DayRange),
    page: u32,
) -> Result<Vec<BoardRow>> {
    let size = i64::from(limits::DASHBOARD_BOARDS);
    let offset = i64::from(page - 1) * size;
    let (first, last) = (days.first().to_string(), days.last().to_string());
    let text = format!("{BOARDS}{}{FULLEST}", with_places(days));
    Ok(on_pool!(database, |pool| {
        let query = sqlx::query_as(AssertSqlSafe(text)).bind(owner.0).bind(&first).bind(&last);
        query.bind(weeks(days)).bind(size).bind(offset).fetch_all(pool).await
    })?)
}

/// Each of these days of the boards, in two questions however many boards there are.
pub(in crate::dashboard) async fn occupancy(
    database: &Database,
    boards: Vec<BoardRow>,
    days: DayRange,
) -> Result<Vec<Occupancy>> {
    let ids: Vec<Uuid> = boards.iter().map(|board| board.id).collect();
    let known = taken(database, &ids, days).await?;
    let cell = |board: &BoardRow, day: Day| {
        let known = known.get(&(board.id, day)).copied().unwrap_or_default();
        let is_dark = Weekdays::from_bits(board.dark_weekdays).contains(day);
        DayTaken { is_closed: known.is_closed || is_dark, ..known }
    };
    let board = |board: BoardRow| Occupancy {
        days: days.days().map(|day| cell(&board, day)).collect(),
        board_id: BoardId(board.id),
        title: board.title,
        city: board.city,
        slots: board.slots_per_loop,
    };
    Ok(boards.into_iter().map(board).collect())
}

/// The days of these boards on which something is taken, or which are closed.
async fn taken(
    database: &Database,
    boards: &[Uuid],
    days: DayRange,
) -> Result<HashMap<(Uuid, Day), DayTaken>> {
    let mut known = HashMap::<(Uuid, Day), DayTaken>::new();
    if boards.is_empty() {
        return Ok(known);
    }
    let (first, last) = (days.first().to_string(), days.last().to_string());
    let taken: Vec<(Uuid, String, i64)> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(TAKEN);
        in_days!(query, boards, first, last);
        query.push(" GROUP BY board_id, day").build_query_as().fetch_all(pool).await
    })?;
    let closed: Vec<(Uuid, String)> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(CLOSED);
        in_days!(query, boards, first, last);
        query.build_query_as().fetch_all(pool).await
    })?;
    for (board, text, count) in taken {
        let day = known.entry((board, day(text)?)).or_default();
        day.taken = i32::try_from(count).unwrap_or(i32::MAX);
    }
    for (board, text) in closed {
        known.entry((board, day(text)?)).or_default().is_closed = true;
    }
    Ok(known)
}

/// Whole ones: a dashboard shows nothing else.
fn weeks(days: DayRange) -> i64 {
    days.len() / 7
}

fn day(text: String) -> Result<Day> {
    text.parse().map_err(|_| Error::corrupt("day", text))
}
