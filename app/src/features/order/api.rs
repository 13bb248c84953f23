use crate::error::ApiResult;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use protocol::order::Plan;
use protocol::{
    Day,
    id::{BoardId, OrderId},
    order::{Availability, LogPage, OrderDetail, OrderPage, OrderQuery, PlannedBoard},
};

/// When a board can be booked, from a day on, or from this month on.
#[server]
pub async fn read_availability(board: BoardId, first: Option<Day>) -> ApiResult<Availability> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    crate::backend::answer(marketplace.availability(&viewer, board, first).await)
}

/// What this browser plans to book, with the calendars as they are now.
#[server]
pub async fn read_plan() -> ApiResult<Vec<PlannedBoard>> {
    let (marketplace, viewer) = crate::backend::visitor()?;
    let kept = crate::backend::cookie(Plan::COOKIE).unwrap_or_default();
    crate::backend::answer(marketplace.planned_boards(&viewer, &Plan::read(&kept)).await)
}

/// An order with its life and how the work on it stands.
#[server]
pub async fn open_order(id: OrderId) -> ApiResult<OrderDetail> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.order(&me, id).await)
}

/// Lines of an order's log after a number.
#[server]
pub async fn read_log(order_id: OrderId, after: i64) -> ApiResult<LogPage> {
    let (marketplace, me) = crate::backend::signed_in()?;
    let input = protocol::order::GetLogs { order_id, after };
    crate::backend::answer(marketplace.order_logs(&me, input).await)
}

/// A page of the viewer's orders; of everybody's for admins who ask for them.
#[server]
pub async fn list_orders(asked: OrderQuery) -> ApiResult<OrderPage> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.orders(&me, asked).await)
}
