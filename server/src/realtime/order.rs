//! Orders over the socket.

use super::{
    commands::{Answer, me},
    inbox::Desk,
    pace::Work,
    rooms::of_socket,
};
use marketplace::Error;
use protocol::{
    ErrorCode, ServerEvent,
    id::OrderId,
    order::{
        ActOnOrder, ExtendHold, GetLogs, GetStatus, HoldBoards, LogPage, OrderStatus, OrderView,
        SteerOrder,
    },
};

pub(super) async fn hold(desk: &Desk, input: HoldBoards) -> Answer<Vec<OrderView>> {
    desk.marketplace.hold_boards(me(desk)?, input).await.map_err(Error::into_body)
}

pub(super) async fn extend(desk: &Desk, input: ExtendHold) -> Answer<OrderView> {
    desk.marketplace.extend_hold(me(desk)?, input).await.map_err(Error::into_body)
}

pub(super) async fn act(desk: &Desk, input: &ActOnOrder) -> Answer<OrderView> {
    desk.marketplace.act_on_order(me(desk)?, input).await.map_err(Error::into_body)
}

pub(super) async fn steer(desk: &Desk, input: SteerOrder) -> Answer<OrderStatus> {
    desk.marketplace.steer_order(me(desk)?, input).await.map_err(Error::into_body)
}

pub(super) async fn status(desk: &Desk, input: GetStatus) -> Answer<OrderStatus> {
    desk.marketplace.order_status(me(desk)?, input.order_id).await.map_err(Error::into_body)
}

pub(super) async fn logs(desk: &Desk, input: GetLogs) -> Answer<LogPage> {
    desk.marketplace.order_logs(me(desk)?, input).await.map_err(Error::into_body)
}

/// Tells a socket that has just joined an order's room how the work on it stands: what was told before it joined it
/// did not hear. At the pace of everything that is told of the order: nobody hears more of it for having just come.
/// Nothing of a hold, on which nobody works.
pub(super) async fn tell_status(desk: &Desk, id: OrderId) {
    match status(desk, GetStatus { order_id: id }).await {
        Ok(status) => {
            let rooms = vec![of_socket(desk.socket.id)];
            desk.live.pace.tell(Work::Order(id), rooms, ServerEvent::Status(status));
        }
        Err(error) if error.code == ErrorCode::NotFound => {}
        Err(error) => tracing::error!(%error, "no status for an order's new listener"),
    }
}
