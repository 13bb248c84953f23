//! The real program is killed while it imports, and another goes on.

use crate::{
    app::{self, User},
    crash,
    database::TestDatabase,
    job::inventory,
};
use protocol::job::{JobState, JobView};
use reqwest::{Client, StatusCode, header};

const ROWS: u32 = 3_000;
const NOBODY_WORKS: [&str; 2] = ["--job-workers", "0"];
const TWO_WORK: [&str; 2] = ["--job-workers", "2"];

async fn upload(http: &Client, url: &str, user: &User) -> JobView {
    let request = http.post(format!("{url}/api/jobs/imports")).body(inventory(1..=ROWS));
    let response = request.header(header::COOKIE, &user.cookie).send().await.expect("answers");
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    response.json().await.expect("is a job")
}

/// The job, once it has more rows done than so many, or is over.
async fn further(http: &Client, url: &str, user: &User, (job, done): (&JobView, i64)) -> JobView {
    loop {
        let request = http.get(format!("{url}/api/jobs/{}", job.update.job_id));
        let response = request.header(header::COOKIE, &user.cookie).send().await.expect("answers");
        let job: JobView = response.json().await.expect("is a job");
        if job.update.progress.done > done || job.update.is_last() {
            return job;
        }
    }
}

#[tokio::test]
async fn killed_again_and_again_it_ends_with_exactly_the_right_rows() {
    let (database, http) = (TestDatabase::new().await, app::http());
    let (mut server, mut url) = crash::start_with(&database.url, &NOBODY_WORKS).await;
    let marta = app::sign_in(&http, &url, "owner").await;
    let mut job = upload(&http, &url, &marta).await;
    let mut kills = 0;
    while !job.update.is_last() {
        server.kill().await.expect("is killed");
        kills += 1;
        // Nobody has to wait until the leases of the dead are over.
        database.execute("UPDATE jobs SET leased_until = 0".to_owned()).await;
        (server, url) = crash::start_with(&database.url, &TWO_WORK).await;
        let done = job.update.progress.done;
        let now = further(&http, &url, &marta, (&job, done)).await;
        assert!(now.update.progress.percent >= job.update.progress.percent, "percent never falls");
        job = now;
    }
    assert!(kills > 1, "it was killed at work");
    assert_eq!(job.update.status, JobState::Completed);
    assert_eq!(job.update.progress.counts.created, i64::from(ROWS));
    // Each row is there, once: the same file finds every board as it says.
    let again = upload(&http, &url, &marta).await;
    let again = further(&http, &url, &marta, (&again, i64::from(ROWS) - 1)).await;
    assert_eq!(again.update.progress.counts.unchanged, i64::from(ROWS));
    server.kill().await.expect("is killed");
}
