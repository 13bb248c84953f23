//! The SQL of days on which a board is dark.

use protocol::{DayRange, Weekdays, limits};

/// That board `b` is not dark on the day in a column, one of these. The engines do not agree on how to find the weekday
/// of a text, so the days are written out; most boards are never dark, and nothing is looked up for those. Of a range
/// that is longer than a booking may be its first days are known.
pub(crate) fn is_lit(column: &str, days: DayRange) -> String {
    let most = usize::try_from(limits::BOOKING_DAYS).unwrap_or(usize::MAX);
    let known = days.days().take(most).filter_map(|day| {
        let weekday = Weekdays::of(DayRange::new(day, day).ok()?).bits();
        Some(format!("('{day}', {weekday})"))
    });
    let known = known.collect::<Vec<_>>().join(", ");
    format!(
        "(b.dark_weekdays = 0 OR EXISTS (SELECT 1 FROM (VALUES {known}) AS w
            WHERE w.column1 = {column} AND (w.column2 & b.dark_weekdays) = 0))"
    )
}
