//! Boards' calendars.

use super::{hold, sql, sql::calendar::BookableRow};
use crate::{Marketplace, Result, Viewer, error::Error};
use jiff::tz::TimeZone;
use protocol::{
    Day, DayRange, ErrorBody, Timestamp,
    id::BoardId,
    limits,
    order::{Availability, DayFree},
};

impl Marketplace {
    /// When a board can be booked, on up to [`limits::CALENDAR_DAYS`] days from `first` on, or from today. For
    /// everybody for whom the board is there.
    pub async fn availability(
        &self,
        viewer: &Viewer,
        board_id: BoardId,
        first: Option<Day>,
    ) -> Result<Availability> {
        self.check_board(viewer, board_id).await?;
        let found = sql::calendar::read(self.database(), board_id).await?;
        let board = found.ok_or_else(|| ErrorBody::not_found("board"))?;
        let today = today(&board.time_zone, self.now())?;
        let first = first.unwrap_or_else(|| today.month_start());
        let length = i32::try_from(limits::CALENDAR_DAYS).unwrap_or(i32::MAX);
        let range = DayRange::new(first, first.plus(length - 1))?;
        let days = sql::calendar::free(self.database(), &board, range).await?;
        Ok(shown(&board, today, range, days))
    }
}

/// A board's calendar on these days, of which some have fewer free places than it has. Those were read after the board:
/// what happens in between has a later version.
pub(super) fn shown(
    board: &BookableRow,
    today: Day,
    range: DayRange,
    days: Vec<DayFree>,
) -> Availability {
    Availability {
        board_id: BoardId(board.id),
        version: board.calendar_version,
        today,
        rate: hold::rate(board),
        slots: board.slots_per_loop,
        range,
        days,
        closed: hold::bookable(board).err().map(|error| error.to_string()),
    }
}

/// The day it is at a place.
pub(crate) fn today(zone: &str, now: Timestamp) -> Result<Day> {
    let at = jiff::Timestamp::from_millisecond(now.0)
        .map_err(|error| Error::Internal(format!("clock: {error}")))?;
    Ok(at.to_zoned(self::zone(zone)?).date().into())
}

/// When a day begins at a place. Where the clocks jump over midnight, with the first moment after it.
pub(crate) fn start_of(zone: &str, day: Day) -> Result<Timestamp> {
    let invalid = |error: jiff::Error| Error::Internal(format!("{day} in {zone}: {error}"));
    let date = jiff::civil::Date::new(day.year(), day.month(), day.day()).map_err(invalid)?;
    let start = date.to_zoned(self::zone(zone)?).map_err(invalid)?;
    Ok(Timestamp(start.timestamp().as_millisecond()))
}

fn zone(name: &str) -> Result<TimeZone> {
    TimeZone::get(name).map_err(|_| Error::corrupt("boards.time_zone", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(zone: &str, text: &str) -> i64 {
        start_of(zone, text.parse().unwrap()).unwrap().0
    }

    /// The days on which clocks are changed have 23 and 25 hours; in Santiago one begins at one o'clock.
    #[test]
    fn a_day_begins_where_the_board_stands() {
        let hours = |zone, from, to| (start(zone, to) - start(zone, from)) / 3_600_000;
        assert_eq!(hours("Europe/Berlin", "2026-03-29", "2026-03-30"), 23);
        assert_eq!(hours("Europe/Berlin", "2026-10-25", "2026-10-26"), 25);
        assert_eq!(hours("America/Santiago", "2026-09-06", "2026-09-07"), 23);
        let moment = Timestamp(start("Europe/Berlin", "2026-11-22"));
        let day = |zone| today(zone, moment).unwrap().to_string();
        assert_eq!(day("Europe/Berlin"), "2026-11-22");
        assert_eq!(day("America/New_York"), "2026-11-21");
        assert_eq!(
            today("Europe/Berlin", Timestamp(moment.0 - 1)).unwrap().to_string(),
            "2026-11-21"
        );
    }
}
