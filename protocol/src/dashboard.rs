//! Dashboards: for people who would rather look than read.
//!
//! What is shown is counted by the database each time; events only say when it is worth counting again.

mod admin;
mod money;

pub use admin::{
    AdminDashboard, Chosen, Listed, SteerOrders, Steered, WorkCount, check_admin, offered,
};
pub use money::{MoneyByWeek, Moved, WeekMoney};

use crate::{
    account::{Me, Role},
    day::{Day, DayRange},
    error::{ErrorBody, ErrorCode},
    id::BoardId,
    limits,
    order::{OrderLine, OrderView},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// An owner's boards and earnings (`GET /api/dashboard/owner?page=`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OwnerDashboard {
    /// When it was counted.
    pub at: Timestamp,
    /// The next [`limits::DASHBOARD_DAYS`], from today on where the westernmost of the boards stands.
    pub days: DayRange,
    /// At most [`limits::DASHBOARD_BOARDS`] of those on the market: the one with the largest part taken first, those
    /// with nothing taken by title.
    pub boards: Vec<Occupancy>,
    /// From 1.
    pub page: u32,
    /// Boards on all pages.
    pub total: u32,
    /// How full the boards of all pages are together.
    pub places: Places,
    /// What their orders moved, one entry a currency.
    pub money: Vec<MoneyByWeek>,
    /// What the owner has to do something about, what is due first first.
    pub awaiting: Vec<Awaiting>,
    /// How many there are of it in all.
    pub awaiting_count: i64,
}

/// An order that waits for whoever looks at the dashboard; at most [`limits::DASHBOARD_ORDERS`] in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Awaiting {
    /// The order.
    pub order: OrderView,
    /// Why the work on it was set aside, if it was.
    pub trouble: Option<String>,
}

/// How full a board is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Occupancy {
    /// Which board.
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// Its city.
    pub city: String,
    /// Places in its loop.
    pub slots: i32,
    /// One entry for each of [`OwnerDashboard::days`].
    pub days: Vec<DayTaken>,
}

/// Places on open days, of one board or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Places {
    /// Held or booked.
    pub taken: i64,
    /// In all.
    pub total: i64,
}

impl Places {
    /// Which part of them is taken, in percent; `None` where there are none. A little is more than nothing, and not
    /// quite all is less than all.
    pub fn percent(self) -> Option<i64> {
        let Self { taken, total } = self;
        match total {
            ..=0 => None,
            _ if taken <= 0 => Some(0),
            _ if taken >= total => Some(100),
            _ => Some(((taken * 100 + total / 2) / total).clamp(1, 99)),
        }
    }
}

/// A day of a board's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DayTaken {
    /// Places that are held or booked.
    pub taken: i32,
    /// Whether its owner does not offer it that day.
    pub is_closed: bool,
}

impl Occupancy {
    /// Its places on all open days together.
    pub fn places(&self) -> Places {
        let open = self.days.iter().filter(|day| !day.is_closed);
        open.fold(Places::default(), |known, day| Places {
            taken: known.taken + i64::from(day.taken),
            total: known.total + i64::from(self.slots),
        })
    }
}

/// What somebody books and pays (`GET /api/dashboard/advertiser`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdvertiserDashboard {
    /// When it was counted.
    pub at: Timestamp,
    /// What their orders moved, one entry a currency.
    pub money: Vec<MoneyByWeek>,
    /// Running first, then those to come; at most [`limits::DASHBOARD_ORDERS`].
    pub campaigns: Vec<Campaign>,
    /// How many run in all.
    pub running_count: i64,
    /// How many are to come in all.
    pub coming_count: i64,
    /// What the buyer has to do something about, what is due first first.
    pub awaiting: Vec<Awaiting>,
    /// How many there are of it in all.
    pub awaiting_count: i64,
}

/// An order that is on the boards, or will be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Campaign {
    /// The order.
    pub order: OrderView,
    /// From its first day on any board to its last.
    pub days: DayRange,
    /// Its days that are over, each board's counted.
    pub done: i64,
    /// Its days in all.
    pub total: i64,
}

impl Campaign {
    /// How far an order has come, where `today` says which day it is at a board. `None` for one without lines.
    pub fn of(order: OrderView, today: impl Fn(BoardId) -> Day) -> Option<Self> {
        let first = order.lines.iter().filter_map(|line| line.booked_days().next()).min()?;
        let last = order.lines.iter().filter_map(|line| line.booked_days().last()).max()?;
        let days = DayRange::new(first, last).ok()?;
        let total = order.lines.iter().map(|line| line.quote.days).sum();
        let over = |line: &OrderLine| {
            let today = today(line.board_id);
            line.booked_days().take_while(|day| *day < today).fold(0, |count, _| count + 1)
        };
        let done = order.lines.iter().map(over).sum();
        Some(Self { order, days, done, total })
    }
}

/// Whether somebody has boards to look at.
pub fn check_owner(me: &Me) -> Result<(), ErrorBody> {
    if me.role == Role::Owner {
        return Ok(());
    }
    Err(ErrorBody::new(ErrorCode::Forbidden, "This is for people who offer boards."))
}

/// The Monday the first of the weeks begins with that a dashboard shows.
pub fn first_monday(today: Day) -> Day {
    let monday = today.plus(-i32::from(today.weekday()));
    monday.plus(-7 * (limits::DASHBOARD_WEEKS - 1))
}

#[cfg(test)]
mod tests;
