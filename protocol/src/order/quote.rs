//! What a booking costs, and why. One pure function: the page shows it while one chooses days, the server
//! charges it.

use crate::{
    day::{Day, DayRange},
    error::{ErrorBody, ErrorCode},
    id::BoardId,
    limits,
    weekdays::Weekdays,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// From so many days on, so many of a thousand are taken off.
const REDUCTIONS: [(i64, i64); 3] = [(84, 200), (28, 150), (7, 50)];

/// A board and days somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Wish {
    /// Which board.
    pub board_id: BoardId,
    /// On which days, one place in the board's loop on each.
    pub days: DayRange,
}

/// What a quote must know of a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rate {
    /// Price of a day in cents.
    pub price_per_day_cents: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Whole days between the booking and its first day.
    pub lead_days: i32,
    /// When the board is dark: such days are neither booked nor paid.
    #[serde(default)]
    pub dark_weekdays: Weekdays,
}

/// The price of one board's days, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// How many days are booked and paid.
    pub days: i64,
    /// How many more lie between them on which the board is dark.
    #[serde(default)]
    pub dark_days: i64,
    /// Price of a day in cents of `currency`.
    pub price_per_day_cents: i64,
    /// Days times price.
    pub gross_cents: i64,
    /// Taken off for a long booking, in thousandths of the gross price.
    pub reduction_permille: i64,
    /// The same in cents, rounded in the buyer's favour.
    pub reduction_cents: i64,
    /// What is paid.
    pub total_cents: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// The price of these days at this rate.
pub fn quote(days: DayRange, rate: &Rate) -> Quote {
    let count = rate.dark_weekdays.count_left_of(days);
    let gross_cents = count.saturating_mul(rate.price_per_day_cents);
    let reduction_permille = reduction(count);
    let reduction_cents = thousandths(gross_cents, reduction_permille);
    Quote {
        days: count,
        dark_days: days.len() - count,
        price_per_day_cents: rate.price_per_day_cents,
        gross_cents,
        reduction_permille,
        reduction_cents,
        total_cents: gross_cents - reduction_cents,
        currency: rate.currency.clone(),
    }
}

/// Thousandths taken off a booking of so many days.
pub fn reduction(days: i64) -> i64 {
    REDUCTIONS.iter().find(|(from, _)| days >= *from).map_or(0, |(_, permille)| *permille)
}

/// Rounded up.
fn thousandths(cents: i64, permille: i64) -> i64 {
    let exact = i128::from(cents) * i128::from(permille);
    i64::try_from((exact + 999) / 1_000).unwrap_or(i64::MAX)
}

/// Whether these days may be asked for, when it is `today` at the board's place.
pub fn check_days(days: DayRange, rate: &Rate, today: Day) -> Result<(), ErrorBody> {
    // Today has begun: there is no time left to decide, pay and hand in a creative.
    let earliest = today.plus(rate.lead_days.max(1));
    if days.first() < earliest {
        let text = format!("This board can be booked from {} on.", earliest.in_words());
        return Err(ErrorBody::invalid("first", text));
    }
    check_length(days)?;
    let latest = today.plus(limits::BOOKING_AHEAD_DAYS);
    if days.last() > latest {
        let text = format!("Days until {} can be booked now.", latest.in_words());
        return Err(ErrorBody::invalid("last", text));
    }
    if rate.dark_weekdays.count_left_of(days) == 0 {
        let text = format!("This board is dark on {}.", Weekdays::of(days).in_words());
        return Err(ErrorBody::invalid("wishes", text));
    }
    Ok(())
}

fn check_length(days: DayRange) -> Result<(), ErrorBody> {
    if days.len() <= limits::BOOKING_DAYS {
        return Ok(());
    }
    let most = usize::try_from(limits::BOOKING_DAYS).unwrap_or(usize::MAX);
    Err(ErrorBody::too_large("last", most, format!("At most {most} days at once.")))
}

/// The longest lead with which [`check_days`] lets these days be asked for; `None` when none does.
pub fn longest_lead(days: DayRange, today: Day) -> Option<i32> {
    let is_near = days.last() <= today.plus(limits::BOOKING_AHEAD_DAYS);
    let is_short = days.len() <= limits::BOOKING_DAYS;
    let lead = today.until(days.first());
    // A day that has begun is not for sale, whatever the lead.
    (is_near && is_short && lead >= 1).then_some(lead)
}

/// Whether these wishes make one order: some, not too many, and no day of a board twice.
pub fn check_wishes(wishes: &[Wish]) -> Result<(), ErrorBody> {
    if wishes.is_empty() {
        return Err(ErrorBody::invalid("wishes", "Choose a board and days."));
    }
    if wishes.len() > limits::ORDER_LINES {
        let text = format!("At most {} bookings in one order.", limits::ORDER_LINES);
        return Err(ErrorBody::too_large("wishes", limits::ORDER_LINES, text));
    }
    let mut taken = BTreeSet::new();
    for wish in wishes {
        // First, for what comes over the wire may span all of history.
        check_length(wish.days)?;
        for day in wish.days.days() {
            if !taken.insert((wish.board_id, day)) {
                let text = format!("{} of one board is in this order twice.", day.in_words());
                return Err(ErrorBody::new(ErrorCode::Conflict, text));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rate(cents: i64) -> Rate {
        Rate {
            price_per_day_cents: cents,
            currency: "EUR".into(),
            lead_days: 2,
            dark_weekdays: Weekdays::default(),
        }
    }

    fn days(first: &str, count: i32) -> DayRange {
        let first: Day = first.parse().unwrap();
        DayRange::new(first, first.plus(count - 1)).unwrap()
    }

    #[test]
    fn a_week_costs_a_twentieth_less() {
        let quote = quote(days("2026-12-01", 7), &rate(10_001));
        assert_eq!((quote.gross_cents, quote.reduction_permille), (70_007, 50));
        assert_eq!((quote.reduction_cents, quote.total_cents), (3_501, 66_506));
    }

    #[test]
    fn dark_days_are_neither_booked_nor_paid() {
        let rate = Rate { dark_weekdays: Weekdays::default().with(6), ..rate(1_000) };
        let quote = quote(days("2026-12-01", 14), &rate);
        assert_eq!((quote.days, quote.dark_days, quote.gross_cents), (12, 2, 12_000));
        assert_eq!(quote.reduction_permille, 50, "of the days that are paid");
        let today = "2026-11-22".parse().unwrap();
        assert!(check_days(days("2026-12-05", 2), &rate, today).is_ok());
        let sunday = check_days(days("2026-12-06", 1), &rate, today).unwrap_err();
        assert_eq!(sunday.message, "This board is dark on Sundays.");
    }

    #[test]
    fn too_early_too_long_and_too_far_are_refused() {
        let today = "2026-11-22".parse().unwrap();
        let field = |days| check_days(days, &rate(1), today).map_err(|error| error.field.unwrap());
        assert_eq!(field(days("2026-11-24", 1)), Ok(()));
        assert_eq!(field(days("2026-11-23", 1)), Err("first".into()));
        assert_eq!(field(days("2026-12-01", 10_000)), Err("last".into()));
        assert_eq!(field(days("2029-12-01", 1)), Err("last".into()));
    }

    #[test]
    fn an_order_has_no_day_of_a_board_twice() {
        let board_id = BoardId(uuid::Uuid::nil());
        let wish = |first| Wish { board_id, days: days(first, 3) };
        assert!(check_wishes(&[wish("2026-12-01"), wish("2026-12-04")]).is_ok());
        assert!(check_wishes(&[wish("2026-12-01"), wish("2026-12-03")]).is_err());
        assert!(check_wishes(&[]).is_err());
    }

    #[test]
    fn a_wish_for_all_of_history_is_refused_before_its_days_are_counted_one_by_one() {
        let all = DayRange::new("0001-01-01".parse().unwrap(), "9999-12-30".parse().unwrap());
        let wish = Wish { board_id: BoardId(uuid::Uuid::nil()), days: all.unwrap() };
        let refused = check_wishes(&[wish; limits::ORDER_LINES]).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("last"));
    }

    #[test]
    fn a_day_that_has_begun_is_not_for_sale() {
        let rate = Rate { lead_days: 0, ..rate(1) };
        let today = "2026-11-22".parse().unwrap();
        assert!(check_days(days("2026-11-22", 1), &rate, today).is_err());
        assert!(check_days(days("2026-11-23", 1), &rate, today).is_ok());
    }

    proptest! {
        /// A list finds by leads what a booking accepts day by day.
        #[test]
        fn a_lead_is_long_enough_or_the_days_are_refused(
            from in -5..600_i32, length in 1..200_i32, lead_days in 0..91_i32, dark in 0..128,
        ) {
            let today: Day = "2026-11-22".parse().unwrap();
            let days = DayRange::new(today.plus(from), today.plus(from + length - 1)).unwrap();
            let dark_weekdays = Weekdays::from_bits(dark);
            let rate = Rate { lead_days, dark_weekdays, ..rate(1) };
            let is_lit = dark_weekdays.count_left_of(days) > 0;
            let is_short = longest_lead(days, today).is_some_and(|longest| lead_days <= longest);
            prop_assert_eq!(is_short && is_lit, check_days(days, &rate, today).is_ok());
        }

        /// The steps add up, nobody pays less than nothing, and a day more never makes a booking's day dearer.
        #[test]
        fn a_quote_explains_itself(count in 1..400_i32, cents in 0..100_000_000_i64, dark in 0..128) {
            let rate = Rate { dark_weekdays: Weekdays::from_bits(dark), ..rate(cents) };
            let short = quote(days("2026-12-01", count), &rate);
            let long = quote(days("2026-12-01", count + 1), &rate);
            prop_assert_eq!(short.days + short.dark_days, i64::from(count));
            prop_assert_eq!(short.gross_cents, short.days * short.price_per_day_cents);
            prop_assert_eq!(short.total_cents, short.gross_cents - short.reduction_cents);
            prop_assert!((0..=short.gross_cents).contains(&short.total_cents));
            prop_assert!(long.reduction_permille >= short.reduction_permille);
            let exact = i128::from(short.gross_cents) * i128::from(short.reduction_permille);
            let rounding = i128::from(short.reduction_cents) * 1_000 - exact;
            prop_assert!((0..1_000).contains(&rounding));
        }
    }
}
