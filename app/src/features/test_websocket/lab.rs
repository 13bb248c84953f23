//! Simulated people in this one page, each on a line of their own, good or bad; and scenarios, played by them.

mod bench;
mod column;
mod faults;
mod own_file;
mod recording;
mod scenarios;
mod socket;
mod stage;

use super::{log::LogView, panes::Pane};
use crate::components::use_toasts;
use bench::Bench;
use column::Column;
use leptos::{prelude::*, task::spawn_local};
use scenarios::Scenarios;

#[component]
pub(super) fn LabPane(log: LogView) -> impl IntoView {
    let bench = Bench::new(use_toasts());
    on_cleanup(move || bench.clear());
    view! {
        <Pane name="lab" title="Lab">
            <p class="panel__note">
                "Simulated people in a conversation of their own. Nobody else meets them, and they are gone after 15 minutes."
            </p>
            <Tools bench />
            <div class="lab" data-testid="lab-columns">
                <For each=move || bench.sockets.get() key=|socket| socket.number let:socket>
                    <Column bench socket />
                </For>
            </div>
            <Scenarios log />
        </Pane>
    }
}

#[component]
fn Tools(bench: Bench) -> impl IntoView {
    let number = RwSignal::new(2_usize);
    let open = move |_| spawn_local(bench.open(number.get_untracked()));
    let options = (2..=8).map(|n| view! { <option value=n>{n} " people"</option> });
    view! {
        <div class="panel__buttons">
            <label class="select log__select">
                <span class="visually-hidden">"How many"</span>
                <select
                    data-testid="lab-number"
                    on:change=move |event| {
                        number.set(event_target_value(&event).parse().unwrap_or(2));
                    }
                >
                    {options.collect_view()}
                </select>
            </label>
            <button
                class="button button--primary"
                type="button"
                data-testid="lab-open"
                disabled=move || bench.is_busy.get() || bench.is_open()
                on:click=open
            >
                "Open a sandbox"
            </button>
            <button
                class="button"
                type="button"
                data-testid="lab-close"
                disabled=move || !bench.is_open()
                on:click=move |_| bench.clear()
            >
                "Close it"
            </button>
        </div>
    }
}
