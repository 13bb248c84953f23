//! Orders and the calendar, as they are shown.

use super::{Creative, OrderAction, OrderState, OrderStatus, Party, Quote, Rate, Screen};
use crate::{
    account::UserRef,
    day::{Day, DayRange},
    id::{BoardId, ConversationId, OrderId},
    stream::{Head, Position},
    timestamp::Timestamp,
    weekdays::Weekdays,
};
use serde::{Deserialize, Serialize};

/// One board's days in an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderLine {
    /// Which board.
    pub board_id: BoardId,
    /// Its title when it was booked.
    pub title: String,
    /// Its city.
    pub city: String,
    /// From the first day to the last.
    pub days: DayRange,
    /// When the board was dark as this was booked: such days are no part of it.
    #[serde(default)]
    pub dark_weekdays: Weekdays,
    /// The agreed price.
    pub quote: Quote,
}

impl OrderLine {
    /// The days that are booked, in order.
    pub fn booked_days(&self) -> impl Iterator<Item = Day> {
        self.dark_weekdays.left_of(self.days)
    }
}

/// An order, as its parties and admins see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderView {
    /// Which.
    pub id: OrderId,
    /// Where it stands.
    pub state: OrderState,
    /// Rises with every change of the order: of two views the higher one holds.
    pub version: i64,
    /// Who booked.
    pub buyer: UserRef,
    /// Whose boards they are.
    pub owner: UserRef,
    /// What was booked, by board and first day.
    pub lines: Vec<OrderLine>,
    /// What it costs in all, in cents of `currency`.
    pub total_cents: i64,
    /// What was paid and not given back or paid out, in cents: the sum of the order's `escrow` in the ledger.
    pub balance_cents: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When the state's time limit passes: of a hold, or of the owner's decision.
    pub until: Option<Timestamp>,
    /// Whether the hold was extended; it can be once.
    pub is_extended: bool,
    /// Why it was rejected, called off or has expired.
    pub reason: Option<String>,
    /// Where its parties talk about it, once it was submitted.
    pub conversation_id: Option<ConversationId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
}

impl OrderView {
    /// The short form of its id, for people.
    pub fn reference(&self) -> String {
        reference(self.id)
    }
}

/// The last eight digits of an order's id: those that differ between orders made in the same hour.
pub fn reference(id: OrderId) -> String {
    let text = id.0.simple().to_string();
    text[text.len() - 8..].to_uppercase()
}

/// A step in an order's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    /// The order's version it led to.
    pub version: i64,
    /// What was done; `None` for the hold it began with, for its extension, and for the payment.
    pub action: Option<OrderAction>,
    /// What the order became.
    pub state: OrderState,
    /// As whom.
    pub party: Party,
    /// Who; `None` for the system.
    pub by: Option<UserRef>,
    /// Why.
    pub reason: Option<String>,
    /// What was handed in with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub creatives: Vec<Creative>,
    /// When.
    pub at: Timestamp,
}

/// An order has changed (`orderUpdated`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderUpdated {
    /// In `order:{id}`.
    #[serde(flatten)]
    pub position: Position,
    /// As it is now.
    pub order: OrderView,
    /// What has happened.
    pub entry: TimelineEntry,
}

/// An order opened: itself, its life so far, and what the viewer may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderDetail {
    /// The order.
    pub order: OrderView,
    /// As whom the viewer sees it.
    pub party: Party,
    /// The oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// How the work on it stands; `None` before it was submitted.
    pub status: Option<OrderStatus>,
    /// What a creative must fit, board by board.
    pub screens: Vec<Screen>,
    /// Where its stream stood before the rest was read.
    pub head: Head,
}

/// Orders of one viewer's, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrderPage {
    /// At most [`crate::limits::ORDER_PAGE`].
    pub orders: Vec<OrderView>,
    /// Ask for those before this one; `None` on the last page.
    pub older_before: Option<OrderId>,
}

/// A day of a board's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DayFree {
    /// Which.
    pub day: Day,
    /// Free places in the board's loop; 0 when it is full or closed.
    pub free: i32,
    /// Whether its owner does not offer it that day: on a day off, or because the board is dark on that weekday.
    #[serde(default)]
    pub is_closed: bool,
}

/// When a board can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Availability {
    /// Which board.
    pub board_id: BoardId,
    /// Rises with everything that is taken or given back: see [`AvailabilityUpdate`].
    pub version: i64,
    /// Today, where the board stands.
    pub today: Day,
    /// What a quote needs. Days on which the board is dark may lie between those that are booked; other closed days may
    /// not.
    pub rate: Rate,
    /// Places in its loop.
    pub slots: i32,
    /// The days asked for.
    pub range: DayRange,
    /// Those of them that have fewer free places than `slots`, in order.
    pub days: Vec<DayFree>,
    /// Why it cannot be booked at all now.
    pub closed: Option<String>,
}

impl Availability {
    /// A day of the range.
    pub fn day(&self, day: Day) -> DayFree {
        let found = self.days.binary_search_by_key(&day, |free| free.day).ok();
        let known = found.and_then(|at| self.days.get(at)).copied();
        known.unwrap_or(DayFree { day, free: self.slots, is_closed: false })
    }

    /// Whether nothing keeps this day from lying between those of a booking: it is free, or dark.
    pub fn lets_pass(&self, day: Day) -> bool {
        self.rate.dark_weekdays.contains(day) || self.day(day).free > 0
    }

    /// Takes in a change. `false` when it does not follow on what is known: read the calendar again.
    pub fn update(&mut self, update: &AvailabilityUpdate) -> bool {
        if update.version <= self.version {
            return true;
        }
        if update.version != self.version + 1 {
            return false;
        }
        self.version = update.version;
        for new in update.days.iter().filter(|new| self.range.contains(new.day)) {
            match self.days.binary_search_by_key(&new.day, |free| free.day) {
                Ok(at) => self.days[at] = *new,
                Err(at) => self.days.insert(at, *new),
            }
        }
        true
    }
}

/// Days of a board's were taken or given back (`availability`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AvailabilityUpdate {
    /// Which board.
    pub board_id: BoardId,
    /// Rises by one with every change; whoever misses one reads the calendar again.
    pub version: i64,
    /// The days concerned, as they are now.
    pub days: Vec<DayFree>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_calendar_follows_what_is_told_and_notices_what_it_missed() {
        let board_id = BoardId(Uuid::nil());
        let range = DayRange::new(day("2026-12-01"), day("2026-12-31")).unwrap();
        let (currency, dark_weekdays) = ("EUR".into(), Weekdays::default());
        let rate = Rate { price_per_day_cents: 1, currency, lead_days: 0, dark_weekdays };
        let days = vec![DayFree { day: day("2026-12-05"), free: 2, is_closed: false }];
        let today = day("2026-11-22");
        let mut shown =
            Availability { board_id, version: 3, today, rate, slots: 8, range, days, closed: None };
        let told = |version, text, free| AvailabilityUpdate {
            board_id,
            version,
            days: vec![DayFree { day: day(text), free, is_closed: false }],
        };
        assert!(shown.update(&told(4, "2026-12-05", 1)));
        assert!(shown.update(&told(5, "2026-12-02", 0)));
        assert!(shown.update(&told(5, "2026-12-02", 7)), "an old one changes nothing");
        assert!(!shown.update(&told(7, "2026-12-02", 3)), "one is missing");
        assert!(shown.update(&told(6, "2027-01-02", 3)), "not shown");
        let free = |text| shown.day(day(text)).free;
        assert_eq!((free("2026-12-02"), free("2026-12-05"), free("2026-12-09")), (0, 1, 8));
        assert_eq!(shown.days.len(), 2);
    }
}
