//! The calendars of boards that are looked at.

use protocol::{
    id::BoardId,
    order::{Availability, AvailabilityUpdate},
};
use std::collections::BTreeMap;

/// Every calendar a page of this tab has shown, as far as the tab was told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendars {
    known: BTreeMap<BoardId, Calendar>,
}

#[derive(Clone, Debug, PartialEq)]
struct Calendar {
    shown: Availability,
    /// The newest version that was told of; `shown` may have missed something before it.
    told: i64,
}

impl Calendars {
    /// Takes in what was read. Of two readings of the same days the newer one stays.
    pub fn load(&mut self, read: Availability) {
        let told = match self.known.get(&read.board_id) {
            Some(known)
                if known.shown.range == read.range && known.shown.version > read.version =>
            {
                return;
            }
            Some(known) => known.told.max(read.version),
            None => read.version,
        };
        self.known.insert(read.board_id, Calendar { shown: read, told });
    }

    /// Takes in a change of a board's, if its calendar is known.
    pub fn update(&mut self, update: &AvailabilityUpdate) {
        if let Some(known) = self.known.get_mut(&update.board_id) {
            known.shown.update(update);
            known.told = known.told.max(update.version);
        }
    }

    /// A board's calendar.
    pub fn get(&self, board: BoardId) -> Option<&Availability> {
        self.known.get(&board).map(|known| &known.shown)
    }

    /// Whether a change was missed, so that the calendar has to be read again.
    pub fn is_stale(&self, board: BoardId) -> bool {
        self.known.get(&board).is_some_and(|known| known.shown.version < known.told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        Day, DayRange, Weekdays,
        order::{DayFree, Rate},
    };
    use uuid::Uuid;

    const BOARD: BoardId = BoardId(Uuid::from_u128(7));

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn read(version: i64) -> Availability {
        let (currency, dark_weekdays) = ("EUR".into(), Weekdays::default());
        let rate = Rate { price_per_day_cents: 100, currency, lead_days: 0, dark_weekdays };
        let range = DayRange::new(day("2026-12-01"), day("2026-12-31")).unwrap();
        let today = day("2026-12-01");
        let (board_id, slots, days, closed) = (BOARD, 8, Vec::new(), None);
        Availability { board_id, version, today, rate, slots, range, days, closed }
    }

    fn told(version: i64, free: i32) -> AvailabilityUpdate {
        let days = vec![DayFree { day: day("2026-12-24"), free, is_closed: false }];
        AvailabilityUpdate { board_id: BOARD, version, days }
    }

    fn free(calendars: &Calendars) -> i32 {
        calendars.get(BOARD).unwrap().day(day("2026-12-24")).free
    }

    #[test]
    fn a_missed_change_is_noticed_until_the_calendar_was_read_again() {
        let mut calendars = Calendars::default();
        calendars.update(&told(4, 1));
        assert!(calendars.get(BOARD).is_none(), "nobody looks at it");
        calendars.load(read(3));
        calendars.update(&told(4, 7));
        assert_eq!((free(&calendars), calendars.is_stale(BOARD)), (7, false));
        calendars.update(&told(6, 5));
        assert_eq!((free(&calendars), calendars.is_stale(BOARD)), (7, true));
        calendars.load(read(5));
        assert!(calendars.is_stale(BOARD), "read before the last change");
        calendars.load(read(6));
        assert!(!calendars.is_stale(BOARD));
    }

    #[test]
    fn a_slow_reading_does_not_undo_what_was_told_since() {
        let mut calendars = Calendars::default();
        calendars.load(read(3));
        calendars.update(&told(4, 0));
        calendars.load(read(3));
        assert_eq!(free(&calendars), 0);
    }
}
