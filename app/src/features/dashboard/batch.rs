//! The orders on which the work stands in one way, and telling the pipeline the same about several of them.

mod choice;
mod outcome;

use super::api::steer_several;
use crate::{
    components::TimeText,
    error::ApiError,
    features::order::{headline, phase_words, run_words},
    format::{count, counted},
    hooks::use_connection,
    routes,
    shell::focus,
};
use choice::{Choice, Told};
use leptos::{ev, prelude::*, task::spawn_local};
use outcome::Outcome;
use protocol::{
    dashboard::{AdminDashboard, Chosen, Listed, SteerOrders, offered},
    limits::BATCH_ORDERS,
    order::{RunState, Steer},
};
use std::collections::BTreeSet;

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
                <input r#type="hidden" name="run" value=choice.run.as_str() />
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
            let first =
                if choice.run == RunState::Done { "newest first" } else { "for longest first" };
            format!("{} of {}, {first}", count(listed), counted(standing, "order", "orders"))
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
    let name = format!("{} ({})", headline(&order), order.reference());
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
                        <label class="standing-row__pick">
                            <input
                                class="standing-row__box"
                                r#type="checkbox"
                                name="order"
                                value=id.to_string()
                                aria-label=label
                                on:change=change
                                prop:checked=move || choice.chosen.with(|chosen| chosen.contains(&id))
                            />
                        </label>
                    }
                })}
            <p class="await-row__title">
                <a href=routes::order(id)>{name}</a>
            </p>
            <p class="await-row__text">
                {phase_words(status.phase)} ". " {status.reason.unwrap_or_default()} " "
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
                            <input r#type="hidden" name="run" value=choice.run.as_str() />
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
