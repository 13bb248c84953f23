use super::super::log::list::{millis, time_of_day};
use crate::{connection::Rung, hooks::use_connection};
use leptos::prelude::*;
use protocol::Timestamp;

/// The transports that were tried, and the line's latest changes.
#[component]
pub(super) fn History() -> impl IntoView {
    let stats = use_connection().stats();
    let ladder = Memo::new(move |_| stats.with(|stats| stats.ladder.clone()));
    let changes = Memo::new(move |_| stats.with(|stats| stats.changes.clone()));
    view! {
        <ul class="ladder" aria-label="Transports tried" data-testid="panel-ladder">
            {move || ladder.get().into_iter().map(rung).collect_view()}
        </ul>
        <details class="fold">
            <summary>
                "Changes " <span class="panel__note">{move || changes.with(std::collections::VecDeque::len)}</span>
            </summary>
            <ol class="changes" data-testid="panel-changes">
                {move || changes.get().into_iter().rev().map(change).collect_view()}
            </ol>
        </details>
    }
}

fn rung(rung: Rung) -> impl IntoView {
    let (state, text) = match rung.failure {
        None => ("ok", format!("✓ {} after {}", rung.transport.as_str(), millis(rung.took))),
        Some(why) => {
            let (name, took) = (rung.transport.as_str(), millis(rung.took));
            ("failed", format!("✗ {name} after {took}: {why}"))
        }
    };
    view! { <li class=format!("ladder__rung ladder__rung--{state}")>{text}</li> }
}

fn change((at, what): (Timestamp, String)) -> impl IntoView {
    view! {
        <li>
            <span class="log__time">{time_of_day(at.0)}</span>
            " "
            {what}
        </li>
    }
}
