//! The whole pipeline at a glance, and what an admin does with many orders at once.

use crate::{
    account::{Me, Role},
    error::ErrorBody,
    id::OrderId,
    limits,
    order::{OrderState, OrderStatus, OrderView, Phase, RunState, Steer},
    timestamp::Timestamp,
};
use serde::{Deserialize, Serialize};

/// All orders and the work on them (`GET /api/dashboard/admin?run=`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AdminDashboard {
    /// When it was counted.
    pub at: Timestamp,
    /// Orders whose work ended in each of the last 24 hours of the clock, the oldest first; the last one goes on.
    pub per_hour: Vec<i64>,
    /// The same for the last 60 minutes.
    pub per_minute: Vec<i64>,
    /// How many orders stand so; what there is none of is left out.
    pub work: Vec<WorkCount>,
    /// Orders by state; what there is none of is left out.
    pub states: Vec<(OrderState, i64)>,
    /// People online now, those out of sight not counted.
    pub online: usize,
    /// Of which orders [`listed`](Self::listed) has some.
    pub run: RunState,
    /// At most [`limits::DASHBOARD_ORDERS`], those that stand so for longest first; of what is done the
    /// newest.
    pub listed: Vec<Listed>,
}

/// Orders of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorkCount {
    /// The part of the work they have come to.
    pub phase: Phase,
    /// How that stands.
    pub run: RunState,
    /// How many.
    pub count: i64,
}

/// An order with how the work on it stands, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Listed {
    /// The order.
    pub order: OrderView,
    /// The work.
    pub status: OrderStatus,
}

/// Tell the pipeline the same about many orders (`POST /api/orders/steer`). For admins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SteerOrders {
    /// What to do.
    pub steer: Steer,
    /// With which; at most [`limits::BATCH_ORDERS`].
    pub orders: Chosen,
}

/// Which orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// These.
    These(Vec<OrderId>),
    /// As many as may be at once of those that stand so that it can be done: those set aside, or those paused.
    All,
}

/// What became of one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Steered {
    /// Which.
    pub order_id: OrderId,
    /// How the work stands now, if it was done.
    pub status: Option<OrderStatus>,
    /// Why not, if not.
    pub error: Option<ErrorBody>,
}

/// Whether somebody runs the marketplace; others find nothing here.
pub fn check_admin(me: &Me) -> Result<(), ErrorBody> {
    if me.role == Role::Admin { Ok(()) } else { Err(ErrorBody::not_found("page")) }
}

/// What can be told to work that stands so; the first is what one would want.
pub fn offered(run: RunState) -> Option<Steer> {
    match run {
        RunState::SetAside => Some(Steer::Retry),
        RunState::Paused => Some(Steer::Resume),
        RunState::Queued | RunState::Working | RunState::Waiting => Some(Steer::Pause),
        RunState::Done => None,
    }
}

impl SteerOrders {
    /// The orders that are named, once each; `None` for all. Refused when there are none, or too many.
    pub fn named(&self) -> Result<Option<Vec<OrderId>>, ErrorBody> {
        let Chosen::These(orders) = &self.orders else {
            let refused = || ErrorBody::invalid("orders", "Choose which orders to pause.");
            return self.waiting_for().map(|_| None).ok_or_else(refused);
        };
        let mut orders = orders.clone();
        orders.sort_unstable();
        orders.dedup();
        match orders.len() {
            0 => Err(ErrorBody::invalid("orders", "Choose at least one order.")),
            1..=limits::BATCH_ORDERS => Ok(Some(orders)),
            _ => {
                let text = format!("At most {} orders at once.", limits::BATCH_ORDERS);
                Err(ErrorBody::too_large("orders", limits::BATCH_ORDERS, text))
            }
        }
    }

    /// How the work stands on all those that [`Chosen::All`] means.
    pub fn waiting_for(&self) -> Option<RunState> {
        match self.steer {
            Steer::Retry => Some(RunState::SetAside),
            Steer::Resume => Some(RunState::Paused),
            Steer::Pause => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::ErrorCode, order::Party};
    use uuid::Uuid;

    #[test]
    fn one_is_offered_what_one_may_do() {
        for run in RunState::ALL {
            let may = offered(run).map(|steer| run.steered(steer, Party::Admin).is_ok());
            assert_ne!(may, Some(false), "{run}");
        }
    }

    #[test]
    fn a_batch_names_each_order_once_and_has_an_end() {
        let ids = |count: u128| (0..count).map(|id| OrderId(Uuid::from_u128(id))).collect();
        let named = |orders, steer| SteerOrders { steer, orders }.named();
        let twice = [ids(2), ids(2)].concat();
        assert_eq!(named(Chosen::These(twice), Steer::Pause).unwrap(), Some(ids(2)));
        assert_eq!(named(Chosen::All, Steer::Retry).unwrap(), None);
        let code = |orders, steer| named(orders, steer).unwrap_err().code;
        assert_eq!(code(Chosen::All, Steer::Pause), ErrorCode::Invalid, "nobody pauses everything");
        assert_eq!(code(Chosen::These(Vec::new()), Steer::Retry), ErrorCode::Invalid);
        assert_eq!(code(Chosen::These(ids(101)), Steer::Retry), ErrorCode::TooLarge);
    }
}
