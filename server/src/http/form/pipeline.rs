//! The form of the pipeline's page: the same told about many orders.

use super::{Input, ask_to_sign_in, back, malformed, user};
use crate::{http::session::Identity, state::AppState};
use app::routes;
use axum::{
    extract::{Form, State},
    response::{IntoResponse, Redirect, Response},
};
use protocol::{
    ErrorBody,
    dashboard::{Chosen, SteerOrders},
    id::OrderId,
};

/// `POST /admin/pipeline`. Fields `steer`, and `order` for each that is chosen, or `all`. Says on the page how many
/// orders did it and how many did not.
pub(crate) async fn steer(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<Vec<(String, String)>>,
) -> Response {
    let page = routes::PIPELINE;
    let Some(me) = user(identity) else { return ask_to_sign_in(page) };
    let fields = match form {
        Ok(Form(fields)) => fields,
        Err(rejection) => return malformed(page, &rejection),
    };
    let input = match read(&fields) {
        Ok(input) => input,
        Err(error) => return back(page, &error, &[]),
    };
    match state.marketplace.steer_orders(&me, &input).await {
        Ok(all) => {
            let refused = all.iter().filter(|one| one.error.is_some()).count();
            let done = all.len() - refused;
            Redirect::to(&format!("{page}?done={done}&refused={refused}")).into_response()
        }
        Err(error) => back(page, &error.into_body(), &[]),
    }
}

fn read(fields: &[(String, String)]) -> Result<SteerOrders, ErrorBody> {
    let values = |wanted| fields.iter().filter(move |(name, _)| name == wanted).map(|(_, it)| it);
    let missing = || ErrorBody::invalid("steer", "Say what to do.");
    let steer = values("steer").next().ok_or_else(missing)?.parse()?;
    if values("all").next().is_some() {
        return Ok(SteerOrders { steer, orders: Chosen::All });
    }
    let order = |text: &String| {
        text.parse::<OrderId>().map_err(|_| ErrorBody::invalid("order", "That is no order."))
    };
    let orders = values("order").map(order).collect::<Result<_, _>>()?;
    Ok(SteerOrders { steer, orders: Chosen::These(orders) })
}
