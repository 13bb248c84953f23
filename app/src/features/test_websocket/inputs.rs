//! Small inputs that several panes use.

use leptos::prelude::*;

#[component]
pub(super) fn Tick(
    label: &'static str,
    id: &'static str,
    value: Signal<bool>,
    set: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="options__tick">
            <input
                type="checkbox"
                data-testid=id
                prop:checked=value
                on:change=move |event| set(event_target_checked(&event))
            />
            {label}
        </label>
    }
}

#[component]
pub(super) fn Number(
    label: &'static str,
    id: &'static str,
    value: Signal<u32>,
    set: impl Fn(u32) + 'static,
) -> impl IntoView {
    let change = move |event| {
        if let Ok(value) = event_target_value(&event).parse() {
            set(value);
        }
    };
    view! {
        <label class="options__number">
            <span>{label}</span>
            <input
                class="field__input"
                type="number"
                min="0"
                inputmode="numeric"
                data-testid=id
                prop:value=move || value.get().to_string()
                on:change=change
            />
        </label>
    }
}
