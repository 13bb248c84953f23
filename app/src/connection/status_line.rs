use super::{Connection, Status};
use crate::{
    components::Icon,
    features::account::sign_in_then,
    format::count,
    hooks::use_connection,
    stores::{conversation::outbox::Outbox, use_stores},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use std::time::Duration;

/// A loss shorter than this is not worth a word.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// The state of the live connection, with the number of people online; for the foot of the sidebar.
///
/// For tests: `connection-status` (attribute `data-status`, the state without delay), `online-count`,
/// `retry-now`.
#[component]
pub fn ConnectionStatus() -> impl IntoView {
    let connection = use_connection();
    let status = connection.status();
    let shown = without_blips(status);
    // Numbers that count down stay outside the live region, or every second would be read aloud.
    view! {
        <section
            aria-label="Live connection"
            class=move || format!("connection connection--{}", shown.with(Status::as_str))
            data-testid="connection-status"
            data-status=move || status.with(Status::as_str)
        >
            <p class="connection__line">
                <span class="connection__state" role="status">
                    {move || shown.with(|shown| view! { <Icon symbol=shown.symbol() /> })}
                    <span>{move || shown.with(Status::word)}</span>
                </span>
                <OnlineCount connection shown />
            </p>
            <Detail connection shown />
        </section>
    }
}

#[component]
fn OnlineCount(connection: Connection, shown: Signal<Status>) -> impl IntoView {
    let online = connection.online_count();
    move || {
        let is_live = shown.with(|shown| *shown == Status::Live);
        // A visitor who is alone here is not counted, and "0 online" would look broken.
        let online = online.get().filter(|online| is_live && *online > 0)?;
        let number = count(i64::try_from(online).unwrap_or(i64::MAX));
        Some(view! {
            <span class="connection__online" data-testid="online-count" data-count=online>
                {number}
                " online"
            </span>
        })
    }
}

/// What it means, and the one thing to do about it.
#[component]
fn Detail(connection: Connection, shown: Signal<Status>) -> impl IntoView {
    let outbox = use_stores().conversations.outbox();
    let path = use_location().pathname;
    move || {
        let detail = shown.with(|shown| shown.detail(outbox.with(Outbox::waiting)))?;
        let way_out = match shown.get() {
            Status::SessionEnded => view! {
                <a class="button" href=sign_in_then(&path.get()) rel="external">
                    "Sign in"
                </a>
            }
            .into_any(),
            Status::Reconnecting { .. } | Status::Offline => view! {
                <button
                    class="button"
                    type="button"
                    data-testid="retry-now"
                    on:click=move |_| connection.retry_now()
                >
                    "Retry now"
                </button>
            }
            .into_any(),
            Status::Disconnected | Status::Refused(_) => view! {
                <button
                    class="button"
                    type="button"
                    data-testid="retry-now"
                    on:click=move |_| connection.connect_again()
                >
                    "Connect"
                </button>
            }
            .into_any(),
            _ => ().into_any(),
        };
        Some(view! {
            <div class="connection__detail">
                <p>{detail}</p>
                {way_out}
            </div>
        })
    }
}

/// The status as it is shown: what passes within [`PATIENCE`] is left out.
fn without_blips(status: Signal<Status>) -> Signal<Status> {
    let shown = RwSignal::new(Status::Loading);
    Effect::new(move || {
        let now = status.get();
        let was_calm =
            shown.with_untracked(|shown| matches!(shown, Status::Live | Status::Loading));
        if now.is_blip() && was_calm {
            let settle = move || {
                // The page may be gone when the time is up.
                if let Some(now) = status.try_get_untracked() {
                    shown.try_set(now);
                }
            };
            set_timeout(settle, PATIENCE);
        } else {
            shown.set(now);
        }
    });
    shown.into()
}
