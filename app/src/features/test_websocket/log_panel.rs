use super::line_panel::millis;
use crate::{
    components::{Icon, Symbol, Tone, use_toasts},
    connection::log::{CAPACITY, Direction, Entry, LogBook},
    hooks::use_connection,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

/// The log as it is looked at.
#[derive(Clone, Copy)]
struct View {
    log: RwSignal<LogBook>,
    filter: RwSignal<String>,
    /// The newest entry when the log was paused.
    paused_at: RwSignal<Option<u64>>,
}

impl View {
    fn shown(self) -> Vec<Entry> {
        let (filter, paused_at) = (self.filter.get(), self.paused_at.get());
        let is_shown = |entry: &&Entry| {
            paused_at.is_none_or(|last| entry.id <= last) && entry.matches(&filter)
        };
        self.log.with(|log| log.entries().rev().filter(is_shown).cloned().collect())
    }

    /// How many came since the log was paused.
    fn held_back(self) -> u64 {
        let last = self.log.with(LogBook::last_id);
        last.zip(self.paused_at.get()).map_or(0, |(last, paused)| last.saturating_sub(paused))
    }
}

/// What went over the line, the newest first.
#[component]
pub(super) fn LogPanel() -> impl IntoView {
    let log = use_connection().log();
    let view = View { log, filter: RwSignal::default(), paused_at: RwSignal::new(None) };
    let shown = Memo::new(move |_| view.shown());
    view! {
        <section class="panel panel--log" aria-labelledby="panel-log">
            <div class="log__bar">
                <h2 class="panel__title" id="panel-log">
                    "Log"
                    <span class="panel__note">
                        {move || shown.with(Vec::len)} {format!(" of at most {CAPACITY}")}
                    </span>
                </h2>
                <Controls view shown />
            </div>
            // Read aloud only on request: it never stops.
            <div class="log" role="log" aria-live="off" tabindex="0" aria-label="Log entries">
                <ol>
                    <For each=move || shown.get() key=|entry| entry.id let:entry>
                        <LogRow entry />
                    </For>
                </ol>
            </div>
            {move || {
                shown.with(Vec::is_empty)
                    .then(|| view! { <p class="panel__empty">"Nothing to show yet."</p> })
            }}
        </section>
    }
}

#[component]
fn Controls(view: View, shown: Memo<Vec<Entry>>) -> impl IntoView {
    let toasts = use_toasts();
    let is_paused = move || view.paused_at.with(Option::is_some);
    let pause = move |_| {
        let last = view.log.with_untracked(LogBook::last_id);
        view.paused_at.update(|paused| {
            *paused = if paused.is_some() { None } else { Some(last.unwrap_or_default()) };
        });
    };
    let copy = move |_| {
        let text = shown.with_untracked(|entries| lines(entries));
        spawn_local(async move {
            let (tone, text) = match write_clipboard(&text).await {
                Some(()) => (Tone::News, "The log is copied"),
                None => (Tone::Trouble, "The browser does not allow copying here"),
            };
            toasts.show(tone, text);
        });
    };
    let pause_label = move || match (is_paused(), view.held_back()) {
        (false, _) => "Pause".to_owned(),
        (true, 0) => "Resume".to_owned(),
        (true, n) => format!("Resume (+{n})"),
    };
    view! {
        <div class="log__controls">
            <label class="log__filter">
                <span class="visually-hidden">"Filter"</span>
                <input
                    class="field__input"
                    type="search"
                    placeholder="Filter: name, direction or content"
                    data-testid="log-filter"
                    on:input=move |event| view.filter.set(event_target_value(&event))
                />
            </label>
            <button
                class="button"
                type="button"
                data-testid="log-pause"
                aria-pressed=move || is_paused().to_string()
                on:click=pause
            >
                <Icon symbol=Symbol::Pause />
                {pause_label}
            </button>
            <button
                class="button"
                type="button"
                data-testid="log-clear"
                on:click=move |_| view.log.update(LogBook::clear)
            >
                "Clear"
            </button>
            <button class="button" type="button" data-testid="log-copy" on:click=copy>
                <Icon symbol=Symbol::Copy />
                "Copy"
            </button>
        </div>
    }
}

#[component]
fn LogRow(entry: Entry) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let payload = entry.payload.clone();
    let size = entry.size();
    let class = format!(
        "log__row log__row--{}{}",
        entry.direction.as_str(),
        if entry.is_trouble { " log__row--trouble" } else { "" }
    );
    let json = move || {
        is_open.get().then(|| {
            let text = serde_json::to_string_pretty(&*payload).unwrap_or_default();
            view! {
                <pre class="log__json" data-testid="log-json">
                    {text}
                </pre>
            }
        })
    };
    let toggled = move |event: leptos::ev::Event| {
        let details =
            event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        is_open.set(details.is_some_and(|details| details.has_attribute("open")));
    };
    view! {
        <li
            class=class
            data-testid="log-row"
            data-direction=entry.direction.as_str()
            data-name=entry.name.clone()
        >
            <details on:toggle=toggled>
                <summary class="log__line">
                    <span class="log__time">{time_of_day(entry.at.0)}</span>
                    <span class="log__direction">{arrow(entry.direction)}</span>
                    <span class="log__name">{entry.name.clone()}</span>
                    <span class="log__size">{(size > 0).then(|| format!("{size} B"))}</span>
                    <span class="log__latency">{entry.latency.map(millis)}</span>
                </summary>
                {json}
            </details>
        </li>
    }
}

fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "← in",
        Direction::Out => "→ out",
        Direction::Ack => "⇠ ack",
        Direction::Line => "· line",
    }
}

/// To the millisecond, in UTC, as server logs write it.
fn time_of_day(at: i64) -> String {
    let (seconds, millis) = (at.div_euclid(1_000), at.rem_euclid(1_000));
    let (hours, minutes) = (seconds / 3_600 % 24, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{millis:03}", seconds % 60)
}

/// One JSON object a line, the oldest first.
fn lines(entries: &[Entry]) -> String {
    let line = |entry: &Entry| {
        serde_json::json!({
            "at": entry.at,
            "direction": entry.direction.as_str(),
            "name": entry.name,
            "payload": *entry.payload,
            "latencyMs": entry.latency.map(|latency| latency.as_millis()),
        })
        .to_string()
    };
    entries.iter().rev().map(line).collect::<Vec<_>>().join("\n")
}

/// `None` where the browser forbids it.
async fn write_clipboard(text: &str) -> Option<()> {
    if !window().is_secure_context() {
        return None;
    }
    let promise = window().navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.ok().map(drop)
}

#[cfg(test)]
mod tests {
    use super::time_of_day;

    #[test]
    fn log_times_are_exact_to_the_millisecond() {
        assert_eq!(time_of_day(1_772_355_900_007), "09:05:00.007");
    }
}
