use super::talk::use_talk;
use crate::{
    components::{Confirm, Icon, Symbol},
    hooks::use_connection,
    routes,
    shell::focus_main,
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use protocol::conversation::LeaveConversation;

/// Asks before the viewer leaves. A plain form without scripts.
#[component]
pub(super) fn LeaveForm() -> impl IntoView {
    let talk = use_talk();
    let connection = use_connection();
    let navigate = use_navigate();
    let refusal = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        let answer = connection.request(&LeaveConversation { conversation_id: talk.id });
        spawn_local(async move {
            match answer.await {
                Ok(_) => {
                    navigate(routes::CONVERSATIONS, leptos_router::NavigateOptions::default());
                    focus_main();
                }
                Err(error) => drop(refusal.try_set(Some(error.message))),
            }
        });
    };
    let ask = view! {
        <Icon symbol=Symbol::SignOut />
        "Leave conversation"
    }
    .into_any();
    view! {
        <Confirm ask class="members__leave" testid="leave">
            <form
                class="confirm__form"
                method="post"
                action=routes::form::leave_conversation(talk.id)
                on:submit=submit
            >
                <p>
                    "You will not see it any more. The others see that you left, and keep what you wrote."
                </p>
                {move || {
                    refusal.get().map(|text| view! { <p class="composer__error" role="alert">{text}</p> })
                }}
                <button class="button" type="submit" data-testid="leave-confirm">
                    "Leave"
                </button>
            </form>
        </Confirm>
    }
}
