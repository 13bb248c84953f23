//! Calendar days, as a board's place counts them. No zone and no hour: a booking is made of whole days.

use crate::{error::ErrorBody, timestamp::Timestamp};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A day of the Gregorian calendar; `2026-12-24` on the wire and in the database, where text sorts as time does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(Date);

impl Day {
    /// `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The day that it is in UTC.
    pub fn in_utc(at: Timestamp) -> Self {
        let days = i32::try_from(at.utc_day()).unwrap_or(i32::MAX);
        Self(jiff::civil::date(1970, 1, 1)).plus(days)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Monday is 0.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_zero_offset()
    }

    /// So many days later, or earlier when negative; at the end of the calendar its last day.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    /// The first day of its month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// Days in its month.
    pub fn month_length(self) -> i8 {
        self.0.days_in_month()
    }

    /// Days from this one to `later`; negative when that is earlier.
    pub fn until(self, later: Self) -> i32 {
        self.0.until(later.0).map_or(0, |span| span.get_days())
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let invalid = || ErrorBody::invalid("day", "A day is written 2026-12-24.");
        // Longer forms, with a time or a zone, are not what is meant here.
        if text.len() != 10 {
            return Err(invalid());
        }
        text.parse().map(Self).map_err(|_| invalid())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// Consecutive days, both ends included. Never empty: `last` is not before `first`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Ends")]
pub struct DayRange {
    /// The first.
    first: Day,
    /// The last.
    last: Day,
}

/// A [`DayRange`] nobody has looked at yet.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Ends {
    /// The first.
    first: Day,
    /// The last.
    last: Day,
}

impl TryFrom<Ends> for DayRange {
    type Error = ErrorBody;

    fn try_from(ends: Ends) -> Result<Self, ErrorBody> {
        Self::new(ends.first, ends.last)
    }
}

impl DayRange {
    /// Refuses an end before the beginning.
    pub fn new(first: Day, last: Day) -> Result<Self, ErrorBody> {
        if last < first {
            return Err(ErrorBody::invalid("last", "The last day is before the first."));
        }
        Ok(Self { first, last })
    }

    /// The first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// The last day.
    pub fn last(self) -> Day {
        self.last
    }

    /// How many days.
    pub fn len(self) -> i64 {
        i64::from(self.first.until(self.last)) + 1
    }

    /// Never; here because whoever has a length is asked.
    pub fn is_empty(self) -> bool {
        false
    }

    /// Whether a day is among them.
    pub fn contains(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Each of them, in order.
    pub fn days(self) -> impl Iterator<Item = Day> {
        (0..=self.first.until(self.last)).map(move |days| self.first.plus(days))
    }
}

impl fmt::Display for DayRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_range_has_both_its_ends() {
        let range = DayRange::new(day("2026-02-27"), day("2026-03-02")).unwrap();
        let days: Vec<_> = range.days().map(|day| day.to_string()).collect();
        assert_eq!(days, ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]);
        assert_eq!(range.len(), 4);
        assert!(DayRange::new(day("2026-03-02"), day("2026-03-01")).is_err());
    }

    #[test]
    fn only_a_plain_day_is_one() {
        for text in
            ["", "2026-02-30", "2026-2-3", "2026-12-24T10:00", "24.12.2026", "+002026-12-24"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert_eq!(day("2026-11-22").weekday(), 6, "a Sunday");
    }

    #[test]
    fn a_range_that_ends_before_it_begins_is_not_read() {
        let text = r#"{"first":"2026-03-02","last":"2026-03-01"}"#;
        assert!(serde_json::from_str::<DayRange>(text).is_err());
    }

    proptest! {
        #[test]
        fn days_sort_as_their_text_does(a in 0..60_000_i32, b in 0..60_000_i32) {
            let start = day("1970-01-01");
            let (a, b) = (start.plus(a), start.plus(b));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
            prop_assert_eq!(a.plus(a.until(b)), b);
            prop_assert_eq!(serde_json::from_str::<Day>(&serde_json::to_string(&a).unwrap()).unwrap(), a);
        }
    }
}
