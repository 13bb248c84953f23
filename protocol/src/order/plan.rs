//! A plan: boards and days somebody means to book together. Kept by their browser in a cookie, which page and server
//! both read, so that it is there before one has an account, and without scripts.

use super::{Availability, Wish, check_wishes};
use crate::{
    board::BoardView,
    day::{Day, DayRange},
    error::ErrorBody,
    id::{BoardId, UserId},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// What is planned, in the order in which it was added: at most [`ORDER_LINES`](crate::limits::ORDER_LINES), no day of a
/// board twice.
///
/// As text `board~first~last`, joined by `_`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan(Vec<Wish>);

impl Plan {
    /// The cookie's name.
    pub const COOKIE: &'static str = "plan";
    /// How long a browser keeps it, in seconds.
    pub const MAX_AGE: i64 = 30 * 24 * 3_600;

    /// Reads the cookie; what is not understood, or cannot be booked together, is left out.
    pub fn read(cookie: &str) -> Self {
        let mut plan = Self::default();
        for wish in cookie.split('_').filter_map(read_wish) {
            // What a browser hands in is only a wish.
            drop(plan.add(wish));
        }
        plan
    }

    /// Takes in a wish, in place of those that have some of its days: whoever chooses other days has changed them.
    /// Refused when the plan is full.
    pub fn add(&mut self, wish: Wish) -> Result<(), ErrorBody> {
        let others = self.0.iter().copied().filter(|known| !overlap(*known, wish));
        let wishes: Vec<Wish> = others.chain([wish]).collect();
        check_wishes(&wishes)?;
        self.0 = wishes;
        Ok(())
    }

    /// Takes one out. Does nothing when it is not in there.
    pub fn remove(&mut self, wish: Wish) {
        self.0.retain(|known| *known != wish);
    }

    /// Whether exactly this is in there.
    pub fn has(&self, wish: Wish) -> bool {
        self.0.contains(&wish)
    }

    /// What is planned.
    pub fn wishes(&self) -> &[Wish] {
        &self.0
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Wish { board_id, days }) in self.0.iter().enumerate() {
            let between = if place == 0 { "" } else { "_" };
            write!(f, "{between}{}~{}~{}", board_id.0.simple(), days.first(), days.last())?;
        }
        Ok(())
    }
}

fn overlap(one: Wish, other: Wish) -> bool {
    one.board_id == other.board_id
        && one.days.first() <= other.days.last()
        && other.days.first() <= one.days.last()
}

fn read_wish(text: &str) -> Option<Wish> {
    let mut parts = text.split('~');
    let board_id: BoardId = parts.next()?.parse().ok()?;
    let (first, last): (Day, Day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let days = DayRange::new(first, last).ok()?;
    parts.next().is_none().then_some(Wish { board_id, days })
}

/// A planned board and its calendar on the planned days, from which everything else follows: the price, and whether it
/// can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedBoard {
    /// What is wished.
    pub wish: Wish,
    /// The board; `None` when it is not there for the viewer any more.
    pub board: Option<BoardView>,
    /// On the days of the wish.
    pub calendar: Option<Availability>,
}

/// Which of these cannot be held together with those before them. An order is one owner's and is paid in one currency:
/// cents of two have no sum.
pub fn apart<'a, T>(wanted: impl IntoIterator<Item = (T, UserId, &'a str)>) -> Vec<T> {
    let mut paid_in = BTreeMap::new();
    let is_apart = |(_, owner, currency): &(T, UserId, &'a str)| {
        *paid_in.entry(*owner).or_insert(*currency) != *currency
    };
    wanted.into_iter().filter(is_apart).map(|(wanted, ..)| wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn wish(board: u128, first: &str, count: i32) -> Wish {
        let first: Day = first.parse().unwrap();
        let days = DayRange::new(first, first.plus(count - 1)).unwrap();
        Wish { board_id: BoardId(Uuid::from_u128(board)), days }
    }

    #[test]
    fn the_cookie_survives_a_round_trip_and_nonsense_is_left_out() {
        let mut plan = Plan::default();
        for board in 0..20 {
            plan.add(wish(board, "2026-12-01", 7)).unwrap();
        }
        assert_eq!(plan.add(wish(99, "2026-12-01", 7)).unwrap_err().field.unwrap(), "wishes");
        let text = plan.to_string();
        assert_eq!(Plan::read(&text), plan);
        assert!(text.len() < 1_200, "a cookie holds 4,096 bytes: {}", text.len());
        let is_cookie = |c: char| c.is_ascii_alphanumeric() || "~_-".contains(c);
        assert!(text.chars().all(is_cookie), "{text}");
        assert_eq!(Plan::read("x~1_;;_é~é~é_"), Plan::default());
        assert_eq!(Plan::read(&format!("{text}_{text}")).wishes().len(), 20);
    }

    #[test]
    fn other_days_of_a_board_take_the_place_of_those_they_overlap() {
        let mut plan = Plan::default();
        plan.add(wish(1, "2026-12-01", 7)).unwrap();
        plan.add(wish(1, "2026-12-08", 2)).unwrap();
        plan.add(wish(2, "2026-12-01", 7)).unwrap();
        plan.add(wish(1, "2026-12-07", 1)).unwrap();
        assert_eq!(
            plan.wishes(),
            [wish(1, "2026-12-08", 2), wish(2, "2026-12-01", 7), wish(1, "2026-12-07", 1)]
        );
        plan.remove(wish(2, "2026-12-01", 6));
        plan.remove(wish(1, "2026-12-07", 1));
        assert_eq!(plan.wishes().len(), 2);
        assert!(plan.add(wish(3, "2026-12-01", 300)).is_err(), "too long for any booking");
    }
    #[test]
    fn an_owners_boards_in_another_currency_than_the_first_are_held_apart() {
        let (marta, jonas) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let one_each = [(0, marta, "EUR"), (1, jonas, "GBP"), (2, marta, "EUR")];
        assert!(apart(one_each).is_empty(), "each owner has an order of their own");
        let mixed = [(0, marta, "EUR"), (1, jonas, "GBP"), (2, marta, "GBP"), (3, jonas, "EUR")];
        assert_eq!(apart(mixed), [2, 3]);
    }
}
