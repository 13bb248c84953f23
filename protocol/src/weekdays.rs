//! Some days of the week, such as those on which a board is dark.

use crate::{
    board::WEEKDAYS,
    day::{Day, DayRange},
    error::ErrorBody,
};
use serde::{Deserialize, Serialize};

/// A set of weekdays: `["saturday", "sunday"]` on the wire, one bit a day in the database, Monday's the lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Weekdays(u8);

impl Weekdays {
    /// From the bits of the database; what is beyond Sunday's is dropped.
    pub fn from_bits(bits: i32) -> Self {
        Self(u8::try_from(bits & 0x7f).unwrap_or_default())
    }

    /// As the database has it.
    pub fn bits(self) -> i32 {
        self.0.into()
    }

    /// Those that occur among these days.
    pub fn of(days: DayRange) -> Self {
        // A week has all of them, however many follow.
        days.days().take(7).fold(Self::default(), |known, day| Self(known.0 | bit(day)))
    }

    /// With one more, counted from Monday, which is 0.
    #[must_use]
    pub fn with(self, weekday: usize) -> Self {
        Self(
            (self.0 | 1_u8.checked_shl(u32::try_from(weekday).unwrap_or(u32::MAX)).unwrap_or(0))
                & 0x7f,
        )
    }

    /// Whether this day is one of them.
    pub fn contains(self, day: Day) -> bool {
        self.0 & bit(day) != 0
    }

    /// The days of a range that are none of them, in order.
    pub fn left_of(self, days: DayRange) -> impl Iterator<Item = Day> {
        days.days().filter(move |day| !self.contains(*day))
    }

    /// How many days of a range are none of them.
    pub fn count_left_of(self, days: DayRange) -> i64 {
        self.left_of(days).fold(0, |count, _| count + 1)
    }

    /// Their names as on the wire, from Monday on.
    fn names(self) -> impl Iterator<Item = &'static str> {
        let is_in = move |(at, (name, _)): (usize, (&'static str, &str))| {
            (self.0 & (1 << at) != 0).then_some(name)
        };
        WEEKDAYS.into_iter().enumerate().filter_map(is_in)
    }

    /// `Saturdays and Sundays`.
    pub fn in_words(self) -> String {
        let plural = |name: &str| {
            let (first, rest) = name.split_at(1);
            format!("{}{rest}s", first.to_uppercase())
        };
        let names: Vec<String> = self.names().map(plural).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }
}

fn bit(day: Day) -> u8 {
    1 << day.weekday()
}

impl TryFrom<Vec<String>> for Weekdays {
    type Error = ErrorBody;

    fn try_from(names: Vec<String>) -> Result<Self, ErrorBody> {
        names.iter().try_fold(Self::default(), |known, name| {
            let at = WEEKDAYS.iter().position(|(known, _)| known == name);
            let unknown = || ErrorBody::invalid("weekdays", "A weekday is written monday.");
            at.map(|at| known.with(at)).ok_or_else(unknown)
        })
    }
}

impl From<Weekdays> for Vec<String> {
    fn from(days: Weekdays) -> Self {
        days.names().map(str::to_owned).collect()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Weekdays {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Weekdays".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = WEEKDAYS.iter().map(|(name, _)| *name).collect();
        schemars::json_schema!({ "type": "array", "items": { "type": "string", "enum": names }, "uniqueItems": true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(first: &str, count: i32) -> DayRange {
        let first: Day = first.parse().unwrap();
        DayRange::new(first, first.plus(count - 1)).unwrap()
    }

    #[test]
    fn weekdays_are_named_from_monday_on() {
        let weekend = Weekdays::default().with(6).with(5);
        assert_eq!(weekend.in_words(), "Saturdays and Sundays");
        let json = serde_json::to_value(weekend).unwrap();
        assert_eq!(json, serde_json::json!(["saturday", "sunday"]));
        assert_eq!(serde_json::from_value::<Weekdays>(json).unwrap(), weekend);
        assert!(serde_json::from_str::<Weekdays>(r#"["someday"]"#).is_err());
        assert_eq!(
            Weekdays::default().with(0).with(1).with(6).in_words(),
            "Mondays, Tuesdays and Sundays"
        );
        assert_eq!(Weekdays::default().with(7), Weekdays::default(), "a week has seven days");
    }

    #[test]
    fn dark_days_are_left_out() {
        let sunday = Weekdays::default().with(6);
        let lit: Vec<String> =
            sunday.left_of(days("2026-12-05", 3)).map(|day| day.to_string()).collect();
        assert_eq!(lit, ["2026-12-05", "2026-12-07"]);
        assert_eq!(Weekdays::of(days("2026-12-05", 2)).in_words(), "Saturdays and Sundays");
        assert_eq!(Weekdays::of(days("2026-12-05", 30)).bits(), 0x7f);
    }

    proptest! {
        #[test]
        fn every_set_survives_the_database_and_the_wire(bits in 0..128) {
            let set = Weekdays::from_bits(bits);
            prop_assert_eq!(set.bits(), bits);
            let json = serde_json::to_string(&set).unwrap();
            prop_assert_eq!(serde_json::from_str::<Weekdays>(&json).unwrap(), set);
        }
    }
}
