use crate::error::ApiResult;
use leptos::prelude::*;
use protocol::{
    dashboard::{AdminDashboard, AdvertiserDashboard, OwnerDashboard, Steered},
    id::OrderId,
    order::{RunState, Steer},
};

/// The viewer's boards and earnings.
#[server]
pub async fn read_owner_dashboard(page: u32) -> ApiResult<OwnerDashboard> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.owner_dashboard(&me, page).await)
}

/// The viewer's campaigns and spending.
#[server]
pub async fn read_advertiser_dashboard() -> ApiResult<AdvertiserDashboard> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.advertiser_dashboard(&me).await)
}

/// The whole pipeline, with the orders on which the work stands so.
#[server]
pub async fn read_admin_dashboard(run: RunState) -> ApiResult<AdminDashboard> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.admin_dashboard(&me, run).await)
}

/// Tells the pipeline the same about these orders; about all that it can be told of, where none is named.
#[server]
pub async fn steer_orders(
    steer: Steer,
    #[server(default)] orders: Vec<OrderId>,
) -> ApiResult<Vec<Steered>> {
    use protocol::dashboard::{Chosen, SteerOrders};
    let (marketplace, me) = crate::backend::signed_in()?;
    let orders = if orders.is_empty() { Chosen::All } else { Chosen::These(orders) };
    crate::backend::answer(marketplace.steer_orders(&me, &SteerOrders { steer, orders }).await)
}
