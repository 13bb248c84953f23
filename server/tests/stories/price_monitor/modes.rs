//! The scripted service in every mood.

use super::{
    boards, end, health, id, percent, state, until,
    upstream::{Upstream, in_time},
    watch,
};
use serde_json::json;
use server::price_monitor::{
    BreakerState, CallError, ExternalState, LineState, Source, suggested_prices,
};
use std::time::Duration;

#[tokio::test]
async fn ok_a_job_runs_to_its_prices() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line();
    let job = monitor.start_import(&boards()).await.expect("starts");
    assert_eq!(job.external_id.as_str(), "ok-1");
    let end = end(&mut watch(&monitor, &job.external_id)).await.progress.expect("was heard");
    let prices = suggested_prices(&end.result.expect("has one"));
    assert_eq!(prices.iter().map(|it| it.suggested_cents).collect::<Vec<_>>(), [124_500, 80_550]);
}

#[tokio::test]
async fn five_hundred_viewers_are_one_line_and_one_room_and_all_see_the_end() {
    let mut upstream = Upstream::start().await;
    let monitor = upstream.line_with("0.05,30,120", "5000");
    let job = id("scripted-1");
    let mut viewers: Vec<_> = (0..500).map(|_| watch(&monitor, &job)).collect();
    upstream.fact("joined").await;
    upstream.emit("scripted-1", "jobUpdate", json!({"id": "scripted-1", "percent": 30})).await;
    percent(&mut viewers[499], 30).await;
    assert_eq!(monitor.health().watchers, 500);
    let done = json!({"jobId": "scripted-1", "status": "done", "result": {"prices": []}});
    upstream.emit("scripted-1", "job-completed", done).await;
    for viewer in &mut viewers {
        assert_eq!(state(&end(viewer).await), ExternalState::Completed);
    }
    assert_eq!(upstream.fact("left").await["job"], "scripted-1");
    drop(viewers);
    let seen = upstream.control(json!({})).await;
    assert_eq!([&seen["connections"], &seen["joins"], &seen["leaves"]], [1, 1, 1]);
    let health = health(&monitor, |health| health.watchers == 0).await;
    assert_eq!((health.watched, health.joined), (0, 0), "nothing is left");
    assert!(health.counts.updates <= 4, "one each for the line, the step, the end: {health:?}");
}

#[tokio::test]
async fn the_room_is_left_a_while_after_the_last_viewer() {
    let mut upstream = Upstream::start().await;
    let monitor = upstream.line_with("0.2,30,120", "5000");
    let (ana, ben) = (watch(&monitor, &id("scripted-1")), watch(&monitor, &id("scripted-1")));
    upstream.fact("joined").await;
    drop(ana);
    drop(ben);
    // Whoever comes back in between is in the same room: it was not left at once.
    let ben = watch(&monitor, &id("scripted-1"));
    let seen = upstream.control(json!({})).await;
    assert_eq!([&seen["joins"], &seen["leaves"]], [1, 0], "not at once");
    drop(ben);
    assert_eq!(upstream.fact("left").await["job"], "scripted-1");
    assert_eq!(monitor.health().joined, 0);
}

#[tokio::test]
async fn slow_requests_end_in_time_and_rest_while_the_line_goes_on() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line_with("30,30,120", "1000");
    let job = id("slow-1");
    upstream.control(json!({"status": {"jobId": "slow-1", "status": "pending"}})).await;
    let mut marta = watch(&monitor, &job);
    percent(&mut marta, 10).await;
    // One is made when the job is joined; after three they rest.
    let mut answer = Err(CallError::TimedOut);
    while answer == Err(CallError::TimedOut) {
        answer = in_time(monitor.status(&job)).await;
    }
    assert!(matches!(answer, Err(CallError::Resting(_))), "{answer:?}");
    assert!(monitor.health().counts.requests >= 3);
    let step = json!({"jobId": "slow-1", "progress": 50});
    upstream.emit("slow-1", "import-progress", step).await;
    percent(&mut marta, 50).await;
    assert_eq!(monitor.health().state, LineState::Connected);
}

#[tokio::test]
async fn busy_a_service_with_too_much_to_do_is_left_alone_as_long_as_it_asks() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line();
    upstream.control(json!({"busy": [429, "60"]})).await;
    let answer = monitor.status(&id("ok-1")).await;
    assert_eq!(answer, Err(CallError::Resting(Duration::from_mins(1))));
    let answer = monitor.start_import(&boards()).await;
    assert!(matches!(answer, Err(CallError::Resting(_))), "{answer:?}");
    assert_eq!(upstream.control(json!({})).await["requests"], 1, "it was not asked again");
}

#[tokio::test]
async fn silent_how_a_job_ended_is_found_by_asking() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line_with("30,0.4,120", "5000");
    let job = monitor_silent(&upstream, &monitor).await;
    let mut marta = watch(&monitor, &job);
    assert_eq!(state(&end(&mut marta).await), ExternalState::Completed);
}

async fn monitor_silent(
    upstream: &Upstream,
    monitor: &server::price_monitor::PriceMonitor,
) -> server::price_monitor::ExternalId {
    upstream.control(json!({"mode": "silent"})).await;
    monitor.start_import(&boards()).await.expect("starts").external_id
}

#[tokio::test]
async fn silent_a_job_nobody_speaks_of_is_stale_until_somebody_does() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line_with("30,60,0.3", "5000");
    let mut marta = watch(&monitor, &id("scripted-1"));
    until(&mut marta, |update| update.source == Source::Stale).await;
    let step = json!({"jobId": "scripted-1", "progress": 5});
    upstream.emit("scripted-1", "import-progress", step).await;
    percent(&mut marta, 5).await;
}

#[tokio::test]
async fn refused_401_is_said_and_the_rest_is_not_hurt() {
    let mut upstream = Upstream::start().await;
    upstream.control(json!({"key": "changed-meanwhile"})).await;
    let monitor = upstream.line();
    let mut marta = watch(&monitor, &id("ok-1"));
    upstream.fact("refused").await;
    let refused = health(&monitor, |health| health.state == LineState::Refused).await;
    assert_eq!(refused.reason.as_deref(), Some("unauthorized: [hidden]"));
    assert_eq!(monitor.status(&id("ok-1")).await, Err(CallError::Refused));
    assert_eq!(marta.latest().source, Source::Reconnecting);
    monitor.stop();
    assert_eq!(in_time(marta.changed()).await, None);
}

#[tokio::test]
async fn malformed_things_are_counted_and_the_end_is_heard() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line();
    let mut marta = watch(&monitor, &id("malformed-1"));
    let end = end(&mut marta).await;
    assert_eq!(state(&end), ExternalState::Completed);
    let health = monitor.health();
    assert_eq!((health.counts.malformed, health.state), (13, LineState::Connected), "{health:?}");
    assert_eq!(health.counts.reconnects, 0);
}

#[tokio::test]
async fn a_flood_is_cut_and_the_end_of_its_job_is_found() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line();
    let job = id("flood-1");
    let mut marta = watch(&monitor, &job);
    until(&mut marta, |update| update.progress.is_some()).await;
    until(&mut marta, |update| update.source == Source::Reconnecting).await;
    let counts = monitor.health().counts;
    assert_eq!(counts.floods, 1);
    assert!(counts.dropped >= 2_000, "{counts:?}");
    monitor.status(&job).await.expect("is answered");
    assert_eq!(state(&end(&mut marta).await), ExternalState::Completed);
}

#[tokio::test]
async fn disconnect_the_line_comes_back_and_everything_is_joined_again() {
    let upstream = Upstream::start().await;
    let monitor = upstream.line();
    let mut marta = watch(&monitor, &id("disconnect-1"));
    let mut ana = watch(&monitor, &id("scripted-2"));
    assert_eq!(state(&end(&mut marta).await), ExternalState::Completed);
    let step = json!({"jobId": "scripted-2", "progress": 5});
    upstream.emit("scripted-2", "import-progress", step).await;
    percent(&mut ana, 5).await;
    let counts = monitor.health().counts;
    assert_eq!((counts.connects, counts.reconnects, counts.joins), (2, 1, 4));
}

#[tokio::test]
async fn a_service_that_is_not_there_is_looked_for_with_growing_pauses() {
    let url = {
        let upstream = Upstream::start().await;
        upstream.url()
    };
    let monitor = super::upstream::line(&super::upstream::flags(&url));
    let mut marta = watch(&monitor, &id("ok-1"));
    let open =
        |it: &server::price_monitor::Health| matches!(it.line, Some(BreakerState::Open { .. }));
    let health = health(&monitor, open).await;
    assert_eq!(health.counts.connects, 0);
    assert_eq!(monitor.status(&id("ok-1")).await, Err(CallError::Unreachable));
    assert_eq!(until(&mut marta, |_| true).await.source, Source::Reconnecting);
}
