//! Days as people read them. A day has no zone, so server and browser write the same.

use protocol::{Day, DayRange};

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

pub(crate) use protocol::day_words::MONTHS;

/// `Monday`, counted from 0.
pub fn weekday_names() -> [&'static str; 7] {
    WEEKDAYS
}

fn weekday(day: Day) -> &'static str {
    usize::try_from(day.weekday()).ok().and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or_default()
}

fn short_month(day: Day) -> &'static str {
    day.month_name().get(..3).unwrap_or_default()
}

/// `December 2026`.
pub fn month_and_year(day: Day) -> String {
    format!("{} {}", day.month_name(), day.year())
}

/// `Thursday, 24 December 2026`.
pub fn long_day(day: Day) -> String {
    format!("{}, {}", weekday(day), day.in_words())
}

/// `24 Dec 2026`.
pub fn short_day(day: Day) -> String {
    day.in_short()
}

/// `24 Dec`, where the year goes without saying.
pub fn day_and_month(day: Day) -> String {
    format!("{} {}", day.day(), short_month(day))
}

/// As short as it can be: `24 Dec 2026`, `24–30 Dec 2026`, `24 Dec – 2 Jan 2027`.
pub fn day_range(days: DayRange) -> String {
    days.in_short()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn range(first: &str, last: &str) -> String {
        day_range(DayRange::new(day(first), day(last)).unwrap())
    }

    #[test]
    fn days_are_written_in_full_and_in_short() {
        assert_eq!(long_day(day("2026-12-24")), "Thursday, 24 December 2026");
        assert_eq!(short_day(day("2026-05-02")), "2 May 2026");
        assert_eq!(month_and_year(day("2027-01-01")), "January 2027");
    }

    #[test]
    fn a_range_says_nothing_twice() {
        assert_eq!(range("2026-12-24", "2026-12-24"), "24 Dec 2026");
        assert_eq!(range("2026-12-24", "2026-12-30"), "24–30 Dec 2026");
        assert_eq!(range("2026-11-24", "2026-12-02"), "24 Nov – 2 Dec 2026");
        assert_eq!(range("2026-12-24", "2027-01-02"), "24 Dec 2026 – 2 Jan 2027");
    }
}
