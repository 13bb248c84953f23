//! The orders on which the work stands in one way, and telling the pipeline the same about several of them.

mod buttons;
mod outcome;

use super::awaiting::title;
use crate::{
    components::TimeText,
    error::ApiResult,
    features::order::{phase_words, run_words},
    format::{count, counted},
    routes,
};
use buttons::{Buttons, submit};
use leptos::{ev, html, prelude::*};
use outcome::{Outcome, Told};
use protocol::{
    dashboard::{AdminDashboard, Listed, offered},
    id::OrderId,
    order::RunState,
};
use std::collections::BTreeSet;

/// What is listed, what of it is chosen, and what came of it.
#[derive(Clone, Copy)]
struct Choice {
    run: RunState,
    listed: Memo<Vec<Listed>>,
    /// How many stand so, listed or not.
    standing: Memo<i64>,
    chosen: RwSignal<BTreeSet<OrderId>>,
    outcome: RwSignal<Option<ApiResult<Told>>>,
    /// Where the outcome is told.
    told: NodeRef<html::Div>,
}

impl Choice {
    fn new(shown: RwSignal<AdminDashboard>) -> Self {
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
    fn has_some(self) -> bool {
        self.standing.get() > 0
    }

    /// Those that were chosen and are still listed.
    fn picked(self) -> Vec<OrderId> {
        self.chosen.with(|chosen| self.listed.with(|listed| picked(chosen, listed)))
    }

    fn choose_all(self, is_chosen: bool) {
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

#[component]
pub(super) fn Batch(shown: RwSignal<AdminDashboard>) -> impl IntoView {
    let choice = Choice::new(shown);
    let is_empty = move || choice.listed.with(Vec::is_empty);
    let steer = offered(choice.run);
    let word = run_words(choice.run).0.to_lowercase();
    view! {
        <section class="dash-panel" aria-labelledby="standing" data-testid="batch">
            <h2 id="standing">"Work that is: " {word}</h2>
            <Outcome choice />
            <Show when=is_empty>
                <p class="muted">"No order. A heading of the table above shows others."</p>
            </Show>
            <form id="batch" method="post" action=routes::PIPELINE on:submit=submit(choice, steer, false)>
                {steer.map(|steer| view! { <input r#type="hidden" name="steer" value=steer.as_str() /> })}
                <Show when=move || !is_empty()>
                    <Head choice can_choose=steer.is_some() />
                </Show>
                <ul class="await-rows">
                    <For
                        each=move || choice.listed.get()
                        key=|one| (one.order.id, one.status.version)
                        children=move |one| view! { <Row one choice can_choose=steer.is_some() /> }
                    />
                </ul>
            </form>
            {steer
                .map(|steer| {
                    view! {
                        <Show when=move || choice.has_some()>
                            <Buttons steer choice />
                        </Show>
                    }
                })}
        </section>
    }
}

/// What is listed of how many, and all of it chosen at once.
#[component]
fn Head(choice: Choice, can_choose: bool) -> impl IntoView {
    let listed = move || choice.listed.with(Vec::len);
    let number = move || choice.picked().len();
    let text = move || {
        let (listed, standing) =
            (i64::try_from(listed()).unwrap_or(i64::MAX), choice.standing.get());
        if standing > listed {
            format!(
                "{} of {}, for longest first",
                count(listed),
                counted(standing, "order", "orders")
            )
        } else {
            counted(listed, "order", "orders")
        }
    };
    let (is_all, is_part) =
        (move || number() == listed(), move || (1..listed()).contains(&number()));
    let all = can_choose.then(|| {
        view! {
            <label class="standing-all">
                <input
                    class="standing-row__box"
                    r#type="checkbox"
                    data-testid="choose-all"
                    on:change=move |event| choice.choose_all(event_target_checked(&event))
                    prop:checked=is_all
                    prop:indeterminate=is_part
                />
                "Choose all that are listed"
            </label>
        }
    });
    view! {
        <div class="standing-head">
            {all} <p class="muted" data-testid="standing-count" data-count=move || choice.standing.get()>
                {text}
            </p>
        </div>
    }
}

#[component]
fn Row(one: Listed, choice: Choice, can_choose: bool) -> impl IntoView {
    let Listed { order, status } = one;
    let id = order.id;
    let name = format!("{} ({})", title(&order), order.reference());
    let change = move |event: ev::Event| {
        choice.chosen.update(|chosen| {
            if event_target_checked(&event) {
                chosen.insert(id);
            } else {
                chosen.remove(&id);
            }
        });
    };
    let label = format!("Choose {name}");
    view! {
        <li class="await-row standing-row" data-testid="standing" data-id=id.to_string()>
            {can_choose
                .then(|| {
                    view! {
                        <input
                            class="standing-row__box"
                            r#type="checkbox"
                            name="order"
                            value=id.to_string()
                            aria-label=label
                            on:change=change
                            prop:checked=move || choice.chosen.with(|chosen| chosen.contains(&id))
                        />
                    }
                })}
            <p class="await-row__title">
                <a href=routes::order(id)>{name}</a>
            </p>
            <p class="await-row__text">
                {phase_words(status.phase).0} ". " {status.reason.unwrap_or_default()} " "
                <span class="muted">"Since " <TimeText at=status.updated_at /></span>
            </p>
        </li>
    }
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
