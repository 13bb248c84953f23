//! What a booking costs, and why. One pure function: the page shows it while one chooses days, the server
//! charges it.

use crate::{
    day::{Day, DayRange},
    error::{ErrorBody, ErrorCode},
    id::BoardId,
    limits,
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
#[serde(rename_all = "camelCase")]
pub struct Rate {
    /// Price of a day in cents.
    pub price_per_day_cents: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Whole days between the booking and its first day.
    pub lead_days: i32,
}

/// The price of one board's days, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// How many days.
    pub days: i64,
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

/// The next days, as many as these and not before them, that are all free; none beyond `last`.
pub fn next_free(days: DayRange, last: Day, is_free: impl Fn(Day) -> bool) -> Option<DayRange> {
    let mut first = days.first();
    let mut day = first;
    while day <= last {
        if !is_free(day) {
            first = day.plus(1);
        } else if i64::from(first.until(day)) + 1 == days.len() {
            return DayRange::new(first, day).ok();
        }
        day = day.plus(1);
    }
    None
}

/// The price of these days at this rate.
pub fn quote(days: DayRange, rate: &Rate) -> Quote {
    let count = days.len();
    let gross_cents = count.saturating_mul(rate.price_per_day_cents);
    let reduction_permille = reduction(count);
    let reduction_cents = thousandths(gross_cents, reduction_permille);
    Quote {
        days: count,
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
        let text = format!("This board can be booked from {earliest} on.");
        return Err(ErrorBody::invalid("first", text));
    }
    check_length(days)?;
    let latest = today.plus(limits::BOOKING_AHEAD_DAYS);
    if days.last() > latest {
        return Err(ErrorBody::invalid("last", format!("Days until {latest} can be booked now.")));
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
                let text = format!("{day} of one board is in this order twice.");
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
        Rate { price_per_day_cents: cents, currency: "EUR".into(), lead_days: 2 }
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
    fn the_next_free_days_begin_after_whatever_is_in_the_way() {
        let full = ["2026-12-03", "2026-12-06", "2026-12-08"].map(|day| day.parse().unwrap());
        let last = "2026-12-20".parse().unwrap();
        let next = |first, count| next_free(days(first, count), last, |day| !full.contains(&day));
        assert_eq!(next("2026-12-01", 2), Some(days("2026-12-01", 2)));
        assert_eq!(next("2026-12-02", 2), Some(days("2026-12-04", 2)));
        assert_eq!(next("2026-12-02", 3), Some(days("2026-12-09", 3)));
        assert_eq!(next("2026-12-02", 12), Some(days("2026-12-09", 12)));
        assert_eq!(next("2026-12-02", 13), None, "not within what is known");
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
            from in -5..600_i32, length in 1..200_i32, lead_days in 0..91_i32,
        ) {
            let today: Day = "2026-11-22".parse().unwrap();
            let days = DayRange::new(today.plus(from), today.plus(from + length - 1)).unwrap();
            let rate = Rate { lead_days, ..rate(1) };
            let is_short = longest_lead(days, today).is_some_and(|longest| lead_days <= longest);
            prop_assert_eq!(is_short, check_days(days, &rate, today).is_ok());
        }

        /// The steps add up, nobody pays less than nothing, and a day more never makes a booking's day dearer.
        #[test]
        fn a_quote_explains_itself(count in 1..400_i32, cents in 0..100_000_000_i64) {
            let short = quote(days("2026-12-01", count), &rate(cents));
            let long = quote(days("2026-12-01", count + 1), &rate(cents));
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
