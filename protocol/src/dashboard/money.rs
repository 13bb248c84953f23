//! What orders moved, week by week.

use crate::{day::Day, limits};
use serde::{Deserialize, Serialize};

/// Money of one currency, week by week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoneyByWeek {
    /// ISO 4217 code.
    pub currency: String,
    /// [`limits::DASHBOARD_WEEKS`] of them, the oldest first; the last one is not over.
    pub weeks: Vec<WeekMoney>,
}

/// One week, in UTC. The sums are the ledger's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WeekMoney {
    /// Its first day.
    pub monday: Day,
    /// What buyers paid, in cents.
    pub charged_cents: i64,
    /// What went back to them.
    pub refunded_cents: i64,
    /// What went to owners.
    pub paid_out_cents: i64,
}

/// What one week moved, as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// ISO 4217 code.
    pub currency: String,
    /// Weeks since the first one that is shown.
    pub week: i64,
    /// What buyers paid, in cents.
    pub charged_cents: i64,
    /// What went back to them.
    pub refunded_cents: i64,
    /// What went to owners.
    pub paid_out_cents: i64,
}

impl MoneyByWeek {
    /// Puts what was moved into weeks from `first` on, the weeks without any among them; by currency.
    pub fn collect(first: Day, moved: Vec<Moved>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for moved in moved {
            let known = all.iter().position(|one| one.currency == moved.currency);
            let at = known.unwrap_or_else(|| {
                all.push(Self::empty(first, moved.currency.clone()));
                all.len() - 1
            });
            let week = usize::try_from(moved.week).unwrap_or(usize::MAX);
            if let Some(week) = all[at].weeks.get_mut(week) {
                week.charged_cents += moved.charged_cents;
                week.refunded_cents += moved.refunded_cents;
                week.paid_out_cents += moved.paid_out_cents;
            }
        }
        all.sort_by(|a, b| a.currency.cmp(&b.currency));
        all
    }

    fn empty(first: Day, currency: String) -> Self {
        let week = |number| WeekMoney {
            monday: first.plus(7 * number),
            charged_cents: 0,
            refunded_cents: 0,
            paid_out_cents: 0,
        };
        Self { currency, weeks: (0..limits::DASHBOARD_WEEKS).map(week).collect() }
    }

    /// What buyers paid in all weeks and did not get back in them.
    pub fn net_cents(&self) -> i64 {
        self.sum(|week| week.charged_cents - week.refunded_cents)
    }

    /// What one kind of movement comes to in all weeks.
    pub fn sum(&self, cents: impl Fn(&WeekMoney) -> i64) -> i64 {
        self.weeks.iter().map(cents).sum()
    }
}
