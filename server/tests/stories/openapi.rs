//! What is written about the requests is what the server does, and its examples work.

use crate::{
    app::{TestApp, User},
    job::inventory,
};
use protocol::job::{JobState, WatchMessage};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::Value;
use std::{collections::BTreeSet, process::Stdio};
use tokio::process::Command;
use uuid::Uuid;

const ROUTER: &str = include_str!("../../src/router.rs");
/// The examples of `/developers`, in the order in which somebody follows them.
const STEPS: [&str; 4] = [
    include_str!("../../../docs/examples/sign-in.sh"),
    include_str!("../../../docs/examples/import.sh"),
    include_str!("../../../docs/examples/events.sh"),
    include_str!("../../../docs/examples/poll.sh"),
];

async fn described(app: &TestApp) -> Value {
    app.get("/api/openapi.json", None).await.json().await.expect("is JSON")
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().expect("is an object").iter()
}

/// Every address of the router's source that is neither a form of the page nor for whoever develops it.
fn routed() -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for piece in ROUTER.split(".route(").skip(1) {
        let path = piece.split('"').nth(1).expect("begins with its address");
        let handlers = piece.split("\n}").next().unwrap_or_default();
        if !handlers.contains("form::") && path != "/live-reload" {
            found.insert(path);
        }
    }
    found
}

#[tokio::test]
async fn every_route_is_described_and_what_is_described_is_there() {
    let app = TestApp::start().await;
    let document = described(&app).await;
    assert_eq!(document["openapi"], "3.1.0");
    let paths: BTreeSet<_> = fields(&document["paths"]).map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, routed());
    for (path, methods) in fields(&document["paths"]) {
        // No route has this method: whoever asks is told which ones there are.
        let url = format!("{}{}", app.url, filled(path));
        let response = app.http.request(Method::PATCH, url).send().await.expect("answers");
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let allowed = response.headers()[header::ALLOW].to_str().unwrap().to_lowercase();
        let allowed: BTreeSet<_> = allowed.split(',').filter(|method| *method != "head").collect();
        let told: BTreeSet<_> = fields(methods).map(|(method, _)| method.as_str()).collect();
        assert_eq!(allowed, told, "{path}");
    }
}

fn filled(path: &str) -> String {
    path.replace("{id}", &Uuid::now_v7().to_string()).replace("{name}", "640.jpg")
}

/// Asks for everything with ids that nothing has. What is answered and not described.
async fn ask_everything(app: &TestApp, user: Option<&User>) -> Vec<String> {
    let document = described(app).await;
    let mut wrong = Vec::new();
    for (path, methods) in fields(&document["paths"]) {
        for (method, operation) in fields(methods) {
            if operation["operationId"] == "signOut" && user.is_some() {
                continue;
            }
            let method: Method = method.to_uppercase().parse().unwrap();
            let request = app.http.request(method.clone(), format!("{}{}", app.url, filled(path)));
            let cookie = user.map_or("", |user| &user.cookie);
            let response = request.header(header::COOKIE, cookie).send().await.expect("answers");
            let status = response.status().as_u16().to_string();
            let is_hidden = operation["x-who"] == "testers" && status == "404";
            if let Some(body) =
                undescribed(&document, &operation["responses"][&status], response).await
                && !is_hidden
            {
                wrong.push(format!("{method} {path}: {status} {body}"));
            }
        }
    }
    wrong
}

/// The body of a response that is not what is told of it.
async fn undescribed(document: &Value, told: &Value, response: Response) -> Option<String> {
    let Some(reference) = told["$ref"].as_str() else {
        return told.is_null().then(String::new);
    };
    let told = document.pointer(reference.trim_start_matches('#')).expect("leads somewhere");
    let codes = &told["content"]["application/json"]["schema"]["properties"]["code"]["enum"];
    let text = response.text().await.expect("is text");
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    let is_named = codes.as_array().expect("names its codes").contains(&body["code"]);
    (!is_named).then_some(text)
}

#[tokio::test]
async fn whoever_asks_for_anything_gets_an_answer_that_is_described() {
    let app = TestApp::start().await;
    let mut wrong = ask_everything(&app, None).await;
    for name in ["advertiser", "owner", "tester", "admin"] {
        let user = app.sign_in(name).await;
        wrong.extend(ask_everything(&app, Some(&user)).await);
    }
    assert!(wrong.is_empty(), "not described:\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn whoever_follows_the_examples_with_curl_watches_a_job_to_its_end() {
    if Command::new("curl").arg("--version").stdout(Stdio::null()).status().await.is_err() {
        // The other stories read the same stream by hand.
        eprintln!("there is no curl here");
        return;
    }
    let app = TestApp::start().await;
    let folder = std::env::temp_dir().join(format!("bulletin-examples-{}", Uuid::now_v7()));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("boards.csv"), inventory(1..=1_200)).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-euc", &STEPS.join("\necho\n")]).current_dir(&folder);
    shell.envs([("BULLETIN", app.url.as_str()), ("EMAIL", "owner@example.com")]);
    let output = shell.env("PASSWORD", "demo-password").output().await.expect("runs");
    std::fs::remove_dir_all(&folder).unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));

    let data = text.lines().filter_map(|line| line.strip_prefix("data:"));
    let messages: Vec<WatchMessage> =
        data.map(|data| serde_json::from_str(data.trim()).expect("is a message")).collect();
    assert!(matches!(messages.first(), Some(WatchMessage::Connected { .. })), "{text}");
    let Some(WatchMessage::StatusUpdate(last)) = messages.last() else { panic!("{text}") };
    assert_eq!((last.status, last.progress.counts.created), (JobState::Completed, 1_200));
    assert!(text.trim_end().ends_with("304"), "whoever has it is not told again: {text}");
}

#[tokio::test]
async fn visitors_read_what_programs_find_here() {
    let app = TestApp::start().await;
    let page = app.get("/developers", None).await.text().await.unwrap();
    for words in [
        "For developers",
        "/api/openapi.json",
        "/api/asyncapi.json",
        "EventSource",
        "/api/jobs/{id}/progress",
    ] {
        assert!(page.contains(words), "{words}");
    }
}
