use super::{
    order_list::{Listing, OrderList, ShowChoice},
    reading::Reading,
};
use crate::{
    components::Loaded,
    features::account::{SignInFirst, use_me},
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use protocol::{
    id::UserId,
    order::{OrderGroup, OrderQuery},
};

/// `/orders`: the viewer's orders, as buyer and as owner.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let content = match use_me() {
        Some(me) => view! { <Mine me=me.user_id /> }.into_any(),
        None => {
            view! { <SignInFirst text="What you book, and what is booked with you, is here." /> }
                .into_any()
        }
    };
    view! {
        <Title text="Orders" />
        <div class="orders-page">
            <h1>"Orders"</h1>
            {content}
        </div>
    }
}

#[component]
fn Mine(me: UserId) -> impl IntoView {
    let query = use_query_map();
    let shown = use_shown();
    let asked = Memo::new(move |_| OrderQuery { all: false, ..query.with(asked_in) });
    let store = use_stores().orders.orders;
    let page = Resource::new_blocking(move || asked.get(), move |asked| Reading::of(asked, store));
    let listing = move |reading| {
        let asked = asked.get_untracked();
        Listing { reading, asked, me, path: routes::ORDERS }
    };
    view! {
        <ShowChoice path=routes::ORDERS shown />
        <Loaded resource=page let:reading>
            <OrderList listing=listing(reading) />
        </Loaded>
    }
}

/// What the address asks for.
pub(super) fn use_shown() -> Signal<OrderGroup> {
    let query = use_query_map();
    let shown = move |_: Option<&_>| {
        let asked = query.with(|query| query.get_str("show")?.parse().ok());
        asked.unwrap_or_default()
    };
    Memo::new(shown).into()
}

/// What the address of a list asks for, or that of an order opened from one.
pub(super) fn asked_in(query: &ParamsMap) -> OrderQuery {
    OrderQuery {
        before: query.get_str("before").and_then(|id| id.parse().ok()),
        show: query.get_str("show").and_then(|show| show.parse().ok()).unwrap_or_default(),
        all: query.get_str("list") == Some(routes::PIPELINE_LIST),
    }
}
