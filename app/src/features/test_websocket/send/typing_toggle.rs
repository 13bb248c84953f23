use crate::hooks::{use_room, use_typing};
use leptos::{leptos_dom::helpers::IntervalHandle, prelude::*};
use protocol::{Room, id::ConversationId, stream::Head};
use std::time::Duration;

/// As if a key were pressed this often.
const KEY_EVERY: Duration = Duration::from_secs(1);

/// Types in a conversation for as long as it is pressed in. Joins it: who types must be in the room.
#[component]
pub(super) fn TypingToggle(
    /// Where.
    id: ConversationId,
    /// Where its stream stood when it was read.
    head: Head,
) -> impl IntoView {
    use_room(Room::Conversation(id), head);
    let typing = use_typing(id);
    let timer = RwSignal::new(None::<IntervalHandle>);
    let stop = move || {
        if let Some(handle) = timer.try_update(Option::take).flatten() {
            handle.clear();
        }
        typing.stop();
    };
    let toggle = move |_| {
        if timer.with_untracked(Option::is_some) {
            stop();
        } else {
            typing.keyed();
            timer.set(set_interval_with_handle(move || typing.keyed(), KEY_EVERY).ok());
        }
    };
    on_cleanup(move || {
        if timer.try_with_untracked(Option::is_some) == Some(true) {
            stop();
        }
    });
    let is_on = move || timer.with(Option::is_some);
    view! {
        <button
            class="button"
            type="button"
            data-testid="panel-typing"
            aria-pressed=move || is_on().to_string()
            on:click=toggle
        >
            {move || if is_on() { "Stop typing" } else { "Start typing" }}
        </button>
    }
}
