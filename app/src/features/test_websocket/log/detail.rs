use super::{LogView, export, masking::masked};
use crate::{
    components::{Icon, Symbol, copy, use_toasts},
    connection::log::{Answer, Entry},
};
use leptos::prelude::*;
use serde_json::Value;

/// The selected entry in full.
#[component]
pub(super) fn EntryDetail(view: LogView) -> impl IntoView {
    let entry = Memo::new(move |_| {
        view.tick.track();
        view.selected.get().and_then(|id| view.entry(id))
    });
    move || {
        let entry = entry.get()?;
        let masks = view.masks.get();
        let toasts = use_toasts();
        let line = export::line(&entry, masks);
        let take = move |_| copy(pretty(&line), toasts);
        let (title, answer) = (entry.name.clone(), answer(&entry, masks));
        let payload = pretty(&fit(&entry.payload, masks));
        Some(view! {
            <div class="log__entry" data-testid="log-entry" tabindex="0" role="region" aria-label="Entry">
                <div class="log__entry-head">
                    <strong>{title}</strong>
                    <button class="button" type="button" data-testid="entry-copy" on:click=take>
                        <Icon symbol=Symbol::Copy />
                        "Copy"
                    </button>
                    <button
                        class="button"
                        type="button"
                        aria-label="Close the entry"
                        on:click=move |_| view.selected.set(None)
                    >
                        <Icon symbol=Symbol::Close />
                    </button>
                </div>
                <pre class="log__json" data-testid="log-json">
                    {payload}
                </pre>
                {answer
                    .map(|answer| {
                        view! {
                            <p class="panel__note">"Answer"</p>
                            <pre class="log__json" data-testid="log-answer">
                                {answer}
                            </pre>
                        }
                    })}
            </div>
        })
    }
}

fn answer(entry: &Entry, masks: bool) -> Option<String> {
    match &entry.answer {
        Answer::Came { payload, .. } => Some(pretty(&fit(payload, masks))),
        Answer::Missing { why, .. } => Some(why.clone()),
        Answer::Awaited => Some("…".to_owned()),
        Answer::NotAsked => None,
    }
}

fn fit(value: &Value, masks: bool) -> Value {
    if masks { masked(value) } else { value.clone() }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
