//! `bulletin price-monitor`, in this process.

use super::{
    boards, end, health, id, state,
    upstream::{KEY, flags, in_time, line},
    watch,
};
use crate::app::TestApp;
use clap::Parser;
use serde_json::Value;
use server::{
    Cli, Command, Secret, StandIn,
    price_monitor::{
        CallError, ExternalState, LineState, PriceMonitorFlags, SuggestedPrice, WatchError,
        suggested_prices,
    },
};

/// Starts the service as the command line does; gives its address.
async fn service(words: &[&str]) -> String {
    let fixed = ["bulletin", "price-monitor", "--port", "0", "--key", KEY];
    let pace = if words.contains(&"--step-ms") { &[][..] } else { &["--step-ms", "1"] };
    let words = fixed.iter().chain(words).chain(pace);
    let Command::PriceMonitor(settings) = Cli::parse_from(words).command else {
        unreachable!("the words say price-monitor");
    };
    let service = StandIn::start(settings).await.expect("starts");
    let url = format!("http://{}", service.address());
    tokio::spawn(service.run_until(std::future::pending()));
    url
}

async fn prices(url: &str) -> Vec<SuggestedPrice> {
    let monitor = line(&flags(url));
    let job = monitor.start_import(&boards()).await.expect("starts");
    let mut marta = watch(&monitor, &job.external_id);
    let end = end(&mut marta).await.progress.expect("was heard");
    assert_eq!((end.state, end.progress), (ExternalState::Completed, Some(100)));
    suggested_prices(&end.result.expect("has one"))
}

#[tokio::test]
async fn marta_sees_her_import_from_its_start_to_the_prices_which_the_seed_decides() {
    let (first, again) = (service(&["--seed", "7"]).await, service(&["--seed", "7"]).await);
    let found = prices(&first).await;
    let products: Vec<_> = found.iter().map(|price| &*price.product_id).collect();
    assert_eq!(products, ["board-1", "board-2"]);
    assert!(found.iter().all(|price| price.currency.as_deref() == Some("EUR")));
    assert_eq!(found, prices(&again).await);
    assert_ne!(found, prices(&service(&["--seed", "9"]).await).await);
}

#[tokio::test]
async fn a_start_that_is_repeated_is_one_job_and_late_viewers_see_its_end_at_once() {
    let monitor = line(&flags(&service(&["--seed", "7"]).await));
    let first = monitor.start_import(&boards()).await.expect("starts").external_id;
    let again = monitor.start_import(&boards()).await.expect("starts").external_id;
    assert_eq!(first, again);
    end(&mut watch(&monitor, &first)).await;
    let late = watch(&monitor, &first);
    assert!(late.latest().is_final());
    assert_eq!(monitor.latest(&first).map(|it| it.is_final()), Some(true));
    assert_eq!(monitor.status(&first).await.expect("is known").state, ExternalState::Completed);
    assert_eq!(monitor.status(&id("imp-7-99")).await, Err(CallError::NotFound));
    let nothing = boards();
    let nothing = server::price_monitor::StartImport { products: Vec::new(), ..nothing };
    assert_eq!(monitor.start_import(&nothing).await, Err(CallError::Status(422)));
}

#[tokio::test]
async fn nobody_comes_in_without_the_key() {
    let url = service(&[]).await;
    let wrong = PriceMonitorFlags { key: Some(Secret::new("another-key")), ..flags(&url) };
    let monitor = line(&wrong);
    let refused = health(&monitor, |health| health.state == LineState::Refused).await;
    assert_eq!(refused.reason.as_deref(), Some("unauthorized"));
    assert_eq!(monitor.status(&id("imp-7-1")).await, Err(CallError::Refused));
    assert_eq!(monitor.start_import(&boards()).await, Err(CallError::Refused));
    let without = crate::app::http().get(format!("{url}/api/import-jobs/x")).send().await;
    assert_eq!(without.expect("answers").status(), 401);
}

#[tokio::test]
async fn without_settings_it_is_off_and_says_why() {
    let off = line(&PriceMonitorFlags { host: None, ..flags("") });
    let why = "MONITOR_PRICE_APP_HOST is not set".to_owned();
    assert_eq!(off.health().state, LineState::Off);
    assert_eq!(off.health().reason.as_ref(), Some(&why));
    assert_eq!(off.watch(&id("x"), None).err(), Some(WatchError::Off(why.clone())));
    assert_eq!(off.status(&id("x")).await, Err(CallError::Off(why)));
    let inside =
        PriceMonitorFlags { allowed: "10.0.0.0/8".to_owned(), ..flags("http://127.0.0.1") };
    let reason = line(&inside).health().reason.expect("has one");
    assert!(reason.contains("not allowed"), "{reason}");
}

/// The service is at a name that is allowed and leads to an address that is not.
#[tokio::test]
async fn a_name_that_leads_inside_is_not_dialled() {
    let url = service(&[]).await.replace("127.0.0.1", "localhost");
    let inside = PriceMonitorFlags { allowed: "10.0.0.0/8".to_owned(), ..flags(&url) };
    let monitor = line(&inside);
    assert_eq!(monitor.status(&id("x")).await, Err(CallError::Unreachable));
    let lost = health(&monitor, |health| health.counts.errors >= 2).await;
    assert!(lost.reason.is_some_and(|why| why.contains("may not be dialled")), "by the line too");
    assert_eq!(lost.counts.connects, 0);
}

#[tokio::test]
async fn a_demonstration_has_a_service_of_its_own_and_others_say_that_it_is_off() {
    let mut jonas = TestApp::start().await;
    let job = jonas.price_monitor.start_import(&boards()).await.expect("starts");
    end(&mut watch(&jonas.price_monitor, &job.external_id)).await;
    jonas.stop();
    let flags = ["--price-monitor-host", "ftp://prices.example", "--price-monitor-key", KEY];
    jonas = TestApp::start_with(&flags).await;
    let off = jonas.price_monitor.health();
    assert_eq!(off.state, LineState::Off);
    assert!(off.reason.is_some_and(|why| why.starts_with("MONITOR_PRICE_APP_HOST is wrong")));
    assert_eq!(jonas.get("/healthz", None).await.status(), 200, "the rest works");
}

#[tokio::test]
async fn pending_work_is_seen_as_it_is() {
    let url = service(&["--step-ms", "60000"]).await;
    let monitor = line(&flags(&url));
    let job = monitor.start_import(&boards()).await.expect("starts");
    assert_eq!((job.state, job.progress), (ExternalState::Pending, Some(0)));
    let mut marta = watch(&monitor, &job.external_id);
    let heard = super::percent(&mut marta, 0).await;
    assert_eq!(state(&heard), ExternalState::Pending);
    let raw = Value::Object(heard.progress.expect("was heard").raw);
    assert_eq!(raw["total"], 2, "what has no place of its own is kept");
    monitor.stop();
    assert_eq!(in_time(async { while marta.changed().await.is_some() {} }).await, ());
}
