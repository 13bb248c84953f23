use super::{
    advertiser::Advertiser,
    api::{read_advertiser_dashboard, read_owner_dashboard},
    owner::Owner,
};
use crate::{
    components::{EmptyState, Loaded, Symbol},
    features::account::{SignInFirst, use_me},
    routes,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::account::Role;

/// `/dashboard`: an owner's boards and earnings, a buyer's campaigns and spending.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let content = match use_me().map(|me| me.role) {
        None => {
            view! { <SignInFirst text="What runs, what it costs and what it earns is here." /> }
                .into_any()
        }
        Some(Role::Owner) => view! { <Both /> }.into_any(),
        Some(Role::Admin) => view! { <Elsewhere /> }.into_any(),
        Some(Role::Advertiser | Role::Tester) => view! { <OfBuyer /> }.into_any(),
    };
    view! {
        <Title text="Dashboard" />
        <div class="dashboard">
            <h1>"Dashboard"</h1>
            {content}
        </div>
    }
}

/// Admins look at the pipeline.
#[component]
fn Elsewhere() -> impl IntoView {
    view! {
        <EmptyState
            symbol=Symbol::System
            title="Yours is the pipeline"
            text="How orders get on, what has failed and who is here is shown there."
        >
            <a class="button button--primary" href=routes::PIPELINE>
                "To the pipeline"
            </a>
        </EmptyState>
    }
}

/// Owners book boards of others as well.
#[component]
fn Both() -> impl IntoView {
    let query = use_query_map();
    let is_buyer = Memo::new(move |_| query.with(|query| query.get_str("as") == Some("buyer")));
    let current = move |of_buyer: bool| move || (is_buyer.get() == of_buyer).then_some("true");
    view! {
        <nav class="segments dashboard__tabs" aria-label="Which dashboard">
            <a class="segment-link" href=routes::DASHBOARD aria-current=current(false)>
                "Boards"
            </a>
            <a class="segment-link" href=routes::BUYER_DASHBOARD aria-current=current(true)>
                "Bookings"
            </a>
        </nav>
        {move || if is_buyer.get() { view! { <OfBuyer /> }.into_any() } else { view! { <OfOwner /> }.into_any() }}
    }
}

#[component]
fn OfOwner() -> impl IntoView {
    let query = use_query_map();
    let page = Memo::new(move |_| {
        query.with(|query| query.get_str("page").and_then(|page| page.parse().ok()).unwrap_or(1))
    });
    let read = Resource::new_blocking(move || page.get(), read_owner_dashboard);
    view! {
        <Loaded resource=read let:read>
            <Owner read />
        </Loaded>
    }
}

#[component]
fn OfBuyer() -> impl IntoView {
    let read = Resource::new_blocking(|| (), |()| read_advertiser_dashboard());
    view! {
        <Loaded resource=read let:read>
            <Advertiser read />
        </Loaded>
    }
}
