//! What the page asks the server about prices.

use crate::error::ApiResult;
use leptos::{prelude::*, server_fn::codec::Json};
// By their paths: a server function makes a type of its name.
use protocol::{id::JobId, job::JobView, price};

/// Has the price monitor suggest prices for one's boards. Refused with the reason while it is off.
#[server(input = Json)]
pub async fn start_price_check(input: price::StartPriceCheck) -> ApiResult<JobView> {
    let (marketplace, me) = crate::backend::signed_in()?;
    let is_on = crate::backend::price_monitor().check_on();
    crate::backend::answer(is_on.map_err(Into::into))?;
    crate::backend::answer(marketplace.start_price_check(&me, input).await)
}

/// A page of the newest suggestion for each of one's boards, the newest job's first.
#[server(input = Json)]
pub async fn price_suggestions(
    after: Option<price::PriceCursor>,
) -> ApiResult<price::PriceSuggestions> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.price_suggestions(&me, after).await)
}

/// A page of what a job has suggested, for whoever may see the job.
#[server(input = Json)]
pub async fn job_prices(
    id: JobId,
    after: Option<price::PriceCursor>,
) -> ApiResult<price::PriceSuggestions> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.price_suggestions_of(&me, id, after).await)
}

/// Makes a suggested price the board's; gives the suggestion as it is then.
#[server(input = Json)]
pub async fn apply_price(input: price::ApplyPrice) -> ApiResult<price::PriceSuggestion> {
    let (marketplace, me) = crate::backend::signed_in()?;
    crate::backend::answer(marketplace.apply_price(&me, input).await)
}

/// Whether prices can be checked.
#[server]
pub async fn price_monitor_status() -> ApiResult<price::PriceMonitorStatus> {
    crate::backend::signed_in()?;
    // A server function waits, even where there is nothing to wait for.
    Ok(std::future::ready(crate::backend::price_monitor().status()).await)
}

/// The whole of it, for admins.
#[server]
pub async fn price_monitor_health() -> ApiResult<price::PriceMonitorHealth> {
    let (_, me) = crate::backend::signed_in()?;
    let missing = protocol::ErrorBody::not_found("page");
    let is_admin = me.role == protocol::account::Role::Admin;
    let health = is_admin.then(crate::backend::price_monitor).ok_or(missing.into());
    crate::backend::answer(std::future::ready(health).await)
}
