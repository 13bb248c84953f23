use crate::{connection::LineFaults, hooks::use_connection};
use leptos::prelude::*;
use scenario::Transports;
use std::time::Duration;

/// How long a pretended sleep lasts.
const SLEEP: Duration = Duration::from_secs(10);

/// What can be done to the line.
#[component]
pub(super) fn Controls() -> impl IntoView {
    let connection = use_connection();
    view! {
        <div class="panel__buttons">
            <Act
                id="panel-connect"
                label="Connect"
                title="Connect, or try at once"
                act=move || connection.connect_again()
            />
            <Act
                id="panel-disconnect"
                label="Disconnect"
                title="Leave in good order, and stay away"
                act=move || connection.disconnect()
            />
            <Act
                id="panel-cut"
                label="Cut"
                title="Drop the line without a word, as a dead network would"
                act=move || connection.cut()
            />
            <Offline />
            <Sleep />
        </div>
        <TransportChoice />
    }
}

#[component]
fn Act(
    id: &'static str,
    label: &'static str,
    title: &'static str,
    act: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button class="button" type="button" title=title data-testid=id on:click=move |_| act()>
            {label}
        </button>
    }
}

#[component]
fn Offline() -> impl IntoView {
    let connection = use_connection();
    let is_offline = RwSignal::new(false);
    let toggle = move |_| {
        is_offline.update(|is_offline| *is_offline = !*is_offline);
        connection.pretend_offline(is_offline.get_untracked());
    };
    view! {
        <button
            class="button"
            type="button"
            title="As if the browser said that there is no network"
            data-testid="panel-offline"
            aria-pressed=move || is_offline.get().to_string()
            on:click=toggle
        >
            "Offline"
        </button>
    }
}

#[component]
fn Sleep() -> impl IntoView {
    let connection = use_connection();
    let sleeps = RwSignal::new(false);
    let wake = move || {
        if sleeps.try_set(false).is_none() {
            connection.set_faults(LineFaults::default());
            connection.doubt();
        }
    };
    let sleep = move |_| {
        sleeps.set(true);
        connection.set_faults(LineFaults { is_frozen: true, ..LineFaults::default() });
        set_timeout(wake, SLEEP);
    };
    view! {
        <button
            class="button"
            type="button"
            title="Nothing passes for ten seconds, as in a device that sleeps; then it wakes up"
            data-testid="panel-sleep"
            aria-pressed=move || sleeps.get().to_string()
            disabled=move || sleeps.get()
            on:click=sleep
        >
            {move || if sleeps.get() { "Sleeping…" } else { "Sleep 10 s" }}
        </button>
    }
}

/// Which transports the line may use from now on.
#[component]
fn TransportChoice() -> impl IntoView {
    let connection = use_connection();
    let choose = move |event| {
        connection.use_transports(match event_target_value(&event).as_str() {
            "websocket" => Transports::WebSocket,
            "polling" => Transports::Polling,
            _ => Transports::Auto,
        });
    };
    view! {
        <label class="panel__field">
            <span>"Transports"</span>
            <span class="select">
                <select data-testid="panel-transports" on:change=choose>
                    <option value="auto">"WebSocket, else long-polling"</option>
                    <option value="websocket">"WebSocket only"</option>
                    <option value="polling">"Long-polling only"</option>
                </select>
            </span>
        </label>
    }
}
