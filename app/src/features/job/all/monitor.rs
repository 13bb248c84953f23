//! How the line to the price monitor is.

use crate::{
    components::{ErrorNotice, Icon, Pill, Symbol, Tone},
    error::ApiResult,
    features::price::price_monitor_health,
    format::count,
    hooks::use_interval,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::price::{BreakerState, PriceMonitorCounts, PriceMonitorHealth, PriceMonitorState};
use std::time::Duration;

/// No event tells of it.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// State, reason, host, what is watched, the breakers, and what has happened since the start.
#[component]
pub(super) fn Monitor(health: ApiResult<PriceMonitorHealth>) -> impl IntoView {
    let content = match health {
        Ok(read) => view! { <Health read /> }.into_any(),
        Err(error) => view! { <ErrorNotice error=error.0 /> }.into_any(),
    };
    view! {
        <section class="dash-panel" aria-labelledby="price-monitor" data-testid="price-monitor">
            <h2 id="price-monitor">"Price monitor"</h2>
            {content}
        </section>
    }
}

#[component]
fn Health(read: PriceMonitorHealth) -> impl IntoView {
    let health = RwSignal::new(read);
    let has_failed = RwSignal::new(false);
    use_interval(LOOK_AGAIN, move || {
        spawn_local(async move {
            let read = price_monitor_health().await;
            has_failed.try_set(read.is_err());
            if let Ok(read) = read {
                health.try_set(read);
            }
        });
    });
    let state = Memo::new(move |_| health.with(|health| health.state));
    let freshness =
        move || if has_failed.get() { "cannot be read now" } else { "checking every 5 s" };
    view! {
        <p class="all-jobs__monitor" data-testid="monitor-state" data-state=move || format!("{:?}", state.get()).to_lowercase()>
            {move || {
                let (label, tone, symbol) = words(state.get());
                view! { <Pill tone symbol label /> }
            }}
            <span class="freshness">
                <Icon symbol=Symbol::Retry />
                {freshness}
            </span>
        </p>
        {move || health.with(|health| health.reason.clone()).map(|reason| view! { <p>{reason}</p> })}
        {move || health.with(facts)}
        <details>
            <summary>"Since the start"</summary>
            {move || health.with(|health| counts(&health.counts))}
        </details>
    }
}

fn words(state: PriceMonitorState) -> (&'static str, Tone, Symbol) {
    match state {
        PriceMonitorState::Off => ("Off", Tone::Neutral, Symbol::Pause),
        PriceMonitorState::Connecting => ("Connecting", Tone::Waiting, Symbol::Clock),
        PriceMonitorState::Connected => ("Connected", Tone::Live, Symbol::Live),
        PriceMonitorState::Reconnecting => ("Connecting again", Tone::Waiting, Symbol::Retry),
        PriceMonitorState::Refused => ("Not let in", Tone::Trouble, Symbol::Alert),
    }
}

fn facts(health: &PriceMonitorHealth) -> impl IntoView + use<> {
    let number = |number: usize| count(i64::try_from(number).unwrap_or(i64::MAX));
    let heard = health.last_event_age_ms.map_or_else(
        || "nothing yet".to_owned(),
        |ms| format!("{} s ago", count(i64::try_from(ms / 1000).unwrap_or(i64::MAX))),
    );
    let all = [
        ("Service", health.host.clone().unwrap_or_else(|| "–".to_owned())),
        ("Last heard", heard),
        ("Jobs watched", number(health.watched)),
        ("Watchers", number(health.watchers)),
        ("Rooms joined", number(health.joined)),
        ("Line", breaker(health.line)),
        ("Requests", breaker(health.requests)),
    ];
    pairs(all.into_iter())
}

fn breaker(state: Option<BreakerState>) -> String {
    match state {
        None => "–".to_owned(),
        Some(BreakerState::Closed) => "passes".to_owned(),
        Some(BreakerState::HalfOpen) => "one is trying".to_owned(),
        Some(BreakerState::Open { retry_in_ms }) => {
            format!("held back, next try in {} s", retry_in_ms.div_ceil(1000))
        }
    }
}

fn counts(counts: &PriceMonitorCounts) -> impl IntoView + use<> {
    let all = [
        ("Let in", counts.connects),
        ("Of these again", counts.reconnects),
        ("Rooms joined", counts.joins),
        ("Rooms left", counts.leaves),
        ("Reports", counts.reports),
        ("Told to watchers", counts.updates),
        ("Not understood", counts.malformed),
        ("Nobody asked for", counts.ignored),
        ("Too many, dropped", counts.dropped),
        ("Lines cut for a flood", counts.floods),
        ("Requests", counts.requests),
        ("Errors", counts.errors),
    ];
    pairs(
        all.into_iter()
            .map(|(name, number)| (name, count(i64::try_from(number).unwrap_or(i64::MAX)))),
    )
}

fn pairs(all: impl Iterator<Item = (&'static str, String)>) -> impl IntoView {
    let pair = |(name, value): (&'static str, String)| {
        view! {
            <div class="job-fact">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! { <dl class="job-facts">{all.map(pair).collect::<Vec<_>>()}</dl> }
}
