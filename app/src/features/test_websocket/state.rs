//! What this tab believes, beside what the server says: streams, rooms, people, unsent messages, counts.

mod counters;
mod outbox;
mod people;
mod rooms;
mod streams;

use super::panes::Pane;
use counters::Counters;
use leptos::prelude::*;
use outbox::OutboxList;
use people::People;
use protocol::Room;
use rooms::Rooms;
use streams::Streams;

#[component]
pub(super) fn StatePane(
    /// Joined with a command of one's own.
    joined: RwSignal<Vec<Room>>,
) -> impl IntoView {
    view! {
        <Pane name="state" title="State">
            <Streams />
            <Rooms joined />
            <Counters />
            <OutboxList />
            <People />
        </Pane>
    }
}
