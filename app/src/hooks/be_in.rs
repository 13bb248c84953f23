use super::use_connection;
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    Room,
    command::{JoinRoom, LeaveRoom},
};

/// In a room without a history of its own, as long as the component lives. Inert on the server.
pub(crate) fn be_in(room: Room) {
    let connection = use_connection();
    let is_connected = connection.is_connected();
    Effect::new(move || {
        if is_connected.get() {
            let joined = connection.request(&JoinRoom { room: room.to_string() });
            spawn_local(async move { drop(joined.await) });
        }
    });
    on_cleanup(move || {
        if is_connected.try_get_untracked() == Some(true) {
            let left = connection.request(&LeaveRoom { room: room.to_string() });
            spawn_local(async move { drop(left.await) });
        }
    });
}
