//! Days as people read them. A day has no zone, so server and browser write the same.

use crate::day::{Day, DayRange};

/// January first.
pub const MONTHS: [&str; 12] = [
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

impl Day {
    /// `December`.
    pub fn month_name(self) -> &'static str {
        let at = usize::try_from(self.month() - 1).ok();
        at.and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
    }

    /// `24 December 2026`.
    pub fn in_words(self) -> String {
        written(self, Self::month_name)
    }

    /// `24 Dec 2026`, where room is short.
    pub fn in_short(self) -> String {
        written(self, short_month)
    }
}

impl DayRange {
    /// `24 December 2026`, `24–30 December 2026`, `24 December 2026 – 2 January 2027`: nothing twice.
    pub fn in_words(self) -> String {
        range(self, Day::month_name)
    }

    /// `24–30 Dec 2026`, where room is short.
    pub fn in_short(self) -> String {
        range(self, short_month)
    }
}

fn short_month(day: Day) -> &'static str {
    day.month_name().get(..3).unwrap_or_default()
}

fn written(day: Day, month: fn(Day) -> &'static str) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

fn range(days: DayRange, month: fn(Day) -> &'static str) -> String {
    let (first, last) = (days.first(), days.last());
    let end = written(last, month);
    if first == last {
        end
    } else if first.year() != last.year() {
        format!("{} – {end}", written(first, month))
    } else if first.month() == last.month() {
        format!("{}–{end}", first.day())
    } else {
        format!("{} {} – {end}", first.day(), month(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: &str, last: &str) -> DayRange {
        DayRange::new(first.parse().unwrap(), last.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_day_is_written_with_its_month_by_name() {
        let day: Day = "2026-05-02".parse().unwrap();
        assert_eq!(day.in_words(), "2 May 2026");
        let day: Day = "2026-12-24".parse().unwrap();
        assert_eq!(
            (day.in_words(), day.in_short()),
            ("24 December 2026".into(), "24 Dec 2026".into())
        );
    }

    #[test]
    fn a_range_says_nothing_twice() {
        for (first, last, words) in [
            ("2026-12-24", "2026-12-24", "24 December 2026"),
            ("2026-12-24", "2026-12-30", "24–30 December 2026"),
            ("2026-11-24", "2026-12-02", "24 November – 2 December 2026"),
            ("2026-12-24", "2027-01-02", "24 December 2026 – 2 January 2027"),
            ("2026-12-05", "2027-12-05", "5 December 2026 – 5 December 2027"),
        ] {
            assert_eq!(days(first, last).in_words(), words);
        }
        assert_eq!(days("2026-11-24", "2026-12-02").in_short(), "24 Nov – 2 Dec 2026");
    }
}
