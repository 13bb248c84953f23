//! When a board can be seen: one span for each day of the week, in the board's own time.

use crate::{error::ErrorBody, weekdays::Weekdays};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// From when to when, in minutes of the day; never empty, and at most to midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    opens: u16,
    closes: u16,
}

const MIDNIGHT: u16 = 24 * 60;

impl Span {
    const WHOLE_DAY: Self = Self { opens: 0, closes: MIDNIGHT };
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opens, closes } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60)
    }
}

impl FromStr for Span {
    type Err = ErrorBody;

    /// Reads `06:00-22:00`; a longer dash and blanks around it will do.
    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let wrong = || {
            ErrorBody::invalid(
                "hours",
                "Write the hours of one day as 06:00-22:00, until 24:00 at most, or leave them empty.",
            )
        };
        let (opens, closes) = text.split_once(['-', '–']).ok_or_else(wrong)?;
        let opens = minutes(opens).ok_or_else(wrong)?;
        let closes = minutes(closes).ok_or_else(wrong)?;
        if opens < closes { Ok(Self { opens, closes }) } else { Err(wrong()) }
    }
}

fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |text: &str| match text.len() {
        1 | 2 if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse::<u16>().ok(),
        _ => None,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= MIDNIGHT).then_some(all)
}

/// The week, Monday first. `None` is a day on which the board is dark. On the wire and in the database the seven
/// spans with commas between, a dark day as nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpeningHours(pub [Option<Span>; 7]);

/// The days, as the fields of the form and the words of the page name them.
pub const WEEKDAYS: [(&str, &str); 7] = [
    ("monday", "Mon"),
    ("tuesday", "Tue"),
    ("wednesday", "Wed"),
    ("thursday", "Thu"),
    ("friday", "Fri"),
    ("saturday", "Sat"),
    ("sunday", "Sun"),
];

impl Default for OpeningHours {
    fn default() -> Self {
        Self([Some(Span::WHOLE_DAY); 7])
    }
}

impl OpeningHours {
    /// The days of the week on which the board is dark: nothing is shown then, and nothing is sold.
    pub fn dark(&self) -> Weekdays {
        let dark = (0..7).filter(|day| self.0[*day].is_none());
        dark.fold(Weekdays::default(), Weekdays::with)
    }

    /// Days of the same hours together: `Mon–Fri 06:00-22:00`, `Sat–Sun dark`.
    pub fn in_words(&self) -> Vec<String> {
        if *self == Self::default() {
            return vec!["Day and night".into()];
        }
        let mut words = Vec::new();
        let mut first = 0;
        for (day, (_, name)) in WEEKDAYS.into_iter().enumerate() {
            if day == 6 || self.0[day + 1] != self.0[first] {
                let hours = self.0[first].map_or_else(|| "dark".into(), |span| span.to_string());
                let from = WEEKDAYS[first].1;
                let days = if first == day { from.into() } else { format!("{from}–{name}") };
                words.push(format!("{days} {hours}"));
                first = day + 1;
            }
        }
        words
    }
}

impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0.map(|span| span.map(|span| span.to_string()).unwrap_or_default());
        f.write_str(&days.join(","))
    }
}

impl FromStr for OpeningHours {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let day = |day: &str| if day.is_empty() { Ok(None) } else { day.parse().map(Some) };
        let days: Vec<_> = text.split(',').map(day).collect::<Result<_, _>>()?;
        let wrong = |_| ErrorBody::invalid("hours", "A week has seven days.");
        days.try_into().map(Self).map_err(wrong)
    }
}

impl TryFrom<String> for OpeningHours {
    type Error = ErrorBody;

    fn try_from(text: String) -> Result<Self, ErrorBody> {
        text.parse()
    }
}

impl From<OpeningHours> for String {
    fn from(hours: OpeningHours) -> Self {
        hours.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_span_is_read_as_people_write_it() {
        for text in ["06:00-22:00", "6:00 – 22:00", " 06:00-22:00 "] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), "06:00-22:00", "{text}");
        }
        assert_eq!("00:00-24:00".parse::<Span>().unwrap(), Span::WHOLE_DAY);
        for text in
            ["", "6-22", "22:00-06:00", "06:00-06:00", "00:00-24:01", "01:60-02:00", "+1:00-2:00"]
        {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_of_the_same_hours_are_said_together() {
        assert_eq!(OpeningHours::default().in_words(), ["Day and night"]);
        let week = "06:00-22:00,06:00-22:00,06:00-22:00,06:00-22:00,06:00-22:00,08:00-24:00,";
        let words = week.parse::<OpeningHours>().unwrap().in_words();
        assert_eq!(words, ["Mon–Fri 06:00-22:00", "Sat 08:00-24:00", "Sun dark"]);
        assert_eq!(week.parse::<OpeningHours>().unwrap().dark().in_words(), "Sundays");
        assert_eq!(OpeningHours::default().dark(), Weekdays::default());
        assert_eq!(OpeningHours([None; 7]).in_words(), ["Mon–Sun dark"]);
    }

    proptest! {
        #[test]
        fn every_week_survives_a_round_trip(days in proptest::array::uniform7(proptest::option::of((0..1440_u16, 1..1440_u16)))) {
            let span = |(opens, length): (u16, u16)| Span { opens, closes: (opens + length).min(MIDNIGHT) };
            let week = OpeningHours(days.map(|day| day.map(span)));
            prop_assert_eq!(week.to_string().parse::<OpeningHours>().unwrap(), week);
        }
    }
}
