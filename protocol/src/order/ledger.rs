//! Money: where it is. Every movement takes from one account what it gives to another, so all accounts of an
//! order always sum to zero, and what an order holds is the sum of its `escrow`.

use super::{OrderAction, OrderState, TimelineEntry};
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// The buyer's, outside of the marketplace.
    Buyer,
    /// Kept by the marketplace for this order.
    Escrow,
    /// The owner's, outside of the marketplace.
    Owner,
}

/// Why money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// The buyer pays.
    Charge,
    /// It goes back to the buyer.
    Refund,
    /// It goes to the owner.
    Payout,
}

/// One line of the ledger: in cents, positive when the account gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Whose.
    pub account: Account,
    /// How much.
    pub amount_cents: i64,
}

impl Account {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Escrow => "escrow",
            Self::Owner => "owner",
        }
    }
}

impl Movement {
    /// The name in the database. An order has each of them at most once.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::Payout => "payout",
        }
    }

    /// The two lines of a movement of so many cents.
    pub fn entries(self, cents: i64) -> [Entry; 2] {
        let (from, to) = match self {
            Self::Charge => (Account::Buyer, Account::Escrow),
            Self::Refund => (Account::Escrow, Account::Buyer),
            Self::Payout => (Account::Escrow, Account::Owner),
        };
        [Entry { account: from, amount_cents: -cents }, Entry { account: to, amount_cents: cents }]
    }
}

/// A movement of an order's, as its life tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Why.
    pub movement: Movement,
    /// When.
    pub at: Timestamp,
}

/// The movements of an order's money, in order: each of them moves its whole price.
pub fn movements(timeline: &[TimelineEntry]) -> Vec<Moved> {
    let mut moved: Vec<Moved> = Vec::new();
    for entry in timeline {
        let movement = match (entry.action, entry.state) {
            (Some(OrderAction::Refund), _) => Movement::Refund,
            (None, OrderState::Completed) => Movement::Payout,
            // The hold and its extension.
            (Some(_), _) | (None, OrderState::Held) => continue,
            (None, _) => Movement::Charge,
        };
        let was_charged = moved.iter().any(|moved| moved.movement == Movement::Charge);
        if movement == Movement::Refund && !was_charged {
            // Found taken only when it was given back, after a crash.
            moved.push(Moved { movement: Movement::Charge, at: entry.at });
        }
        moved.push(Moved { movement, at: entry.at });
    }
    moved
}

/// What an account has got in all.
pub fn balance(entries: &[Entry], account: Account) -> i64 {
    entries.iter().filter(|entry| entry.account == account).map(|entry| entry.amount_cents).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Party, Phase, TRANSITIONS, Transition};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn told(action: Option<OrderAction>, state: OrderState) -> TimelineEntry {
        TimelineEntry {
            version: 1,
            action,
            state,
            party: Party::System,
            by: None,
            reason: None,
            creatives: Vec::new(),
            at: Timestamp(0),
        }
    }

    #[test]
    fn money_that_is_found_when_it_goes_back_was_charged_before() {
        let life = [
            told(None, OrderState::Held),
            told(Some(OrderAction::Cancel), OrderState::Cancelled),
            told(Some(OrderAction::Refund), OrderState::Refunded),
        ];
        let moved: Vec<_> = movements(&life).iter().map(|moved| moved.movement).collect();
        assert_eq!(moved, [Movement::Charge, Movement::Refund]);
    }

    proptest! {
        /// Whatever moves, nothing is made and nothing is lost.
        #[test]
        fn the_accounts_sum_to_zero(moves in prop::collection::vec((0..3_u8, 0..1_000_000_000_i64), 0..40)) {
            let all: Vec<_> = moves
                .iter()
                .flat_map(|(kind, cents)| match kind {
                    0 => Movement::Charge.entries(*cents),
                    1 => Movement::Refund.entries(*cents),
                    _ => Movement::Payout.entries(*cents),
                })
                .collect();
            let sum: i64 = [Account::Buyer, Account::Escrow, Account::Owner]
                .into_iter()
                .map(|account| balance(&all, account))
                .sum();
            prop_assert_eq!(sum, 0);
        }

        /// Whatever becomes of an order: money moves once in each way, is charged before it goes on, and nothing is
        /// kept of an order that was refunded or paid out.
        #[test]
        fn what_a_life_tells_adds_up(steps in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..14)) {
            let mut life = vec![told(None, OrderState::Held)];
            let (mut state, mut is_paid) = (OrderState::Held, false);
            for (pick, is_charged) in steps {
                let may_be_charged = Phase::Charge.may_run(state) && !is_paid;
                if may_be_charged && is_charged {
                    is_paid = true;
                    life.push(told(None, state));
                    continue;
                }
                // The pipeline starts nothing that is not paid, and gives back only what is.
                let is_possible = |line: &&Transition| {
                    let needs_money = matches!(line.action, OrderAction::Start | OrderAction::Refund);
                    line.from.contains(&state) && (is_paid || !needs_money)
                };
                let possible: Vec<_> = TRANSITIONS.iter().filter(is_possible).collect();
                if possible.is_empty() {
                    break;
                }
                let line = pick.get(&possible);
                state = line.to;
                life.push(told(Some(line.action), state));
                if state == OrderState::Completed {
                    life.push(told(None, state));
                }
            }
            let moved: Vec<_> = movements(&life).iter().map(|moved| moved.movement).collect();
            let entries: Vec<_> = moved.iter().flat_map(|moved| moved.entries(100)).collect();
            let kept = balance(&entries, Account::Escrow);
            let is_settled = matches!(state, OrderState::Completed | OrderState::Refunded);
            prop_assert_eq!(kept, if is_paid && !is_settled { 100 } else { 0 }, "{:?}", life);
            let earned = balance(&entries, Account::Owner);
            prop_assert_eq!(earned, if state == OrderState::Completed { 100 } else { 0 });
            let each: BTreeSet<_> = moved.iter().collect();
            prop_assert_eq!(each.len(), moved.len(), "each movement once");
        }
    }
}
