//! Names of rooms. Some only the gateway knows: they address sockets, and no client can join them because their names
//! are no [`Room`].

use protocol::{Room, id::SessionId};
use socketioxide::socket::Sid;

/// The sockets that came with one session.
pub(super) fn of_session(id: SessionId) -> String {
    format!("session:{id}")
}

/// One socket.
pub(super) fn of_socket(id: Sid) -> String {
    format!("socket:{id}")
}

pub(super) fn names(rooms: &[Room]) -> Vec<String> {
    rooms.iter().map(Room::to_string).collect()
}
