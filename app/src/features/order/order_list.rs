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
    order::{OrderPage, OrderState, OrderView},
};

/// Which orders are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// All.
    #[default]
    All,
    /// Somebody has to do something.
    Open,
    /// The boards are booked for good.
    Booked,
    /// Nothing will happen any more.
    Over,
}

impl Shown {
    pub(super) const EACH: [Self; 4] = [Self::All, Self::Open, Self::Booked, Self::Over];

    /// In the address.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Open => "open",
            Self::Booked => "booked",
            Self::Over => "over",
        }
    }

    /// What is no choice is all.
    pub(super) fn of(text: &str) -> Self {
        Self::EACH.into_iter().find(|show| show.as_str() == text).unwrap_or_default()
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Booked => "Booked",
            Self::Over => "Over",
        }
    }

    fn has(self, state: OrderState) -> bool {
        let is_booked = matches!(state, OrderState::Scheduled | OrderState::Running);
        match self {
            Self::All => true,
            Self::Open => !is_booked && !state.is_over(),
            Self::Booked => is_booked,
            Self::Over => state.is_over(),
        }
    }
}

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
    /// The address of the list.
    pub(super) path: &'static str,
}

/// The rows, and where older ones are.
#[component]
pub(super) fn OrderList(listing: Listing, shown: Signal<Shown>) -> impl IntoView {
    let Listing { page, is_newest, me, of_all, path } = listing;
    let store = use_stores().orders.orders;
    let OrderPage { orders: read, older_before } = page;
    let newest = read.first().map(|order| order.id);
    let of = (!of_all).then_some(me);
    let rows = Memo::new(move |_| {
        store.with(|known| {
            let new = if is_newest { known.after(newest, of) } else { Vec::new() };
            let all = new.into_iter().chain(read.iter().map(|order| known.newest(order)));
            let show = shown.get();
            all.filter(|order| show.has(order.state)).collect::<Vec<OrderView>>()
        })
    });
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <Show when=move || is_empty.get()>
            <EmptyState
                symbol=Symbol::Checks
                title="No orders here"
                text="Find a board, choose days, and hold them: the order appears here at once."
            >
                <a class="button" href=routes::BROWSE>
                    "Browse boards"
                </a>
            </EmptyState>
        </Show>
        <ul class="order-rows" data-testid="orders">
            <For each=move || rows.get() key=|order: &OrderView| order.id let:order>
                <OrderRow read=order me />
            </For>
        </ul>
        <Pages is_newest older_before path shown />
    }
}

#[component]
fn Pages(
    is_newest: bool,
    older_before: Option<OrderId>,
    path: &'static str,
    shown: Signal<Shown>,
) -> impl IntoView {
    let older =
        move |before: OrderId| format!("{path}?show={}&before={before}", shown.get().as_str());
    view! {
        <nav class="pages" aria-label="Pages">
            {(!is_newest).then(|| view! { <a class="button" href=path>"Newest"</a> })}
            {older_before
                .map(|before| {
                    view! { <a class="button" rel="next" href=move || older(before)>"Older"</a> }
                })}
        </nav>
    }
}

/// The choice of what is shown: links, so that it is in the address.
#[component]
pub(super) fn ShowChoice(path: &'static str, shown: Signal<Shown>) -> impl IntoView {
    let link = move |one: Shown| {
        let href = match one {
            Shown::All => path.to_owned(),
            one => format!("{path}?show={}", one.as_str()),
        };
        view! {
            <a
                class="segment-link"
                href=href
                aria-current=move || (shown.get() == one).then_some("true")
            >
                {one.name()}
            </a>
        }
    };
    view! {
        <nav class="segments order-show" aria-label="Which orders">
            {Shown::EACH.map(link)}
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_open_booked_or_over() {
        for state in OrderState::ALL {
            let kinds = [Shown::Open, Shown::Booked, Shown::Over];
            assert_eq!(kinds.iter().filter(|kind| kind.has(state)).count(), 1, "{state}");
        }
        assert_eq!(Shown::of("booked"), Shown::Booked);
        assert_eq!(Shown::of("elsewhere"), Shown::All);
    }
}
