//! What one means to book together: kept by the browser, see [`Plan`].

mod hold_plan;
mod plan_button;
mod plan_page;
mod planned_row;
mod shown;
mod watch;

pub(super) use plan_button::PlanButton;
pub use plan_page::PlanPage;

use crate::{cookie, stores::use_stores};
use leptos::{ev, prelude::*};
use protocol::{
    ErrorBody,
    order::{Plan, Wish},
};

/// The plan of this browser. What it keeps is the truth: another tab may have changed it.
#[derive(Clone, Copy)]
pub(super) struct Planner(RwSignal<Option<Plan>>);

/// The plan of this browser.
pub(super) fn use_plan() -> Planner {
    Planner(use_stores().orders.plan)
}

impl Planner {
    /// As it was seen last; `None` until the page runs.
    pub(super) fn plan(self) -> RwSignal<Option<Plan>> {
        self.0
    }

    /// Adds days, in place of those they overlap.
    pub(super) fn add(self, wish: Wish) -> Result<(), ErrorBody> {
        let mut plan = kept();
        plan.add(wish)?;
        if self.keep(&plan) { Ok(()) } else { Err(keeps_nothing()) }
    }

    /// Takes some out.
    pub(super) fn remove(self, wishes: &[Wish]) {
        let mut plan = kept();
        for wish in wishes {
            plan.remove(*wish);
        }
        self.keep(&plan);
    }

    /// `false` where the browser keeps something else: nothing.
    fn keep(self, plan: &Plan) -> bool {
        let seconds = if plan.is_empty() { 0 } else { Plan::MAX_AGE };
        cookie::write(Plan::COOKIE, &plan.to_string(), seconds);
        self.look();
        self.0.with_untracked(|kept| kept.as_ref() == Some(plan))
    }

    fn look(self) {
        let kept = kept();
        if self.0.with_untracked(|known| known.as_ref() != Some(&kept)) {
            self.0.set(Some(kept));
        }
    }
}

/// What is said where the browser keeps no cookies.
fn keeps_nothing() -> ErrorBody {
    let text = "This browser keeps no cookies, and so no plan. Allow them for this site, or hold \
                the days on the board's own page.";
    ErrorBody::invalid("cookies", text)
}

fn kept() -> Plan {
    Plan::read(&cookie::read(Plan::COOKIE).unwrap_or_default())
}

/// Looks at the plan when the page begins to run, and whenever somebody comes back to the tab. Inert on the server.
pub(crate) fn follow_plan() {
    let planner = use_plan();
    Effect::new(move || {
        planner.look();
        let handle = window_event_listener(ev::focus, move |_| planner.look());
        on_cleanup(move || handle.remove());
    });
}

/// How many bookings are planned; none until the page runs.
pub(crate) fn use_planned_count() -> Signal<i64> {
    let plan = use_plan().plan();
    let count = move |plan: &Option<Plan>| plan.as_ref().map_or(0, |plan| plan.wishes().len());
    Memo::new(move |_| i64::try_from(plan.with(count)).unwrap_or(i64::MAX)).into()
}
