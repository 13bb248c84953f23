//! Boards over the socket.

use super::{
    commands::{Answer, me},
    inbox::Desk,
    publisher::Post,
    rooms::of_socket,
};
use marketplace::Error;
use protocol::{
    ServerEvent,
    board::{BoardStatusUpdate, FollowBoard, SetBoardStatus},
    command::Done,
    id::BoardId,
};

pub(super) async fn set_status(desk: &Desk, input: &SetBoardStatus) -> Answer<BoardStatusUpdate> {
    let changed = desk.marketplace.set_board_status(me(desk)?, input).await;
    changed.map_err(Error::into_body)
}

pub(super) async fn follow(desk: &Desk, input: FollowBoard) -> Answer<Done> {
    let done = desk.marketplace.follow_board(me(desk)?, input).await;
    done.map_err(Error::into_body)
}

/// Tells a socket that has just joined a board's room how the board stands, and which edit is its last: what changed
/// before it joined it did not hear.
pub(super) async fn tell_status(desk: &Desk, id: BoardId) {
    match desk.marketplace.board_status(&desk.viewer, id).await {
        Ok(update) => {
            let rooms = vec![of_socket(desk.socket.id)];
            let event = ServerEvent::BillboardStatusUpdate(update);
            desk.live.postbox.put(Post::Event { rooms, event });
        }
        Err(error) => tracing::error!(%error, "no status for a board's new listener"),
    }
    match desk.marketplace.board_version(&desk.viewer, id).await {
        Ok(update) => {
            let rooms = vec![of_socket(desk.socket.id)];
            desk.live.postbox.put(Post::Event { rooms, event: ServerEvent::BoardUpdated(update) });
        }
        Err(error) => tracing::error!(%error, "no version for a board's new listener"),
    }
}
