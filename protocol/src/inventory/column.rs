//! What an inventory may say of a board.

use crate::error::ErrorBody;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A column that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Column {
    /// The owner's own id of the board: what is known by it is updated.
    ExternalId,
    /// One line.
    Title,
    /// City.
    City,
    /// Street and landmark.
    Address,
    /// One of the trade's formats; `poster` without it.
    Format,
    /// In metres.
    Width,
    /// In metres.
    Height,
    /// The direction it can be seen from.
    Facing,
    /// People a week.
    Audience,
    /// A day, in whole units or with hundredths.
    Price,
    /// Of the price; euros without it.
    Currency,
    /// A few sentences.
    Description,
    /// Of the picture, in pixels.
    PixelWidth,
    /// The same.
    PixelHeight,
    /// In degrees.
    Latitude,
    /// The same.
    Longitude,
    /// Name in the IANA database.
    TimeZone,
    /// `06:00-22:00` for every day, or seven such, Monday first.
    Hours,
    /// Creatives shown by turns.
    Slots,
    /// Days between a booking and its first day.
    LeadDays,
    /// What may not be shown.
    ContentRules,
}

impl Column {
    /// Every column, in the order of an export.
    pub const ALL: [Self; 21] = [
        Self::ExternalId,
        Self::Title,
        Self::City,
        Self::Address,
        Self::Format,
        Self::Width,
        Self::Height,
        Self::Facing,
        Self::Audience,
        Self::Price,
        Self::Currency,
        Self::Description,
        Self::PixelWidth,
        Self::PixelHeight,
        Self::Latitude,
        Self::Longitude,
        Self::TimeZone,
        Self::Hours,
        Self::Slots,
        Self::LeadDays,
        Self::ContentRules,
    ];
    /// Columns of which a file has both or neither.
    pub const PAIRS: [(Self, Self); 2] =
        [(Self::PixelWidth, Self::PixelHeight), (Self::Latitude, Self::Longitude)];

    /// The name on the wire, and in the header of an export.
    pub fn as_str(self) -> &'static str {
        self.facts().0
    }

    /// The field of the board's form that it fills; none for the owner's id and for hours.
    pub fn field(self) -> &'static str {
        self.facts().1
    }

    /// Headers that mean it, as [`plain`] writes them.
    fn synonyms(self) -> &'static [&'static str] {
        self.facts().2
    }

    /// Whether every file must have it.
    pub fn is_required(self) -> bool {
        use Column as C;
        matches!(
            self,
            C::ExternalId
                | C::Title
                | C::City
                | C::Address
                | C::Width
                | C::Height
                | C::Facing
                | C::Audience
                | C::Price
        )
    }

    /// Whether it holds a number without decimals.
    pub fn is_whole(self) -> bool {
        use Column as C;
        matches!(self, C::Audience | C::PixelWidth | C::PixelHeight | C::Slots | C::LeadDays)
    }

    /// Whether it holds a number.
    pub fn is_number(self) -> bool {
        use Column as C;
        self.is_whole()
            || matches!(self, C::Width | C::Height | C::Price | C::Latitude | C::Longitude)
    }

    /// The column a header names, if one is understood.
    pub fn of_header(header: &str) -> Option<Self> {
        let plain = plain(header);
        Self::ALL.into_iter().find(|column| {
            self::plain(column.as_str()) == plain || column.synonyms().contains(&plain.as_str())
        })
    }

    /// Name, field of the form, and other headers for it: English first, then what owners elsewhere write.
    fn facts(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::ExternalId => (
                "externalId",
                "",
                &["id", "ref", "reference", "boardid", "siteid", "unitid", "code", "sku", "number"],
            ),
            Self::Title => {
                ("title", "title", &["name", "board", "boardname", "titel", "bezeichnung"])
            }
            Self::City => ("city", "city", &["town", "market", "stadt", "ort", "ville", "ciudad"]),
            Self::Address => {
                ("address", "address", &["street", "location", "adresse", "strasse", "standort"])
            }
            Self::Format => ("format", "format", &["type", "boardtype", "class", "typ"]),
            Self::Width => ("width", "width", &["widthm", "widthmetres", "widthmeters", "breite"]),
            Self::Height => {
                ("height", "height", &["heightm", "heightmetres", "heightmeters", "hohe"])
            }
            Self::Facing => ("facing", "facing", &["direction", "orientation", "side", "richtung"]),
            Self::Audience => (
                "audience",
                "audiencePerWeek",
                &["audienceperweek", "weeklyaudience", "impressions", "reach", "reichweite"],
            ),
            Self::Price => (
                "price",
                "pricePerDay",
                &["priceperday", "dailyprice", "rate", "dailyrate", "preis", "tagespreis"],
            ),
            Self::Currency => ("currency", "currency", &["cur", "wahrung", "devise"]),
            Self::Description => {
                ("description", "description", &["notes", "details", "beschreibung"])
            }
            Self::PixelWidth => {
                ("pixelWidth", "widthPx", &["widthpx", "pixelswide", "resolutionx"])
            }
            Self::PixelHeight => {
                ("pixelHeight", "heightPx", &["heightpx", "pixelshigh", "resolutiony"])
            }
            Self::Latitude => ("latitude", "latitude", &["lat", "breitengrad"]),
            Self::Longitude => ("longitude", "longitude", &["lon", "lng", "long", "langengrad"]),
            Self::TimeZone => ("timeZone", "timeZone", &["tz", "zone", "zeitzone"]),
            Self::Hours => {
                ("hours", "", &["openinghours", "litfrom", "lithours", "betriebszeiten"])
            }
            Self::Slots => ("slots", "slotsPerLoop", &["slotsperloop", "places", "spots"]),
            Self::LeadDays => ("leadDays", "leadDays", &["leadtime", "lead", "vorlauf"]),
            Self::ContentRules => {
                ("contentRules", "contentRules", &["rules", "restrictions", "notallowed"])
            }
        }
    }
}

/// A header without what is written differently by everybody: case, blanks, signs, and dots above letters.
pub(super) fn plain(header: &str) -> String {
    let letters = header.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
    let mut plain = String::with_capacity(header.len());
    for letter in letters {
        match letter {
            'ä' | 'à' | 'á' | 'â' => plain.push('a'),
            'ö' | 'ó' | 'ô' => plain.push('o'),
            'ü' | 'ú' => plain.push('u'),
            'é' | 'è' | 'ê' => plain.push('e'),
            'ß' => plain.push_str("ss"),
            other => plain.push(other),
        }
    }
    plain
}

impl FromStr for Column {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        let found = Self::ALL.into_iter().find(|column| column.as_str() == text);
        found.ok_or_else(|| ErrorBody::invalid("mapping", format!("There is no column {text:?}.")))
    }
}
