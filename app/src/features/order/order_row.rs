use super::{state_pill::StatePill, words::headline};
use crate::{
    components::{Money, TimeText},
    format::day::day_range,
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::{
    id::{OrderId, UserId},
    order::{OrderQuery, OrderView},
};

/// An order in a list: what, with whom, when, how it stands, for how much. Current while it is shown.
#[component]
pub(super) fn OrderRow(
    /// As it was read.
    read: OrderView,
    /// Who looks at it.
    me: UserId,
    /// What the list was asked, so that one finds back to it.
    asked: OrderQuery,
) -> impl IntoView {
    let store = use_stores().orders.orders;
    let (title, reference) = (headline(&read), read.reference());
    let days = read.lines.first().map(|line| day_range(line.days));
    let (total, currency) = (read.total_cents, read.currency.clone());
    let who = if me == read.buyer.id {
        format!("from {}", read.owner.name)
    } else if me == read.owner.id {
        format!("by {}", read.buyer.name)
    } else {
        format!("by {} from {}", read.buyer.name, read.owner.name)
    };
    let id: OrderId = read.id;
    let order = Memo::new(move |_| store.with(|known| known.newest(&read)));
    let state = Memo::new(move |_| order.with(|order| order.state));
    let changed_at = Memo::new(move |_| order.with(|order| order.updated_at));
    view! {
        <li
            class="order-row"
            data-testid="order-row"
            data-id=id.to_string()
            data-state=move || state.get().as_str()
        >
            <p class="order-row__title">
                <a href=routes::order_in(id, asked)>{title}</a>
            </p>
            <p class="order-row__text muted">{days} " · " {who} " · " {reference}</p>
            <p class="order-row__price">
                <Money cents=total currency />
            </p>
            <p class="order-row__state">{move || view! { <StatePill state=state.get() /> }}</p>
            <p class="order-row__time muted">
                {move || view! { <TimeText at=changed_at.get() /> }}
            </p>
        </li>
    }
}
