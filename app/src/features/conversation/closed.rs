use super::{draft::Draft, talk::use_talk};
use crate::{
    components::{Icon, Symbol},
    routes,
};
use leptos::prelude::*;
use protocol::ErrorBody;

/// Stands where one wrote, once the viewer is out of the conversation: why, and the way back.
#[component]
pub(super) fn Closed(
    /// Why.
    error: ErrorBody,
) -> impl IntoView {
    let talk = use_talk();
    let draft = Draft { owner: talk.me, conversation: talk.id };
    // Only a page that runs is ever closed.
    let has_draft = draft.read().is_some_and(|draft| !draft.trim().is_empty());
    view! {
        <div class="thread__denied" data-testid="thread-denied">
            <div class="notice notice--news" role="alert">
                <Icon symbol=Symbol::Info />
                <div class="notice__text">
                    <p class="notice__title">"You are not in this conversation any more"</p>
                    <p>{error.message}</p>
                    {has_draft
                        .then(|| {
                            view! { <p>"What you were writing is kept in this browser."</p> }
                        })}
                </div>
                <a class="button" href=routes::CONVERSATIONS>
                    "All conversations"
                </a>
            </div>
        </div>
    }
}
