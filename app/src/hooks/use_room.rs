use super::use_connection;
use leptos::prelude::*;
use protocol::{Room, stream::Head};

/// Keeps this tab in a room for as long as the calling component lives. `head` is where the room's stream
/// stood when the page's data were read: what came since then is caught up with, so nothing is missing
/// between the two. Several components may want the same room.
///
/// Inert on the server: nothing is joined there.
pub fn use_room(room: Room, head: Head) {
    let connection = use_connection();
    let has_entered = StoredValue::new(false);
    Effect::new(move || {
        has_entered.set_value(true);
        connection.enter(room, head);
    });
    on_cleanup(move || {
        if has_entered.try_get_value() == Some(true) {
            connection.leave(room);
        }
    });
}
