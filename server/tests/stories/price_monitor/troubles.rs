//! Checks of prices while the service is in every mood, or is not there.

use super::{
    checks::{bulletin, check, complete, is, knows, percent, poll, post, step, until, watch},
    health, id,
    upstream::{KEY, Upstream, in_time},
};
use crate::app::TestApp;
use marketplace::clock::{Clock, ManualClock, SystemClock};
use protocol::{
    ErrorBody, ErrorCode,
    job::{Freshness, JobState, JobUpdate},
    limits,
    price::{PriceMonitorHealth, PriceMonitorState, PriceMonitorStatus},
};
use reqwest::StatusCode;
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

#[tokio::test]
async fn silent_is_said_on_our_job_until_the_service_speaks_again() {
    let upstream = Upstream::start().await;
    upstream.control(json!({"mode": "scripted"})).await;
    let app = bulletin(&upstream, &["--price-monitor-patience", "30,60,0.3"]).await;
    let marta = app.sign_in("owner").await;
    let (id, board) = check(&app, &marta).await;
    let mut sse = watch(&app, &marta, id).await;
    let stale = until(&mut sse, knows(Freshness::Stale)).await;
    assert!(stale.source.expect("is known").heard_at.is_some(), "since when is known");
    step(&upstream, "scripted-1", 50).await;
    let heard = until(&mut sse, percent(50)).await;
    assert_eq!(heard.source.expect("is known").freshness, Freshness::Live);
    complete(&upstream, "scripted-1", board, 50_000).await;
    assert_eq!(until(&mut sse, JobUpdate::is_last).await.status, JobState::Completed);
}

#[tokio::test]
async fn a_line_that_is_lost_and_found_is_seen_on_our_job() {
    let mut upstream = Upstream::start().await;
    upstream.control(json!({"mode": "scripted"})).await;
    let app = bulletin(&upstream, &[]).await;
    let marta = app.sign_in("owner").await;
    let (id, board) = check(&app, &marta).await;
    let mut sse = watch(&app, &marta, id).await;
    upstream.fact("joined").await;
    step(&upstream, "scripted-1", 20).await;
    until(&mut sse, percent(20)).await;
    let port = upstream.port();
    upstream.kill().await;
    let lost = until(&mut sse, knows(Freshness::Reconnecting)).await;
    assert_eq!((lost.status, lost.progress.percent), (JobState::Processing, 20));
    let mut upstream = Upstream::start_at(port).await;
    upstream.fact("joined").await;
    step(&upstream, "scripted-1", 70).await;
    let found = until(&mut sse, percent(70)).await;
    assert_eq!(found.source.expect("is known").freshness, Freshness::Live);
    complete(&upstream, "scripted-1", board, 50_000).await;
    assert_eq!(until(&mut sse, JobUpdate::is_last).await.status, JobState::Completed);
}

#[tokio::test]
async fn refused_401_a_check_waits_with_a_plain_sentence_and_fails_with_it() {
    let upstream = Upstream::start().await;
    upstream.control(json!({"key": "changed-meanwhile"})).await;
    let clock = Arc::new(ManualClock::new(SystemClock.now()));
    let flags = upstream.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let app = TestApp::start_at(clock.clone(), &flags).await;
    let (marta, adrian) = (app.sign_in("owner").await, app.sign_in("admin").await);
    let (id, _) = check(&app, &marta).await;
    let mut sse = watch(&app, &marta, id).await;
    let why = "The price monitor does not let us in. Whoever runs Bulletin must look after it.";
    let says_why = |update: &JobUpdate| {
        update.source.as_ref().is_some_and(|source| source.reason.as_deref() == Some(why))
    };
    assert_eq!(until(&mut sse, says_why).await.status, JobState::Pending);
    health(&app.price_monitor, |health| health.state == PriceMonitorState::Refused).await;
    let status = app.get("/api/price-monitor", Some(&marta)).await.text().await.unwrap();
    let told: PriceMonitorStatus = serde_json::from_str(&status).expect("is a status");
    assert_eq!((told.state, told.reason.as_deref()), (PriceMonitorState::Refused, Some(why)));
    assert!(!status.contains("host"), "the rest is for admins: {status}");
    let whole = app.get("/api/price-monitor", Some(&adrian)).await.text().await.unwrap();
    let whole: PriceMonitorHealth = serde_json::from_str(&whole).expect("is the health");
    assert_eq!(whole.host.as_deref(), Some("127.0.0.1"));

    clock.advance(limits::PRICE_PATIENCE);
    let end = until(&mut sse, JobUpdate::is_last).await;
    assert_eq!((end.status, end.error.as_deref()), (JobState::Failed, Some(why)));
}

#[tokio::test]
async fn who_cancels_is_answered_at_once_and_the_service_is_no_longer_listened_to() {
    let mut upstream = Upstream::start().await;
    upstream.control(json!({"mode": "scripted"})).await;
    let app = bulletin(&upstream, &["--price-monitor-patience", "0.05,30,120"]).await;
    let marta = app.sign_in("owner").await;
    let (id, board) = check(&app, &marta).await;
    upstream.fact("joined").await;
    let answer = post(&app, &marta, &format!("/api/jobs/{id}/cancel"), json!({})).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(poll(&app, &marta, id).await.status, JobState::Cancelled);
    assert_eq!(upstream.fact("left").await["job"], "scripted-1");
    complete(&upstream, "scripted-1", board, 50_000).await;
    health(&app.price_monitor, |health| health.watchers == 0).await;
    let found = app.get("/api/prices", Some(&marta)).await.text().await.unwrap();
    assert_eq!(found, r#"{"suggestions":[],"after":null}"#);
}

#[tokio::test]
async fn malformed_and_flood_a_check_ends_well_all_the_same() {
    for mode in ["malformed", "flood"] {
        let mut upstream = Upstream::start().await;
        upstream.control(json!({ "mode": mode })).await;
        let app = bulletin(&upstream, &[]).await;
        let marta = app.sign_in("owner").await;
        let (job, _) = check(&app, &marta).await;
        let mut sse = watch(&app, &marta, job).await;
        upstream.fact("joined").await;
        if mode == "flood" {
            // Sooner than the line comes back by itself.
            in_time(app.price_monitor.status(&id("flood-1"))).await.expect("is answered");
        }
        let end = until(&mut sse, JobUpdate::is_last).await;
        assert_eq!(end.status, JobState::Completed, "{mode}: {:?}", end.error);
        let summary = end.result.expect("has one").summary;
        assert_eq!(summary, "1 price was suggested.", "{mode}");
    }
}

#[tokio::test]
async fn off_nobody_starts_a_check_and_the_rest_works() {
    let flags = ["--price-monitor-host", "ftp://prices.example", "--price-monitor-key", KEY];
    let app = TestApp::start_with(&flags).await;
    let marta = app.sign_in("owner").await;
    let wanted = json!({"requestId": Uuid::now_v7(), "boardIds": []});
    let refused = post(&app, &marta, "/api/price-checks", wanted).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    let refused: ErrorBody = refused.json().await.expect("is an error");
    assert_eq!(refused.code, ErrorCode::Unavailable);
    let why = "The price monitor is off: MONITOR_PRICE_APP_HOST is wrong";
    assert!(refused.message.starts_with(why), "{refused}");
    let status = app.get("/api/price-monitor", Some(&marta)).await;
    let status: PriceMonitorStatus = status.json().await.expect("is a status");
    assert_eq!(status.state, PriceMonitorState::Off);
    assert_eq!(status.reason.as_deref(), Some(refused.message.as_str()));
    let export = json!({"kind": "export_boards", "format": "csv"});
    let job = post(&app, &marta, "/api/jobs/exports", export).await;
    let job: protocol::job::JobView = job.json().await.expect("is a job");
    let mut sse = watch(&app, &marta, job.update.job_id).await;
    until(&mut sse, is(JobState::Completed)).await;
}
