//! Choosing days: pure, so that the calendar and the fields agree.

use protocol::{
    Day, DayRange, ErrorBody, limits,
    order::{Availability, DayFree, check_days, next_free},
};

/// The days that are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    first: Option<Day>,
    last: Option<Day>,
}

impl Choice {
    /// As fields or an address name them.
    pub(super) fn of(first: Option<Day>, last: Option<Day>) -> Self {
        Self { first, last }
    }

    /// A day of the calendar was picked: the first, then the last, then a new first. A last day before the first
    /// is a new first.
    #[must_use]
    pub(super) fn pick(self, day: Day) -> Self {
        match self {
            Self { first: Some(first), last: None } if day > first => {
                Self { first: Some(first), last: Some(day) }
            }
            Self { first: Some(first), last: None } if day == first => {
                Self { first: Some(first), last: Some(first) }
            }
            _ => Self { first: Some(day), last: None },
        }
    }

    /// The chosen days. Whoever has named only one end has chosen that day.
    pub(super) fn range(self) -> Option<DayRange> {
        let first = self.first.or(self.last)?;
        DayRange::new(first, self.last.unwrap_or(first)).ok()
    }

    /// The first chosen day.
    pub(super) fn first(self) -> Option<Day> {
        self.first
    }

    /// The last chosen day, if it differs from what [`Choice::range`] makes up.
    pub(super) fn last(self) -> Option<Day> {
        self.last
    }

    /// Why these days cannot be booked.
    pub(super) fn refusal(self, calendar: &Availability) -> Option<ErrorBody> {
        if let (Some(first), Some(last)) = (self.first, self.last)
            && last < first
        {
            return Some(ErrorBody::invalid("last", "The last day is before the first."));
        }
        let range = self.range()?;
        if let Err(error) = check_days(range, &calendar.rate, calendar.today) {
            return Some(error);
        }
        let full: Vec<Day> = range.days().filter(|day| !calendar.lets_pass(*day)).collect();
        let text = match full.as_slice() {
            [] => return None,
            [day] if calendar.day(*day).is_closed => {
                format!("{} is closed by the owner. Choose other days.", super::day_name(*day))
            }
            [day] => format!("{} has no free place. Choose other days.", super::day_name(*day)),
            [first, ..] => format!(
                "{} of these days are full or closed, the first is {}. Choose other days.",
                full.len(),
                super::day_name(*first)
            ),
        };
        Some(ErrorBody::invalid("wishes", text))
    }

    /// The next days, as many as these, on which the board is free, where these are not.
    pub(super) fn instead(self, calendar: &Availability) -> Option<DayRange> {
        let range = self.range()?;
        if check_days(range, &calendar.rate, calendar.today).is_err() {
            return None;
        }
        let latest = calendar.today.plus(limits::BOOKING_AHEAD_DAYS);
        let last = calendar.range.last().min(latest);
        let dark = calendar.rate.dark_weekdays;
        let other = next_free(range, last, dark, |day| calendar.day(day).free > 0);
        other.filter(|other| *other != range)
    }
}

/// Whether a day can be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayState {
    /// So many places are free.
    Free(i32),
    /// Taken.
    Full,
    /// Not offered by the owner.
    Closed,
    /// The board is dark on that weekday: such a day may lie between those that are booked.
    Dark,
    /// Before the first day that can be booked.
    TooEarly,
    /// Further ahead than one can book.
    TooFar,
    /// The calendar is not read so far yet.
    Unknown,
}

impl DayState {
    /// Of one day of a calendar.
    pub(super) fn of(day: Day, calendar: &Availability) -> Self {
        match DayRange::new(day, day)
            .and_then(|one| check_days(one, &calendar.rate, calendar.today))
        {
            Err(error) if error.field.as_deref() == Some("first") => Self::TooEarly,
            Err(error) if error.field.as_deref() == Some("last") => Self::TooFar,
            Err(_) => Self::Dark,
            Ok(()) if !calendar.range.contains(day) => Self::Unknown,
            Ok(()) => match calendar.day(day) {
                DayFree { is_closed: true, .. } => Self::Closed,
                DayFree { free: free @ 1.., .. } => Self::Free(free),
                _ => Self::Full,
            },
        }
    }

    /// Whether it can be picked.
    pub(super) fn is_free(self) -> bool {
        matches!(self, Self::Free(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Weekdays, id::BoardId, order::Rate};
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn calendar() -> Availability {
        let full = DayFree { day: day("2026-12-05"), free: 0, is_closed: false };
        Availability {
            board_id: BoardId(Uuid::nil()),
            version: 1,
            today: day("2026-11-22"),
            rate: Rate {
                price_per_day_cents: 100,
                currency: "EUR".into(),
                lead_days: 2,
                dark_weekdays: Weekdays::default(),
            },
            slots: 8,
            range: DayRange::new(day("2026-11-01"), day("2026-12-31")).unwrap(),
            days: vec![full, DayFree { day: day("2026-12-24"), free: 0, is_closed: true }],
            closed: None,
        }
    }

    #[test]
    fn two_picks_make_a_range_and_a_third_begins_anew() {
        let one = Choice::default().pick(day("2026-12-03"));
        assert_eq!(one.range().unwrap().len(), 1);
        let two = one.pick(day("2026-12-09"));
        assert_eq!(two.range().unwrap().len(), 7);
        assert_eq!(two.pick(day("2026-12-20")).range().unwrap().first(), day("2026-12-20"));
        let earlier = one.pick(day("2026-12-01"));
        assert_eq!(earlier.last(), None, "an earlier day is a new first");
        assert!(one.pick(day("2026-12-03")).last().is_some(), "twice the same is one day");
    }

    #[test]
    fn a_full_day_between_the_ends_is_named() {
        let choice = Choice::of(Some(day("2026-12-04")), Some(day("2026-12-06")));
        let refusal = choice.refusal(&calendar()).unwrap();
        assert!(refusal.message.contains("5 December"), "{}", refusal.message);
        let backwards = Choice::of(Some(day("2026-12-06")), Some(day("2026-12-04")));
        assert_eq!(backwards.refusal(&calendar()).unwrap().field.unwrap(), "last");
        let closed = Choice::of(Some(day("2026-12-24")), None).refusal(&calendar()).unwrap();
        assert!(closed.message.contains("closed by the owner"), "{}", closed.message);
        let free = Choice::of(Some(day("2026-12-06")), None);
        assert_eq!(free.refusal(&calendar()), None);
        let (first, last) = (day("2026-12-06"), day("2026-12-08"));
        assert_eq!(choice.instead(&calendar()), DayRange::new(first, last).ok());
        assert_eq!(free.instead(&calendar()), None, "what is free needs nothing instead");
    }

    #[test]
    fn dark_days_lie_between_the_chosen_ones_and_are_none_themselves() {
        let mut calendar = calendar();
        calendar.rate.dark_weekdays = Weekdays::default().with(6);
        let sunday = day("2026-12-13");
        calendar.days.insert(1, DayFree { day: sunday, free: 0, is_closed: true });
        assert_eq!(DayState::of(sunday, &calendar), DayState::Dark);
        let over = Choice::of(Some(day("2026-12-12")), Some(day("2026-12-14")));
        assert_eq!(over.refusal(&calendar), None);
        let alone = Choice::of(Some(sunday), None).refusal(&calendar).unwrap();
        assert!(alone.message.contains("dark on Sundays"), "{}", alone.message);
        let saturday = Choice::of(Some(day("2026-12-05")), None);
        let monday = DayRange::new(day("2026-12-07"), day("2026-12-07")).ok();
        assert_eq!(saturday.instead(&calendar), monday, "a dark day is no day instead");
    }

    #[test]
    fn a_day_says_whether_it_can_be_picked() {
        let state = |text| DayState::of(day(text), &calendar());
        assert_eq!(state("2026-11-23"), DayState::TooEarly);
        assert_eq!(state("2026-11-24"), DayState::Free(8));
        assert_eq!(state("2026-12-05"), DayState::Full);
        assert_eq!(state("2026-12-24"), DayState::Closed);
        assert_eq!(state("2027-01-05"), DayState::Unknown);
        assert_eq!(state("2030-01-05"), DayState::TooFar);
    }
}
