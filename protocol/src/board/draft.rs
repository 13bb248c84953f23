//! What an owner writes about a board, as the form sends it, and the rules it keeps to.

use super::{
    BoardFormat, BoardProfile, BoardTerms, CURRENCIES, GeoPoint, OpeningHours, TIME_ZONES, WEEKDAYS,
};
use crate::{day::Day, error::ErrorBody, limits};
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
        let days: Vec<_> = terms.blackouts.iter().map(ToString::to_string).collect();
        self.blackouts = days.join("\n");
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
        BoardTerms {
            width_px: wrong.none_in(number("widthPx", &self.width_px, limits::BOARD_PIXELS)),
            height_px: wrong.none_in(number("heightPx", &self.height_px, limits::BOARD_PIXELS)),
            place: self.place(wrong),
            time_zone: wrong.none_in(one_of("timeZone", &self.time_zone, &TIME_ZONES)),
            hours: OpeningHours(WEEKDAYS.map(|(name, _)| {
                let hours = self.get(name).trim();
                let named = |error| ErrorBody { field: Some(name.into()), ..error };
                (!hours.is_empty()).then(|| wrong.option_in(hours.parse().map_err(named))).flatten()
            })),
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

/// What is wrong so far.
#[derive(Default)]
struct Problems(Vec<ErrorBody>);

impl Problems {
    fn option_in<T>(&mut self, result: Result<T, ErrorBody>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    fn none_or<T>(&mut self, otherwise: T, result: Result<T, ErrorBody>) -> T {
        self.option_in(result).unwrap_or(otherwise)
    }

    fn none_in<T: Default>(&mut self, result: Result<T, ErrorBody>) -> T {
        self.option_in(result).unwrap_or_default()
    }
}

/// A number with so many decimals, counted in the last of them.
#[derive(Clone, Copy)]
struct Decimal {
    places: u32,
    least: i64,
    most: i64,
}

const SIZE_CM: Decimal =
    Decimal { places: 2, least: limits::BOARD_SIZE_CM.0, most: limits::BOARD_SIZE_CM.1 };
const PRICE_CENTS: Decimal =
    Decimal { places: 2, least: limits::BOARD_PRICE_CENTS.0, most: limits::BOARD_PRICE_CENTS.1 };

/// Blanks count once, none at the ends.
fn line(field: &str, typed: &str, most: usize) -> Result<String, ErrorBody> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Err(ErrorBody::invalid(field, "This is needed."));
    }
    fits(field, line, most)
}

fn text(field: &str, typed: &str, most: usize) -> Result<String, ErrorBody> {
    fits(field, typed.trim().replace("\r\n", "\n"), most)
}

fn fits(field: &str, text: String, most: usize) -> Result<String, ErrorBody> {
    if text.chars().count() > most {
        return Err(ErrorBody::too_large(field, most, format!("At most {most} characters.")));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(ErrorBody::invalid(field, "There are characters in it that cannot be shown."));
    }
    Ok(text)
}

fn number<T: TryFrom<i64>>(
    field: &str,
    typed: &str,
    (least, most): (i64, i64),
) -> Result<T, ErrorBody> {
    decimal(field, typed, Decimal { places: 0, least, most })
}

fn decimal<T: TryFrom<i64>>(field: &str, typed: &str, rule: Decimal) -> Result<T, ErrorBody> {
    let wrong = || {
        let (least, most) =
            (decimal_text(rule.least, rule.places), decimal_text(rule.most, rule.places));
        ErrorBody::invalid(field, format!("A number from {least} to {most}."))
    };
    let found = parse_decimal(typed.trim(), rule.places).ok_or_else(wrong)?;
    if !(rule.least..=rule.most).contains(&found) {
        return Err(wrong());
    }
    T::try_from(found).map_err(|_| wrong())
}

/// Reads `-12.5` with a point or a comma; more decimals than `places` are not rounded but refused.
fn parse_decimal(typed: &str, places: u32) -> Option<i64> {
    let (sign, digits) = match typed.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, typed),
    };
    let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let missing = usize::try_from(places).ok()?.checked_sub(rest.len())?;
    if whole.is_empty() || whole.len() > 12 || !is_number(whole) || !is_number(rest) {
        return None;
    }
    format!("{whole}{rest}{}", "0".repeat(missing)).parse::<i64>().ok().map(|number| sign * number)
}

/// The counterpart of [`parse_decimal`], without needless decimals.
fn decimal_text(number: i64, places: u32) -> String {
    let one = 10_i64.pow(places);
    let sign = if number < 0 { "-" } else { "" };
    let (whole, rest) = (number.abs() / one, number.abs() % one);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{rest:0width$}", width = places as usize);
    format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
}

fn one_of(field: &str, typed: &str, known: &[&str]) -> Result<String, ErrorBody> {
    if known.contains(&typed) {
        return Ok(typed.to_owned());
    }
    Err(ErrorBody::invalid(field, "Choose one of the list."))
}

fn days(typed: &str) -> Result<Vec<Day>, ErrorBody> {
    let wrong = |_| ErrorBody::invalid("blackouts", "Write each day as 2026-12-24.");
    let words = typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
    let days = words.filter(|word| !word.is_empty()).map(str::parse::<Day>);
    let mut days = days.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    days.sort_unstable();
    days.dedup();
    let most = limits::BOARD_BLACKOUTS;
    if days.len() > most {
        return Err(ErrorBody::too_large("blackouts", most, format!("At most {most} days.")));
    }
    Ok(days)
}

#[cfg(test)]
mod tests;
