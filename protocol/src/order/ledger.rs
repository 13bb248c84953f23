//! Money: where it is. Every movement takes from one account what it gives to another, so all accounts of an
//! order always sum to zero, and what an order holds is the sum of its `escrow`.

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

/// What an account has got in all.
pub fn balance(entries: &[Entry], account: Account) -> i64 {
    entries.iter().filter(|entry| entry.account == account).map(|entry| entry.amount_cents).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

        #[test]
        fn what_was_charged_and_given_back_leaves_nothing(cents in 0..1_000_000_000_i64) {
            let all = [Movement::Charge.entries(cents), Movement::Refund.entries(cents)].concat();
            prop_assert_eq!(balance(&all, Account::Escrow), 0);
            prop_assert_eq!(balance(&all, Account::Buyer), 0);
        }
    }
}
