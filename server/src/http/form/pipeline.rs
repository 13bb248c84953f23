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
    order::RunState,
};

/// `POST /admin/pipeline`. Fields `steer`, and `order` for each that is chosen, or `all`; `run` for the list they were
/// on. Says above that list how many orders did it and how many did not.
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
    let run = list(&fields);
    let refused = |error: &ErrorBody| back(page, error, &[("run", run.as_str())]);
    let input = match read(&fields) {
        Ok(input) => input,
        Err(error) => return refused(&error),
    };
    match state.marketplace.steer_orders(&me, &input).await {
        Ok(all) => {
            let not_done = all.iter().filter(|one| one.error.is_some()).count();
            let done = all.len() - not_done;
            let page = routes::pipeline_of(run);
            Redirect::to(&format!("{page}&done={done}&refused={not_done}")).into_response()
        }
        Err(error) => refused(&error.into_body()),
    }
}

fn values<'a>(fields: &'a [(String, String)], wanted: &str) -> impl Iterator<Item = &'a String> {
    fields.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value)
}

/// The list somebody was at; the page's first where the form does not say.
fn list(fields: &[(String, String)]) -> RunState {
    let named = values(fields, "run").find_map(|run| run.parse().ok());
    named.unwrap_or(RunState::SetAside)
}

fn read(fields: &[(String, String)]) -> Result<SteerOrders, ErrorBody> {
    let values = |wanted| values(fields, wanted);
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
