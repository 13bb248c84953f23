//! Keeping the status of the boards on a page true.

use super::api::read_statuses;
use crate::{hooks::use_connection, stores::use_stores};
use leptos::{prelude::*, task::spawn_local};
use protocol::{ErrorCode, Retry, Room, board::BoardStatus, command::JoinRoom, id::BoardId};
use std::time::Duration;

/// After a refusal that may pass and names no time.
const ASK_AGAIN: Duration = Duration::from_secs(2);

/// Hears of changes for as long as the calling component lives. A status has no history to replay: with
/// every new line the room is joined first and the boards are read then, so nothing falls between.
///
/// Inert on the server.
pub(crate) fn watch_statuses(room: Room, boards: Vec<BoardId>) {
    if boards.is_empty() {
        return;
    }
    let connection = use_connection();
    let statuses = use_stores().boards;
    let is_connected = connection.is_connected();
    let tries = RwSignal::new(0_u32);
    Effect::new(move || {
        tries.track();
        if !is_connected.get() {
            return;
        }
        let joined = connection.request(&JoinRoom { room: room.to_string() });
        let boards = boards.clone();
        spawn_local(async move {
            let read = match joined.await {
                Ok(_) => read_statuses(boards.clone()).await.map_err(|error| error.0),
                Err(error) => Err(error),
            };
            match read {
                Ok(read) => {
                    statuses.try_update(|statuses| statuses.read(&boards, read));
                }
                // When the line is gone meanwhile, the next one does the same.
                Err(error) if error.retry == Retry::After => {
                    let pause = error.retry_after_ms.map_or(ASK_AGAIN, Duration::from_millis);
                    let again = move || {
                        tries.try_update(|tries| *tries += 1);
                    };
                    set_timeout(again, pause);
                }
                // A room of one board that is closed to the viewer: the board has left the market.
                Err(error) if error.code == ErrorCode::NotFound => {
                    statuses.try_update(|statuses| statuses.read(&boards, Vec::new()));
                }
                Err(_) => {}
            }
        });
    });
    let has_claimed = StoredValue::new(false);
    Effect::new(move || {
        has_claimed.set_value(true);
        connection.claim(room);
    });
    on_cleanup(move || {
        if has_claimed.try_get_value() == Some(true) {
            connection.release(room);
        }
    });
}

/// The status now of a board that was read with `status` at `version`.
pub(crate) fn live_status(id: BoardId, status: BoardStatus, version: i64) -> Signal<BoardStatus> {
    let statuses = use_stores().boards;
    Memo::new(move |_| statuses.with(|known| known.newest(id, status, version))).into()
}
