use super::price::Price;
use crate::{
    components::{Avatar, Icon, Money, Symbol, TimeText},
    format::day::day_range,
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::{
    id::OrderId,
    order::{
        OrderLine, OrderView, Party,
        ledger::{Moved, Movement, movements},
    },
};

/// What was booked, for how much, by whom, and where one talks about it.
#[component]
pub(super) fn Facts(order: Memo<OrderView>, party: Party) -> impl IntoView {
    let read = order.get_untracked();
    let has_many = read.lines.len() > 1;
    let lines = read.lines.into_iter().map(|line| view! { <Line line /> }).collect_view();
    let talk = Memo::new(move |_| order.with(|order| order.conversation_id));
    let balance = Memo::new(move |_| order.with(|order| order.balance_cents));
    let currency = StoredValue::new(read.currency.clone());
    let money = move |cents| view! { <Money cents currency=currency.get_value() /> };
    view! {
        <section class="order-facts">
            <h2>"Booked"</h2>
            <ul class="order-lines">{lines}</ul>
            {has_many
                .then(|| {
                    view! {
                        <p class="order-facts__total">
                            "In all "
                            <strong>{money(read.total_cents)}</strong>
                        </p>
                    }
                })}
            <Ledger id=read.id total=(read.total_cents, read.currency.clone()) names=(read.buyer.name.clone(), read.owner.name.clone()) />
            <p class="muted" data-testid="order-balance" data-cents=move || balance.get()>
                {move || match balance.get() {
                    0 => "Bulletin holds no money for it now.".into_any(),
                    cents => view! { {money(cents)} " is held by Bulletin until it is over." }.into_any(),
                }}
            </p>
            <Parties buyer=read.buyer.name owner=read.owner.name party />
            <p class="muted">"Made " <TimeText at=read.created_at /></p>
            {move || {
                talk.get()
                    .map(|id| {
                        view! {
                            <a class="button button--wide" href=routes::conversation(id)>
                                <Icon symbol=Symbol::Conversation />
                                "Talk about it"
                            </a>
                        }
                    })
            }}
        </section>
    }
}

/// Every movement of its money, as its life tells it; absent while none has moved.
#[component]
fn Ledger(
    id: OrderId,
    total: (i64, String),
    /// The buyer's and the owner's.
    names: (String, String),
) -> impl IntoView {
    let store = use_stores().orders.orders;
    let moved = Memo::new(move |_| movements(&store.with(|orders| orders.timeline(id))));
    let row = move |moved: Moved| {
        let text = match moved.movement {
            Movement::Charge => format!("Paid by {}", names.0),
            Movement::Refund => format!("Given back to {}", names.0),
            Movement::Payout => format!("Paid out to {}", names.1),
        };
        let (cents, currency) = total.clone();
        view! {
            <div class="price-table__row" data-movement=moved.movement.as_str()>
                <dt>{text} ", " <TimeText at=moved.at /></dt>
                <dd>
                    <Money cents currency />
                </dd>
            </div>
        }
    };
    move || {
        let moved = moved.get();
        (!moved.is_empty()).then(|| {
            view! {
                <dl class="price-table" aria-label="Money" data-testid="ledger">
                    {moved.into_iter().map(&row).collect_view()}
                </dl>
            }
        })
    }
}

#[component]
fn Line(line: OrderLine) -> impl IntoView {
    view! {
        <li class="order-line">
            <img
                class="order-line__picture"
                src=routes::board_picture(line.board_id)
                alt=""
                width="480"
                height="300"
            />
            <p class="order-line__title">
                <a href=routes::board(line.board_id)>{line.title}</a>
            </p>
            <p class="muted">{line.city} " · " {day_range(line.days)}</p>
            <Price quote=line.quote />
        </li>
    }
}

#[component]
fn Parties(buyer: String, owner: String, party: Party) -> impl IntoView {
    let you = |is_you: bool| is_you.then(|| view! { <span class="muted">" (you)"</span> });
    let is_buyer = party == Party::Buyer;
    let is_owner = party == Party::Owner;
    view! {
        <dl class="order-parties">
            <div>
                <dt>"Buyer"</dt>
                <dd>
                    <Avatar name=buyer.clone() />
                    <span>{buyer} {you(is_buyer)}</span>
                </dd>
            </div>
            <div>
                <dt>"Owner"</dt>
                <dd>
                    <Avatar name=owner.clone() />
                    <span>{owner} {you(is_owner)}</span>
                </dd>
            </div>
        </dl>
    }
}
