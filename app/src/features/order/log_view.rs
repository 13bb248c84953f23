//! The log of an order. Full parts of it are drawn once and left alone; the browser lays out only those in view
//! (`content-visibility`), so that ten thousand lines scroll as ten do.

use super::{
    freshness::Freshness,
    log_filter::{LogFilter, as_text},
    log_lines::Lines,
    work::FreshnessText,
};
use crate::{
    components::{Icon, Symbol},
    features::test_websocket::save_file,
    format::{count, counted},
    stores::{
        order::log::{Log, Logs},
        use_stores,
    },
};
use leptos::prelude::*;
use protocol::{
    id::OrderId,
    order::{LogLevel, LogLine, OrderView},
};

/// How one looks at the log.
#[derive(Clone, Copy)]
pub(super) struct LogView {
    id: OrderId,
    store: RwSignal<Logs>,
    /// The order's, for the file's name.
    reference: StoredValue<String>,
    pub(super) filter: RwSignal<LogFilter>,
    /// While the list stands still: how many lines there were.
    held_at: RwSignal<Option<usize>>,
    /// Whether the newest line is kept in view.
    pub(super) follows: RwSignal<bool>,
}

impl LogView {
    fn with<T: Default>(self, look: impl FnOnce(&[LogLine]) -> T) -> T {
        self.store.with(|logs| logs.get(self.id).map(Log::lines).map(look).unwrap_or_default())
    }

    /// The lines that may be shown: all, or those that were there when it was held.
    pub(super) fn with_lines<T: Default>(self, look: impl FnOnce(&[LogLine]) -> T) -> T {
        let held_at = self.held_at.get();
        self.with(|lines| look(lines.get(..held_at.unwrap_or(lines.len())).unwrap_or(lines)))
    }

    /// One line.
    pub(super) fn line(self, place: usize) -> Option<LogLine> {
        untrack(|| self.with(|lines| lines.get(place).cloned()))
    }

    fn len(self) -> usize {
        self.with(<[LogLine]>::len)
    }

    fn hold_or_go_on(self) {
        let is_held = self.held_at.get_untracked().is_some();
        self.held_at.set((!is_held).then(|| untrack(|| self.len())));
    }

    fn save(self) {
        let name = self.reference.with_value(|reference| format!("order-{reference}.log"));
        save_file(&name, &untrack(|| self.with(as_text)));
    }
}

/// The log with its tools.
#[component]
pub(super) fn LogSection(id: OrderId, freshness: RwSignal<Freshness>) -> impl IntoView {
    let stores = use_stores().orders;
    let reference = stores.orders.with_untracked(|known| known.get(id).map(OrderView::reference));
    let view = LogView {
        id,
        store: stores.logs,
        reference: StoredValue::new(reference.unwrap_or_default()),
        filter: RwSignal::default(),
        held_at: RwSignal::new(None),
        follows: RwSignal::new(true),
    };
    view! {
        <section class="order-log" aria-labelledby="order-log" data-testid="order-log">
            <div class="order-work__head">
                <h2 id="order-log">"Log"</h2>
                <FreshnessText freshness is_said_above=true />
            </div>
            <Tools view />
            <Lines view />
        </section>
    }
}

#[component]
fn Tools(view: LogView) -> impl IntoView {
    let LogView { filter, held_at, follows, .. } = view;
    let waiting = move || held_at.get().map(|held_at| view.len().saturating_sub(held_at));
    let hold = move || match waiting() {
        None => "Pause".to_owned(),
        Some(0) => "Go on".to_owned(),
        Some(new) => format!("Go on ({} new)", count(i64::try_from(new).unwrap_or(i64::MAX))),
    };
    view! {
        <div class="order-log__tools">
            <Levels filter />
            <label class="order-log__find">
                <span class="visually-hidden">"Find in the log"</span>
                <input
                    class="field__input"
                    r#type="search"
                    placeholder="Find"
                    data-testid="log-find"
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        filter.update(|filter| filter.text = text);
                    }
                />
            </label>
            <button
                class="button"
                type="button"
                aria-pressed=move || follows.get().to_string()
                data-testid="log-follow"
                on:click=move |_| follows.update(|follows| *follows = !*follows)
            >
                <Icon symbol=Symbol::Down />
                "Follow"
            </button>
            <button
                class="button"
                type="button"
                data-testid="log-hold"
                on:click=move |_| view.hold_or_go_on()
            >
                <Icon symbol=Symbol::Pause />
                {hold}
            </button>
            <button class="button" type="button" data-testid="log-save" on:click=move |_| view.save()>
                "Download"
            </button>
            <Found view />
        </div>
    }
}

/// How many lines are shown.
#[component]
fn Found(view: LogView) -> impl IntoView {
    let text = move || {
        let all = i64::try_from(view.len()).unwrap_or(i64::MAX);
        let shown = view.with_lines(|lines| {
            view.filter.with(|filter| filter.parts(lines).iter().map(Vec::len).sum::<usize>())
        });
        let shown = i64::try_from(shown).unwrap_or(i64::MAX);
        if shown == all {
            counted(all, "line", "lines")
        } else {
            format!("{} of {}", count(shown), counted(all, "line", "lines"))
        }
    };
    view! { <p class="order-log__count muted" data-testid="log-count">{text}</p> }
}

#[component]
fn Levels(filter: RwSignal<LogFilter>) -> impl IntoView {
    let choice = move |level: LogLevel| {
        let label = match level {
            LogLevel::Info => "All",
            LogLevel::Warn => "Warnings",
            LogLevel::Error => "Errors",
        };
        view! {
            <label class="segment">
                <input
                    r#type="radio"
                    name="level"
                    value=level.as_str()
                    checked=level == LogLevel::Info
                    on:change=move |_| filter.update(|filter| filter.from = level)
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segments order-log__levels">
            <legend class="visually-hidden">"Level"</legend>
            {LogLevel::ALL.map(choice)}
        </fieldset>
    }
}
