use crate::{
    hooks::use_presence,
    time::{relative, use_clock},
};
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
        Some(PresenceState::Away) => "away",
        Some(PresenceState::Offline) => "offline",
        None => "unknown",
    };
    let clock = use_clock();
    let word = move || {
        let Some(presence) = presence.get() else { return String::new() };
        match (presence.state, presence.since) {
            (PresenceState::Online, _) => "Online".to_owned(),
            (PresenceState::Away, _) => "Away".to_owned(),
            (PresenceState::Offline, None) => "Offline".to_owned(),
            (PresenceState::Offline, Some(since)) => {
                format!("Last seen {}", relative(since, clock.get()))
            }
        }
    };
    let word_class = if in_words { "presence__word" } else { "visually-hidden" };
    view! {
        <span class="presence" data-testid="presence" data-state=name>
            <span class="presence__dot"></span>
            <span class=word_class>{word}</span>
        </span>
    }
}
