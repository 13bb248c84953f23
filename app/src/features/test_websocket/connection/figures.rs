use super::{super::log::list::millis, ping::Pings};
use crate::{
    components::TimeText,
    connection::{LineStats, Traffic},
    features::account::use_me,
    hooks::{use_connection, use_interval},
};
use leptos::prelude::*;
use std::time::Duration;

/// Between two looks at the counters.
const LOOK: Duration = Duration::from_secs(1);

#[component]
pub(super) fn Figures(pings: Pings) -> impl IntoView {
    let connection = use_connection();
    let stats = connection.stats();
    let since = Memo::new(move |_| stats.with(|stats| stats.since));
    let heartbeat = Memo::new(move |_| stats.with(|stats| stats.pinged_at));
    let time = |at: Memo<Option<protocol::Timestamp>>| {
        move || match at.get() {
            Some(at) => view! { <TimeText at /> }.into_any(),
            None => "–".into_any(),
        }
    };
    let figure = move |read: fn(&LineStats) -> String| move || stats.with(read);
    let traffic = use_traffic();
    let who =
        use_me().map_or_else(|| "visitor".to_owned(), |me| format!("{} ({})", me.name, me.role));
    view! {
        <dl class="figures">
            <dt>"Since"</dt>
            <dd>{time(since)}</dd>
            <dt>"Transport"</dt>
            <dd data-testid="panel-transport">{figure(|stats| or_none(stats.transport))}</dd>
            <dt>"Ping last · p50 · p95"</dt>
            <dd data-testid="panel-ping">{move || pings.summary()}</dd>
            <dt>"Answer last · p50"</dt>
            <dd>{figure(answers)}</dd>
            <dt>"Server clock"</dt>
            <dd>{figure(clock)}</dd>
            <dt>"In"</dt>
            <dd data-testid="panel-in">{move || amount(traffic.get().heard)}</dd>
            <dt>"Out"</dt>
            <dd>{move || amount(traffic.get().said)}</dd>
            <dt>"Heartbeat"</dt>
            <dd>{time(heartbeat)}</dd>
            <dt>"Came up"</dt>
            <dd>{figure(|stats| format!("{} ×", stats.connects))}</dd>
            <dt>"Attempts"</dt>
            <dd>{figure(|stats| stats.attempts.to_string())}</dd>
            <dt>"Last end"</dt>
            <dd>{figure(|stats| or_none(stats.ended.as_deref()))}</dd>
            <dt>"Socket"</dt>
            <dd class="panel__id">{figure(|stats| or_none(stats.sid.as_deref()))}</dd>
            <dt>"Who"</dt>
            <dd>{who}</dd>
            <dt>"Server · page"</dt>
            <dd>
                {figure(|stats| or_none(stats.build.as_deref()))} " · "
                {env!("CARGO_PKG_VERSION")}
            </dd>
        </dl>
    }
}

fn or_none(text: Option<&str>) -> String {
    text.unwrap_or("–").to_owned()
}

fn answers(stats: &LineStats) -> String {
    let text = |time: Option<Duration>| time.map_or_else(|| "–".to_owned(), millis);
    format!("{} · {}", text(stats.last_ack), text(stats.usual_answer()))
}

fn clock(stats: &LineStats) -> String {
    match stats.clock_ahead {
        Some(millis) => format!("{millis:+} ms"),
        None => "–".to_owned(),
    }
}

fn amount((packets, bytes): (u64, u64)) -> String {
    format!("{packets} packets · {} KB", bytes.div_ceil(1_024))
}

/// The line's counters, read again each second.
fn use_traffic() -> RwSignal<Traffic> {
    let connection = use_connection();
    let traffic = RwSignal::new(Traffic::default());
    let look = move || {
        traffic.try_set(connection.traffic());
    };
    use_interval(LOOK, look);
    traffic
}
