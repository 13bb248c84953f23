//! The forms of a plan, which the browser keeps: see [`Plan`].

use super::{Input, ask_to_sign_in, back, malformed, order::days, user};
use crate::{
    http::{
        cookies,
        session::{self, Identity},
    },
    state::AppState,
};
use app::{backend::cookie_in, routes};
use axum::{
    extract::{Form, Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use protocol::{
    id::{BoardId, ClientId},
    order::{HoldBoards, Plan, Wish},
};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct DaysForm {
    first: String,
    /// Empty for a single day.
    #[serde(default)]
    last: String,
}

/// `POST /boards/{id}/plan`. A refusal keeps the days that were chosen.
pub(crate) async fn add(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Input<DaysForm>,
) -> Response {
    let Ok(board_id) = id.parse::<BoardId>() else { return StatusCode::NOT_FOUND.into_response() };
    let page = routes::board(board_id);
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(&page, &rejection),
    };
    let mut plan = planned(&headers);
    let wish = days(&form.first, &form.last).map(|days| Wish { board_id, days });
    match wish.and_then(|wish| plan.add(wish)) {
        Ok(()) => keeping(&state, &plan, routes::form::PLAN_ADDED),
        Err(error) => back(&page, &error, &[("first", &form.first), ("last", &form.last)]),
    }
}

/// `GET /plan/added`: on to the plan. What was just added and does not come back is not kept by the browser.
pub(crate) async fn added(headers: HeaderMap) -> Redirect {
    let is_kept = cookie_in(&headers, Plan::COOKIE).is_some();
    Redirect::to(if is_kept { routes::PLAN } else { routes::PLAN_NOT_KEPT })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RemoveForm {
    board_id: BoardId,
    first: String,
    last: String,
}

/// `POST /plan/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    headers: HeaderMap,
    form: Input<RemoveForm>,
) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(routes::PLAN, &rejection),
    };
    let mut plan = planned(&headers);
    match days(&form.first, &form.last) {
        Ok(days) => {
            plan.remove(Wish { board_id: form.board_id, days });
            keeping(&state, &plan, routes::PLAN)
        }
        Err(error) => back(routes::PLAN, &error, &[]),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoldForm {
    total_cents: i64,
    client_id: ClientId,
}

/// `POST /plan/hold`. What is held leaves the plan.
pub(crate) async fn hold(
    State(state): State<AppState>,
    identity: Identity,
    headers: HeaderMap,
    form: Input<HoldForm>,
) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::PLAN) };
    let HoldForm { total_cents, client_id } = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(routes::PLAN, &rejection),
    };
    let wishes = planned(&headers).wishes().to_vec();
    let input = HoldBoards { client_id, wishes, total_cents };
    match state.marketplace.hold_boards(&me, input).await {
        Ok(orders) => keeping(&state, &Plan::default(), &routes::held(&orders)),
        Err(error) => back(routes::PLAN, &error.into_body(), &[]),
    }
}

fn planned(headers: &HeaderMap) -> Plan {
    cookie_in(headers, Plan::COOKIE).map(|text| Plan::read(&text)).unwrap_or_default()
}

/// On to a page, with the plan as it is now.
fn keeping(state: &AppState, plan: &Plan, next: &str) -> Response {
    let seconds = if plan.is_empty() { 0 } else { Plan::MAX_AGE };
    let cookie = cookies::kept(state, Plan::COOKIE, plan.to_string(), seconds);
    let mut response = Redirect::to(next).into_response();
    session::set(response.headers_mut(), &cookie);
    response
}
