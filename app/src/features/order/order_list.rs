//! Orders in a list that grows and changes by itself.

use super::{order_row::OrderRow, reading::Reading};
use crate::{
    components::{EmptyState, Symbol},
    hooks::use_connection,
    routes,
    stores::use_stores,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    id::{OrderId, UserId},
    order::{OrderGroup, OrderQuery, OrderView},
};

/// What a list needs to know.
#[derive(Clone)]
pub(super) struct Listing {
    /// As it was read.
    pub(super) reading: Reading,
    /// What was asked.
    pub(super) asked: OrderQuery,
    /// Who looks at it.
    pub(super) me: UserId,
    /// The address of the list.
    pub(super) path: &'static str,
}

/// The rows, and where older ones are.
#[component]
pub(super) fn OrderList(listing: Listing) -> impl IntoView {
    let Listing { reading, asked, me, path } = listing;
    let store = use_stores().orders.orders;
    let reading = RwSignal::new(reading);
    read_again_with_every_line(reading, asked);
    let of = (!asked.all).then_some(me);
    let rows = Memo::new(move |_| {
        reading.with(|reading| store.with(|known| reading.rows(known, asked, of)))
    });
    let older_before = Memo::new(move |_| reading.with(|reading| reading.page.older_before));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <Show when=move || is_empty.get()>
            <Nothing path show=asked.show />
        </Show>
        <ul class="order-rows" data-testid="orders">
            <For each=move || rows.get() key=|order: &OrderView| order.id let:order>
                <OrderRow read=order me asked />
            </For>
        </ul>
        {move || view! { <Pages asked older_before=older_before.get() path /> }}
    }
}

/// What happened while there was no line is not replayed to a list: it is read again. Inert on the server.
fn read_again_with_every_line(reading: RwSignal<Reading>, asked: OrderQuery) {
    let (is_connected, store) = (use_connection().is_connected(), use_stores().orders.orders);
    Effect::new(move |was_connected: Option<bool>| {
        let is_connected = is_connected.get();
        if is_connected && was_connected == Some(false) {
            spawn_local(async move {
                if let Ok(read) = Reading::of(asked, store).await {
                    reading.try_set(read);
                }
            });
        }
        is_connected
    });
}

/// An empty list: of all orders, or of a choice of them.
#[component]
fn Nothing(path: &'static str, show: OrderGroup) -> impl IntoView {
    match show {
        OrderGroup::All => view! {
            <EmptyState
                symbol=Symbol::Checks
                title="No orders yet"
                text="Find a board, choose days, and hold them: the order appears here at once."
            >
                <a class="button" href=routes::BROWSE>
                    "Browse boards"
                </a>
            </EmptyState>
        }
        .into_any(),
        group => view! {
            <EmptyState
                symbol=Symbol::Checks
                title=format!("No order is {} now", group.as_str())
                text="As soon as one is, it appears here."
            >
                <a class="button" href=routes::listed(path, OrderGroup::All)>
                    "Show all orders"
                </a>
            </EmptyState>
        }
        .into_any(),
    }
}

#[component]
fn Pages(asked: OrderQuery, older_before: Option<OrderId>, path: &'static str) -> impl IntoView {
    let is_newest = asked.before.is_none();
    let newest = routes::listed(path, asked.show);
    let older = |before: OrderId| format!("{newest}&before={before}");
    view! {
        <nav class="pages" aria-label="Pages">
            {(!is_newest).then(|| view! { <a class="button" href=newest.clone()>"Newest"</a> })}
            {older_before
                .map(|before| {
                    view! { <a class="button" rel="next" href=older(before)>"Older"</a> }
                })}
        </nav>
    }
}

fn name(group: OrderGroup) -> &'static str {
    match group {
        OrderGroup::All => "All",
        OrderGroup::Open => "Open",
        OrderGroup::Booked => "Booked",
        OrderGroup::Over => "Over",
    }
}

/// The choice of what is shown: links, so that it is in the address.
#[component]
pub(super) fn ShowChoice(path: &'static str, shown: Signal<OrderGroup>) -> impl IntoView {
    let link = move |one: OrderGroup| {
        view! {
            <a
                class="segment-link"
                href=routes::listed(path, one)
                aria-current=move || (shown.get() == one).then_some("true")
            >
                {name(one)}
            </a>
        }
    };
    view! {
        <nav class="segments order-show" aria-label="Which orders">
            {OrderGroup::ALL.map(link)}
        </nav>
    }
}
