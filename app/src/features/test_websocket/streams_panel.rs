use crate::hooks::use_connection;
use leptos::prelude::*;
use protocol::{Room, stream::Cursor};

/// The streams this tab follows and how far it has come, and the rooms joined by hand.
#[component]
pub(super) fn StreamsPanel(
    /// Joined with a command of one's own.
    joined: RwSignal<Vec<Room>>,
) -> impl IntoView {
    let connection = use_connection();
    let cursors = Memo::new(move |_| connection.cursors());
    let rooms = Memo::new(move |_| {
        let mut rooms = connection.rooms();
        let by_hand = joined.get().into_iter().filter(|room| !rooms.contains(room));
        rooms.extend(by_hand.collect::<Vec<_>>());
        rooms
    });
    let stream = |cursor: Cursor| {
        let name = cursor.name.to_string();
        view! {
            <li data-testid="panel-stream" data-name=name.clone() data-seq=cursor.seq>
                <code class="panel__id">{name.clone()}</code>
                <span class="panel__note">{cursor.seq}</span>
            </li>
        }
    };
    let room = |room: Room| {
        view! {
            <li data-testid="panel-room">
                <code class="panel__id">{room.to_string()}</code>
                <span class="panel__note">"joined"</span>
            </li>
        }
    };
    let is_empty = move || cursors.with(Vec::is_empty) && rooms.with(Vec::is_empty);
    view! {
        <section class="panel" aria-labelledby="panel-streams">
            <h2 class="panel__title" id="panel-streams">
                "Rooms and cursors"
            </h2>
            <ul class="panel__list">
                {move || rooms.get().into_iter().map(room).collect_view()}
                {move || cursors.get().into_iter().map(stream).collect_view()}
            </ul>
            {move || {
                is_empty()
                    .then(|| {
                        view! {
                            <p class="panel__empty">
                                "No stream is followed on this page. Open a conversation, or send joinRoom."
                            </p>
                        }
                    })
            }}
        </section>
    }
}
