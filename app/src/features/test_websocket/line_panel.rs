use crate::{
    components::TimeText,
    connection::{LineStats, Status},
    hooks::use_connection,
};
use leptos::prelude::*;
use std::time::Duration;

/// How the line stands, and the three things one can do to it.
#[component]
pub(super) fn LinePanel() -> impl IntoView {
    let connection = use_connection();
    let status = connection.status();
    let figures = connection.stats();
    view! {
        <section class="panel" aria-labelledby="panel-line">
            <h2 class="panel__title" id="panel-line">
                "Line"
            </h2>
            <p
                class=move || format!("panel__state panel__state--{}", status.with(Status::as_str))
                data-testid="panel-state"
                data-status=move || status.with(Status::as_str)
            >
                {move || status.with(Status::word)}
            </p>
            <Figures stats=figures />
            <div class="panel__buttons">
                <button
                    class="button"
                    type="button"
                    data-testid="panel-connect"
                    on:click=move |_| connection.connect_again()
                >
                    "Connect"
                </button>
                <button
                    class="button"
                    type="button"
                    data-testid="panel-disconnect"
                    on:click=move |_| connection.disconnect()
                >
                    "Disconnect"
                </button>
                <button
                    class="button"
                    type="button"
                    title="Drop the line without a word, as a dead network would"
                    data-testid="panel-cut"
                    on:click=move |_| connection.cut()
                >
                    "Cut"
                </button>
            </div>
        </section>
    }
}

#[component]
fn Figures(stats: Signal<LineStats>) -> impl IntoView {
    let since = Memo::new(move |_| stats.with(|stats| stats.since));
    let pinged = Memo::new(move |_| stats.with(|stats| stats.pinged_at));
    let figure = move |read: fn(&LineStats) -> String| move || stats.with(read);
    view! {
        <dl class="figures">
            <dt>"Since"</dt>
            <dd>{move || since.get().map(|at| view! { <TimeText at /> })}</dd>
            <dt>"Transport"</dt>
            <dd>{figure(|stats| stats.transport.unwrap_or("–").to_owned())}</dd>
            <dt>"Came up"</dt>
            <dd>{figure(|stats| format!("{} ×", stats.connects))}</dd>
            <dt>"Attempts"</dt>
            <dd>{figure(|stats| stats.attempts.to_string())}</dd>
            <dt>"Last answer"</dt>
            <dd>{figure(|stats| stats.last_ack.map_or_else(|| "–".to_owned(), millis))}</dd>
            <dt>"Heartbeat"</dt>
            <dd>
                {move || match pinged.get() {
                    Some(at) => view! { <TimeText at /> }.into_any(),
                    None => "–".into_any(),
                }}
            </dd>
            <dt>"Last end"</dt>
            <dd>{figure(|stats| stats.ended.clone().unwrap_or_else(|| "–".to_owned()))}</dd>
        </dl>
    }
}

/// A short time as the panel writes it.
pub(super) fn millis(duration: Duration) -> String {
    format!("{} ms", duration.as_millis())
}
