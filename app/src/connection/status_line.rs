use super::{Connection, Status, status_panel::StatusPanel};
use crate::{
    components::{Icon, Tone, use_toasts},
    features::account::sign_in_then,
    format::count,
    hooks::use_connection,
    stores::{conversation::outbox::Outbox, use_stores},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use protocol::Timestamp;
use std::time::Duration;

/// A loss shorter than this is not worth a word.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// How long the return of the line is news.
const BACK: Duration = Duration::from_secs(2);
/// Between two announcements at least: a shaky line must not talk all the time.
const SILENCE: Duration = Duration::from_secs(10);

/// The state of the live connection, with the number of people online; for the foot of the sidebar.
///
/// For tests: `connection-status` (attribute `data-status`, the state without delay), `online-count`,
/// `retry-now`, `connection-details`.
#[component]
pub fn ConnectionStatus() -> impl IntoView {
    let connection = use_connection();
    let status = connection.status();
    let shown = without_blips(status);
    let word = word(shown);
    tell_resets(connection);
    view! {
        <section
            aria-label="Live connection"
            class=move || format!("connection connection--{}", shown.with(Status::as_str))
            data-testid="connection-status"
            data-status=move || status.with(Status::as_str)
        >
            <p class="connection__line">
                <button
                    class="connection__state"
                    type="button"
                    title="Details of the connection"
                    popovertarget="connection-details"
                >
                    {move || shown.with(|shown| view! { <Icon symbol=shown.symbol() /> })}
                    <span>{word}</span>
                </button>
                <OnlineCount connection shown />
            </p>
            <Announcer word shown />
            <Detail connection shown />
            <StatusPanel connection shown />
        </section>
    }
}

/// In one or two words; the return of a lost line for a moment.
fn word(shown: Signal<Status>) -> Signal<&'static str> {
    let is_back = RwSignal::new(false);
    Effect::new(move |was_lost: Option<bool>| {
        let (is_lost, is_up) = shown.with(|shown| (shown.is_lost(), shown.is_up()));
        if is_up && was_lost == Some(true) {
            is_back.set(true);
            let settle = move || {
                // The page may be gone when the time is up.
                is_back.try_set(false);
            };
            set_timeout(settle, BACK);
        }
        // What comes between, such as catching up, is still on the way back.
        is_lost || (was_lost == Some(true) && !is_up)
    });
    Signal::derive(move || {
        let is_news = shown.with(Status::is_up) && is_back.get();
        if is_news { "Back online" } else { shown.with(Status::word) }
    })
}

/// What is read aloud. Numbers that count down are not: every second would be heard.
#[component]
fn Announcer(word: Signal<&'static str>, shown: Signal<Status>) -> impl IntoView {
    let spoken = RwSignal::new("");
    let spoke_at = StoredValue::new(None::<Timestamp>);
    let speak = move || {
        let Some(word) = word.try_get_untracked() else { return };
        spoke_at.set_value(Some(super::now()));
        spoken.set(word);
    };
    Effect::new(move || {
        word.track();
        let now = super::now();
        let quiet_until = spoke_at.get_value().map(|at| at.plus(SILENCE));
        match quiet_until.filter(|until| *until > now) {
            // By then it may have changed again: the last word counts.
            Some(until) => set_timeout(speak, until.since(now)),
            None => speak(),
        }
    });
    let politeness = move || match shown.get() {
        Status::SessionEnded => "assertive",
        _ => "polite",
    };
    view! {
        <span class="visually-hidden" role="status" aria-live=politeness>
            {spoken}
        </span>
    }
}

/// Says when something was read anew, for it may have moved under the reader's eyes.
fn tell_resets(connection: Connection) {
    let toasts = use_toasts();
    let resets = Memo::new(move |_| connection.stats().with(|stats| stats.resets));
    Effect::new(move |before: Option<u32>| {
        let now = resets.get();
        if before.is_some_and(|before| now > before) {
            toasts.show(Tone::News, "Updated to the latest");
        }
        now
    });
}

#[component]
fn OnlineCount(connection: Connection, shown: Signal<Status>) -> impl IntoView {
    let online = connection.online_count();
    move || {
        // A visitor who is alone here is not counted, and "0 online" would look broken.
        let online = online.get().filter(|online| shown.with(Status::is_up) && *online > 0)?;
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
            Status::UpdateNeeded => view! {
                <a class="button" href=path rel="external">
                    "Reload"
                </a>
            }
            .into_any(),
            Status::Reconnecting { .. } | Status::Offline => {
                view! { <Try label="Retry now" act=move || connection.retry_now() /> }.into_any()
            }
            Status::Disconnected | Status::Refused(_) => {
                view! { <Try label="Connect" act=move || connection.connect_again() /> }.into_any()
            }
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

#[component]
fn Try(label: &'static str, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button class="button" type="button" data-testid="retry-now" on:click=move |_| act()>
            {label}
        </button>
    }
}

/// The status as it is shown: what passes within [`PATIENCE`] is left out.
fn without_blips(status: Signal<Status>) -> Signal<Status> {
    let shown = RwSignal::new(Status::Loading);
    Effect::new(move || {
        let now = status.get();
        let was_calm = shown.with_untracked(|shown| shown.is_up() || *shown == Status::Loading);
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
