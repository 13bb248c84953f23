//! Days as people read them. A day has no zone, so server and browser write the same.

use protocol::{Day, DayRange};

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// January first.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `Monday`, counted from 0.
pub fn weekday_names() -> [&'static str; 7] {
    WEEKDAYS
}

fn weekday(day: Day) -> &'static str {
    usize::try_from(day.weekday()).ok().and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or_default()
}

fn month(day: Day) -> &'static str {
    let at = usize::try_from(day.month() - 1).ok();
    at.and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

fn short_month(day: Day) -> &'static str {
    month(day).get(..3).unwrap_or_default()
}

/// `December 2026`.
pub fn month_and_year(day: Day) -> String {
    format!("{} {}", month(day), day.year())
}

/// `Thursday, 24 December 2026`.
pub fn long_day(day: Day) -> String {
    format!("{}, {} {} {}", weekday(day), day.day(), month(day), day.year())
}

/// `24 Dec 2026`.
pub fn short_day(day: Day) -> String {
    format!("{} {} {}", day.day(), short_month(day), day.year())
}

/// `24 Dec`, where the year goes without saying.
pub fn day_and_month(day: Day) -> String {
    format!("{} {}", day.day(), short_month(day))
}

/// As short as it can be: `24 Dec 2026`, `24–30 Dec 2026`, `24 Dec – 2 Jan 2027`.
pub fn day_range(days: DayRange) -> String {
    let (first, last) = (days.first(), days.last());
    let same_year = first.year() == last.year();
    if first == last {
        short_day(first)
    } else if same_year && first.month() == last.month() {
        format!("{}–{}", first.day(), short_day(last))
    } else if same_year {
        format!("{} {} – {}", first.day(), short_month(first), short_day(last))
    } else {
        format!("{} – {}", short_day(first), short_day(last))
    }
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
