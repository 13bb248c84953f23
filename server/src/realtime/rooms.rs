//! Rooms only the gateway knows: they address sockets, and no client can join them because their names are
//! no [`protocol::Room`].

use protocol::id::SessionId;
use socketioxide::socket::Sid;

/// The sockets that came with one session.
pub(super) fn of_session(id: SessionId) -> String {
    format!("session:{id}")
}

/// One socket.
pub(super) fn of_socket(id: Sid) -> String {
    format!("socket:{id}")
}
