//! Writing an announcement.

use super::{Audience, Severity};
use crate::{error::ErrorBody, limits, timestamp::Timestamp};
use serde::{Deserialize, Serialize};

/// What an admin has written, as the form sends it. [`AnnouncementDraft::check`] gives the normalised form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnnouncementDraft {
    /// One line.
    pub title: String,
    /// A few sentences; may be empty.
    pub text: String,
    /// See [`Severity`].
    pub severity: String,
    /// See [`Audience`].
    pub audience: String,
    /// `2026-03-01T09:05` in UTC; empty: at once.
    pub starts_at: String,
    /// The same; empty: until it is recalled.
    pub ends_at: String,
    /// Anything but an empty text, as a ticked box is sent.
    pub is_dismissible: String,
}

/// A checked [`AnnouncementDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnnouncement {
    /// 1 to [`limits::ANNOUNCEMENT_TITLE_CHARS`] characters, on one line.
    pub title: String,
    /// At most [`limits::ANNOUNCEMENT_TEXT_CHARS`] characters.
    pub text: String,
    /// How much it matters.
    pub severity: Severity,
    /// Whom it is for.
    pub audience: Audience,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Option<Timestamp>,
    /// Whether it can be put away.
    pub is_dismissible: bool,
}

impl AnnouncementDraft {
    /// Applies every rule; the same in the browser and on the server.
    pub fn check(&self, now: Timestamp) -> Result<NewAnnouncement, ErrorBody> {
        let starts_at = moment("startsAt", &self.starts_at)?.unwrap_or(now);
        let ends_at = moment("endsAt", &self.ends_at)?;
        if ends_at.is_some_and(|end| end <= starts_at.max(now)) {
            return Err(ErrorBody::invalid("endsAt", "It would end before it begins."));
        }
        Ok(NewAnnouncement {
            title: check_title(&self.title)?,
            text: check_text(&self.text)?,
            severity: self.severity.parse()?,
            audience: self.audience.parse()?,
            starts_at,
            ends_at,
            is_dismissible: !self.is_dismissible.is_empty(),
        })
    }
}

fn check_title(title: &str) -> Result<String, ErrorBody> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || title.chars().any(char::is_control) {
        return Err(ErrorBody::invalid("title", "Give it a title."));
    }
    let most = limits::ANNOUNCEMENT_TITLE_CHARS;
    if title.chars().count() > most {
        let text = format!("A title has at most {most} characters.");
        return Err(ErrorBody::too_large("title", most, text));
    }
    Ok(title)
}

fn check_text(text: &str) -> Result<String, ErrorBody> {
    let most = limits::ANNOUNCEMENT_TEXT_CHARS;
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > most {
        let message = format!("The text has at most {most} characters.");
        return Err(ErrorBody::too_large("text", most, message));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(ErrorBody::invalid("text", "The text has no control characters."));
    }
    Ok(text)
}

fn moment(field: &str, text: &str) -> Result<Option<Timestamp>, ErrorBody> {
    let wrong = || ErrorBody::invalid(field, "Write a time as 2026-03-01T09:05, in UTC.");
    if text.is_empty() { Ok(None) } else { moment_of(text).map(Some).ok_or_else(wrong) }
}

/// Reads `2026-03-01T09:05`, seconds allowed, as a moment in UTC.
pub fn moment_of(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once('T')?;
    let date: Vec<i64> = date.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let time: Vec<i64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (&[year, month, day], &[hour, minute, ..]) = (&date[..], &time[..]) else { return None };
    let second = time.get(2).copied().unwrap_or(0);
    let is_possible = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second)
        && time.len() <= 3;
    if !is_possible {
        return None;
    }
    let at = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    let at = Timestamp(at * 1_000);
    // The 31st of a month that has 30 days would come out as another day.
    text.starts_with(&text_of_moment(at)[..10]).then_some(at)
}

/// The counterpart of [`moment_of`], to the minute.
pub fn text_of_moment(at: Timestamp) -> String {
    let minutes = at.0.div_euclid(60_000);
    let (year, month, day) = date(minutes.div_euclid(24 * 60));
    let minute = minutes.rem_euclid(24 * 60);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", minute / 60, minute % 60)
}

/// Days since 1970-01-01, by the proleptic Gregorian calendar (years are counted from March).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The inverse of [`days`].
fn date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + shifted.div_euclid(146_097) * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_772_355_900_000);

    fn draft() -> AnnouncementDraft {
        AnnouncementDraft {
            title: "  Works on\tSunday ".into(),
            text: "From six.\r\nUntil eight.\n".into(),
            severity: "warning".into(),
            audience: "everybody".into(),
            is_dismissible: "on".into(),
            ..AnnouncementDraft::default()
        }
    }

    #[test]
    fn a_good_draft_is_normalised() {
        let new = draft().check(NOW).unwrap();
        assert_eq!(
            (new.title.as_str(), new.text.as_str()),
            ("Works on Sunday", "From six.\nUntil eight.")
        );
        assert_eq!((new.starts_at, new.ends_at, new.is_dismissible), (NOW, None, true));
    }

    #[test]
    fn every_broken_rule_names_its_field() {
        type Break = fn(&mut AnnouncementDraft);
        let cases: [(&str, Break); 9] = [
            ("title", |d| d.title = " ".into()),
            ("title", |d| d.title = "x".repeat(121)),
            ("text", |d| d.text = "x".repeat(1_001)),
            ("text", |d| d.text = "a\u{7}b".into()),
            ("severity", |d| d.severity = "panic".into()),
            ("audience", |d| d.audience = "nobody".into()),
            ("startsAt", |d| d.starts_at = "tomorrow".into()),
            ("startsAt", |d| d.starts_at = "2026-02-30T10:00".into()),
            ("endsAt", |d| d.ends_at = "2020-01-01T00:00".into()),
        ];
        for (field, break_it) in cases {
            let mut input = draft();
            break_it(&mut input);
            let error = input.check(NOW).expect_err(field);
            assert_eq!(error.field.as_deref(), Some(field));
            assert!(matches!(error.code, ErrorCode::Invalid | ErrorCode::TooLarge));
        }
    }

    #[test]
    fn a_moment_is_read_in_utc() {
        assert_eq!(moment_of("2026-03-01T09:05"), Some(NOW));
        assert_eq!(moment_of("2026-03-01T09:05:00"), Some(NOW));
        assert_eq!(text_of_moment(NOW), "2026-03-01T09:05");
        for text in [
            "",
            "2026-03-01",
            "2026-13-01T00:00",
            "2026-03-01T24:00",
            "x-y-zT1:2",
            "9223372036854775807-01-01T00:00",
        ] {
            assert_eq!(moment_of(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_minute_survives_a_round_trip(minutes in 0_i64..4_000_000_000 / 60 * 60) {
            let at = Timestamp(minutes * 60_000 % 253_000_000_000_000);
            prop_assert_eq!(moment_of(&text_of_moment(at)), Some(at));
        }
    }
}
