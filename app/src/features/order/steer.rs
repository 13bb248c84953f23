//! Having the pipeline try again, stop or go on.

use crate::{components::ErrorNotice, hooks::use_connection, routes, stores::use_stores};
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    ErrorBody,
    id::OrderId,
    order::{OrderStatus, Party, RunState, Steer, SteerOrder},
};

/// One button for each thing this party may tell the pipeline now.
#[component]
pub(super) fn SteerForms(
    id: OrderId,
    party: Party,
    status: Memo<Option<OrderStatus>>,
) -> impl IntoView {
    let refused = RwSignal::new(None::<ErrorBody>);
    let run = Memo::new(move |_| status.with(|status| status.as_ref().map(|status| status.run)));
    let possible = move || {
        let run = run.get()?;
        let may = |steer: &Steer| run.steered(*steer, party).is_ok() && run != RunState::Done;
        let forms = Steer::ALL.into_iter().filter(may);
        Some(forms.map(|steer| view! { <SteerForm id steer refused /> }).collect_view())
    };
    view! {
        <div class="order-actions" data-testid="steer">
            {possible}
            {move || refused.get().map(|error| view! { <ErrorNotice error /> })}
        </div>
    }
}

#[component]
fn SteerForm(id: OrderId, steer: Steer, refused: RwSignal<Option<ErrorBody>>) -> impl IntoView {
    let (connection, store) = (use_connection(), use_stores().orders);
    let submit = move |event: ev::SubmitEvent| {
        if !connection.is_up() {
            return;
        }
        event.prevent_default();
        refused.set(None);
        let answer = connection.request(&SteerOrder { order_id: id, steer });
        spawn_local(async move {
            match answer.await {
                Ok(status) => store.status(status),
                Err(error) => {
                    refused.try_set(Some(error));
                }
            }
        });
    };
    let label = match steer {
        Steer::Retry => "Try again",
        Steer::Pause => "Pause the work",
        Steer::Resume => "Go on",
    };
    view! {
        <form method="post" action=routes::form::steer_order(id) on:submit=submit>
            <input r#type="hidden" name="steer" value=steer.as_str() />
            <button class="button" type="submit" data-steer=steer.as_str()>
                {label}
            </button>
        </form>
    }
}
