use crate::hooks::use_presence;
use leptos::prelude::*;
use protocol::{id::UserId, presence::PresenceState};

/// A dot that is filled while somebody is here, with the word for those who cannot see it. Nothing until
/// the server has told.
#[component]
pub(super) fn Presence(
    /// Who.
    user: UserId,
    /// Whether the word is shown beside the dot.
    #[prop(optional)]
    in_words: bool,
) -> impl IntoView {
    let presence = use_presence(user);
    let state = Memo::new(move |_| presence.get().map(|presence| presence.state));
    let name = move || match state.get() {
        Some(PresenceState::Online) => "online",
        Some(PresenceState::Offline) => "offline",
        None => "unknown",
    };
    let word = move || match state.get() {
        Some(PresenceState::Online) => "Online",
        Some(PresenceState::Offline) => "Offline",
        None => "",
    };
    let word_class = if in_words { "presence__word" } else { "visually-hidden" };
    view! {
        <span class="presence" data-testid="presence" data-state=name>
            <span class="presence__dot"></span>
            <span class=word_class>{word}</span>
        </span>
    }
}
