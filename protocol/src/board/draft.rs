//! What an owner writes about a board, as the form sends it, and the rules it keeps to.

mod rules;

use super::{
    BoardFormat, BoardProfile, BoardTerms, CURRENCIES, GeoPoint, OpeningHours, TIME_ZONES, WEEKDAYS,
};
use crate::{error::ErrorBody, limits};
use rules::{
    Decimal, PRICE_CENTS, Problems, SIZE_CM, days, days_text, decimal, decimal_text, fillable,
    line, number, one_of, text,
};
use serde::{Deserialize, Serialize};

macro_rules! draft {
    ($($(#[doc = $doc:literal])+ $field:ident: $name:literal;)+) => {
        /// Each field as it was typed. [`BoardDraft::check`] gives the normalised form, the same on both sides.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct BoardDraft {
            $($(#[doc = $doc])+ #[serde(rename = $name)] pub $field: String,)+
        }

        impl BoardDraft {
            /// The fields' names in the form, in its order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// A field by its name in the form; empty for any other name.
            pub fn get(&self, name: &str) -> &str {
                match name {
                    $($name => &self.$field,)+
                    _ => "",
                }
            }

            /// Writes a field by its name in the form; any other name changes nothing.
            pub fn set(&mut self, name: &str, value: String) {
                match name {
                    $($name => self.$field = value,)+
                    _ => {}
                }
            }
        }
    };
}

draft! {
    /// One line.
    title: "title";
    /// See [`BoardFormat`].
    format: "format";
    /// A few sentences; may be empty.
    description: "description";
    /// City.
    city: "city";
    /// Street and landmark.
    address: "address";
    /// The direction it can be seen from.
    facing: "facing";
    /// In degrees, as `52.520008`; empty together with the longitude.
    latitude: "latitude";
    /// The same.
    longitude: "longitude";
    /// One of [`TIME_ZONES`].
    time_zone: "timeZone";
    /// In metres, as `14.63`.
    width: "width";
    /// In metres.
    height: "height";
    /// In pixels.
    width_px: "widthPx";
    /// In pixels.
    height_px: "heightPx";
    /// People.
    audience_per_week: "audiencePerWeek";
    /// In whole units, or with hundredths: `350` or `350.50`.
    price_per_day: "pricePerDay";
    /// One of [`CURRENCIES`].
    currency: "currency";
    /// 1 to 12.
    slots_per_loop: "slotsPerLoop";
    /// Days.
    lead_days: "leadDays";
    /// `06:00-22:00`; empty: dark.
    monday: "monday";
    /// The same.
    tuesday: "tuesday";
    /// The same.
    wednesday: "wednesday";
    /// The same.
    thursday: "thursday";
    /// The same.
    friday: "friday";
    /// The same.
    saturday: "saturday";
    /// The same.
    sunday: "sunday";
    /// Days as `2026-12-24`, in any order, with blanks, commas or new lines between.
    blackouts: "blackouts";
    /// A few sentences; may be empty.
    content_rules: "contentRules";
}

impl BoardDraft {
    /// What a new board's form begins with.
    pub fn fresh() -> Self {
        let mut draft = Self {
            format: BoardFormat::Poster.as_str().into(),
            currency: CURRENCIES[0].into(),
            ..Self::default()
        };
        draft.write_terms(&BoardTerms::default());
        draft
    }

    /// The form of what is stored.
    pub fn of(profile: &BoardProfile) -> Self {
        let mut draft = Self {
            title: profile.title.clone(),
            format: profile.format.as_str().into(),
            description: profile.description.clone(),
            city: profile.city.clone(),
            address: profile.address.clone(),
            facing: profile.facing.clone(),
            width: decimal_text(profile.width_cm.into(), 2),
            height: decimal_text(profile.height_cm.into(), 2),
            audience_per_week: profile.audience_per_week.to_string(),
            price_per_day: decimal_text(profile.price_per_day_cents, 2),
            currency: profile.currency.clone(),
            ..Self::default()
        };
        draft.write_terms(&profile.terms);
        draft
    }

    /// What was typed over `seen`, put over what is `stored` since: a field that nobody touched says what is stored,
    /// any other what was typed.
    #[must_use]
    pub fn carried_over(&self, seen: &Self, stored: &Self) -> Self {
        let mut draft = stored.clone();
        for name in Self::NAMES.iter().filter(|name| self.differs(seen, name)) {
            draft.set(name, self.get(name).to_owned());
        }
        draft
    }

    /// Whether a field says something else than in another draft. Browsers end lines in their own way, and blanks
    /// around a text are not stored.
    pub fn differs(&self, other: &Self, name: &str) -> bool {
        let plain = |draft: &Self| draft.get(name).trim().replace("\r\n", "\n");
        plain(self) != plain(other)
    }

    fn write_terms(&mut self, terms: &BoardTerms) {
        if let Some(place) = terms.place {
            self.latitude = decimal_text(place.latitude_e6.into(), 6);
            self.longitude = decimal_text(place.longitude_e6.into(), 6);
        }
        for ((name, _), span) in WEEKDAYS.into_iter().zip(terms.hours.0) {
            self.set(name, span.map(|span| span.to_string()).unwrap_or_default());
        }
        self.time_zone.clone_from(&terms.time_zone);
        self.width_px = terms.width_px.to_string();
        self.height_px = terms.height_px.to_string();
        self.slots_per_loop = terms.slots_per_loop.to_string();
        self.lead_days = terms.lead_days.to_string();
        self.content_rules.clone_from(&terms.content_rules);
        self.blackouts = days_text(&terms.blackouts);
    }

    /// Applies every rule, and names every field that breaks one.
    pub fn check(&self) -> Result<BoardProfile, Vec<ErrorBody>> {
        let mut wrong = Problems::default();
        let profile = BoardProfile {
            title: wrong.none_in(line("title", &self.title, limits::BOARD_TITLE_CHARS)),
            city: wrong.none_in(line("city", &self.city, limits::BOARD_LINE_CHARS)),
            address: wrong.none_in(line("address", &self.address, limits::BOARD_LINE_CHARS)),
            facing: wrong.none_in(line("facing", &self.facing, limits::BOARD_LINE_CHARS)),
            format: wrong.none_or(BoardFormat::Poster, self.format.parse()),
            width_cm: wrong.none_in(decimal("width", &self.width, SIZE_CM)),
            height_cm: wrong.none_in(decimal("height", &self.height, SIZE_CM)),
            audience_per_week: wrong.none_in(number(
                "audiencePerWeek",
                &self.audience_per_week,
                limits::BOARD_AUDIENCE,
            )),
            price_per_day_cents: wrong.none_in(decimal(
                "pricePerDay",
                &self.price_per_day,
                PRICE_CENTS,
            )),
            currency: wrong.none_in(one_of("currency", &self.currency, &CURRENCIES)),
            description: wrong.none_in(text(
                "description",
                &self.description,
                limits::BOARD_DESCRIPTION_CHARS,
            )),
            terms: self.terms(&mut wrong),
        };
        if wrong.0.is_empty() { Ok(profile) } else { Err(wrong.0) }
    }

    fn terms(&self, wrong: &mut Problems) -> BoardTerms {
        let width_px = wrong.none_in(number("widthPx", &self.width_px, limits::BOARD_PIXELS));
        let height_px = wrong.none_in(number("heightPx", &self.height_px, limits::BOARD_PIXELS));
        wrong.option_in(fillable(width_px, height_px));
        BoardTerms {
            width_px,
            height_px,
            place: self.place(wrong),
            time_zone: wrong.none_in(one_of("timeZone", &self.time_zone, &TIME_ZONES)),
            hours: self.hours(wrong),
            slots_per_loop: wrong.none_in(number(
                "slotsPerLoop",
                &self.slots_per_loop,
                limits::BOARD_SLOTS,
            )),
            lead_days: wrong.none_in(number("leadDays", &self.lead_days, limits::BOARD_LEAD_DAYS)),
            content_rules: wrong.none_in(text(
                "contentRules",
                &self.content_rules,
                limits::BOARD_RULES_CHARS,
            )),
            blackouts: wrong.none_in(days(&self.blackouts)),
        }
    }

    /// A board that is never lit could never be booked.
    fn hours(&self, wrong: &mut Problems) -> OpeningHours {
        if WEEKDAYS.iter().all(|(name, _)| self.get(name).trim().is_empty()) {
            let text = "Write hours for at least one day of the week.";
            wrong.0.push(ErrorBody::invalid(WEEKDAYS[0].0, text));
        }
        OpeningHours(WEEKDAYS.map(|(name, _)| {
            let hours = self.get(name).trim();
            let named = |error| ErrorBody { field: Some(name.into()), ..error };
            (!hours.is_empty()).then(|| wrong.option_in(hours.parse().map_err(named))).flatten()
        }))
    }

    fn place(&self, wrong: &mut Problems) -> Option<GeoPoint> {
        if self.latitude.trim().is_empty() && self.longitude.trim().is_empty() {
            return None;
        }
        let degrees =
            |most: i64| Decimal { places: 6, least: -most * 1_000_000, most: most * 1_000_000 };
        Some(GeoPoint {
            latitude_e6: wrong.none_in(decimal("latitude", &self.latitude, degrees(90))),
            longitude_e6: wrong.none_in(decimal("longitude", &self.longitude, degrees(180))),
        })
    }
}

#[cfg(test)]
mod tests;
