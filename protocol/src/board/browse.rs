//! Looking for boards: what may be asked, and what comes back.

use super::{BoardFormat, BoardStatus, BoardView};
use crate::{
    day::{Day, DayRange},
    error::ErrorBody,
    limits,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// In which order the list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoardSort {
    /// By city, then title.
    #[default]
    City,
    /// By title.
    Title,
    /// The cheapest first. Amounts are compared as they are, whatever their currency.
    Cheapest,
    /// The dearest first.
    Dearest,
    /// Those that most people pass first.
    Audience,
    /// Those that were written last first.
    Newest,
}

impl BoardSort {
    /// Every order, in that of the choice.
    pub const ALL: [Self; 6] =
        [Self::City, Self::Title, Self::Cheapest, Self::Dearest, Self::Audience, Self::Newest];

    /// The name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Title => "title",
            Self::Cheapest => "cheapest",
            Self::Dearest => "dearest",
            Self::Audience => "audience",
            Self::Newest => "newest",
        }
    }
}

impl FromStr for BoardSort {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let unknown = || ErrorBody::invalid("sort", "There is no such order.");
        Self::ALL.into_iter().find(|sort| sort.as_str() == text).ok_or_else(unknown)
    }
}

/// What the list shows. Empty fields filter nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardFilter {
    /// Words that all begin one in title, city, address, facing or description. Case and accents count for nothing.
    pub words: Option<String>,
    /// Exactly this city.
    pub city: Option<String>,
    /// Exactly this format.
    pub format: Option<BoardFormat>,
    /// A day costs this or more, in cents.
    pub min_price_cents: Option<i64>,
    /// A day costs this or less, in cents.
    pub max_price_cents: Option<i64>,
    /// This many people or more pass in a week.
    pub min_audience: Option<i64>,
    /// With a free place in the loop on this day and every other one until `free_to`, and bookable now.
    pub free_from: Option<Day>,
    /// The last of the free days; without it, or without the first, only one day must be free.
    pub free_to: Option<Day>,
    /// Exactly this status, one of [`BoardStatus::PUBLIC`].
    pub status: Option<BoardStatus>,
    /// Only boards the viewer follows; none for visitors.
    pub is_followed: bool,
    /// In which order.
    pub sort: BoardSort,
    /// Page number from 1; 0 counts as 1.
    pub page: u32,
}

impl BoardFilter {
    /// Refuses what cannot be looked for, and says which field it is.
    pub fn check(&self) -> Result<(), ErrorBody> {
        if self.city.as_ref().is_some_and(|city| city.chars().any(char::is_control)) {
            return Err(ErrorBody::invalid("city", "A city's name has no control characters."));
        }
        if self.status.is_some_and(|status| !status.is_public()) {
            return Err(ErrorBody::invalid("status", "Boards with this status are in no list."));
        }
        if let (Some(least), Some(most)) = (self.min_price_cents, self.max_price_cents)
            && least > most
        {
            return Err(ErrorBody::invalid("maxPrice", "The highest price is below the lowest."));
        }
        self.check_free()?;
        let Some(words) = &self.words else { return Ok(()) };
        let most = limits::BOARD_SEARCH_CHARS;
        if words.chars().count() > most {
            let text = format!("Search for at most {most} characters.");
            return Err(ErrorBody::too_large("q", most, text));
        }
        if search_words(words).is_empty() {
            return Err(ErrorBody::invalid("q", "Search for a word or a number."));
        }
        Ok(())
    }
}

impl BoardFilter {
    /// The days on which a place must be free, if any must.
    pub fn free(&self) -> Option<DayRange> {
        let first = self.free_from.or(self.free_to)?;
        DayRange::new(first, self.free_to.unwrap_or(first)).ok()
    }

    fn check_free(&self) -> Result<(), ErrorBody> {
        let (Some(first), Some(last)) = (self.free_from, self.free_to) else { return Ok(()) };
        if last < first {
            return Err(ErrorBody::invalid("freeTo", "The last day is before the first."));
        }
        if i64::from(first.until(last)) >= limits::BOOKING_DAYS {
            let most = usize::try_from(limits::BOOKING_DAYS).unwrap_or(usize::MAX);
            let text = format!("At most {most} days at once.");
            return Err(ErrorBody::too_large("freeTo", most, text));
        }
        Ok(())
    }
}

/// The words of a search: runs of letters and digits, in lower case, at most [`limits::BOARD_SEARCH_WORDS`].
pub fn search_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(limits::BOARD_SEARCH_WORDS).map(str::to_lowercase).collect()
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardPage {
    /// At most [`crate::limits::BOARD_PAGE`], in the order that was asked for.
    pub boards: Vec<BoardView>,
    /// Boards that match, on all pages.
    pub total: u32,
    /// This page's number, from 1.
    pub page: u32,
    /// Every city that has a board, by name, for the filter.
    pub cities: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(search_words(" M-30, Straße!"), ["m", "30", "straße"]);
        assert_eq!(search_words("\"*() -"), Vec::<String>::new());
        assert_eq!(search_words(&"a ".repeat(50)).len(), limits::BOARD_SEARCH_WORDS);
    }

    #[test]
    fn what_cannot_be_looked_for_is_named() {
        let none = BoardFilter::default;
        assert_eq!(none().check(), Ok(()));
        for (field, filter) in [
            ("city", BoardFilter { city: Some("Ber\0lin".into()), ..none() }),
            ("status", BoardFilter { status: Some(BoardStatus::Draft), ..none() }),
            ("q", BoardFilter { words: Some("…".into()), ..none() }),
            ("q", BoardFilter { words: Some("x".repeat(101)), ..none() }),
            (
                "maxPrice",
                BoardFilter { min_price_cents: Some(2), max_price_cents: Some(1), ..none() },
            ),
            ("freeTo", free(Some("2026-12-02"), Some("2026-12-01"))),
            ("freeTo", free(Some("2026-12-01"), Some("2027-12-01"))),
        ] {
            assert_eq!(filter.check().unwrap_err().field.as_deref(), Some(field));
        }
    }

    fn free(from: Option<&str>, to: Option<&str>) -> BoardFilter {
        let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        BoardFilter { free_from: day(from), free_to: day(to), ..BoardFilter::default() }
    }

    #[test]
    fn one_end_alone_is_one_day() {
        let days = |from, to| free(from, to).free().map(|days| days.to_string());
        assert_eq!(days(None, None), None);
        let one = Some("2026-12-01 to 2026-12-01".to_owned());
        assert_eq!(days(Some("2026-12-01"), None), one);
        assert_eq!(days(None, Some("2026-12-01")), one);
        let two = Some("2026-12-01 to 2026-12-02".to_owned());
        assert_eq!(days(Some("2026-12-01"), Some("2026-12-02")), two);
    }

    #[test]
    fn every_order_has_a_name_of_its_own() {
        for sort in BoardSort::ALL {
            assert_eq!(sort.as_str().parse(), Ok(sort));
        }
    }
}
