//! Which orders a list shows.

use super::{OrderState, named};
use crate::{error::ErrorBody, id::OrderId};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Orders by what is still to come of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderGroup {
    /// All.
    #[default]
    All,
    /// Somebody has to do something.
    Open,
    /// The boards are booked for good.
    Booked,
    /// Nothing will happen any more.
    Over,
}

impl OrderGroup {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::All, Self::Open, Self::Booked, Self::Over];

    /// The name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Booked => "booked",
            Self::Over => "over",
        }
    }

    /// Whether an order in this state is among them.
    pub fn has(self, state: OrderState) -> bool {
        let is_booked = matches!(state, OrderState::Scheduled | OrderState::Running);
        match self {
            Self::All => true,
            Self::Open => !is_booked && !state.is_over(),
            Self::Booked => is_booked,
            Self::Over => state.is_over(),
        }
    }
}

impl FromStr for OrderGroup {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        named(&Self::ALL, Self::as_str, text)
    }
}

/// What is asked of a list of orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct OrderQuery {
    /// Those made before this one; the newest without it.
    pub before: Option<OrderId>,
    /// Which.
    pub show: OrderGroup,
    /// Everybody's. For admins.
    pub all: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_open_booked_or_over() {
        for state in OrderState::ALL {
            let kinds = [OrderGroup::Open, OrderGroup::Booked, OrderGroup::Over];
            assert_eq!(kinds.iter().filter(|kind| kind.has(state)).count(), 1, "{state}");
        }
        assert_eq!("booked".parse(), Ok(OrderGroup::Booked));
        assert!("elsewhere".parse::<OrderGroup>().is_err());
    }
}
