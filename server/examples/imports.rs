//! Measures imports on the real program: a large file in a dry run, for good, and once more unchanged, with two who watch
//! over SSE; then the same file under kills and with imports that are stopped.
//!
//! `cargo build --release -p server && cargo run --release -p server --example imports -- 100000 200 50` (rows, kills,
//! imports that are stopped), on SQLite or on what `BULLETIN_TEST_DATABASE_URL` names. Ends with an error when a row is
//! there twice or not at all. The figures in `docs/FIGURES.md` come from here.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a run that cannot go on has failed, and its figures are what it is for"
)]
#![allow(dead_code, reason = "the stories' helpers can do more than this needs")]

#[path = "../tests/stories/app.rs"]
mod app;
#[path = "../../marketplace/tests/stories/database.rs"]
mod database;
#[path = "../tests/stories/socket.rs"]
mod socket;

use app::User;
use database::TestDatabase;
use protocol::job::{JobState, JobUpdate, JobView};
use reqwest::{Client, Method, header};
use serde_json::json;
use std::{
    fmt::Write,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    task::JoinHandle,
    time::sleep,
};

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1).map(|word| word.parse().expect("a whole number"));
    let mut next = |default| words.next().unwrap_or(default);
    let (rows, kills, stops) = (next(100_000), next(200), next(50));
    let database = TestDatabase::new().await;
    let mut run = Run::new(&database).await;
    println!("{rows} rows, {} of text", size(file(rows, "A").len() as u64));
    run.measure(rows).await;
    run.kill(rows, kills).await;
    run.stop(rows, stops).await;
}

struct Run {
    url: String,
    child: Child,
    owner: User,
    http: Client,
    database: String,
    /// Resident memory before the first import, in KiB.
    base: u64,
}

impl Run {
    async fn new(database: &TestDatabase) -> Self {
        let (child, url) = start(&database.url).await;
        let http = app::http();
        let owner = app::sign_in(&http, &url, "owner").await;
        let mut run = Self { url, child, owner, http, database: database.url.clone(), base: 0 };
        // Pages and an import first, so that what is made once is made.
        for _ in 0..20 {
            run.send(Method::GET, "/", String::new()).await;
            run.send(Method::GET, "/jobs", String::new()).await;
        }
        let warm = run.upload(&file(1_000, "W"), false).await;
        run.end(&warm).await;
        run.base = run.memory("VmRSS");
        run
    }

    async fn send(&self, method: Method, path: &str, body: String) -> reqwest::Response {
        let request = self.http.request(method, format!("{}{path}", self.url)).body(body);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        request.header(header::COOKIE, &self.owner.cookie).send().await.expect("answers")
    }

    async fn upload(&self, text: &str, dry_run: bool) -> JobView {
        let path = format!("/api/jobs/imports?name=boards.csv&dryRun={dry_run}");
        let request = self.http.post(format!("{}{path}", self.url)).body(text.to_owned());
        let answer = request.header(header::COOKIE, &self.owner.cookie).send().await;
        answer.expect("answers").error_for_status().expect("is taken").json().await.unwrap()
    }

    async fn look(&self, job: &JobView) -> JobUpdate {
        let path = format!("/api/jobs/{}", job.update.job_id);
        let answer = self.send(Method::GET, &path, String::new()).await;
        answer.json::<JobView>().await.expect("is a job").update
    }

    /// Until the job is over.
    async fn end(&self, job: &JobView) -> JobUpdate {
        loop {
            let update = self.look(job).await;
            if update.is_last() {
                assert_eq!(update.status, JobState::Completed, "{update:?}");
                return update;
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    async fn boards(&self) -> i64 {
        let wanted = json!({"kind": "export_boards", "format": "csv"}).to_string();
        let answer = self.send(Method::POST, "/api/jobs/exports", wanted).await;
        let job = answer.error_for_status().expect("is taken").json().await.expect("is a job");
        self.end(&job).await.progress.done
    }

    /// Somebody who reads the events of a job to their end: how many there were, and whether the last is its end.
    fn watch(&self, job: &JobView) -> JoinHandle<(usize, bool)> {
        let path = format!("/api/jobs/{}/progress", job.update.job_id);
        let request = self.http.get(format!("{}{path}", self.url));
        let request = request.header(header::COOKIE, &self.owner.cookie);
        tokio::spawn(async move {
            let text = request.send().await.expect("answers").text().await.expect("ends");
            let events: Vec<&str> = text.lines().filter(|it| it.starts_with("data:")).collect();
            (events.len(), events.last().is_some_and(|last| last.contains("COMPLETED")))
        })
    }

    /// A figure of the program's memory, in KiB.
    fn memory(&self, name: &str) -> u64 {
        let id = self.child.id().expect("runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("is there");
        let line = status.lines().find(|line| line.starts_with(name)).expect("is listed");
        line.split_whitespace().nth(1).expect("has a number").parse().expect("is a number")
    }

    /// From now on the peak is counted anew.
    fn forget_peak(&self) {
        let id = self.child.id().expect("runs");
        std::fs::write(format!("/proc/{id}/clear_refs"), "5").expect("is taken");
    }

    async fn measure(&self, rows: usize) {
        let text = file(rows, "A");
        println!("memory at rest {}", size(self.base * 1024));
        let begun = Instant::now();
        self.forget_peak();
        let dry = self.upload(&text, true).await;
        println!("upload {:.1} s", begun.elapsed().as_secs_f64());
        self.followed("dry run", &dry).await;
        let path = format!("/api/jobs/{}/commit", dry.update.job_id);
        self.forget_peak();
        let answer = self.send(Method::POST, &path, String::new()).await;
        let job = answer.error_for_status().expect("is taken").json().await.expect("is a job");
        self.followed("import", &job).await;
        self.forget_peak();
        let again = self.upload(&text, false).await;
        self.followed("the same again", &again).await;
    }

    async fn followed(&self, what: &str, job: &JobView) {
        let (begun, watchers) = (Instant::now(), [self.watch(job), self.watch(job)]);
        let end = self.end(job).await;
        let time = begun.elapsed().as_secs_f64();
        let peak = self.memory("VmHWM");
        let above = peak.saturating_sub(self.base);
        let counts = end.progress.counts;
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let pace = end.progress.done as f64 / time;
        println!(
            "{what}: {time:.1} s, {pace:.0} rows/s, peak {} ({} above rest), {counts:?}",
            size(peak * 1024),
            size(above * 1024)
        );
        for watcher in watchers {
            let (events, is_ended) = watcher.await.expect("watches");
            assert!(is_ended, "{what}: whoever watches sees the end");
            println!("  a watcher got {events} events");
        }
    }

    /// Kills the program again and again while it imports a file.
    async fn kill(&mut self, rows: usize, kills: usize) {
        if kills == 0 {
            return;
        }
        let (before, text) = (self.boards().await, file(rows, "K"));
        let (mut done, mut percent, mut used) = (0, 0, 0);
        let mut job = self.upload(&text, false).await;
        let begun = Instant::now();
        for killed in 0..kills {
            // Between a start at which nothing is done yet and some batches.
            sleep(Duration::from_millis(fastrand::u64(1..300))).await;
            self.child.kill().await.expect("is killed");
            (self.child, self.url) = start(&self.database).await;
            let now = self.look(&job).await;
            assert!(now.progress.done >= done && now.progress.percent >= percent, "never back");
            used += usize::from(!now.is_last());
            (done, percent) = (now.progress.done, now.progress.percent);
            if now.is_last() && killed + 1 < kills {
                // Over before all kills were used: the same once more.
                let exact = before + i64::try_from(rows).unwrap();
                assert_eq!(self.boards().await, exact, "each row is there once");
                job = self.upload(&text, false).await;
                (done, percent) = (0, 0);
            }
        }
        self.end(&job).await;
        let exact = before + i64::try_from(rows).unwrap();
        assert_eq!(self.boards().await, exact, "each row is there once");
        let again = self.upload(&text, true).await;
        let counts = self.end(&again).await.progress.counts;
        assert_eq!(counts.unchanged, i64::try_from(rows).unwrap(), "as it was written: {counts:?}");
        println!(
            "{kills} kills, {used} of them at work: each row is there once, {:.0} s in all",
            begun.elapsed().as_secs_f64()
        );
    }

    /// Stops imports at any moment.
    async fn stop(&self, rows: usize, stops: usize) {
        let mut slowest = Duration::ZERO;
        for number in 0..stops {
            let before = self.boards().await;
            let job = self.upload(&file(rows / 10, &format!("S{number}-")), false).await;
            sleep(Duration::from_millis(fastrand::u64(0..1_500))).await;
            let (begun, path) = (Instant::now(), format!("/api/jobs/{}/cancel", job.update.job_id));
            let answer = self.send(Method::POST, &path, String::new()).await;
            slowest = slowest.max(begun.elapsed());
            let is_stopped = answer.status().is_success();
            let end = self.look(&job).await;
            assert!(end.is_last(), "it is over once that is answered");
            let now = self.boards().await;
            assert_eq!(now - before, end.progress.counts.created, "stopped: {is_stopped}");
        }
        println!("{stops} imports stopped: answered within {slowest:?}, no row after it");
    }
}

/// Starts the program beside this one and waits until it says where it is.
async fn start(database_url: &str) -> (Child, String) {
    let this = std::env::current_exe().expect("has a path");
    let program: PathBuf = this.ancestors().nth(2).expect("has a folder").join("bulletin");
    let mut child = Command::new(program)
        .args(["serve", "--port", "0", "--demo", "--database-url", database_url, "--files"])
        .arg(TestDatabase::files_of(database_url))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("was built: cargo build --release -p server");
    let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let greeting = lines.next_line().await.expect("speaks").expect("greets");
    let url = greeting.strip_prefix("Bulletin is at ").expect("says where it is").to_owned();
    (child, url)
}

/// A file with so many boards.
fn file(rows: usize, mark: &str) -> String {
    let mut text = "id,title,city,address,width,height,facing,audience,price\n".to_owned();
    for row in 0..rows {
        let cells = format!("{mark}{row},Board {row},Berlin,Street {row},14.4,4.8,North,9000,350");
        writeln!(text, "{cells}").unwrap();
    }
    text
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn size(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
