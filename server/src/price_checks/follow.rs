//! One check of prices, from wherever it is to its end.

use crate::price_monitor::{
    CallError, ExternalId, ExternalProgress, ExternalState, PriceMonitor, Product, Source,
    StartImport, SuggestedPrice, Update, WatchError, suggested_prices,
};
use marketplace::{FoundPrice, Marketplace, PriceCheck, PriceEnd, PriceReport};
use protocol::{Timestamp, job::Freshness};
use serde_json::Map;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Without anything new, what is known is told again: it may have been silent for too long.
const TELL_AGAIN: Duration = Duration::from_secs(30);
/// Pauses after each question for prices that was not answered.
const ASK_AGAIN: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_secs(4), Duration::from_secs(15)];

/// Until the job is over, rests until it is begun again, or the line ends.
pub(super) async fn follow(
    market: &Marketplace,
    monitor: &PriceMonitor,
    check: PriceCheck,
) -> marketplace::Result<()> {
    let job = check.job_id;
    let id = match &check.external_id {
        Some(id) => ExternalId::parse(id),
        None => match begin(market, monitor, &check).await? {
            Some(id) => Some(id),
            None => return Ok(()),
        },
    };
    let Some(id) = id else {
        let text = "What the price monitor calls it is no name.".to_owned();
        return market.price_check_ended(job, PriceEnd::Failed(text)).await;
    };
    tracing::info!(%job, external = %id, "price check: connected to the external service for the job");
    let known = known(&check, &id);
    let mut watching = match monitor.watch(&id, known) {
        Ok(watching) => watching,
        Err(WatchError::Full) => return Ok(()),
        Err(WatchError::Off(_)) => {
            let text = "The price monitor is off.".to_owned();
            return market.price_check_waits(job, text).await.map(|_| ());
        }
    };
    let mut update = watching.latest();
    loop {
        if update.is_final() {
            return end(market, monitor, &check, update).await;
        }
        if !market.price_check_heard(job, report(&update)).await? {
            return Ok(());
        }
        update = match timeout(TELL_AGAIN, watching.changed()).await {
            Ok(Some(update)) => update,
            // The line has ended with the server.
            Ok(None) => return Ok(()),
            Err(_) => watching.latest(),
        };
    }
}

/// Has it begun at the service: its name for it. `None` when it has to wait, or is over.
async fn begin(
    market: &Marketplace,
    monitor: &PriceMonitor,
    check: &PriceCheck,
) -> marketplace::Result<Option<ExternalId>> {
    let job = check.job_id;
    let product = |board: marketplace::PricedBoard| Product {
        product_id: board.board_id.to_string(),
        price_cents: board.price_cents,
        currency: board.currency,
    };
    let boards = market.price_check_boards(job).await?;
    let wanted = StartImport {
        // The same at every try; a retry is to begin anew.
        request_id: format!("{job}-{}", check.attempt),
        products: boards.into_iter().map(product).collect(),
    };
    tracing::info!(%job, attempt = check.attempt, "price check: asking the external service");
    match monitor.start_import(&wanted).await {
        Ok(begun) => {
            let name = begun.external_id.as_str().to_owned();
            let is_open = market.price_check_begun(job, name).await?;
            Ok(is_open.then_some(begun.external_id))
        }
        // 408 and 429: later.
        Err(CallError::Status(status)) if status < 500 && ![408, 429].contains(&status) => {
            let text = format!("The price monitor does not take this ({status}).");
            fail(market, check, &text).await?;
            Ok(None)
        }
        Err(error) => {
            market.price_check_waits(job, sentence(&error).to_owned()).await?;
            Ok(None)
        }
    }
}

/// Why it waits, for people.
fn sentence(error: &CallError) -> &'static str {
    match error {
        CallError::Off(_) => "The price monitor is off.",
        CallError::Refused => {
            "The price monitor does not let us in. Whoever runs Bulletin must look after it."
        }
        CallError::Unreadable => "The price monitor gives answers nobody understands.",
        CallError::TimedOut => "The price monitor does not answer.",
        CallError::Resting(_)
        | CallError::NotFound
        | CallError::Status(_)
        | CallError::Unreachable => "The price monitor cannot be reached.",
    }
}

async fn fail(market: &Marketplace, check: &PriceCheck, why: &str) -> marketplace::Result<()> {
    tracing::warn!(job = %check.job_id, why, "price check: failed");
    market.price_check_ended(check.job_id, PriceEnd::Failed(why.to_owned())).await
}

/// What was stored of it.
fn known(check: &PriceCheck, id: &ExternalId) -> Option<ExternalProgress> {
    check.external_id.as_ref()?;
    Some(ExternalProgress {
        external_id: id.clone(),
        state: ExternalState::Pending,
        progress: Some(check.percent),
        error: None,
        result: None,
        // Its clock is not ours: nothing it says is too late for this.
        updated_at: Timestamp(0),
        raw: Map::new(),
    })
}

fn report(update: &Update) -> PriceReport {
    let freshness = match update.source {
        Source::Live => Freshness::Live,
        Source::Reconnecting => Freshness::Reconnecting,
        Source::Stale => Freshness::Stale,
    };
    let percent = update.progress.as_ref().and_then(|progress| progress.progress);
    PriceReport { percent, freshness, heard_at: update.heard_at }
}

async fn end(
    market: &Marketplace,
    monitor: &PriceMonitor,
    check: &PriceCheck,
    update: Update,
) -> marketplace::Result<()> {
    let Some(progress) = update.progress else { return Ok(()) };
    let job = check.job_id;
    let how = match progress.state {
        ExternalState::Completed => match prices(monitor, &progress).await {
            Some(prices) => PriceEnd::Completed(prices),
            None => PriceEnd::Failed("Its prices could not be fetched. Try again.".to_owned()),
        },
        ExternalState::Cancelled => PriceEnd::Cancelled,
        _ => {
            let said = progress.error.filter(|said| !said.is_empty());
            PriceEnd::Failed(match said {
                Some(said) => format!("The price monitor has given up: {said}"),
                None => "The price monitor has given up.".to_owned(),
            })
        }
    };
    tracing::info!(%job, external = %progress.external_id, state = ?progress.state, "price check: forwarding the end");
    market.price_check_ended(job, how).await
}

/// Some services say what came of it only when they are asked. `None` when they do not answer.
async fn prices(monitor: &PriceMonitor, progress: &ExternalProgress) -> Option<Vec<FoundPrice>> {
    let result = match &progress.result {
        Some(result) => Some(result.clone()),
        None => asked(monitor, &progress.external_id).await?.result,
    };
    // What is too large to be taken is no result either.
    let found = suggested_prices(result.as_deref()?);
    let price = |price: SuggestedPrice| FoundPrice {
        product_id: price.product_id,
        suggested_cents: price.suggested_cents,
        currency: price.currency,
    };
    Some(found.into_iter().map(price).collect())
}

async fn asked(monitor: &PriceMonitor, id: &ExternalId) -> Option<ExternalProgress> {
    for pause in ASK_AGAIN {
        match monitor.status(id).await {
            Ok(answer) => return Some(answer),
            Err(error) => {
                tracing::warn!(%error, job = %id, "price check: its prices are not known");
                sleep(pause).await;
            }
        }
    }
    None
}
