//! All jobs, over the socket, REST, and a page without scripts.

use crate::{
    app::{TestApp, User, code},
    job::{import, inventory},
};
use protocol::{
    Room, ServerEvent,
    command::JoinRoom,
    job::{AdminJobs, JobState, JobView},
};
use reqwest::{StatusCode, header};

async fn all(app: &TestApp, user: &User, query: &str) -> AdminJobs {
    let response = app.get(&format!("/api/admin/jobs{query}"), Some(user)).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("is all jobs")
}

#[tokio::test]
async fn an_admin_hears_of_everybodys_jobs_without_asking_again() {
    let app = TestApp::start_with(&["--job-workers", "0"]).await;
    let (marta, adrian) = (app.sign_in("owner").await, app.sign_in("admin").await);
    let (mut listener, outsider) = (app.socket(&adrian).await, app.socket(&marta).await);
    let room = || JoinRoom { room: Room::Jobs.to_string() };
    listener.ask(&room()).await.expect("joins");
    assert_eq!(outsider.ask(&room()).await.expect_err("is refused").code.http_status(), 404);

    let id = import(&app, &marta, inventory(1..=3)).await.update.job_id;
    let is_in = |state: JobState| move |event: &ServerEvent| matches!(event, ServerEvent::JobUpdate(update) if update.job_id == id && update.status == state);
    listener.expect_where("jobUpdate", is_in(JobState::Pending)).await;
    assert_eq!(all(&app, &adrian, "?state=PENDING").await.jobs[0].job.update.job_id, id);
    while let Some(taken) = app.market.claim_job().await.expect("claims") {
        app.market.work_on_job(taken).await.expect("works");
    }
    listener.expect_where("jobUpdate", is_in(JobState::Completed)).await;
    assert!(all(&app, &adrian, "?state=PENDING").await.jobs.is_empty());
    assert_eq!(all(&app, &adrian, "?kind=import_boards").await.jobs.len(), 1);

    let hidden = app.get("/api/admin/jobs", Some(&marta)).await;
    assert_eq!(
        (hidden.status(), code(hidden).await.as_str()),
        (StatusCode::NOT_FOUND, "not_found")
    );
    let nobody = app.get("/api/admin/jobs", None).await;
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn without_scripts_an_admin_cancels_a_job_and_is_back_at_the_same_list() {
    let app = TestApp::start_with(&["--job-workers", "0"]).await;
    let (marta, adrian) = (app.sign_in("owner").await, app.sign_in("admin").await);
    let id = import(&app, &marta, inventory(1..=3)).await.update.job_id;
    let page = app.get("/admin/jobs?state=PENDING", Some(&adrian)).await;
    assert_eq!(page.status(), StatusCode::OK);
    let text = page.text().await.unwrap();
    for words in ["All jobs", "bern.csv", &marta.me.name, &id.to_string(), "name=\"care\""] {
        assert!(text.contains(words), "{words}");
    }
    let form = format!("job={id}&care=cancel&list=state%3DPENDING");
    let done = app.post_form("/admin/jobs", Some(&adrian), &form).await;
    assert_eq!(done.headers()[header::LOCATION], "/admin/jobs?state=PENDING");
    let job: JobView =
        app.get(&format!("/api/jobs/{id}"), Some(&marta)).await.json().await.unwrap();
    assert_eq!(job.update.status, JobState::Cancelled);

    let again = app.post_form("/admin/jobs", Some(&adrian), &form).await;
    let leads = again.headers()[header::LOCATION].to_str().unwrap();
    assert!(leads.contains("error=wrong_state") && leads.contains("state=PENDING"), "{leads}");
    let refused = app.post_form("/admin/jobs", Some(&marta), &form).await;
    assert!(refused.headers()[header::LOCATION].to_str().unwrap().contains("error=not_found"));
    assert_eq!(app.get("/admin/jobs", Some(&marta)).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.get("/admin/jobs", None).await.status(), StatusCode::NOT_FOUND);
}
