//! The forms of orders: holding days of a board, and what may be done with an order.

use super::{Input, ask_to_sign_in, back, malformed, user};
use crate::{
    http::{error::HttpError, session::Identity, upload::Upload},
    state::AppState,
};
use app::routes;
use axum::{
    body::Bytes,
    extract::{Form, Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use marketplace::Error;
use protocol::{
    Day, DayRange, ErrorBody,
    id::{BoardId, ClientId, OrderId},
    limits::CREATIVES,
    order::{
        ActOnOrder, ExtendHold, HoldBoards, OrderAction, SendCreative, Steer, SteerOrder, Wish,
    },
};
use serde::Deserialize;

/// Days as the fields of a form say them; a browser without date fields sends what was typed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoldForm {
    first: String,
    /// Empty for a single day.
    #[serde(default)]
    last: String,
    total_cents: i64,
    client_id: ClientId,
}

/// Days as they were typed; without a last one it is the first alone.
pub(super) fn days(first: &str, last: &str) -> Result<DayRange, ErrorBody> {
    let day = |text: &str, field| {
        let named = |error: ErrorBody| ErrorBody { field: Some(field), ..error };
        text.trim().parse::<Day>().map_err(named)
    };
    let first = day(first, "first".to_owned())?;
    match last.trim() {
        "" => DayRange::new(first, first),
        last => DayRange::new(first, day(last, "last".to_owned())?),
    }
}

impl HoldForm {
    fn input(&self, board_id: BoardId) -> Result<HoldBoards, ErrorBody> {
        let wishes = vec![Wish { board_id, days: days(&self.first, &self.last)? }];
        Ok(HoldBoards { client_id: self.client_id, wishes, total_cents: self.total_cents })
    }
}

/// `POST /boards/{id}/order`. A refusal keeps the days that were chosen.
pub(crate) async fn hold(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<HoldForm>,
) -> Response {
    let Ok(board_id) = id.parse::<BoardId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::board(board_id);
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(&page, &rejection),
    };
    let Some(me) = user(identity) else {
        let chosen = days(&form.first, &form.last).map(|days| routes::board_on(board_id, days));
        return ask_to_sign_in(chosen.as_deref().unwrap_or(&page));
    };
    let held = match form.input(board_id) {
        Ok(input) => state.marketplace.hold_boards(&me, input).await.map_err(Error::into_body),
        Err(error) => Err(error),
    };
    match held {
        Ok(orders) => {
            let order = orders.first().map(|order| routes::order(order.id));
            Redirect::to(order.as_deref().unwrap_or(&page)).into_response()
        }
        Err(error) => back(&page, &error, &[("first", &form.first), ("last", &form.last)]),
    }
}

#[derive(Deserialize)]
pub(crate) struct ActionForm {
    action: OrderAction,
    #[serde(default)]
    reason: String,
}

/// `POST /orders/{id}/actions`.
pub(crate) async fn act(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<ActionForm>,
) -> Response {
    let Ok(order_id) = id.parse::<OrderId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::order(order_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let ActionForm { action, reason } = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(&page, &rejection),
    };
    let input = ActOnOrder { order_id, action, reason: Some(reason) };
    done(&page, state.marketplace.act_on_order(&me, &input).await)
}

/// `POST /orders/{id}/extend`.
pub(crate) async fn extend(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
) -> Response {
    let Ok(order_id) = id.parse::<OrderId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::order(order_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    done(&page, state.marketplace.extend_hold(&me, ExtendHold { order_id }).await)
}

/// `POST /orders/{id}/creative` with `clientId` and one or several `file`. What does not fit goes back with the
/// sizes of what was handed in, from which the page tells what does not fit where.
pub(crate) async fn send_creative(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    upload: Result<Upload<CREATIVES>, HttpError>,
) -> Response {
    let Ok(order_id) = id.parse::<OrderId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::order(order_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let read = upload.map_err(|HttpError(error)| error).and_then(|upload| {
        let client_id = upload.client_id()?;
        Ok((SendCreative { client_id, order_id }, upload.files, upload.place))
    });
    let (input, files, _place) = match read {
        Ok(read) => read,
        Err(error) => return back(&page, &error, &[]),
    };
    match state.marketplace.send_creative(&me, input, files.clone()).await {
        Ok(_) => Redirect::to(&page).into_response(),
        Err(error) => {
            let error = error.into_body();
            let fits = error.field.as_deref() != Some("creative");
            let sizes = if fits { String::new() } else { sizes(files).await };
            back(&page, &error, &[("sizes", &sizes)])
        }
    }
}

/// `1920x1080,360x640`: what the page tells from what does not fit.
async fn sizes(files: Vec<Bytes>) -> String {
    let mut sizes = Vec::new();
    for file in files.into_iter().take(CREATIVES) {
        let facts = marketplace::measure(file).await;
        sizes.extend(facts.map(|it| format!("{}x{}", it.width, it.height)));
    }
    sizes.join(",")
}

#[derive(Deserialize)]
pub(crate) struct SteerForm {
    steer: Steer,
}

/// `POST /orders/{id}/steer`.
pub(crate) async fn steer(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<String>,
    form: Input<SteerForm>,
) -> Response {
    let Ok(order_id) = id.parse::<OrderId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::order(order_id);
    let Some(me) = user(identity) else { return ask_to_sign_in(&page) };
    let steer = match form {
        Ok(Form(form)) => form.steer,
        Err(rejection) => return malformed(&page, &rejection),
    };
    done(&page, state.marketplace.steer_order(&me, SteerOrder { order_id, steer }).await)
}

/// Back to the order's page, which shows what it has become.
fn done<T>(page: &str, result: Result<T, Error>) -> Response {
    match result {
        Ok(_) => Redirect::to(page).into_response(),
        Err(error) => back(page, &error.into_body(), &[]),
    }
}
