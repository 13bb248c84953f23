use crate::{
    components::TimeText,
    stores::{
        conversation::outbox::{Outgoing, SendState},
        use_stores,
    },
};
use leptos::prelude::*;

/// What is written and not yet acknowledged.
#[component]
pub(super) fn OutboxList() -> impl IntoView {
    let outbox = use_stores().conversations.outbox();
    let rows = Memo::new(move |_| outbox.with(|outbox| outbox.all().cloned().collect::<Vec<_>>()));
    view! {
        <h3 class="panel__subtitle">
            "Outbox " <span class="panel__note">{move || rows.with(Vec::len)}</span>
        </h3>
        <ul class="panel__list">{move || rows.with(|rows| rows.iter().map(row).collect_view())}</ul>
    }
}

fn row(message: &Outgoing) -> impl IntoView + use<> {
    let store = use_stores().conversations;
    let id = message.client_id;
    let state = match &message.state {
        SendState::Failed(error) => format!("failed: {}", error.message),
        SendState::Sending => "on its way".to_owned(),
        SendState::Waiting => "waiting".to_owned(),
    };
    view! {
        <li data-testid="panel-outgoing">
            <span>{state}</span>
            <TimeText at=message.written_at />
            <span>
                <button class="button" type="button" on:click=move |_| store.retry(id)>
                    "Retry"
                </button>
                <button class="button" type="button" on:click=move |_| store.discard(id)>
                    "Drop"
                </button>
            </span>
        </li>
    }
}
