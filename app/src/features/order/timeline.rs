use super::words::{party_name, state_look, state_name, step};
use crate::{
    components::{Icon, TimeText},
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::{
    id::OrderId,
    order::{OrderState, Party, TimelineEntry},
};

/// The order's life: who did what when, from which state to which, and why.
#[component]
pub(super) fn Timeline(id: OrderId) -> impl IntoView {
    let store = use_stores().orders.orders;
    let steps = Memo::new(move |_| store.with(|orders| with_origin(orders.timeline(id))));
    view! {
        <section class="order-timeline" aria-labelledby="order-timeline">
            <h2 id="order-timeline">"Timeline"</h2>
            <ol class="timeline" data-testid="timeline">
                <For
                    each=move || steps.get()
                    key=|(_, entry)| entry.version
                    children=|(from, entry)| view! { <Step from entry /> }
                />
            </ol>
        </section>
    }
}

/// Each step with the state before it, the newest first.
fn with_origin(steps: Vec<TimelineEntry>) -> Vec<(Option<OrderState>, TimelineEntry)> {
    let before: Vec<_> =
        std::iter::once(None).chain(steps.iter().map(|entry| Some(entry.state))).collect();
    before.into_iter().zip(steps).rev().collect()
}

#[component]
fn Step(from: Option<OrderState>, entry: TimelineEntry) -> impl IntoView {
    let what = step(&entry);
    let (tone, symbol) = state_look(entry.state);
    let who = match (&entry.by, entry.party) {
        (Some(user), Party::Admin) => format!("{} (admin)", user.name),
        (Some(user), _) => user.name.clone(),
        (None, party) => party_name(party).to_owned(),
    };
    let change = match from {
        Some(from) if from != entry.state => {
            format!("{} → {}", state_name(from), state_name(entry.state))
        }
        _ => state_name(entry.state).to_owned(),
    };
    view! {
        <li class="timeline__step" data-testid="timeline-step" data-state=entry.state.as_str()>
            <span class=format!("timeline__mark timeline__mark--{}", tone.as_str())>
                <Icon symbol />
            </span>
            <p>
                <strong>{who}</strong>
                " "
                {what}
            </p>
            <p class="timeline__change muted">{change} " · " <TimeText at=entry.at /></p>
            {entry.reason.map(|reason| view! { <blockquote class="timeline__reason">{reason}</blockquote> })}
        </li>
    }
}
