//! Orders in a list that grows and changes by itself.

use super::order_row::OrderRow;
use crate::{
    components::{EmptyState, Symbol},
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::{
    id::{OrderId, UserId},
    order::{OrderGroup, OrderPage, OrderView},
};
use std::collections::BTreeMap;

/// What a list needs to know.
#[derive(Clone)]
pub(super) struct Listing {
    /// As it was read.
    pub(super) page: OrderPage,
    /// Whether it is the first page, which grows.
    pub(super) is_newest: bool,
    /// Who looks at it.
    pub(super) me: UserId,
    /// Whether everybody's orders are in it.
    pub(super) of_all: bool,
    /// Which of them.
    pub(super) show: OrderGroup,
    /// The address of the list.
    pub(super) path: &'static str,
}

/// The rows, and where older ones are.
#[component]
pub(super) fn OrderList(listing: Listing) -> impl IntoView {
    let Listing { page, is_newest, me, of_all, show, path } = listing;
    let store = use_stores().orders.orders;
    let OrderPage { orders: read, older_before } = page;
    let oldest = older_before.and(read.last()).map(|order| order.id);
    let of = (!of_all).then_some(me);
    let rows = Memo::new(move |_| {
        store.with(|known| {
            let mut rows: BTreeMap<OrderId, OrderView> =
                read.iter().map(|order| (order.id, known.newest(order))).collect();
            // An order comes to its owner when it is submitted, which may be long after it was made.
            let new = if is_newest { known.after(oldest, of) } else { Vec::new() };
            rows.extend(new.into_iter().map(|order| (order.id, order)));
            rows.into_values().rev().filter(|order| show.has(order.state)).collect::<Vec<_>>()
        })
    });
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <Show when=move || is_empty.get()>
            <Nothing path show />
        </Show>
        <ul class="order-rows" data-testid="orders">
            <For each=move || rows.get() key=|order: &OrderView| order.id let:order>
                <OrderRow read=order me />
            </For>
        </ul>
        <Pages is_newest older_before path show />
    }
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
fn Pages(
    is_newest: bool,
    older_before: Option<OrderId>,
    path: &'static str,
    show: OrderGroup,
) -> impl IntoView {
    let newest = routes::listed(path, show);
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
