use super::{
    api::list_orders,
    order_list::{Listing, OrderList, ShowChoice},
};
use crate::{
    components::{ErrorNotice, Skeleton, SkeletonShape},
    features::account::{SignInFirst, use_me},
    hooks::use_connection,
    routes,
    stores::use_stores,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
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
    let before = Memo::new(move |_| query.with(|query| query.get_str("before")?.parse().ok()));
    let shown = use_shown();
    let asked = move || OrderQuery { before: before.get(), show: shown.get(), all: false };
    let page = Resource::new_blocking(asked, list_orders);
    read_again_with_every_line(false);
    let content = move || {
        Suspend::new(async move {
            match page.await {
                Ok(page) => {
                    let is_newest = before.get_untracked().is_none();
                    let listing = Listing {
                        page,
                        is_newest,
                        me,
                        of_all: false,
                        show: shown.get_untracked(),
                        path: routes::ORDERS,
                    };
                    view! { <OrderList listing /> }.into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| page.refetch());
                    view! { <ErrorNotice error=error.0 on_retry /> }.into_any()
                }
            }
        })
    };
    view! {
        <ShowChoice path=routes::ORDERS shown />
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Rows count=6 /> }
        }>{content}</Transition>
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

/// What happened while there was no line is not replayed to a list: its newest page is read again. Inert on
/// the server.
pub(super) fn read_again_with_every_line(of_all: bool) {
    let (is_connected, store) = (use_connection().is_connected(), use_stores().orders.orders);
    Effect::new(move |was_connected: Option<bool>| {
        let is_connected = is_connected.get();
        if is_connected && was_connected == Some(false) {
            spawn_local(async move {
                let newest = OrderQuery { all: of_all, ..OrderQuery::default() };
                if let Ok(page) = list_orders(newest).await {
                    store.try_update(|orders| {
                        page.orders.into_iter().for_each(|it| orders.learn(it));
                    });
                }
            });
        }
        is_connected
    });
}
