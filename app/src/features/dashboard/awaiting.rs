use crate::{
    components::TimeText,
    features::order::{StatePill, headline, next_step},
    format::counted,
    routes,
};
use leptos::prelude::*;
use protocol::{
    dashboard::Awaiting,
    order::{OrderGroup, Party},
};

/// So many are shown; the others are a click away.
const SHOWN: u32 = 6;

/// The list that has all that waits for this party. Work that was set aside waits for the buyer in any state, also of
/// an order that is booked or over.
fn behind(party: Party) -> OrderGroup {
    match party {
        Party::Owner => OrderGroup::Open,
        _ => OrderGroup::All,
    }
}

/// What waits for the viewer, what is due first first.
#[component]
pub(super) fn AwaitingList(
    awaiting: Vec<Awaiting>,
    /// How much there is in all.
    count: i64,
    party: Party,
) -> impl IntoView {
    let is_empty = awaiting.is_empty();
    let more = count - i64::from(SHOWN);
    let row = move |one: Awaiting| view! { <Row one party /> };
    let rows = awaiting.into_iter().take(SHOWN as usize).map(row).collect_view();
    view! {
        <section class="dash-panel" aria-labelledby="awaiting">
            <h2 id="awaiting">"Waiting for you"</h2>
            {is_empty.then(|| view! { <p class="muted">"Nothing. All is done on your side."</p> })}
            <ul class="await-rows">{rows}</ul>
            {(more > 0)
                .then(|| {
                    view! {
                        <a href=routes::orders_of(behind(party))>
                            {format!("{} behind these", counted(more, "more order", "more orders"))}
                        </a>
                    }
                })}
        </section>
    }
}

#[component]
fn Row(one: Awaiting, party: Party) -> impl IntoView {
    let Awaiting { order, trouble } = one;
    let text = trouble.map_or_else(
        || next_step(&order, party),
        |trouble| format!("The work on it was set aside. {trouble}"),
    );
    let until = order.until.map(|at| {
        view! {
            <span class="muted">"Until " <TimeText at /></span>
        }
    });
    view! {
        <li class="await-row" data-testid="awaiting" data-id=order.id.to_string()>
            <p class="await-row__title">
                <a href=routes::order(order.id)>{headline(&order)}</a>
            </p>
            <StatePill state=order.state />
            <p class="await-row__text">{text} " " {until}</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::order::OrderState;

    #[test]
    fn what_waits_is_in_the_list_that_is_a_click_away() {
        for state in [OrderState::Submitted, OrderState::CreativeReview] {
            assert!(behind(Party::Owner).has(state), "{state}");
        }
        for state in OrderState::ALL {
            assert!(behind(Party::Buyer).has(state), "the work may be set aside: {state}");
        }
    }
}
