use leptos::prelude::*;
use protocol::Day;

/// From when to when a board must have a free place. Either alone is one day.
#[component]
pub(super) fn FreeDays(from: Option<Day>, to: Option<Day>) -> impl IntoView {
    view! {
        <fieldset class="filters__days">
            <legend class="visually-hidden">"Free on every day"</legend>
            <DayField name="freeFrom" label="Free from" day=from />
            <DayField name="freeTo" label="until" day=to />
        </fieldset>
    }
}

#[component]
fn DayField(name: &'static str, label: &'static str, day: Option<Day>) -> impl IntoView {
    let value = day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <label class="filters__day">
            {label} <input class="field__input" r#type="date" name=name value=value.clone() prop:value=value />
        </label>
    }
}
