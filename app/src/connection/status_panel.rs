use super::{Connection, LineStats, Status, now};
use crate::{
    components::{Icon, Symbol, TimeText, Tone, use_toasts},
    features::account::use_may_test,
    hooks::use_connection,
    routes,
    stores::{conversation::outbox::Outbox, use_stores},
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// What there is to know about the connection, for those who ask and for those they ask for help. A popover:
/// the browser gives it its keys, and the focus back when it closes.
///
/// For tests: `connection-details`, `copy-diagnostics`.
#[component]
pub(super) fn StatusPanel(connection: Connection, shown: Signal<Status>) -> impl IntoView {
    view! {
        <div
            class="menu connection-panel"
            id="connection-details"
            popover="auto"
            data-testid="connection-details"
        >
            <h2 class="connection-panel__title">"Connection"</h2>
            <p class="connection-panel__text">{move || shown.with(Status::meaning)}</p>
            <Figures connection />
            <CopyButton />
            {use_may_test()
                .then(|| {
                    view! {
                        <a class="menu__item" href=routes::TEST_WEBSOCKET>
                            <Icon symbol=Symbol::Test />
                            "Open the test page"
                        </a>
                    }
                })}
        </div>
    }
}

#[component]
fn Figures(connection: Connection) -> impl IntoView {
    let stats = connection.stats();
    let outbox = use_stores().conversations.outbox();
    let heard = Memo::new(move |_| stats.with(|stats| stats.heard_at));
    let figure = move |read: fn(&LineStats) -> String| move || stats.with(read);
    view! {
        <dl class="figures">
            <dt>"Transport"</dt>
            <dd>{figure(|stats| stats.transport.unwrap_or("–").to_owned())}</dd>
            <dt>"Usual answer"</dt>
            <dd>{figure(usual_answer)}</dd>
            <dt>"Last event"</dt>
            <dd>
                {move || match heard.get() {
                    Some(at) => view! { <TimeText at /> }.into_any(),
                    None => "–".into_any(),
                }}
            </dd>
            <dt>"Attempts"</dt>
            <dd>{figure(|stats| stats.attempts.to_string())}</dd>
            <dt>"To be sent"</dt>
            <dd>{move || outbox.with(Outbox::waiting)}</dd>
            <dt>"People online"</dt>
            <dd>
                {move || connection.online_count().get().map_or("–".to_owned(), |n| n.to_string())}
            </dd>
            <dt>"Server"</dt>
            <dd>{figure(|stats| stats.build.clone().unwrap_or_else(|| "–".to_owned()))}</dd>
        </dl>
    }
}

fn usual_answer(stats: &LineStats) -> String {
    stats
        .usual_answer()
        .map_or_else(|| "–".to_owned(), |time: Duration| format!("{} ms", time.as_millis()))
}

#[component]
fn CopyButton() -> impl IntoView {
    let connection = use_connection();
    let outbox = use_stores().conversations.outbox();
    let toasts = use_toasts();
    let copy = move |_| {
        let text = diagnostics(connection, outbox.with_untracked(Outbox::waiting));
        spawn_local(async move {
            let promise = window().navigator().clipboard().write_text(&text);
            match JsFuture::from(promise).await {
                Ok(_) => toasts.show(Tone::Live, "Copied"),
                Err(_) => toasts.show(Tone::Trouble, "The browser does not allow copying"),
            }
        });
    };
    view! {
        <button class="menu__item" type="button" data-testid="copy-diagnostics" on:click=copy>
            <Icon symbol=Symbol::Copy />
            "Copy diagnostics"
        </button>
    }
}

/// Nothing here identifies anybody, or opens anything.
fn diagnostics(connection: Connection, waiting: usize) -> String {
    let stats = connection.stats().get_untracked();
    let standing = connection.status().with_untracked(Status::as_str);
    let age = stats.heard_at.map(|at| now().since(at).as_secs());
    let lines = [
        ("status", standing.to_owned()),
        ("transport", stats.transport.unwrap_or("none").to_owned()),
        ("usual answer", usual_answer(&stats)),
        ("seconds since the last event", age.map_or("–".to_owned(), |age| age.to_string())),
        ("came up", stats.connects.to_string()),
        ("attempts", stats.attempts.to_string()),
        ("read anew", stats.resets.to_string()),
        ("last end", stats.ended.unwrap_or_else(|| "none".to_owned())),
        ("to be sent", waiting.to_string()),
        ("server", stats.build.unwrap_or_else(|| "unknown".to_owned())),
        ("page", env!("CARGO_PKG_VERSION").to_owned()),
        ("browser", window().navigator().user_agent().unwrap_or_default()),
    ];
    lines.map(|(name, value)| format!("{name}: {value}\n")).concat()
}
