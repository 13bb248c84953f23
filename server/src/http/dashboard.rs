//! Dashboards for programs.

use super::{
    error::{ApiJson, ApiQuery, HttpError},
    session::SignedInUser,
};
use crate::state::AppState;
use axum::{Json, extract::State};
use protocol::{
    dashboard::{AdminDashboard, AdvertiserDashboard, OwnerDashboard, SteerOrders, Steered},
    order::RunState,
};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Page {
    page: Option<u32>,
}

/// `GET /api/dashboard/owner?page=`: [`OwnerDashboard`]; `403` for whoever offers no boards.
pub(crate) async fn owner(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiQuery(Page { page }): ApiQuery<Page>,
) -> Result<Json<OwnerDashboard>, HttpError> {
    Ok(Json(state.marketplace.owner_dashboard(&me, page.unwrap_or(1)).await?))
}

/// `GET /api/dashboard/advertiser`: [`AdvertiserDashboard`].
pub(crate) async fn advertiser(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
) -> Result<Json<AdvertiserDashboard>, HttpError> {
    Ok(Json(state.marketplace.advertiser_dashboard(&me).await?))
}

#[derive(Deserialize)]
pub(crate) struct Standing {
    run: Option<RunState>,
}

/// `GET /api/dashboard/admin?run=`: [`AdminDashboard`]; `404` for whoever is no admin.
pub(crate) async fn admin(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiQuery(Standing { run }): ApiQuery<Standing>,
) -> Result<Json<AdminDashboard>, HttpError> {
    let run = run.unwrap_or(RunState::SetAside);
    Ok(Json(state.marketplace.admin_dashboard(&me, run).await?))
}

/// `POST /api/orders/steer` with [`SteerOrders`]: [`Steered`] for each order; `404` for whoever is no admin.
pub(crate) async fn steer_orders(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiJson(input): ApiJson<SteerOrders>,
) -> Result<Json<Vec<Steered>>, HttpError> {
    Ok(Json(state.marketplace.steer_orders(&me, &input).await?))
}
