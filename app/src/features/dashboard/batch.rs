//! The orders on which the work stands in one way, and telling the pipeline the same about several of them.

use super::{api::steer_several, awaiting::title};
use crate::{
    components::{ErrorNotice, TimeText},
    error::{ApiError, ApiResult},
    features::order::{phase_words, run_words},
    format::{count, counted},
    hooks::use_connection,
    routes,
    shell::focus,
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use protocol::{
    ErrorBody,
    dashboard::{AdminDashboard, Chosen, Listed, SteerOrders, Steered, offered},
    id::OrderId,
    limits::BATCH_ORDERS,
    order::{RunState, Steer, reference},
};
use std::collections::BTreeSet;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    orders: Vec<Steered>,
    /// How many stand so of which it was not told, where all were meant.
    left: i64,
}

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

#[component]
fn Buttons(steer: Steer, choice: Choice) -> impl IntoView {
    let (word, all) = match steer {
        Steer::Retry => ("Try again", Some(("Try all again", "set aside"))),
        Steer::Resume => ("Go on", Some(("Go on with all", "paused"))),
        Steer::Pause => ("Pause", None),
    };
    let chosen = move || match choice.picked().len() {
        0 => String::new(),
        number => {
            format!(" ({})", counted(i64::try_from(number).unwrap_or(i64::MAX), "order", "orders"))
        }
    };
    let most = i64::try_from(BATCH_ORDERS).unwrap_or(i64::MAX);
    let label = move |(verb, adjective): (&str, &str)| {
        let at_once = if choice.standing.get() > most {
            format!(", {BATCH_ORDERS} at once")
        } else {
            String::new()
        };
        format!("{verb} that are {adjective}{at_once}")
    };
    view! {
        <div class="order-actions" data-run=choice.run.as_str()>
            <button class="button button--primary" type="submit" form="batch" data-batch="chosen">
                {word}
                {chosen}
            </button>
            {all
                .map(|words| {
                    view! {
                        <form method="post" action=routes::PIPELINE on:submit=submit(choice, Some(steer), true)>
                            <input r#type="hidden" name="steer" value=steer.as_str() />
                            <input r#type="hidden" name="all" value="true" />
                            <button class="button button--wide" type="submit" data-batch="all">
                                {move || label(words)}
                            </button>
                        </form>
                    }
                })}
        </div>
    }
}

/// Over the line where there is one; else the browser posts the form.
fn submit(choice: Choice, steer: Option<Steer>, all: bool) -> impl Fn(ev::SubmitEvent) + Clone {
    let connection = use_connection();
    move |event: ev::SubmitEvent| {
        let Some(steer) = steer.filter(|_| connection.is_up()) else { return };
        event.prevent_default();
        let orders = if all { Chosen::All } else { Chosen::These(untrack(|| choice.picked())) };
        let told = SteerOrders { steer, orders };
        if let Err(error) = told.named() {
            return choice.outcome.set(Some(Err(ApiError(error))));
        }
        let standing = choice.standing.get_untracked();
        spawn_local(async move {
            let told = steer_several(told).await.map(|orders| {
                let number = i64::try_from(orders.len()).unwrap_or(i64::MAX);
                Told { orders, left: if all { (standing - number).max(0) } else { 0 } }
            });
            choice.chosen.try_update(BTreeSet::clear);
            choice.outcome.try_set(Some(told));
            // The rows go, and when none is left the buttons as well.
            request_animation_frame(move || {
                if let Some(Some(told)) = choice.told.try_get_untracked() {
                    focus(&told);
                }
            });
        });
    }
}

/// What came of it, order by order where one has refused.
#[component]
fn Outcome(choice: Choice) -> impl IntoView {
    let query = use_query_map();
    let number =
        move |name: &'static str| query.with(|query| query.get_str(name)?.parse::<usize>().ok());
    let posted = move || Some((number("done")?, number("refused")?));
    let text = move || match choice.outcome.get() {
        None => posted().map(|sum| view! { <Sum sum left=0 run=choice.run /> }.into_any()),
        Some(Err(error)) => Some(view! { <ErrorNotice error=error.0 /> }.into_any()),
        Some(Ok(Told { orders, left })) => {
            let refused: Vec<(OrderId, ErrorBody)> =
                orders.iter().filter_map(|one| Some((one.order_id, one.error.clone()?))).collect();
            let sum = (orders.len() - refused.len(), refused.len());
            let lines = refused.into_iter().map(|(id, error)| {
                view! { <li>{format!("{}: {}", reference(id), error.message)}</li> }
            });
            let lines = lines.collect_view();
            Some(view! { <Sum sum left run=choice.run /> <ul>{lines}</ul> }.into_any())
        }
    };
    view! {
        <div class="batch-outcome" role="status" tabindex="-1" node_ref=choice.told>
            {text}
        </div>
    }
}

#[component]
fn Sum(
    /// How many did it, and how many refused.
    sum: (usize, usize),
    /// Of how many it was not told.
    left: i64,
    run: RunState,
) -> impl IntoView {
    let (done, refused) = sum;
    view! {
        <p data-testid="batch-outcome" data-done=done data-refused=refused data-left=left>
            {summary(sum, left, run)}
        </p>
    }
}

fn summary((done, refused): (usize, usize), left: i64, run: RunState) -> String {
    let orders =
        |count: usize| counted(i64::try_from(count).unwrap_or(i64::MAX), "order", "orders");
    let mut text = format!("Told about {}.", orders(done));
    if refused > 0 {
        text = format!("{text} {} refused.", orders(refused));
    }
    if left > 0 {
        let (left, word) = (counted(left, "more is", "more are"), run_words(run).0.to_lowercase());
        text = format!("{text} {left} {word}: press again for the next.");
    }
    text
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

    #[test]
    fn one_is_told_how_many_are_left() {
        let text = |sum, left| summary(sum, left, RunState::SetAside);
        assert_eq!(text((3, 0), 0), "Told about 3 orders.");
        assert_eq!(text((1, 2), 0), "Told about 1 order. 2 orders refused.");
        assert_eq!(
            text((100, 0), 37),
            "Told about 100 orders. 37 more are set aside: press again for the next."
        );
    }
}
