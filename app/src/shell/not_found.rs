use crate::{
    backend::set_status,
    components::{EmptyState, Symbol},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::ErrorCode;

/// What stands at an address that leads nowhere. The response is a 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <NotFound text="The address may be mistyped, or the page has moved." /> }
}

/// The same for a page whose thing is gone.
#[component]
pub fn NotFound(
    /// What may have happened.
    text: &'static str,
) -> impl IntoView {
    set_status(ErrorCode::NotFound);
    view! {
        <Title text="Not found" />
        <div class="not-found">
            <h1 class="visually-hidden">"Not found"</h1>
            <EmptyState symbol=Symbol::Nothing title="Nothing is posted here" text>
                <a class="button button--primary" href=routes::BROWSE>
                    "Browse boards"
                </a>
            </EmptyState>
        </div>
    }
}
