use super::{suggested::Suggested, suggestion_row::SuggestionRow};
use crate::hooks::{use_connection, use_event};
use leptos::prelude::*;
use protocol::{ServerEvent, price::PriceSuggestion};

/// Suggestions, current while they are shown.
#[component]
pub(super) fn SuggestionList(suggested: Suggested) -> impl IntoView {
    read_again_when_things_change(suggested);
    let rows = move || suggested.list.get();
    view! {
        <ul class="price-rows" data-testid="prices">
            <For each=rows key=|it: &PriceSuggestion| (it.board_id, it.job_id) let:first>
                <SuggestionRow first suggested />
            </For>
        </ul>
        <p class="visually-hidden" role="status">
            {suggested.said}
        </p>
    }
}

/// When a board of theirs is edited or changes its status, and with every line: what happened while there was none is
/// not told again. Inert on the server.
fn read_again_when_things_change(suggested: Suggested) {
    let is_connected = use_connection().is_connected();
    Effect::new(move |was_connected: Option<bool>| {
        let is_connected = is_connected.get();
        if is_connected && was_connected == Some(false) {
            suggested.read_again.run(());
        }
        is_connected
    });
    use_event(move |event| {
        let board = match event {
            ServerEvent::BoardUpdated(update) => update.board_id,
            ServerEvent::BillboardStatusUpdate(update) => update.board_id,
            _ => return,
        };
        let is_shown = |list: &Vec<PriceSuggestion>| list.iter().any(|it| it.board_id == board);
        if suggested.list.with_untracked(is_shown) {
            suggested.read_again.run(());
        }
    });
}
