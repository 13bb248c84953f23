use crate::time::{Clock, from_local, to_local, use_clock};
use leptos::prelude::*;
use protocol::announcement::{moment_of, text_of_moment};

/// A field for a moment. It takes and shows the reader's own time, and UTC where no scripts run; what is sent
/// with the form is UTC in any case.
#[component]
pub(super) fn MomentField(
    /// Of the field that is sent.
    name: &'static str,
    /// What it is, the zone left out.
    label: &'static str,
    /// What an empty one means.
    when_empty: &'static str,
    /// In UTC, as [`text_of_moment`] writes it; may be empty.
    value: String,
    #[prop(optional)] is_wrong: bool,
) -> impl IntoView {
    let is_local = Memo::new({
        let clock = use_clock();
        move |_| matches!(clock.get(), Clock::Local { .. })
    });
    let shown = {
        let value = value.clone();
        move || if is_local.get() { in_local(&value) } else { value.clone() }
    };
    let utc = RwSignal::new(value);
    let write = move |text: String| utc.set(if is_local.get() { in_utc(&text) } else { text });
    view! {
        <label class="field" class:field--wrong=is_wrong>
            <span class="field__label">
                {label} {move || if is_local.get() { " (your time, " } else { " (UTC, " }}
                {format!("empty: {when_empty})")}
            </span>
            <input
                class="field__input"
                r#type="datetime-local"
                name=move || (!is_local.get()).then_some(name)
                prop:value=shown.clone()
                value=shown
                on:input=move |event| write(event_target_value(&event))
            />
        </label>
        <input r#type="hidden" name=move || is_local.get().then_some(name) prop:value=utc />
    }
}

fn in_local(utc: &str) -> String {
    moment_of(utc).map(|at| text_of_moment(to_local(at))).unwrap_or_default()
}

/// What is not a moment stays as it is, for the server to say so.
fn in_utc(local: &str) -> String {
    moment_of(local).map_or_else(|| local.to_owned(), |at| text_of_moment(from_local(at)))
}
