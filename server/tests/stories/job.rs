//! Imports over HTTP, and watching them over SSE, the socket and by asking.

use crate::{
    app::{TestApp, User, code},
    database::TestDatabase,
};
use protocol::{
    ServerEvent,
    id::JobId,
    job::{JobPage, JobState, JobUpdate, JobView, JoinImportJob, LeaveImportJob, WatchMessage},
};
use reqwest::{Response, StatusCode, header, multipart};
use std::fmt::Write;
use uuid::Uuid;

/// Boards with these numbers.
pub fn inventory(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut text = "id;title;city;address;width;height;facing;audience;price\n".to_owned();
    for number in numbers {
        writeln!(text, "S-{number};Board {number};Bern;Street {number};14,4;4,8;North;900;350,50")
            .unwrap();
    }
    text
}

async fn upload(app: &TestApp, user: &User, query: &str, text: String) -> Response {
    let request = app.http.post(format!("{}/api/jobs/imports?{query}", app.url));
    let request = request.header(header::COOKIE, &user.cookie).body(text);
    request.send().await.expect("answers")
}

pub async fn import(app: &TestApp, user: &User, text: String) -> JobView {
    let response = upload(app, user, "name=bern.csv", text).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    response.json().await.expect("is a job")
}

async fn post(app: &TestApp, user: &User, path: &str) -> Response {
    app.post_form(path, Some(user), "").await
}

/// What comes over SSE.
pub struct Watch {
    response: Response,
    text: String,
}

/// A message with its id.
pub type Message = (Option<i64>, WatchMessage);

impl Watch {
    pub async fn open(app: &TestApp, user: &User, path: &str, known: Option<i64>) -> Self {
        let mut request = app.http.get(format!("{}{path}", app.url));
        if let Some(known) = known {
            request = request.header("last-event-id", known);
        }
        let response = request.header(header::COOKIE, &user.cookie).send().await.expect("answers");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// The next message; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let of = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
                assert_eq!(of("event:"), None, "a plain EventSource hears only what has no name");
                let Some(data) = of("data:") else { continue };
                let id = of("id:").map(|id| id.trim().parse().expect("is a number"));
                return Some((id, serde_json::from_str(data).expect("is a message")));
            }
            let piece = self.response.chunk().await.expect("comes")?;
            self.text.push_str(std::str::from_utf8(&piece).expect("is text"));
        }
    }

    pub async fn update(&mut self) -> JobUpdate {
        match self.next().await {
            Some((id, WatchMessage::StatusUpdate(update))) => {
                assert_eq!(id, Some(update.version));
                *update
            }
            other => panic!("{other:?}"),
        }
    }

    /// Everything up to the end.
    pub async fn all(mut self) -> Vec<JobUpdate> {
        let mut updates = Vec::new();
        while let Some((_, message)) = self.next().await {
            match message {
                WatchMessage::StatusUpdate(update) => updates.push(*update),
                other => panic!("{other:?}"),
            }
        }
        updates
    }
}

#[tokio::test]
async fn sse_socket_and_polling_come_to_the_same_end() {
    let app = TestApp::start_with(&["--job-workers", "0"]).await;
    let marta = app.sign_in("owner").await;
    let job = import(&app, &marta, inventory(1..=1_200)).await;
    let id = job.update.job_id;
    assert_eq!((job.update.status, job.name.as_str()), (JobState::Pending, "bern.csv"));

    let mut watch = Watch::open(&app, &marta, &format!("/api/jobs/{id}/progress"), None).await;
    assert_eq!(watch.next().await, Some((None, WatchMessage::Connected { job_id: id })));
    assert_eq!(watch.update().await, job.update);
    let path = format!("/api/import-export/jobs/ws?jobId={id}");
    let mut known = Watch::open(&app, &marta, &path, Some(job.update.version)).await;
    let mut socket = app.socket(&marta).await;
    socket.ask(&JoinImportJob { job_id: id }).await.expect("joins");

    while let Some(taken) = app.market.claim_job().await.expect("claims") {
        app.market.work_on_job(taken).await.expect("works");
    }
    let response = app.get(&format!("/api/jobs/{id}"), Some(&marta)).await;
    let tag = response.headers()[header::ETAG].clone();
    let polled: JobView = response.json().await.expect("is a job");
    assert_eq!(polled.update.status, JobState::Completed);
    assert_eq!(polled.update.progress.counts.created, 1_200);

    let seen = watch.all().await;
    assert!(seen.is_sorted_by(|a, b| a.version < b.version));
    assert!(seen.is_sorted_by(|a, b| a.progress.percent <= b.progress.percent));
    assert_eq!(seen.last(), Some(&polled.update), "and the stream has ended");
    assert!(matches!(known.next().await, Some((None, WatchMessage::Connected { .. }))));
    let rest = known.all().await;
    assert!(
        rest.iter().all(|update| update.version > job.update.version),
        "what is known is not said again"
    );
    assert_eq!(rest.last(), Some(&polled.update));
    let is_last = |event: &ServerEvent| matches!(event, ServerEvent::JobUpdate(update) if *update == polled.update);
    socket.expect_where("jobUpdate", is_last).await;
    socket.ask(&LeaveImportJob { job_id: id }).await.expect("leaves");

    // Whoever has it is not told again, over neither.
    let asked = app.http.get(format!("{}/api/jobs/{id}", app.url));
    let asked = asked.header(header::COOKIE, &marta.cookie).header(header::IF_NONE_MATCH, tag);
    assert_eq!(asked.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    let again = app.http.get(format!("{}/api/jobs/{id}/progress", app.url));
    let again = again.header("last-event-id", polled.update.version);
    let again = again.header(header::COOKIE, &marta.cookie).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NO_CONTENT, "an EventSource stays away");
    let mut late = Watch::open(&app, &marta, &path, Some(1)).await;
    late.next().await;
    assert_eq!(late.all().await, [polled.update]);
}

#[tokio::test]
async fn the_servers_own_workers_take_a_form_and_say_what_was_wrong() {
    let app = TestApp::start().await;
    let marta = app.sign_in("owner").await;
    let text = inventory(1..=3).replace("S-2;Board 2;Bern", "S-2;;Bern");
    let file = multipart::Part::text(text).file_name("C:\\boards\\bern.csv");
    let form = multipart::Form::new().part("file", file).text("dryRun", "true");
    let request = app.http.post(format!("{}/api/jobs/imports", app.url)).multipart(form);
    let response = request.header(header::COOKIE, &marta.cookie).send().await.expect("answers");
    let job: JobView = response.json().await.expect("is a job");
    assert_eq!((job.name.as_str(), job.is_dry_run), ("bern.csv", true));
    let id = job.update.job_id;
    let mut watch = Watch::open(&app, &marta, &format!("/api/jobs/{id}/progress"), None).await;
    watch.next().await;
    let last = watch.all().await.pop().expect("has an end");
    assert_eq!((last.status, last.progress.counts.failed), (JobState::Completed, 1));
    let errors = app.get(&format!("/api/jobs/{id}/errors"), Some(&marta)).await;
    let errors: serde_json::Value = errors.json().await.unwrap();
    assert_eq!(errors["errors"][0]["line"], 3);
    assert_eq!(errors["errors"][0]["column"], "title");
    let file = app.get(&format!("/api/jobs/{id}/errors.csv"), Some(&marta)).await;
    assert!(
        file.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment")
    );
    assert!(file.text().await.unwrap().contains("S-2"));
    let page: JobPage = app.get("/api/jobs", Some(&marta)).await.json().await.unwrap();
    assert_eq!(page.jobs[0].update.job_id, id);
}

#[tokio::test]
async fn what_is_no_inventory_is_refused_with_its_place_and_leaves_nothing() {
    let app = TestApp::start().await;
    let marta = app.sign_in("owner").await;
    let open = inventory(1..=40_000).replace("Board 39000", "\"Board 39000");
    for (text, place) in [
        (open, "Line 39001, column 2: a quotation mark is opened here and not closed."),
        ("PK\u{3}\u{4}".to_owned(), "This is a zip archive, as .xlsx files are, not a text file."),
        (String::new(), "The file is empty."),
        (
            inventory(1..=2) + "S-9;\"" + &"x".repeat(100_000_000),
            "Line 4, column 2: longer than 16 KB.",
        ),
    ] {
        let response = upload(&app, &marta, "", text).await;
        assert!(response.status().is_client_error(), "{}", response.status());
        let body: protocol::ErrorBody = response.json().await.expect("is an error");
        assert_eq!(body.field.as_deref(), Some("file"));
        assert!(body.message.starts_with(place), "{}", body.message);
    }
    let page: JobPage = app.get("/api/jobs", Some(&marta)).await.json().await.unwrap();
    assert!(page.jobs.is_empty());
    assert_eq!(stored_files(&app), 0);
}

/// Files of imports and exports that are there.
fn stored_files(app: &TestApp) -> usize {
    let folder = TestDatabase::files_of(&app.database.url).join("jobs");
    let folders = std::fs::read_dir(folder).into_iter().flatten().flatten();
    folders.map(|folder| std::fs::read_dir(folder.path()).unwrap().count()).sum()
}

#[tokio::test]
async fn a_file_whose_form_is_refused_after_it_is_not_kept_and_no_word_for_no_is_taken_for_yes() {
    let app = TestApp::start_with(&["--job-workers", "0"]).await;
    let marta = app.sign_in("owner").await;
    for (field, text) in [("dryRun", "maybe"), ("mapping", "[")] {
        let file = multipart::Part::text(inventory(1..=3)).file_name("bern.csv");
        let form = multipart::Form::new().part("file", file).text(field, text);
        let request = app.http.post(format!("{}/api/jobs/imports", app.url)).multipart(form);
        let response = request.header(header::COOKIE, &marta.cookie).send().await.expect("answers");
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        let query = format!("{field}={text}");
        let response = upload(&app, &marta, &query, inventory(1..=3)).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    assert_eq!(stored_files(&app), 0);
    for (word, is_dry_run) in [("True", true), ("1", true), ("no", false), ("FALSE", false)] {
        let response = upload(&app, &marta, &format!("dryRun={word}"), inventory(1..=3)).await;
        let job: JobView = response.json().await.expect("is a job");
        assert_eq!(job.is_dry_run, is_dry_run, "{word}");
    }
    assert_eq!(stored_files(&app), 4);
    let ana = app.sign_in("advertiser").await;
    let large = inventory(1..=40_000);
    let refused = upload(&app, &ana, "", large).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN, "answered, however much is sent");
}

#[tokio::test]
async fn nobody_else_finds_a_job_or_sends_one_from_another_page() {
    let app = TestApp::start_with(&["--job-workers", "0"]).await;
    let (marta, jonas) = (app.sign_in("owner").await, app.sign_in("owner2").await);
    let id = import(&app, &marta, inventory(1..=3)).await.update.job_id;
    for job in [id, JobId(Uuid::now_v7())] {
        let paths = [
            format!("/api/jobs/{job}"),
            format!("/api/jobs/{job}/progress"),
            format!("/api/import-export/jobs/ws?jobId={job}"),
            format!("/api/jobs/{job}/errors"),
            format!("/api/jobs/{job}/errors.csv"),
        ];
        for path in paths {
            let response = app.get(&path, Some(&jonas)).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(app.get(&path, None).await.status(), StatusCode::UNAUTHORIZED, "{path}");
        }
        for act in ["cancel", "retry", "commit"] {
            let response = post(&app, &jonas, &format!("/api/jobs/{job}/{act}")).await;
            assert_eq!(code(response).await, "not_found");
        }
    }
    let foreign = app.http.post(format!("{}/api/jobs/imports", app.url));
    let foreign = foreign.header(header::ORIGIN, "https://elsewhere.example");
    let foreign = foreign.header(header::COOKIE, &marta.cookie).body(inventory(1..=1));
    assert_eq!(foreign.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_watches_hears_of_a_cancel_at_once_and_of_the_end_of_their_session() {
    let app = TestApp::start_with(&["--job-workers", "0"]).await;
    let (marta, desk) = (app.sign_in("owner").await, app.sign_in("owner").await);
    let id = import(&app, &marta, inventory(1..=3)).await.update.job_id;
    let path = format!("/api/jobs/{id}/progress");
    let mut left = Watch::open(&app, &desk, &path, None).await;
    let mut watch = Watch::open(&app, &marta, &path, None).await;
    for watch in [&mut left, &mut watch] {
        watch.next().await;
        watch.update().await;
    }
    app.market.sign_out(&desk.me).await.expect("signs out");
    assert!(matches!(left.next().await, Some((None, WatchMessage::Error { .. }))));
    assert_eq!(left.next().await, None);

    let response = post(&app, &marta, &format!("/api/jobs/{id}/cancel")).await;
    let cancelled: JobView = response.json().await.expect("is a job");
    assert_eq!(watch.all().await, [cancelled.update]);
    let again = post(&app, &marta, &format!("/api/jobs/{id}/cancel")).await;
    assert_eq!(code(again).await, "wrong_state");
}

#[tokio::test]
async fn an_export_is_fetched_as_a_file_by_nobody_else() {
    let app = TestApp::start().await;
    let (marta, jonas) = (app.sign_in("owner").await, app.sign_in("owner2").await);
    let input = serde_json::json!({"kind": "export_boards", "format": "csv"});
    let request = app.http.post(format!("{}/api/jobs/exports", app.url)).json(&input);
    let response = request.header(header::COOKIE, &marta.cookie).send().await.expect("answers");
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let id = response.json::<JobView>().await.expect("is a job").update.job_id;
    let mut watch = Watch::open(&app, &marta, &format!("/api/jobs/{id}/progress"), None).await;
    watch.next().await;
    let last = watch.all().await.pop().expect("has an end");
    let download = last.result.and_then(|result| result.download).expect("has a file");
    let path = format!("/api/jobs/{id}/result");
    let file = app.get(&path, Some(&marta)).await;
    let name = file.headers()[header::CONTENT_DISPOSITION].to_str().expect("is text");
    assert!(name.starts_with("attachment; filename=\"boards-20"), "{name}");
    let text = file.text().await.expect("is text");
    assert_eq!(text.len(), usize::try_from(download.bytes).unwrap());
    assert!(text.starts_with("\u{feff}externalId,title,city,"));
    assert_eq!(app.get(&path, Some(&jonas)).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.get(&path, None).await.status(), StatusCode::UNAUTHORIZED);
}
