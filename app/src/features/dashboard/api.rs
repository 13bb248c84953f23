use crate::error::ApiResult;
use leptos::{prelude::*, server_fn::codec::Json};
use protocol::{
    dashboard::{AdminDashboard, AdvertiserDashboard, OwnerDashboard, SteerOrders, Steered},
    order::RunState,
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

/// Tells the pipeline the same about several orders. As JSON: a list that came out empty is an empty list, not all.
#[server(input = Json)]
pub async fn steer_several(told: SteerOrders) -> ApiResult<Vec<Steered>> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.steer_orders(&me, &told).await)
}
