use crate::hooks::use_connection;
use leptos::{ev, prelude::*, task::spawn_local};
use protocol::{
    Room,
    command::{JoinRoom, LeaveRoom},
};

/// What came of trying a room.
#[derive(Clone, PartialEq)]
struct Tried {
    is_allowed: bool,
    text: String,
}

/// The rooms this tab is in, and whether it may join another one.
#[component]
pub(super) fn Rooms(
    /// Joined with a command of one's own.
    joined: RwSignal<Vec<Room>>,
) -> impl IntoView {
    let connection = use_connection();
    let rooms = Memo::new(move |_| {
        let mut rooms = connection.rooms();
        let by_hand = joined.get().into_iter().filter(|room| !rooms.contains(room));
        rooms.extend(by_hand.collect::<Vec<_>>());
        rooms
    });
    let row = |room: Room| {
        view! {
            <li data-testid="panel-room">
                <code class="panel__id">{room.to_string()}</code>
            </li>
        }
    };
    view! {
        <h3 class="panel__subtitle">"Rooms"</h3>
        <ul class="panel__list">
            {move || rooms.get().into_iter().map(row).collect_view()}
        </ul>
        <Tester rooms />
    }
}

/// Joins any room and says which rule let one in, or why not. Leaves it again.
#[component]
fn Tester(rooms: Memo<Vec<Room>>) -> impl IntoView {
    let connection = use_connection();
    let room = RwSignal::new(String::new());
    let tried = RwSignal::new(None::<Tried>);
    let try_it = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let name = room.get_untracked();
        let answer = connection.request(&JoinRoom { room: name.clone() });
        spawn_local(async move {
            let result = match answer.await {
                Ok(joined) => {
                    if rooms.try_with_untracked(|rooms| rooms.contains(&joined.room)) == Some(false)
                    {
                        // It was only a try.
                        drop(connection.request(&LeaveRoom { room: name }).await);
                    }
                    let rule = serde_json::to_value(joined.rule).unwrap_or_default();
                    let rule = rule.as_str().unwrap_or_default().to_owned();
                    let text = format!("allowed: {rule}, head {}", joined.head.seq);
                    Tried { is_allowed: true, text }
                }
                Err(error) => {
                    let code = serde_json::to_value(error.code).unwrap_or_default();
                    let code = code.as_str().unwrap_or_default().to_owned();
                    let text = format!("denied: {code}. {}", error.message);
                    Tried { is_allowed: false, text }
                }
            };
            tried.try_set(Some(result));
        });
    };
    view! {
        <form class="try" on:submit=try_it>
            <label class="try__field">
                <span class="visually-hidden">"Room"</span>
                <input
                    class="field__input"
                    placeholder="conversation:…, board:…, user:…"
                    autocomplete="off"
                    spellcheck="false"
                    data-testid="room-name"
                    prop:value=move || room.get()
                    on:input=move |event| room.set(event_target_value(&event))
                />
            </label>
            <button class="button" type="submit" data-testid="room-try">
                "May I?"
            </button>
        </form>
        <p class="panel__note" role="status">
            {move || {
                tried
                    .get()
                    .map(|tried| {
                        let class = if tried.is_allowed { "panel__good" } else { "panel__trouble" };
                        view! {
                            <span
                                class=class
                                data-testid="room-answer"
                                data-allowed=tried.is_allowed.to_string()
                            >
                                {tried.text}
                            </span>
                        }
                    })
            }}
        </p>
    }
}
