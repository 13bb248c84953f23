//! The line to the price-monitor service: with the stand-in, and with a scripted service in every mood.

#[path = "price_monitor/checks.rs"]
mod checks;
#[path = "price_monitor/modes.rs"]
mod modes;
#[path = "price_monitor/stand_in.rs"]
mod stand_in;
#[path = "price_monitor/troubles.rs"]
mod troubles;
#[path = "price_monitor/upstream.rs"]
mod upstream;

use server::price_monitor::{
    ExternalId, ExternalState, Health, PriceMonitor, Product, Source, StartImport, Update, Watching,
};
use upstream::in_time;

fn id(name: &str) -> ExternalId {
    ExternalId::parse(name).expect("is a name")
}

/// Marta's two boards.
fn boards() -> StartImport {
    let product = |id: &str, price_cents| Product {
        product_id: id.to_owned(),
        price_cents,
        currency: "EUR".to_owned(),
    };
    let products = vec![product("board-1", 124_000), product("board-2", 80_050)];
    StartImport { request_id: "marta-1".to_owned(), products }
}

fn watch(monitor: &PriceMonitor, job: &ExternalId) -> Watching {
    monitor.watch(job, None).expect("is on")
}

/// Waits for an update that fits; there may be others before it.
async fn until(watching: &mut Watching, fits: impl Fn(&Update) -> bool) -> Update {
    let mut update = watching.latest();
    while !fits(&update) {
        update = in_time(watching.changed()).await.expect("is on");
    }
    update
}

async fn end(watching: &mut Watching) -> Update {
    until(watching, Update::is_final).await
}

/// Waits until a job is heard of live, with so many percent.
async fn percent(watching: &mut Watching, percent: u8) -> Update {
    let fits = |update: &Update| {
        update.source == Source::Live
            && update.progress.as_ref().and_then(|it| it.progress) == Some(percent)
    };
    until(watching, fits).await
}

#[track_caller]
fn state(update: &Update) -> ExternalState {
    update.progress.as_ref().expect("something was heard").state
}

/// The health once it fits; something that is on its way changes it.
async fn health(monitor: &PriceMonitor, fits: impl Fn(&Health) -> bool) -> Health {
    in_time(async {
        loop {
            let health = monitor.health();
            if fits(&health) {
                return health;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}
