//! The orders on which the work stands in one way, and telling the pipeline the same about several of them.

use super::{api::steer_orders, awaiting::title};
use crate::{
    components::{ErrorNotice, TimeText},
    error::ApiResult,
    features::order::{phase_words, run_words},
    format::counted,
    hooks::use_connection,
    routes,
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use protocol::{
    dashboard::{AdminDashboard, Listed, Steered, offered},
    id::OrderId,
    order::{RunState, Steer, reference},
};
use std::collections::BTreeSet;

type Outcome = Option<ApiResult<Vec<Steered>>>;

/// What is chosen, and what came of it.
#[derive(Clone, Copy)]
struct Choice {
    chosen: RwSignal<BTreeSet<OrderId>>,
    outcome: RwSignal<Outcome>,
}

#[component]
pub(super) fn Batch(shown: RwSignal<AdminDashboard>) -> impl IntoView {
    let run = shown.with_untracked(|shown| shown.run);
    let choice = Choice { chosen: RwSignal::default(), outcome: RwSignal::default() };
    let listed = Memo::new(move |_| shown.with(|shown| shown.listed.clone()));
    let is_empty = move || listed.with(Vec::is_empty);
    let word = run_words(run).0;
    let rows = move || {
        let row = |one: Listed| view! { <Row one choice can_choose=offered(run).is_some() /> };
        listed.get().into_iter().map(row).collect_view()
    };
    let steer = offered(run);
    view! {
        <section class="dash-panel" aria-labelledby="standing" data-testid="batch">
            <h2 id="standing">"Work that is: " {word.to_lowercase()}</h2>
            <form id="batch" method="post" action=routes::PIPELINE on:submit=submit(choice, steer, false)>
                {steer.map(|steer| view! { <input r#type="hidden" name="steer" value=steer.as_str() /> })}
                <ul class="await-rows">{rows}</ul>
            </form>
            <Show when=is_empty>
                <p class="muted">"No order. A heading of the table above shows others."</p>
            </Show>
            {steer.map(|steer| view! { <Buttons steer run choice /> })}
            <Told choice />
        </section>
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
fn Buttons(steer: Steer, run: RunState, choice: Choice) -> impl IntoView {
    let (word, all) = match steer {
        Steer::Retry => ("Try again", Some("Try all again that are set aside")),
        Steer::Resume => ("Go on", Some("Go on with all that are paused")),
        Steer::Pause => ("Pause", None),
    };
    let count = move || choice.chosen.with(BTreeSet::len);
    let chosen = move || match count() {
        0 => String::new(),
        count => {
            format!(" ({})", counted(i64::try_from(count).unwrap_or(i64::MAX), "order", "orders"))
        }
    };
    view! {
        <div class="order-actions" data-run=run.as_str()>
            <button class="button button--primary" type="submit" form="batch" data-batch="chosen">
                {word}
                {chosen}
            </button>
            {all
                .map(|label| {
                    view! {
                        <form method="post" action=routes::PIPELINE on:submit=submit(choice, Some(steer), true)>
                            <input r#type="hidden" name="steer" value=steer.as_str() />
                            <input r#type="hidden" name="all" value="true" />
                            <button class="button" type="submit" data-batch="all">
                                {label}
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
        let orders: Vec<_> = choice.chosen.get_untracked().into_iter().collect();
        if orders.is_empty() && !all {
            return;
        }
        let orders = if all { Vec::new() } else { orders };
        spawn_local(async move {
            let told = steer_orders(steer, orders).await;
            choice.chosen.try_update(BTreeSet::clear);
            choice.outcome.try_set(Some(told));
        });
    }
}

/// What came of it, order by order where one has refused.
#[component]
fn Told(choice: Choice) -> impl IntoView {
    let query = use_query_map();
    let number =
        move |name: &'static str| query.with(|query| query.get_str(name)?.parse::<usize>().ok());
    let posted = move || Some((number("done")?, number("refused")?));
    let text = move || match choice.outcome.get() {
        None => posted().map(|(done, refused)| view! { <Sum done refused /> }.into_any()),
        Some(Err(error)) => Some(view! { <ErrorNotice error=error.0 /> }.into_any()),
        Some(Ok(all)) => {
            let refused: Vec<_> =
                all.iter().filter_map(|one| Some((one.order_id, one.error.clone()?))).collect();
            let (done, count) = (all.len() - refused.len(), refused.len());
            let lines = refused.into_iter().map(|(id, error)| {
                view! { <li>{format!("{}: {}", reference(id), error.message)}</li> }
            });
            let lines = lines.collect_view();
            Some(view! { <Sum done refused=count /> <ul>{lines}</ul> }.into_any())
        }
    };
    view! { <div role="status">{text}</div> }
}

#[component]
fn Sum(done: usize, refused: usize) -> impl IntoView {
    let orders =
        |count: usize| counted(i64::try_from(count).unwrap_or(i64::MAX), "order", "orders");
    let mut text = format!("Told about {}.", orders(done));
    if refused > 0 {
        text = format!("{text} {} refused.", orders(refused));
    }
    view! {
        <p data-testid="batch-outcome" data-done=done data-refused=refused>
            {text}
        </p>
    }
}
