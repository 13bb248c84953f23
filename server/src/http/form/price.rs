//! The forms of prices: having them compared, and applying what is suggested.

use super::{Input, ask_to_sign_in, back, malformed, user};
use crate::{http::session::Identity, state::AppState};
use app::routes;
use axum::{
    Router,
    extract::{Form, State},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use marketplace::Error;
use protocol::{
    ErrorBody, ErrorCode,
    id::{BoardId, JobId},
    price::{ApplyPrice, StartPriceCheck},
};
use serde::Deserialize;

/// Their addresses.
pub(crate) fn forms() -> Router<AppState> {
    Router::new().route(routes::PRICES, post(check)).route(routes::form::APPLY_PRICE, post(apply))
}

/// `POST /jobs/prices` with `which`, `boardId` for each chosen one, and `requestId`: to the page of the job.
async fn check(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<Vec<(String, String)>>,
) -> Response {
    let page = routes::PRICES;
    let Some(me) = user(identity) else { return ask_to_sign_in(page) };
    let input = match form {
        Ok(Form(fields)) => asked(&fields),
        Err(rejection) => return malformed(page, &rejection),
    };
    let is_on = state.price_monitor.health().check_on();
    let started = match is_on.and(input) {
        Ok(input) => {
            let started = state.marketplace.start_price_check(&me, input).await;
            started.map_err(Error::into_body)
        }
        Err(error) => Err(error),
    };
    match started {
        Ok(job) => Redirect::to(&routes::job(job.update.job_id)).into_response(),
        Err(error) => back(page, &named(error), &[]),
    }
}

/// Other tries have other words.
fn named(error: ErrorBody) -> ErrorBody {
    let field = (error.code == ErrorCode::RateLimited).then(|| "priceChecks".to_owned());
    ErrorBody { field: field.or(error.field), ..error }
}

/// Boards that are ticked count only where some are meant: the boxes are out of sight where all are.
fn asked(fields: &[(String, String)]) -> Result<StartPriceCheck, ErrorBody> {
    let values = |wanted: &'static str| {
        fields.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
    };
    let request_id = values("requestId").next().and_then(|id| id.parse().ok());
    let request_id =
        request_id.ok_or_else(|| ErrorBody::invalid("requestId", "Load the page again."))?;
    if values("which").next() != Some("chosen") {
        return Ok(StartPriceCheck { request_id, board_ids: Vec::new() });
    }
    let board_ids: Result<Vec<BoardId>, _> = values("boardId").map(str::parse).collect();
    match board_ids {
        Ok(board_ids) if !board_ids.is_empty() => Ok(StartPriceCheck { request_id, board_ids }),
        _ => Err(ErrorBody::invalid("boardIds", "Choose a board, or compare all.")),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApplyForm {
    board_id: BoardId,
    job_id: JobId,
    expected_cents: i64,
    #[serde(default)]
    from: String,
}

/// `POST /jobs/prices/apply`: back to where the suggestion was shown.
async fn apply(
    State(state): State<AppState>,
    identity: Identity,
    form: Input<ApplyForm>,
) -> Response {
    let Some(me) = user(identity) else { return ask_to_sign_in(routes::PRICES) };
    let ApplyForm { board_id, job_id, expected_cents, from } = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return malformed(routes::PRICES, &rejection),
    };
    let page = if from == "job" { routes::job(job_id) } else { routes::PRICES.to_owned() };
    let input = ApplyPrice { board_id, job_id, expected_cents };
    match state.marketplace.apply_price(&me, input).await {
        Ok(_) => Redirect::to(&format!("{page}#suggestions")).into_response(),
        Err(error) => back(&page, &error.into_body(), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn boards_count_only_where_some_are_meant() {
        let id = ("requestId", "01900000-0000-7000-8000-000000000001");
        let board = ("boardId", "0b0a4d00-0000-4000-8000-000000000001");
        let ticked = |which| asked(&fields(&[id, ("which", which), board, board]));
        assert_eq!(ticked("all").unwrap().board_ids.len(), 0);
        assert_eq!(ticked("chosen").unwrap().board_ids.len(), 2);
        let none = asked(&fields(&[id, ("which", "chosen")])).unwrap_err();
        assert_eq!(none.field.as_deref(), Some("boardIds"));
        assert!(asked(&fields(&[board])).is_err());
    }
}
