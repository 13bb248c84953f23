//! The rules of single fields.

use crate::{
    day::{Day, DayRange},
    error::{ErrorBody, ErrorCode},
    limits,
};

/// What is wrong so far.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<ErrorBody>);

impl Problems {
    pub(super) fn option_in<T>(&mut self, result: Result<T, ErrorBody>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    pub(super) fn none_or<T>(&mut self, otherwise: T, result: Result<T, ErrorBody>) -> T {
        self.option_in(result).unwrap_or(otherwise)
    }

    pub(super) fn none_in<T: Default>(&mut self, result: Result<T, ErrorBody>) -> T {
        self.option_in(result).unwrap_or_default()
    }
}

/// A number with so many decimals, counted in the last of them.
#[derive(Clone, Copy)]
pub(super) struct Decimal {
    pub(super) places: u32,
    pub(super) least: i64,
    pub(super) most: i64,
}

pub(super) const SIZE_CM: Decimal =
    Decimal { places: 2, least: limits::BOARD_SIZE_CM.0, most: limits::BOARD_SIZE_CM.1 };
pub(super) const PRICE_CENTS: Decimal =
    Decimal { places: 2, least: limits::BOARD_PRICE_CENTS.0, most: limits::BOARD_PRICE_CENTS.1 };

/// Blanks count once, none at the ends.
pub(super) fn line(field: &str, typed: &str, most: usize) -> Result<String, ErrorBody> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Err(ErrorBody::invalid(field, "This is needed."));
    }
    fits(field, line, most)
}

pub(super) fn text(field: &str, typed: &str, most: usize) -> Result<String, ErrorBody> {
    fits(field, typed.trim().replace("\r\n", "\n"), most)
}

fn fits(field: &str, text: String, most: usize) -> Result<String, ErrorBody> {
    if text.chars().count() > most {
        return Err(ErrorBody::too_large(field, most, format!("At most {most} characters.")));
    }
    if text.chars().any(|c| (c.is_control() && c != '\n') || turns_text(c)) {
        return Err(ErrorBody::invalid(field, "There are characters in it that cannot be shown."));
    }
    Ok(text)
}

/// Whether a character changes the direction of what is written around it.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn number<T: TryFrom<i64>>(
    field: &str,
    typed: &str,
    (least, most): (i64, i64),
) -> Result<T, ErrorBody> {
    decimal(field, typed, Decimal { places: 0, least, most })
}

/// Whether a picture can have as many pixels: otherwise nothing could ever be handed in for the board.
pub(super) fn fillable(width: i32, height: i32) -> Result<(), ErrorBody> {
    let pixels = u64::from(width.unsigned_abs()) * u64::from(height.unsigned_abs());
    if pixels <= limits::PICTURE_PIXELS {
        return Ok(());
    }
    let most = limits::PICTURE_PIXELS / 1_000_000;
    let text = format!(
        "{width} × {height} pixels are more than a picture may have: {most} million in all."
    );
    let field = Some("heightPx".to_owned());
    Err(ErrorBody {
        field,
        limit: Some(limits::PICTURE_PIXELS),
        ..ErrorBody::new(ErrorCode::TooLarge, text)
    })
}

pub(super) fn decimal<T: TryFrom<i64>>(
    field: &str,
    typed: &str,
    rule: Decimal,
) -> Result<T, ErrorBody> {
    let typed = typed.trim();
    if has_too_many_decimals(typed, rule.places) {
        return Err(ErrorBody::invalid(field, most_decimals(rule.places)));
    }
    let wrong = || {
        let (least, most) =
            (decimal_text(rule.least, rule.places), decimal_text(rule.most, rule.places));
        ErrorBody::invalid(field, format!("A number from {least} to {most}."))
    };
    let found = parse_decimal(typed, rule.places).ok_or_else(wrong)?;
    if !(rule.least..=rule.most).contains(&found) {
        return Err(wrong());
    }
    T::try_from(found).map_err(|_| wrong())
}

/// Whether it is a number but for decimals that cannot be kept.
fn has_too_many_decimals(typed: &str, places: u32) -> bool {
    let decimals = typed.split_once(['.', ',']).map_or("", |(_, rest)| rest);
    let found = u32::try_from(decimals.len()).unwrap_or(u32::MAX);
    found > places && parse_decimal(typed, found).is_some()
}

fn most_decimals(places: u32) -> String {
    match places {
        0 => "A whole number, without decimals.".to_owned(),
        2 => "At most two decimals can be read, as in 350.50.".to_owned(),
        places => format!("At most {places} decimals can be read."),
    }
}

/// Reads `-12.5` with a point or a comma; more decimals than `places` are not rounded but refused.
pub(super) fn parse_decimal(typed: &str, places: u32) -> Option<i64> {
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
pub(super) fn decimal_text(number: i64, places: u32) -> String {
    let one = 10_i64.pow(places);
    let sign = if number < 0 { "-" } else { "" };
    let (whole, rest) = (number.abs() / one, number.abs() % one);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{rest:0width$}", width = places as usize);
    format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
}

pub(super) fn one_of(field: &str, typed: &str, known: &[&str]) -> Result<String, ErrorBody> {
    if known.contains(&typed) {
        return Ok(typed.to_owned());
    }
    Err(ErrorBody::invalid(field, "Choose one of the list."))
}

pub(super) fn days(typed: &str) -> Result<Vec<Day>, ErrorBody> {
    let most = limits::BOARD_BLACKOUTS;
    let too_many = || ErrorBody::too_large("blackouts", most, format!("At most {most} days."));
    let mut days = Vec::new();
    for piece in typed.split(['\n', ',', ';']) {
        for range in ranges(piece)? {
            if usize::try_from(range.len()).is_ok_and(|length| length > most) {
                return Err(too_many());
            }
            days.extend(range.days());
        }
        days.sort_unstable();
        days.dedup();
        if days.len() > most {
            return Err(too_many());
        }
    }
    Ok(days)
}

/// The days of a line: one, several with blanks between, or from one to another.
fn ranges(line: &str) -> Result<Vec<DayRange>, ErrorBody> {
    let wrong = |_| {
        let text = "Write a day as 2026-12-24, several in a row as 2026-12-24..2026-12-26.";
        ErrorBody::invalid("blackouts", text)
    };
    let read = |text: &str| text.trim().parse::<Day>().map_err(wrong);
    let between = ["..", "–", "—", " - ", " to ", "/"];
    if let Some((first, last)) = between.iter().find_map(|it| line.split_once(it)) {
        let range = DayRange::new(read(first)?, read(last)?).map_err(wrong)?;
        return Ok(vec![range]);
    }
    line.split_whitespace().map(|word| DayRange::new(read(word)?, read(word)?)).collect()
}

/// The counterpart of [`days`]: a line for each row of days.
pub(super) fn days_text(days: &[Day]) -> String {
    let rows = days.chunk_by(|one, next| one.plus(1) == *next);
    let lines: Vec<String> = rows
        .map(|row| match row {
            [first, .., last] => format!("{first}..{last}"),
            days => days.iter().map(ToString::to_string).collect(),
        })
        .collect();
    lines.join("\n")
}
