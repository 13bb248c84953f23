//! How the connection stands, what was tried, and what can be done to it.

mod controls;
mod doctor;
mod figures;
mod graph;
mod history;
mod ping;

use super::panes::Pane;
use crate::{connection::Status, hooks::use_connection};
use controls::Controls;
use doctor::Doctor;
use figures::Figures;
use graph::Graph;
use history::History;
use leptos::prelude::*;
use ping::Pings;

/// The line itself.
#[component]
pub(super) fn ConnectionPane() -> impl IntoView {
    let pings = Pings::provide();
    view! {
        <Pane name="connection" title="Connection">
            <State />
            <Figures pings />
            <Graph pings />
            <Controls />
            <History />
            <Doctor />
        </Pane>
    }
}

#[component]
fn State() -> impl IntoView {
    let status = use_connection().status();
    view! {
        <p
            class=move || format!("panel__state panel__state--{}", status.with(Status::as_str))
            data-testid="panel-state"
            data-status=move || status.with(Status::as_str)
        >
            {move || {
                status.with(|status| status.detail(0).unwrap_or_else(|| status.word().to_owned()))
            }}
        </p>
    }
}
