//! The SQL of boards' calendars: which places are taken on which days.

mod free;

use super::line::day;
use crate::{
    Database, Result,
    database::{Tx, on_pool, on_tx},
};
use protocol::{
    Day, DayRange, Weekdays,
    id::{BoardId, OrderId, UserId},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(crate) use free::{busy, free, free_days, free_now};

/// Everything a [`BookableRow`] has.
macro_rules! bookable {
    () => {
        "id, owner_id, title, city, status, price_per_day_cents, currency, time_zone, slots_per_loop,
        lead_days, dark_weekdays, calendar_version"
    };
}

// Raising the version takes the row's lock on both engines: bookings of one board come one after another.
const LOCK: &str = concat!(
    "UPDATE boards SET calendar_version = calendar_version + 1 WHERE id = $1 RETURNING ",
    bookable!()
);
const READ: &str = concat!("SELECT ", bookable!(), " FROM boards WHERE id = $1");
// The ids follow, and the end.
const READ_ALL: &str = concat!("SELECT ", bookable!(), " FROM boards WHERE id IN (");
const ZONE: &str = "SELECT time_zone FROM boards WHERE id = $1";
const TAKEN: &str = "SELECT day, slot FROM booked_days
    WHERE board_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, slot";
const CLOSED: &str =
    "SELECT day FROM board_blackouts WHERE board_id = $1 AND day >= $2 AND day <= $3";
const MOST_TAKEN: &str =
    "SELECT COALESCE(MAX(taken), 0) FROM (SELECT COUNT(*) AS taken FROM booked_days
    WHERE board_id = $1 AND day >= $2 GROUP BY day) AS days";
const SOLD_DAYS: &str =
    "SELECT DISTINCT day FROM booked_days WHERE board_id = $1 AND day >= $2 ORDER BY day";
const TO_COME: &str =
    "SELECT COUNT(DISTINCT o.id) FROM order_lines l JOIN orders o ON o.id = l.order_id
    WHERE l.board_id = $1
        AND o.state IN ('submitted', 'accepted', 'creative_review', 'scheduled', 'running')";
const TAKE: &str =
    "INSERT INTO booked_days (board_id, day, slot, order_id) VALUES ($1, $2, $3, $4)";
const GIVE_BACK: &str = "DELETE FROM booked_days WHERE order_id = $1 AND board_id = $2";

/// What a booking must know of a board.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct BookableRow {
    pub(crate) id: Uuid,
    pub(crate) owner_id: Uuid,
    pub(crate) title: String,
    pub(crate) city: String,
    pub(crate) status: String,
    pub(crate) price_per_day_cents: i64,
    pub(crate) currency: String,
    pub(crate) time_zone: String,
    pub(crate) slots_per_loop: i32,
    pub(crate) lead_days: i32,
    pub(crate) dark_weekdays: i32,
    pub(crate) calendar_version: i64,
}

impl BookableRow {
    pub(crate) fn owner(&self) -> UserId {
        UserId(self.owner_id)
    }

    /// The days of the week on which it is dark.
    pub(crate) fn dark(&self) -> Weekdays {
        Weekdays::from_bits(self.dark_weekdays)
    }
}

/// Holds the board's calendar for this transaction, and counts a change of it.
pub(crate) async fn lock(tx: &mut Tx, board: BoardId) -> Result<Option<BookableRow>> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_as(LOCK).bind(board.0).fetch_optional(connection).await
    })?)
}

/// The board as this transaction sees it.
pub(crate) async fn read_now(tx: &mut Tx, board: BoardId) -> Result<Option<BookableRow>> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_as(READ).bind(board.0).fetch_optional(connection).await
    })?)
}

/// The time zone a board stands in.
pub(crate) async fn zone_now(tx: &mut Tx, board: BoardId) -> Result<String> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(ZONE).bind(board.0).fetch_one(connection).await
    })?)
}

pub(crate) async fn read(database: &Database, board: BoardId) -> Result<Option<BookableRow>> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_as(READ).bind(board.0).fetch_optional(pool).await
    })?)
}

/// Those of these boards that exist.
pub(crate) async fn read_all(
    database: &Database,
    boards: &[BoardId],
) -> Result<BTreeMap<BoardId, BookableRow>> {
    if boards.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<BookableRow> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(READ_ALL);
        let mut asked = query.separated(", ");
        for board in boards {
            asked.push_bind(board.0);
        }
        query.push(")").build_query_as().fetch_all(pool).await
    })?;
    Ok(rows.into_iter().map(|row| (BoardId(row.id), row)).collect())
}

/// The taken places of each day that has some.
pub(crate) type Taken = BTreeMap<Day, BTreeSet<i32>>;

fn taken_places(rows: Vec<(String, i32)>) -> Result<Taken> {
    let mut taken = Taken::new();
    for (text, slot) in rows {
        taken.entry(day(text)?).or_default().insert(slot);
    }
    Ok(taken)
}

pub(crate) async fn taken_now(tx: &mut Tx, board: BoardId, days: DayRange) -> Result<Taken> {
    let rows: Vec<(String, i32)> = on_tx!(tx, |connection| {
        sqlx::query_as(TAKEN)
            .bind(board.0)
            .bind(days.first().to_string())
            .bind(days.last().to_string())
            .fetch_all(connection)
            .await
    })?;
    taken_places(rows)
}

pub(crate) async fn closed_now(
    tx: &mut Tx,
    board: BoardId,
    days: DayRange,
) -> Result<BTreeSet<Day>> {
    let rows: Vec<String> = on_tx!(tx, |connection| {
        sqlx::query_scalar(CLOSED)
            .bind(board.0)
            .bind(days.first().to_string())
            .bind(days.last().to_string())
            .fetch_all(connection)
            .await
    })?;
    rows.into_iter().map(day).collect()
}

/// How many places of a board are taken on its fullest day from this one on.
pub(crate) async fn most_taken(tx: &mut Tx, board: BoardId, first: Day) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(MOST_TAKEN)
            .bind(board.0)
            .bind(first.to_string())
            .fetch_one(connection)
            .await
    })?)
}

/// The days of a board's from this one on of which a place is taken, in order.
pub(crate) async fn sold_days(tx: &mut Tx, board: BoardId, first: Day) -> Result<Vec<Day>> {
    let rows: Vec<String> = on_tx!(tx, |connection| {
        let query = sqlx::query_scalar(SOLD_DAYS).bind(board.0).bind(first.to_string());
        query.fetch_all(connection).await
    })?;
    rows.into_iter().map(day).collect()
}

/// How many orders of a board were submitted and are not over.
pub(crate) async fn orders_to_come(database: &Database, board: BoardId) -> Result<i64> {
    Ok(on_pool!(database, |pool| {
        sqlx::query_scalar(TO_COME).bind(board.0).fetch_one(pool).await
    })?)
}

/// The same, as this transaction sees it.
pub(crate) async fn orders_to_come_now(tx: &mut Tx, board: BoardId) -> Result<i64> {
    Ok(on_tx!(tx, |connection| {
        sqlx::query_scalar(TO_COME).bind(board.0).fetch_one(connection).await
    })?)
}

/// Takes a place on each of these days. The table's key refuses a place that is taken.
pub(crate) async fn take(
    tx: &mut Tx,
    order: OrderId,
    board: BoardId,
    places: &[(Day, i32)],
) -> Result<()> {
    for (day, slot) in places {
        on_tx!(tx, |connection| {
            sqlx::query(TAKE)
                .bind(board.0)
                .bind(day.to_string())
                .bind(slot)
                .bind(order.0)
                .execute(connection)
                .await
                .map(|_| ())
        })?;
    }
    Ok(())
}

pub(crate) async fn give_back(tx: &mut Tx, order: OrderId, board: BoardId) -> Result<()> {
    on_tx!(tx, |connection| {
        sqlx::query(GIVE_BACK).bind(order.0).bind(board.0).execute(connection).await.map(|_| ())
    })?;
    Ok(())
}
