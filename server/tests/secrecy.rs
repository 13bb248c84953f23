//! The price monitor's key is planted, and searched for in whatever leaves the server: answers, events, log lines. In
//! a program of its own: only so every line that is logged is caught, on whatever thread, and it is known which ones
//! must be among them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a story that cannot go on has failed"
)]

#[allow(dead_code, reason = "stories of other programs need more")]
#[path = "stories/app.rs"]
mod app;
#[allow(dead_code, reason = "stories of other programs need more")]
#[path = "../../marketplace/tests/stories/database.rs"]
mod database;
#[path = "secrecy/lines.rs"]
mod lines;
#[allow(dead_code, reason = "stories of other programs need more")]
#[path = "stories/socket.rs"]
mod socket;
#[allow(dead_code, reason = "stories of other programs need more")]
#[path = "stories/price_monitor/upstream.rs"]
mod upstream;

use app::{TestApp, User};
use lines::Lines;
use protocol::{
    id::JobId,
    job::{JobView, JoinImportJob},
    price::PriceMonitorState,
};
use reqwest::header;
use serde_json::{Value, json};
use server::{
    Cli,
    price_monitor::{CallError, PriceMonitorFlags, Settings},
};
use upstream::{KEY, Upstream, flags, in_time, line};
use uuid::Uuid;

async fn post(app: &TestApp, user: &User, path: &str, body: Value) -> String {
    let request = app.http.post(format!("{}{path}", app.url)).json(&body);
    let response = request.header(header::COOKIE, &user.cookie).send().await.expect("answers");
    let headers = format!("{:?}", response.headers());
    format!("{headers} {}", response.text().await.expect("is text"))
}

/// Has a price checked; its job.
async fn check(app: &TestApp, marta: &User, seen: &mut Vec<String>) -> JobId {
    let board = app.board_of(&marta.me).await;
    let wanted = json!({"requestId": Uuid::now_v7(), "boardIds": [board]});
    let answer = post(app, marta, "/api/price-checks", wanted).await;
    let body = answer.split_once("} {").map(|(_, body)| format!("{{{body}")).expect("has a body");
    seen.push(answer);
    let job: JobView = serde_json::from_str(&body).expect("is a job");
    job.update.job_id
}

/// The whole of a job over SSE, to its end.
async fn watch(app: &TestApp, user: &User, job: JobId) -> String {
    let response = app.get(&format!("/api/jobs/{job}/progress"), Some(user)).await;
    in_time(response.text()).await.expect("ends")
}

#[tokio::test]
async fn the_key_is_in_no_answer_no_event_no_log_line_and_no_debug_output() {
    let lines = Lines::start();
    let mut upstream = Upstream::start().await;
    let own = upstream.flags();
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let app =
        TestApp::start_with(&[&own[..], &["--price-monitor-patience", "0.05,30,120"]].concat())
            .await;
    let (marta, adrian) = (app.sign_in("owner").await, app.sign_in("admin").await);
    let mut socket = app.socket(&marta).await;
    let mut seen = vec![format!("{:?} {:?}", flags(&upstream.url()), Settings::read(&flags("x")))];
    // The line that follows the cut is named by the key.
    upstream.control(json!({ "sid": true })).await;
    let mut jobs = Vec::new();
    for mode in ["ok", "malformed", "disconnect", "telltale"] {
        upstream.control(json!({ "mode": mode })).await;
        let job = check(&app, &marta, &mut seen).await;
        socket.ask(&JoinImportJob { job_id: job }).await.expect("joins");
        seen.push(watch(&app, &marta, job).await);
        seen.push(app.get(&format!("/api/jobs/{job}"), Some(&marta)).await.text().await.unwrap());
        seen.push(
            app.get(&format!("/api/jobs/{job}/prices"), Some(&marta)).await.text().await.unwrap(),
        );
        assert_eq!(
            upstream.fact("left").await["job"].as_str(),
            Some(&*format!("{mode}-{}", jobs.len() + 1))
        );
        jobs.push(job);
    }
    jobs.push(repeat_the_key((&app, &mut upstream), &marta, &mut seen).await);

    upstream.control(json!({"key": "changed-meanwhile", "cut": true})).await;
    in_time(async {
        while app.price_monitor.health().state != PriceMonitorState::Refused {
            tokio::task::yield_now().await;
        }
    })
    .await;
    for user in [&marta, &adrian] {
        seen.push(app.get("/api/price-monitor", Some(user)).await.text().await.unwrap());
    }
    let refused = check(&app, &marta, &mut seen).await;
    in_time(async {
        while !lines.text().contains("no import started") {
            tokio::task::yield_now().await;
        }
    })
    .await;
    seen.push(app.get(&format!("/api/jobs/{refused}"), Some(&marta)).await.text().await.unwrap());
    let inside = PriceMonitorFlags { host: Some(format!("http://{KEY}@x")), ..flags("") };
    seen.push(format!("{:?}", line(&inside).health()));
    seen.push(help());
    seen.extend(socket.events_so_far().await.iter().map(|event| format!("{event:?}")));

    let logged = lines.text();
    for text in seen.iter().map(String::as_str).chain(logged.lines()) {
        assert!(!text.contains(KEY), "{text}");
    }
    assert!(seen.iter().any(|text| text.contains("JobUpdate")), "the socket was listened to");
    tell_what_is_going_on(&logged, &jobs);
}

/// A careless service repeats the key wherever it can.
async fn repeat_the_key(
    (app, upstream): (&TestApp, &mut Upstream),
    marta: &User,
    seen: &mut Vec<String>,
) -> JobId {
    upstream.control(json!({"mode": "scripted"})).await;
    let job = check(app, marta, seen).await;
    upstream.fact("joined").await;
    let failed = json!({"jobId": "scripted-5", "error": format!("key {KEY} is bad")});
    upstream.emit("scripted-5", "import-job-failed", failed).await;
    let split = format!("{}\n{}", &KEY[..3], &KEY[3..]);
    for said in [KEY, &split] {
        let error = format!("key {said} is bad");
        let status = json!({"jobId": "scripted-5", "status": "failed", "error": error});
        upstream.control(json!({ "status": status })).await;
        let answer = app.price_monitor.status(&id("scripted-5")).await;
        assert_eq!(answer, Err(CallError::Unreadable));
    }
    let status = json!({"jobId": "scripted-5", "status": "failed", "error": "a key is bad"});
    upstream.control(json!({ "status": status })).await;
    seen.push(format!("{:?}", app.price_monitor.status(&id("scripted-5")).await));
    seen.push(watch(app, marta, job).await);
    job
}

/// What operators look for, each with the id it is about.
fn tell_what_is_going_on(logged: &str, jobs: &[JobId]) {
    let mut wanted = vec![
        ("client connected".to_owned(), "ok-1".to_owned()),
        ("joining import job".to_owned(), "ok-1".to_owned()),
        ("connected to the external service".to_owned(), "socket=".to_owned()),
        ("forwarding progress".to_owned(), "ok-1".to_owned()),
        ("forwarding the end".to_owned(), "ok-1".to_owned()),
        ("clean-up, leaving import job".to_owned(), "ok-1".to_owned()),
        ("no line to the external service".to_owned(), "refused=true".to_owned()),
        ("no import started".to_owned(), "refuses us".to_owned()),
    ];
    for job in jobs {
        let for_job = "connected to the external service for the job".to_owned();
        wanted.push((for_job, job.to_string()));
        wanted.push(("price check: forwarding the end".to_owned(), job.to_string()));
    }
    for (what, about) in wanted {
        let is_it = |line: &str| line.contains(&what) && line.contains(&about);
        assert!(logged.lines().any(is_it), "{what} of {about}");
    }
}

fn id(name: &str) -> server::price_monitor::ExternalId {
    server::price_monitor::ExternalId::parse(name).expect("is a name")
}

/// What the command line says of the settings.
fn help() -> String {
    use clap::CommandFactory;
    let mut command = Cli::command();
    let serve = command.find_subcommand_mut("serve").expect("is there");
    serve.render_long_help().to_string()
}
