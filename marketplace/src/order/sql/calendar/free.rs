//! How many places are free, day by day.

use super::{BookableRow, CLOSED, TAKEN, Taken, closed_now, day, taken_now, taken_places};
use crate::{
    Database, Result,
    database::{Tx, on_pool},
};
use protocol::{
    Day, DayRange,
    id::BoardId,
    order::{DayFree, Wish},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

// The wishes follow.
const TAKEN_OF: &str = "SELECT board_id, day, slot FROM booked_days WHERE ";
const CLOSED_OF: &str = "SELECT board_id, day FROM board_blackouts WHERE ";

/// The days of these wishes.
macro_rules! on_days_of {
    ($query:ident, $wishes:ident) => {
        let mut wished = $query.separated(" OR ");
        for Wish { board_id, days } in $wishes {
            wished.push("(board_id = ").push_bind_unseparated(board_id.0);
            wished.push_unseparated(" AND day >= ").push_bind_unseparated(days.first().to_string());
            wished.push_unseparated(" AND day <= ").push_bind_unseparated(days.last().to_string());
            wished.push_unseparated(")");
        }
    };
}

/// The days that have fewer free places than the board has, in order.
pub(crate) async fn free(
    database: &Database,
    row: &BookableRow,
    days: DayRange,
) -> Result<Vec<DayFree>> {
    let board = BoardId(row.id);
    let ends = (days.first().to_string(), days.last().to_string());
    let taken: Vec<(String, i32)> = on_pool!(database, |pool| {
        sqlx::query_as(TAKEN).bind(board.0).bind(&ends.0).bind(&ends.1).fetch_all(pool).await
    })?;
    let closed: Vec<String> = on_pool!(database, |pool| {
        sqlx::query_scalar(CLOSED).bind(board.0).bind(&ends.0).bind(&ends.1).fetch_all(pool).await
    })?;
    let closed = closed.into_iter().map(day).collect::<Result<_>>()?;
    Ok(Busy { taken: taken_places(taken)?, closed }.free(row, days))
}

/// The same, as this transaction sees it.
pub(crate) async fn free_now(
    tx: &mut Tx,
    row: &BookableRow,
    days: DayRange,
) -> Result<Vec<DayFree>> {
    let taken = taken_now(tx, BoardId(row.id), days).await?;
    let closed = closed_now(tx, BoardId(row.id), days).await?;
    Ok(Busy { taken, closed }.free(row, days))
}

/// What is not free of a board.
#[derive(Default)]
pub(crate) struct Busy {
    taken: Taken,
    closed: BTreeSet<Day>,
}

impl Busy {
    /// See [`free`].
    pub(crate) fn free(&self, row: &BookableRow, days: DayRange) -> Vec<DayFree> {
        let dark = row.dark();
        let mut closed: BTreeSet<Day> = days.days().filter(|day| dark.contains(*day)).collect();
        closed.extend(&self.closed);
        let mut free = free_days(&self.taken, &closed, row.slots_per_loop);
        // Another wish may be for other days of the same board.
        free.retain(|free| days.contains(free.day));
        free
    }
}

/// What is not free on the days of these wishes, by their boards.
pub(crate) async fn busy(database: &Database, wishes: &[Wish]) -> Result<BTreeMap<BoardId, Busy>> {
    let mut busy = BTreeMap::<BoardId, Busy>::new();
    if wishes.is_empty() {
        return Ok(busy);
    }
    let taken: Vec<(Uuid, String, i32)> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(TAKEN_OF);
        on_days_of!(query, wishes);
        query.build_query_as().fetch_all(pool).await
    })?;
    let closed: Vec<(Uuid, String)> = on_pool!(database, |pool| {
        let mut query = sqlx::QueryBuilder::new(CLOSED_OF);
        on_days_of!(query, wishes);
        query.build_query_as().fetch_all(pool).await
    })?;
    for (board, text, slot) in taken {
        let of_board = busy.entry(BoardId(board)).or_default();
        of_board.taken.entry(day(text)?).or_default().insert(slot);
    }
    for (board, text) in closed {
        busy.entry(BoardId(board)).or_default().closed.insert(day(text)?);
    }
    Ok(busy)
}

/// See [`free`].
pub(crate) fn free_days(taken: &Taken, closed: &BTreeSet<Day>, slots: i32) -> Vec<DayFree> {
    let days: BTreeSet<Day> = taken.keys().chain(closed).copied().collect();
    let free = |day: Day| {
        let taken = taken.get(&day).map_or(0, BTreeSet::len);
        let left = slots - i32::try_from(taken).unwrap_or(i32::MAX);
        let is_closed = closed.contains(&day);
        DayFree { day, free: if is_closed { 0 } else { left.max(0) }, is_closed }
    };
    days.into_iter().map(free).collect()
}
