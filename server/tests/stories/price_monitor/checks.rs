//! Checks of prices as our own jobs: asked for, watched, and their prices taken over.

use super::upstream::{Upstream, in_time};
use crate::{
    app::{TestApp, User},
    job::Watch,
    socket::TestSocket,
};
use protocol::{
    ServerEvent,
    id::{BoardId, JobId},
    job::{Freshness, JobState, JobUpdate, JobView, JoinImportJob, WatchMessage},
    price::{ApplyPrice, PriceSuggestion, PriceSuggestions},
};
use reqwest::{Response, StatusCode, header};
use serde_json::{Value, json};
use std::cell::Cell;
use uuid::Uuid;

/// Bulletin with a line to the service.
pub async fn bulletin(upstream: &Upstream, more: &[&str]) -> TestApp {
    let flags = upstream.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).chain(more.iter().copied()).collect();
    TestApp::start_with(&flags).await
}

pub async fn post(app: &TestApp, user: &User, path: &str, body: Value) -> Response {
    let request = app.http.post(format!("{}{path}", app.url)).json(&body);
    request.header(header::COOKIE, &user.cookie).send().await.expect("answers")
}

/// Has the price of a board of hers checked.
pub async fn check(app: &TestApp, marta: &User) -> (JobId, BoardId) {
    let board = app.board_of(&marta.me).await;
    let wanted = json!({"requestId": Uuid::now_v7(), "boardIds": [board]});
    let response = post(app, marta, "/api/price-checks", wanted).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let job: JobView = response.json().await.expect("is a job");
    (job.update.job_id, board)
}

pub async fn poll(app: &TestApp, user: &User, id: JobId) -> JobUpdate {
    let job: JobView =
        app.get(&format!("/api/jobs/{id}"), Some(user)).await.json().await.expect("is a job");
    job.update
}

/// A viewer who has been greeted.
pub async fn watch(app: &TestApp, user: &User, id: JobId) -> Watch {
    let mut watch = Watch::open(app, user, &format!("/api/jobs/{id}/progress"), None).await;
    assert_eq!(watch.next().await, Some((None, WatchMessage::Connected { job_id: id })));
    watch
}

/// Looks on until something fits.
pub async fn until(watch: &mut Watch, fits: impl Fn(&JobUpdate) -> bool) -> JobUpdate {
    in_time(async {
        loop {
            let update = watch.update().await;
            if fits(&update) {
                return update;
            }
        }
    })
    .await
}

pub fn is(state: JobState) -> impl Fn(&JobUpdate) -> bool {
    move |update| update.status == state
}

pub fn knows(freshness: Freshness) -> impl Fn(&JobUpdate) -> bool {
    move |update| update.source.as_ref().is_some_and(|source| source.freshness == freshness)
}

pub fn percent(percent: u8) -> impl Fn(&JobUpdate) -> bool {
    move |update| update.progress.percent == percent
}

/// The service says how far it is.
pub async fn step(upstream: &Upstream, job: &str, percent: u8) {
    let step = json!({"jobId": job, "progress": percent});
    upstream.emit(job, "import-job-progress", step).await;
}

/// The service has a price for a board.
pub async fn complete(upstream: &Upstream, job: &str, board: BoardId, cents: i64) {
    let prices = json!({"prices": [{"productId": board, "suggestedCents": cents}]});
    let done = json!({"jobId": job, "status": "completed", "result": prices});
    upstream.emit(job, "import-job-completed", done).await;
}

async fn prices(app: &TestApp, user: &User, path: &str) -> Vec<PriceSuggestion> {
    let response = app.get(path, Some(user)).await;
    let page: PriceSuggestions = response.json().await.expect("is a page");
    page.suggestions
}

/// Every state a poller sees, one after the other, to the end; `percent` is what it has seen last.
async fn states_by_asking(
    app: &TestApp,
    (user, id): (&User, JobId),
    percent: &Cell<Option<u8>>,
) -> Vec<JobState> {
    let mut seen = Vec::new();
    loop {
        let update = poll(app, user, id).await;
        percent.set(Some(update.progress.percent));
        if seen.last() != Some(&update.status) {
            seen.push(update.status);
        }
        if update.is_last() {
            return seen;
        }
    }
}

async fn until_polled(polled: &Cell<Option<u8>>, percent: u8) {
    while polled.get() != Some(percent) {
        tokio::task::yield_now().await;
    }
}

async fn job_update(socket: &mut TestSocket) -> JobUpdate {
    loop {
        if let ServerEvent::JobUpdate(update) = socket.any().await {
            return update;
        }
    }
}

fn states(updates: &[JobUpdate]) -> Vec<JobState> {
    let mut states: Vec<_> = updates.iter().map(|update| update.status).collect();
    states.dedup();
    states
}

#[tokio::test]
async fn socket_sse_and_polling_see_the_same_from_the_first_word_to_the_prices() {
    let mut upstream = Upstream::start().await;
    upstream.control(json!({"mode": "scripted", "hold": true})).await;
    let app = bulletin(&upstream, &[]).await;
    let marta = app.sign_in("owner").await;
    let (id, board) = check(&app, &marta).await;
    let mut socket = app.socket(&marta).await;
    socket.ask(&JoinImportJob { job_id: id }).await.expect("joins");
    // Of values only the newest is told: each watcher has seen the first before there is a second.
    let mut by_socket = vec![in_time(job_update(&mut socket)).await];
    let mut sse = watch(&app, &marta, id).await;
    let first = until(&mut sse, |_| true).await;
    let polled = Cell::new(None);
    let asking = states_by_asking(&app, (&marta, id), &polled);
    let told = async {
        until_polled(&polled, 0).await;
        // Whether it has been asked already or is about to be.
        upstream.control(json!({"hold": false, "answer": true})).await;
        let mut seen = vec![first, until(&mut sse, is(JobState::Processing)).await];
        upstream.fact("joined").await;
        step(&upstream, "scripted-1", 40).await;
        seen.push(until(&mut sse, percent(40)).await);
        until_polled(&polled, 40).await;
        complete(&upstream, "scripted-1", board, 77_700).await;
        seen.extend(sse.all().await);
        seen
    };
    let (by_asking, by_sse) = in_time(async { tokio::join!(asking, told) }).await;
    let expected = [JobState::Pending, JobState::Processing, JobState::Completed];
    assert_eq!((by_asking, states(&by_sse)), (expected.to_vec(), expected.to_vec()));
    while !by_socket.last().is_some_and(JobUpdate::is_last) {
        by_socket.push(job_update(&mut socket).await);
    }
    assert_eq!(states(&by_socket), expected);
    assert_eq!(by_socket.last(), by_sse.last());

    let of_job = prices(&app, &marta, &format!("/api/jobs/{id}/prices")).await;
    assert_eq!(of_job, prices(&app, &marta, "/api/prices").await);
    assert_eq!((of_job[0].board_id, of_job[0].suggested_cents), (board, 77_700));
}

#[tokio::test]
async fn ok_the_suggested_price_is_taken_over_and_seen_by_whoever_looks_at_the_board() {
    let upstream = Upstream::start().await;
    let app = bulletin(&upstream, &[]).await;
    let (marta, jonas) = (app.sign_in("owner").await, app.sign_in("owner2").await);
    let (id, board) = check(&app, &marta).await;
    let end = until(&mut watch(&app, &marta, id).await, JobUpdate::is_last).await;
    assert_eq!(end.status, JobState::Completed, "{:?}", end.error);
    assert_eq!(end.result.expect("has one").summary, "1 price was suggested.");
    let shown = prices(&app, &marta, "/api/prices").await.remove(0);
    assert_eq!(shown.suggested_cents, shown.current_cents + 500);
    let mut socket = app.socket(&marta).await;
    let click = ApplyPrice { board_id: board, job_id: id, expected_cents: shown.current_cents };
    let foreign = post(&app, &jonas, "/api/prices/apply", json!(click)).await;
    assert_eq!(foreign.status(), StatusCode::NOT_FOUND);
    let applied = post(&app, &marta, "/api/prices/apply", json!(click)).await;
    let applied: PriceSuggestion = applied.json().await.expect("is a suggestion");
    assert_eq!(applied.current_cents, shown.suggested_cents);
    socket.expect("boardUpdated").await;
    let other = ApplyPrice { expected_cents: 1, ..click };
    let again = post(&app, &marta, "/api/prices/apply", json!(other)).await;
    assert_eq!(again.status(), StatusCode::OK, "applied is applied");
}

#[tokio::test]
async fn five_hundred_viewers_are_one_line_and_one_room_and_a_late_one_sees_it_at_once() {
    let mut upstream = Upstream::start().await;
    upstream.control(json!({"mode": "scripted"})).await;
    let app = bulletin(&upstream, &["--price-monitor-patience", "0.05,30,120"]).await;
    let marta = app.sign_in("owner").await;
    let (id, board) = check(&app, &marta).await;
    upstream.fact("joined").await;
    let viewers = (0..500).map(|_| watch(&app, &marta, id));
    let mut viewers = futures::future::join_all(viewers).await;
    step(&upstream, "scripted-1", 30).await;
    for viewer in &mut viewers {
        until(viewer, percent(30)).await;
    }
    let mut late = watch(&app, &marta, id).await;
    let seen = in_time(late.update()).await;
    assert_eq!((seen.status, seen.progress.percent), (JobState::Processing, 30));
    assert!(seen.source.expect("is known").heard_at.is_some());
    assert_eq!(app.price_monitor.health().watchers, 1, "our job is watched once");
    complete(&upstream, "scripted-1", board, 50_000).await;
    viewers.push(late);
    for viewer in &mut viewers {
        assert_eq!(until(viewer, JobUpdate::is_last).await.status, JobState::Completed);
    }
    let seen = upstream.control(json!({})).await;
    assert_eq!([&seen["connections"], &seen["joins"]], [1, 1]);
}

#[tokio::test]
async fn a_retry_begins_anew_at_the_service_and_prices_of_the_first_attempt_are_not_taken() {
    let mut upstream = Upstream::start().await;
    upstream.control(json!({"mode": "scripted"})).await;
    let app = bulletin(&upstream, &[]).await;
    let marta = app.sign_in("owner").await;
    let (id, board) = check(&app, &marta).await;
    upstream.fact("joined").await;
    let failed = json!({"jobId": "scripted-1", "error": "out of paper"});
    upstream.emit("scripted-1", "import-job-failed", failed).await;
    let mut sse = watch(&app, &marta, id).await;
    let end = until(&mut sse, JobUpdate::is_last).await;
    assert_eq!(end.error.as_deref(), Some("The price monitor has given up: out of paper"));
    let retried = post(&app, &marta, &format!("/api/jobs/{id}/retry"), json!({})).await;
    assert_eq!(retried.status(), StatusCode::OK);
    assert_eq!(upstream.fact("joined").await["job"], "scripted-2");
    complete(&upstream, "scripted-1", board, 11_100).await;
    complete(&upstream, "scripted-2", board, 22_200).await;
    let mut sse = watch(&app, &marta, id).await;
    assert_eq!(until(&mut sse, JobUpdate::is_last).await.status, JobState::Completed);
    let keys = upstream.control(json!({})).await["keys"].clone();
    assert_eq!(keys, json!([format!("{id}-1"), format!("{id}-2")]));
    let found = prices(&app, &marta, "/api/prices").await;
    assert_eq!((found.len(), found[0].suggested_cents), (1, 22_200));
}

#[tokio::test]
async fn another_server_goes_on_with_what_a_stopped_one_has_begun() {
    let mut upstream = Upstream::start().await;
    upstream.control(json!({"mode": "scripted"})).await;
    let app = bulletin(&upstream, &[]).await;
    let marta = app.sign_in("owner").await;
    let (id, board) = check(&app, &marta).await;
    upstream.fact("joined").await;
    step(&upstream, "scripted-1", 60).await;
    until(&mut watch(&app, &marta, id).await, percent(60)).await;
    app.stop();
    let flags = upstream.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let next = app.again(&flags).await;
    let marta = next.sign_in("owner").await;
    let mut sse = watch(&next, &marta, id).await;
    let known = in_time(sse.update()).await;
    assert_eq!((known.status, known.progress.percent), (JobState::Processing, 60));
    assert_eq!(upstream.fact("joined").await["job"], "scripted-1", "under the same name");
    complete(&upstream, "scripted-1", board, 50_000).await;
    assert_eq!(until(&mut sse, JobUpdate::is_last).await.status, JobState::Completed);
    assert_eq!(upstream.control(json!({})).await["keys"], json!([format!("{id}-1")]));
}
