//! The parts of the work on an order.

use super::{OrderState, named};
use crate::error::ErrorBody;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A part of the work on an order. They come in this order; [`Phase::Refund`] takes the place of what is left when
/// an order that was paid ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Are the boards still there, and live?
    Validate,
    /// The days that were held become the order's own.
    Reserve,
    /// The buyer pays. After the owner has accepted.
    Charge,
    /// The creative goes to the screens. After the owner has approved it.
    Traffic,
    /// What was really shown, day by day. From the first day on.
    Verify,
    /// The owner gets the money of an order that is completed.
    Payout,
    /// What was paid goes back.
    Refund,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Self; 7] = [
        Self::Validate,
        Self::Reserve,
        Self::Charge,
        Self::Traffic,
        Self::Verify,
        Self::Payout,
        Self::Refund,
    ];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Validate => "validate",
            Self::Reserve => "reserve",
            Self::Charge => "charge",
            Self::Traffic => "traffic",
            Self::Verify => "verify",
            Self::Payout => "payout",
            Self::Refund => "refund",
        }
    }

    /// The phase after this one; `None` after the last.
    pub fn following(self) -> Option<Self> {
        match self {
            Self::Validate => Some(Self::Reserve),
            Self::Reserve => Some(Self::Charge),
            Self::Charge => Some(Self::Traffic),
            Self::Traffic => Some(Self::Verify),
            Self::Verify => Some(Self::Payout),
            Self::Payout | Self::Refund => None,
        }
    }

    /// Whether an order in this state lets the phase be worked on. If not, it waits.
    pub fn may_run(self, state: OrderState) -> bool {
        use OrderState as S;
        match self {
            // The owner may be faster than the pipeline.
            Self::Validate | Self::Reserve => {
                matches!(state, S::Submitted | S::Accepted | S::CreativeReview | S::Scheduled)
            }
            Self::Charge => matches!(state, S::Accepted | S::CreativeReview | S::Scheduled),
            Self::Traffic => state == S::Scheduled,
            Self::Verify => state == S::Running,
            Self::Payout => state == S::Completed,
            Self::Refund => matches!(state, S::Cancelled | S::Expired),
        }
    }
}

impl FromStr for Phase {
    type Err = ErrorBody;

    fn from_str(text: &str) -> Result<Self, ErrorBody> {
        named(&Self::ALL, Self::as_str, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_is_reached_and_may_run_in_some_state() {
        let mut phase = Phase::Validate;
        let mut reached = vec![phase];
        while let Some(next) = phase.following() {
            phase = next;
            reached.push(phase);
        }
        assert_eq!(reached, Phase::ALL[..6]);
        for phase in Phase::ALL {
            assert!(OrderState::ALL.into_iter().any(|state| phase.may_run(state)), "{phase:?}");
        }
    }
}
