//! The calendar in UTC, for pages written by the server.

use crate::format::day::MONTHS;
use protocol::Timestamp;

const DAYS: [&str; 7] =
    ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/// A moment taken apart.
pub(super) struct Civil {
    year: i64,
    month: usize,
    day: i64,
    weekday: usize,
    seconds: i64,
}

impl Civil {
    /// Days to year, month, day: the year is counted from March, so that leap days come last, in
    /// cycles of 400 years (146,097 days) that start on 1 March of the year 0.
    pub(super) fn of(at: Timestamp) -> Self {
        let days = at.utc_day();
        let from_march = days + 719_468;
        let (cycle, day_of_cycle) =
            (from_march.div_euclid(146_097), from_march.rem_euclid(146_097));
        let leap_days = day_of_cycle / 1_460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
        let year_of_cycle = (day_of_cycle - leap_days) / 365;
        let day_of_year =
            day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = (month_from_march + 2) % 12;
        Self {
            year: cycle * 400 + year_of_cycle + i64::from(month < 2),
            month: usize::try_from(month).unwrap_or_default(),
            day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
            weekday: usize::try_from(days.rem_euclid(7)).unwrap_or_default(),
            seconds: at.0.div_euclid(1_000).rem_euclid(86_400),
        }
    }

    pub(super) fn iso(&self) -> String {
        let Self { year, day, seconds, .. } = self;
        format!("{year:04}-{:02}-{day:02}T{}:{:02}Z", self.month + 1, self.time(), seconds % 60)
    }

    pub(super) fn time(&self) -> String {
        format!("{:02}:{:02}", self.seconds / 3_600, self.seconds / 60 % 60)
    }

    pub(super) fn date_time(&self) -> String {
        let month: String = MONTHS[self.month].chars().take(3).collect();
        format!("{} {month} {}, {}", self.day, self.year, self.time())
    }

    pub(super) fn long_date(&self) -> String {
        format!("{}, {} {} {}", DAYS[self.weekday], self.day, MONTHS[self.month], self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(seconds: i64) -> String {
        Civil::of(Timestamp(seconds * 1_000)).iso()
    }

    #[test]
    fn leap_days_and_centuries_are_kept() {
        assert_eq!(date(0), "1970-01-01T00:00:00Z");
        assert_eq!(date(-1), "1969-12-31T23:59:59Z");
        assert_eq!(date(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(date(1_709_251_199), "2024-02-29T23:59:59Z");
        assert_eq!(date(4_107_542_400), "2100-03-01T00:00:00Z");
    }

    #[test]
    fn the_epoch_was_a_thursday() {
        assert_eq!(Civil::of(Timestamp(0)).long_date(), "Thursday, 1 January 1970");
    }
}
