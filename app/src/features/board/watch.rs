//! Keeping the status of the boards on a page true.

use super::api::read_statuses;
use crate::{hooks::use_connection, stores::use_stores};
use leptos::{prelude::*, task::spawn_local};
use protocol::{
    Room,
    board::{BoardStatus, BoardView},
    command::{JoinRoom, LeaveRoom},
    id::BoardId,
};

/// Hears of changes for as long as the calling component lives. A status has no history to replay: with
/// every new line the room is joined first and the boards are read then, so nothing falls between.
///
/// Inert on the server.
pub(super) fn watch_statuses(room: Room, boards: Vec<BoardId>) {
    if boards.is_empty() {
        return;
    }
    let connection = use_connection();
    let statuses = use_stores().boards;
    let is_connected = connection.is_connected();
    Effect::new(move || {
        if !is_connected.get() {
            return;
        }
        let joined = connection.request(&JoinRoom { room: room.to_string() });
        let boards = boards.clone();
        spawn_local(async move {
            // Without an answer the next line does the same again.
            if joined.await.is_ok()
                && let Ok(read) = read_statuses(boards).await
            {
                statuses.try_update(|statuses| statuses.update(read));
            }
        });
    });
    on_cleanup(move || {
        if is_connected.try_get_untracked() == Some(true) {
            let left = connection.request(&LeaveRoom { room: room.to_string() });
            spawn_local(async move { drop(left.await) });
        }
    });
}

/// A board's status as it is now.
pub(super) fn live_status(board: &BoardView) -> Signal<BoardStatus> {
    let statuses = use_stores().boards;
    let (id, status, version) = (board.id, board.status, board.status_version);
    Memo::new(move |_| statuses.with(|known| known.newest(id, status, version))).into()
}
