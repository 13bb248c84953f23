use super::{Icon, Symbol};
use leptos::prelude::*;

/// What stands where a list has nothing to show: why, and as children the next step.
#[component]
pub fn EmptyState(
    /// What the list is about.
    symbol: Symbol,
    /// One short sentence.
    #[prop(into)]
    title: String,
    /// What that means, or what to do; may be empty.
    #[prop(optional, into)]
    text: String,
    /// One button or link, the next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <span class="empty-state__symbol">
                <Icon symbol />
            </span>
            <p class="empty-state__title">{title}</p>
            {(!text.is_empty()).then(|| view! { <p class="empty-state__text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-state__way-out">{children()}</div> })}
        </div>
    }
}
