//! Which days can be had instead of those that are taken.

use crate::{
    Weekdays,
    day::{Day, DayRange},
};

/// The next days, as many as these and not before them, that are free or dark, with at least as many that are not dark;
/// the first of them is free, and none is beyond `last`.
pub fn next_free(
    days: DayRange,
    last: Day,
    dark: Weekdays,
    is_free: impl Fn(Day) -> bool,
) -> Option<DayRange> {
    let length = days.first().until(days.last());
    let wanted = dark.count_left_of(days);
    let mut first = days.first();
    while first.plus(length) <= last {
        let asked = DayRange::new(first, first.plus(length)).ok()?;
        match dark.left_of(asked).filter(|day| !is_free(*day)).last() {
            Some(taken) => first = taken.plus(1),
            None if !dark.contains(first) && dark.count_left_of(asked) >= wanted => {
                return Some(asked);
            }
            None => first = first.plus(1),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, count: i32) -> DayRange {
        let first: Day = first.parse().unwrap();
        DayRange::new(first, first.plus(count - 1)).unwrap()
    }

    #[test]
    fn the_next_free_days_begin_after_whatever_is_in_the_way() {
        let full = ["2026-12-03", "2026-12-06", "2026-12-08"].map(|day| day.parse().unwrap());
        let last = "2026-12-20".parse().unwrap();
        let never = Weekdays::default();
        let next =
            |first, count| next_free(days(first, count), last, never, |day| !full.contains(&day));
        assert_eq!(next("2026-12-01", 2), Some(days("2026-12-01", 2)));
        assert_eq!(next("2026-12-02", 2), Some(days("2026-12-04", 2)));
        assert_eq!(next("2026-12-02", 3), Some(days("2026-12-09", 3)));
        assert_eq!(next("2026-12-02", 12), Some(days("2026-12-09", 12)));
        assert_eq!(next("2026-12-02", 13), None, "not within what is known");
    }

    #[test]
    fn other_days_instead_have_as_many_that_are_not_dark() {
        let (last, sunday) = ("2026-12-20".parse().unwrap(), Weekdays::default().with(6));
        let saturday = "2026-12-05".parse().unwrap();
        let next =
            |first, count| next_free(days(first, count), last, sunday, |day| day != saturday);
        assert_eq!(next("2026-12-05", 1), Some(days("2026-12-07", 1)));
        assert_eq!(next("2026-12-04", 2), Some(days("2026-12-07", 2)));
        assert_eq!(next("2026-12-05", 7), Some(days("2026-12-07", 7)), "not from the Sunday on");
    }
}
