//! Orders for programs, and for pages whose socket is down: the JSON twin of the commands.

use super::{
    error::{ApiJson, ApiPath, ApiQuery, HttpError},
    session::{Identity, SignedInUser},
    tag,
    upload::Upload,
};
use crate::state::AppState;
use axum::{
    Json,
    extract::State,
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, ETAG},
    },
    response::{IntoResponse, Response},
};
use protocol::{
    Day,
    id::{BoardId, OrderId},
    limits,
    order::{
        ActOnOrder, Availability, ExtendHold, GetLogs, HoldBoards, LogPage, OrderAction,
        OrderDetail, OrderPage, OrderQuery, OrderStatus, OrderView, SendCreative, Steer,
        SteerOrder,
    },
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(crate) struct From {
    first: Option<Day>,
}

/// `GET /api/boards/{id}/availability?first=2026-12-01`: [`Availability`], or `404`. For everybody.
pub(crate) async fn availability(
    State(state): State<AppState>,
    who: Identity,
    ApiPath(id): ApiPath<BoardId>,
    ApiQuery(from): ApiQuery<From>,
) -> Result<Json<Availability>, HttpError> {
    Ok(Json(state.marketplace.availability(&who.viewer(), id, from.first).await?))
}

/// `POST /api/orders` with [`HoldBoards`]: `201` with the orders.
pub(crate) async fn hold(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiJson(input): ApiJson<HoldBoards>,
) -> Result<(StatusCode, Json<Vec<OrderView>>), HttpError> {
    Ok((StatusCode::CREATED, Json(state.marketplace.hold_boards(&me, input).await?)))
}

/// `GET /api/orders` with [`OrderQuery`] in its query, as `?show=booked&before=`: the user's orders, or everybody's for
/// admins: [`OrderPage`].
pub(crate) async fn list(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiQuery(asked): ApiQuery<OrderQuery>,
) -> Result<Json<OrderPage>, HttpError> {
    Ok(Json(state.marketplace.orders(&me, asked).await?))
}

/// `GET /api/orders/{id}`: [`OrderDetail`], or `404`.
pub(crate) async fn show(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<OrderId>,
) -> Result<Json<OrderDetail>, HttpError> {
    Ok(Json(state.marketplace.order(&me, id).await?))
}

/// `GET /api/orders/{id}/status`: [`OrderStatus`] with an `ETag`; `304` for whoever has it.
pub(crate) async fn status(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(id): ApiPath<OrderId>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let status: OrderStatus = state.marketplace.order_status(&me, id).await?;
    let tag = format!("\"{}-{}\"", status.version, status.state.as_str());
    Ok(unless_known(&headers, tag, status))
}

/// The body with its tag, or the tag alone for whoever has it.
fn unless_known<T: Serialize>(headers: &HeaderMap, tag: String, body: T) -> Response {
    let is_known = tag::is_known(headers, &tag);
    let tags = [(ETAG, tag), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if is_known {
        (StatusCode::NOT_MODIFIED, tags).into_response()
    } else {
        (tags, Json(body)).into_response()
    }
}

#[derive(Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    after: i64,
}

/// `GET /api/orders/{id}/logs?after=12`: [`LogPage`], the lines after that number, with an `ETag`; `304` for whoever
/// has it.
pub(crate) async fn logs(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(order_id): ApiPath<OrderId>,
    ApiQuery(After { after }): ApiQuery<After>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let page: LogPage = state.marketplace.order_logs(&me, GetLogs { order_id, after }).await?;
    // Lines never change, so their numbers tell what is in there.
    let newest = page.lines.last().map_or(after, |line| line.number);
    let tag = format!("\"{after}-{newest}-{}\"", page.last_line);
    Ok(unless_known(&headers, tag, page))
}

#[derive(Deserialize)]
pub(crate) struct ActionInput {
    action: OrderAction,
    reason: Option<String>,
}

/// `POST /api/orders/{id}/actions {action, reason?}`: the order, or `409 wrong_state`.
pub(crate) async fn act(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(order_id): ApiPath<OrderId>,
    ApiJson(ActionInput { action, reason }): ApiJson<ActionInput>,
) -> Result<Json<OrderView>, HttpError> {
    let input = ActOnOrder { order_id, action, reason };
    Ok(Json(state.marketplace.act_on_order(&me, &input).await?))
}

/// `POST /api/orders/{id}/creative` with `multipart/form-data` of `clientId` and one or several `file`, or with the
/// picture alone and `?clientId=`: the order. A repeat with the same `clientId` changes nothing.
pub(crate) async fn send_creative(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(order_id): ApiPath<OrderId>,
    upload: Upload<{ limits::CREATIVES }>,
) -> Result<Json<OrderView>, HttpError> {
    let input = SendCreative { client_id: upload.client_id()?, order_id };
    Ok(Json(state.marketplace.send_creative(&me, input, upload.files).await?))
}

/// `POST /api/orders/{id}/extend`: the order, kept for longer.
pub(crate) async fn extend(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(order_id): ApiPath<OrderId>,
) -> Result<Json<OrderView>, HttpError> {
    Ok(Json(state.marketplace.extend_hold(&me, ExtendHold { order_id }).await?))
}

#[derive(Deserialize)]
pub(crate) struct SteerInput {
    steer: Steer,
}

/// `POST /api/orders/{id}/steer {steer}`: `retry`, `pause` or `resume`; [`OrderStatus`].
pub(crate) async fn steer(
    State(state): State<AppState>,
    SignedInUser(me): SignedInUser,
    ApiPath(order_id): ApiPath<OrderId>,
    ApiJson(SteerInput { steer }): ApiJson<SteerInput>,
) -> Result<Json<OrderStatus>, HttpError> {
    Ok(Json(state.marketplace.steer_order(&me, SteerOrder { order_id, steer }).await?))
}
