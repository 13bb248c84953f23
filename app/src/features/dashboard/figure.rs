use crate::components::{Count, Money};
use leptos::prelude::*;

/// A number with what it is.
#[component]
pub(crate) fn Figure(
    /// For tests: which.
    id: &'static str,
    /// What is counted.
    label: &'static str,
    /// How much.
    value: i64,
    /// A currency, for cents.
    #[prop(optional, into)]
    currency: Option<String>,
    /// What stands behind a plain number.
    #[prop(optional)]
    unit: &'static str,
    /// What one has to know about it.
    #[prop(optional)]
    note: &'static str,
) -> impl IntoView {
    let number = match currency {
        Some(currency) => view! { <Money cents=value currency /> }.into_any(),
        None => view! { <Count number=value /> }.into_any(),
    };
    view! {
        <li class="dash-figure" data-testid="figure" data-figure=id data-value=value>
            <span class="dash-figure__label">{label}</span>
            <span class="dash-figure__number">{number} {unit}</span>
            {(!note.is_empty()).then(|| view! { <span class="dash-figure__label">{note}</span> })}
        </li>
    }
}
