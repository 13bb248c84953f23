//! Where keys and buttons lead in the calendar.

use protocol::Day;

/// The same month so many months later.
pub(in crate::features::order) fn turned(month: Day, by: i32) -> Day {
    let start = month.month_start();
    let days = if by > 0 { i32::from(start.month_length()) } else { -1 };
    start.plus(days).month_start()
}

/// Where a key leads from a day.
pub(super) fn moved(from: Day, key: &str) -> Option<Day> {
    let weekday = i32::from(from.weekday());
    Some(match key {
        "ArrowLeft" => from.plus(-1),
        "ArrowRight" => from.plus(1),
        "ArrowUp" => from.plus(-7),
        "ArrowDown" => from.plus(7),
        "Home" => from.plus(-weekday),
        "End" => from.plus(6 - weekday),
        "PageUp" => same_day(from, turned(from, -1)),
        "PageDown" => same_day(from, turned(from, 1)),
        _ => return None,
    })
}

/// The day of this number in another month, or its last.
fn same_day(day: Day, month: Day) -> Day {
    month.plus(i32::from(day.day().min(month.month_length())) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn keys_lead_by_days_weeks_and_months() {
        let lead = |key| moved(day("2026-12-31"), key).map(|day| day.to_string());
        assert_eq!(lead("ArrowRight").unwrap(), "2027-01-01");
        assert_eq!(lead("ArrowUp").unwrap(), "2026-12-24");
        assert_eq!(lead("Home").unwrap(), "2026-12-28");
        assert_eq!(lead("End").unwrap(), "2027-01-03");
        assert_eq!(lead("PageUp").unwrap(), "2026-11-30", "November has no 31st");
        assert_eq!(lead("PageDown").unwrap(), "2027-01-31");
        assert_eq!(lead("x"), None);
    }

    #[test]
    fn months_follow_each_other_over_the_year() {
        assert_eq!(turned(day("2026-12-15"), 1), day("2027-01-01"));
        assert_eq!(turned(day("2027-01-31"), -1), day("2026-12-01"));
    }
}
