//! What is listed, what of it is chosen, and what came of it.

use crate::error::ApiResult;
use leptos::{html, prelude::*};
use protocol::{
    dashboard::{AdminDashboard, Listed, Steered},
    id::OrderId,
    order::RunState,
};
use std::collections::BTreeSet;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) orders: Vec<Steered>,
    /// How many stand so of which it was not told, where all were meant.
    pub(super) left: i64,
}

/// What is listed, what of it is chosen, and what came of it.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub(super) run: RunState,
    pub(super) listed: Memo<Vec<Listed>>,
    /// How many stand so, listed or not.
    pub(super) standing: Memo<i64>,
    pub(super) chosen: RwSignal<BTreeSet<OrderId>>,
    pub(super) outcome: RwSignal<Option<ApiResult<Told>>>,
    /// Where the outcome is told.
    pub(super) told: NodeRef<html::Div>,
}

impl Choice {
    pub(super) fn new(shown: RwSignal<AdminDashboard>) -> Self {
        Self {
            run: shown.with_untracked(|shown| shown.run),
            listed: Memo::new(move |_| shown.with(|shown| shown.listed.clone())),
            standing: Memo::new(move |_| shown.with(standing)),
            chosen: RwSignal::default(),
            outcome: RwSignal::default(),
            told: NodeRef::new(),
        }
    }

    /// Whether there is anything to tell.
    pub(super) fn has_some(self) -> bool {
        self.standing.get() > 0
    }

    /// Those that were chosen and are still listed.
    pub(super) fn picked(self) -> Vec<OrderId> {
        self.chosen.with(|chosen| self.listed.with(|listed| picked(chosen, listed)))
    }

    pub(super) fn choose_all(self, is_chosen: bool) {
        let ids = self.listed.with_untracked(|listed| {
            listed.iter().filter(|_| is_chosen).map(|one| one.order.id).collect()
        });
        self.chosen.set(ids);
    }
}

/// How many orders stand as those that are listed.
fn standing(shown: &AdminDashboard) -> i64 {
    shown.work.iter().filter(|one| one.run == shown.run).map(|one| one.count).sum()
}

fn picked(chosen: &BTreeSet<OrderId>, listed: &[Listed]) -> Vec<OrderId> {
    listed.iter().map(|one| one.order.id).filter(|id| chosen.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::order::fixture::{order, status};
    use protocol::{Timestamp, dashboard::WorkCount, order::Phase};

    fn listed(number: u128) -> Listed {
        Listed { order: order(number), status: status(number, 1) }
    }

    #[test]
    fn what_is_no_longer_listed_is_no_longer_chosen() {
        let all = [listed(1), listed(2), listed(3)];
        let chosen: BTreeSet<_> = [&all[0], &all[2]].map(|one| one.order.id).into();
        assert_eq!(picked(&chosen, &all), [all[0].order.id, all[2].order.id]);
        assert_eq!(picked(&chosen, &all[1..]), [all[2].order.id]);
        assert_eq!(picked(&chosen, &[]), []);
    }

    #[test]
    fn those_that_are_not_listed_count_as_well() {
        let work = |phase, run, count| WorkCount { phase, run, count };
        let shown = AdminDashboard {
            at: Timestamp(0),
            per_hour: Vec::new(),
            per_minute: Vec::new(),
            work: vec![
                work(Phase::Validate, RunState::SetAside, 90),
                work(Phase::Charge, RunState::SetAside, 40),
                work(Phase::Charge, RunState::Working, 7),
            ],
            states: Vec::new(),
            online: 0,
            run: RunState::SetAside,
            listed: vec![listed(1)],
        };
        assert_eq!(standing(&shown), 130);
    }
}
