use super::words::{run_words, state_look, state_name};
use crate::components::Pill;
use leptos::prelude::*;
use protocol::order::{OrderState, RunState};

/// An order's state.
#[component]
pub(crate) fn StatePill(state: OrderState) -> impl IntoView {
    let (tone, symbol) = state_look(state);
    view! { <Pill tone symbol label=state_name(state) /> }
}

/// How the work on it stands.
#[component]
pub(crate) fn RunPill(run: RunState) -> impl IntoView {
    let (word, tone, symbol) = run_words(run);
    view! { <Pill tone symbol label=word /> }
}
