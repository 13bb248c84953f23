//! Telling many orders the same.

use super::{Choice, outcome::Told};
use crate::{
    error::ApiError, features::dashboard::api::steer_several, format::counted,
    hooks::use_connection, routes, shell::focus,
};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    dashboard::{Chosen, SteerOrders},
    limits::BATCH_ORDERS,
    order::Steer,
};
use std::collections::BTreeSet;

#[component]
pub(super) fn Buttons(steer: Steer, choice: Choice) -> impl IntoView {
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
pub(super) fn submit(
    choice: Choice,
    steer: Option<Steer>,
    all: bool,
) -> impl Fn(ev::SubmitEvent) + Clone {
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
