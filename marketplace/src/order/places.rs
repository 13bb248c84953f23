//! Which places of a board's loop an order takes, and which days are free instead of those that are not.

use super::{
    calendar::today,
    sql::{
        self,
        calendar::{BookableRow, Taken},
    },
};
use crate::{Result, database::Tx};
use protocol::{
    Day, DayRange, ErrorBody, ErrorCode, Timestamp,
    id::{BoardId, OrderId},
    limits,
    order::{AvailabilityUpdate, next_free},
};
use std::collections::BTreeSet;

/// Takes a place on each of these days, or says which days are free instead.
pub(super) async fn take_days(
    tx: &mut Tx,
    order: OrderId,
    (board, days): (&BookableRow, DayRange),
    now: Timestamp,
) -> Result<AvailabilityUpdate> {
    let id = BoardId(board.id);
    let closed = sql::calendar::closed_now(tx, id, days).await?;
    let mut taken = sql::calendar::taken_now(tx, id, days).await?;
    let asked: Vec<Day> = board.dark().left_of(days).collect();
    let places = match places(&taken, &closed, board.slots_per_loop, &asked) {
        Ok(places) => places,
        Err(full) => return Err(conflict(tx, (board, days), &full, now).await?.into()),
    };
    sql::calendar::take(tx, order, id, &places).await?;
    sql::full_days::note(tx, id, Some(days)).await?;
    for (day, slot) in places {
        taken.entry(day).or_default().insert(slot);
    }
    let mut days = sql::calendar::free_days(&taken, &closed, board.slots_per_loop);
    days.retain(|free| asked.contains(&free.day));
    Ok(AvailabilityUpdate { board_id: id, version: board.calendar_version, days })
}

/// The lowest free place of each day, or the days that have none. A loop that was made shorter may have places beyond
/// its end that are still taken: they count.
fn places(
    taken: &Taken,
    closed: &BTreeSet<Day>,
    slots: i32,
    days: &[Day],
) -> std::result::Result<Vec<(Day, i32)>, Vec<Day>> {
    let free = |day: &Day| {
        let taken = taken.get(day);
        let count = taken.map_or(0, BTreeSet::len);
        if closed.contains(day) || i32::try_from(count).is_ok_and(|it| it >= slots) {
            return None;
        }
        (0..slots).find(|slot| !taken.is_some_and(|taken| taken.contains(slot)))
    };
    let full: Vec<Day> = days.iter().copied().filter(|day| free(day).is_none()).collect();
    if full.is_empty() {
        let place = |day: &Day| free(day).map(|slot| (*day, slot));
        return Ok(days.iter().filter_map(place).collect());
    }
    Err(full)
}

/// What is refused, and when as many days are free.
async fn conflict(
    tx: &mut Tx,
    (board, days): (&BookableRow, DayRange),
    full: &[Day],
    now: Timestamp,
) -> Result<ErrorBody> {
    let title = &board.title;
    let text = match full {
        [day] => format!("“{title}” has no free place on {} any more.", day.in_words()),
        [first, .., last] => {
            let (count, first, last) = (full.len(), first.in_words(), last.in_words());
            format!("“{title}” has no free place on {count} of these days, from {first} to {last}.")
        }
        [] => String::new(),
    };
    let latest = today(&board.time_zone, now)?.plus(limits::BOOKING_AHEAD_DAYS);
    let seen = DayRange::new(days.first(), days.last().max(latest))?;
    let closed = sql::calendar::closed_now(tx, BoardId(board.id), seen).await?;
    let taken = sql::calendar::taken_now(tx, BoardId(board.id), seen).await?;
    let known = sql::calendar::free_days(&taken, &closed, board.slots_per_loop);
    let full: BTreeSet<Day> = known.iter().filter(|day| day.free == 0).map(|day| day.day).collect();
    if let Some(other) = next_free(days, latest, board.dark(), |day| !full.contains(&day)) {
        return Ok(refusal(format!("{text} Free next: {}.", other.in_words())));
    }
    Ok(refusal(text))
}

fn refusal(text: String) -> ErrorBody {
    ErrorBody { field: Some("wishes".into()), ..ErrorBody::new(ErrorCode::Conflict, text) }
}
