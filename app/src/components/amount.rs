use crate::{
    format::{count, local, money},
    time::{Clock, use_clock},
};
use leptos::prelude::*;

/// An amount of money, in the reader's own manner once the page runs.
#[component]
pub fn Money(
    /// In cents.
    cents: i64,
    /// ISO 4217 code.
    #[prop(into)]
    currency: String,
) -> impl IntoView {
    let is_running = is_running();
    move || {
        if is_running.get() { local::money(cents, &currency) } else { money(cents, &currency) }
    }
}

/// What a board costs: `€1,250 a day`.
#[component]
pub fn PricePerDay(
    /// In cents.
    cents: i64,
    /// ISO 4217 code.
    #[prop(into)]
    currency: String,
) -> impl IntoView {
    view! {
        <strong>
            <Money cents currency />
        </strong>
        " a day"
    }
}

/// A whole number, in the reader's own manner once the page runs.
#[component]
pub fn Count(
    /// The number.
    number: i64,
) -> impl IntoView {
    let is_running = is_running();
    move || if is_running.get() { local::count(number) } else { count(number) }
}

fn is_running() -> Memo<bool> {
    let clock = use_clock();
    Memo::new(move |_| matches!(clock.get(), Clock::Local { .. }))
}
