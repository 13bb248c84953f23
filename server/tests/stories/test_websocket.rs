//! The test page: who finds it, and what sandboxes keep apart.

use crate::{
    app::{TestApp, User, config, http, sign_in},
    database::TestDatabase,
    scenario::{self, as_user},
};
use marketplace::{Database, Marketplace, Viewer, clock::ManualClock, publish::Nobody};
use protocol::{
    ErrorCode, Timestamp,
    account::{Role, SignUp},
    test_websocket::OpenSandbox,
};
use reqwest::{Client, StatusCode};
use serde_json::json;
use server::Server;
use std::{sync::Arc, time::Duration};

/// A server that is no demonstration, with the demonstration's people.
struct Earnest {
    url: String,
    http: Client,
    market: Marketplace,
    _database: TestDatabase,
}

impl Earnest {
    async fn start(flags: &[&str]) -> Self {
        let database = TestDatabase::new().await;
        let filled = Database::open(&database.url).await.expect("opens");
        let clock = Arc::new(ManualClock::new(Timestamp(1_700_000_000_000)));
        let market = Marketplace::new(filled, clock, Arc::new(Nobody), true);
        market.seed_demo().await.expect("is filled");
        let mut settings = config(&database.url, flags);
        settings.demo = false;
        let server = Server::start(settings).await.expect("starts");
        let url = format!("http://{}", server.address());
        let market = server.marketplace().clone();
        tokio::spawn(server.run_until(std::future::pending()));
        Self { url, http: http(), market, _database: database }
    }

    async fn user(&self, name: &str) -> User {
        sign_in(&self.http, &self.url, name).await
    }

    /// Status and main part of a page, and whether the test page is linked anywhere on it.
    async fn page(&self, path: &str, user: Option<&User>) -> (StatusCode, String, bool) {
        let mut request = self.http.get(format!("{}{path}", self.url));
        if let Some(user) = user {
            request = as_user(request, user);
        }
        let response = request.send().await.expect("answers");
        let (status, text) = (response.status(), response.text().await.expect("has a body"));
        let main = text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next());
        let main = main.expect("has a main part").to_owned();
        (status, main, text.contains("href=\"/test-websocket\""))
    }
}

#[tokio::test]
async fn outside_a_demonstration_the_page_is_there_for_testers_and_admins_once_it_is_switched_on() {
    let server = Earnest::start(&["--test-page"]).await;
    for name in ["tester", "admin"] {
        let user = server.user(name).await;
        assert_eq!(server.page("/test-websocket", Some(&user)).await.0, StatusCode::OK, "{name}");
        assert_eq!(posts_a_sandbox(&server, Some(&user)).await, StatusCode::CREATED, "{name}");
        assert_eq!(sees_who_is_online(&server, Some(&user)).await, Ok(()), "{name}");
    }
    let ana = server.user("advertiser").await;
    for user in [None, Some(&ana)] {
        let missing = server.page("/nowhere", user).await;
        assert_eq!((missing.0, missing.2), (StatusCode::NOT_FOUND, false));
        assert_eq!(server.page("/test-websocket", user).await, missing);
        assert_eq!(sees_who_is_online(&server, user).await, Err(ErrorCode::NotFound));
        assert_eq!(posts_a_sandbox(&server, user).await, posts_to_nowhere(&server).await);
    }
}

#[tokio::test]
async fn without_the_switch_it_is_there_for_nobody() {
    let server = Earnest::start(&[]).await;
    for name in ["tester", "admin"] {
        let user = server.user(name).await;
        let missing = server.page("/nowhere", Some(&user)).await;
        assert!(!missing.2, "nothing leads there");
        assert_eq!(server.page("/test-websocket", Some(&user)).await, missing, "{name}");
        let sees = sees_who_is_online(&server, Some(&user)).await;
        assert_eq!(sees, Err(ErrorCode::NotFound), "{name}");
        assert_eq!(
            posts_a_sandbox(&server, Some(&user)).await,
            posts_to_nowhere(&server).await,
            "{name}"
        );
    }
}

async fn sees_who_is_online(server: &Earnest, user: Option<&User>) -> Result<(), ErrorCode> {
    let viewer = user.map_or_else(Viewer::visitor, |user| Viewer::user(user.me.clone()));
    let answer = server.market.online_users(&viewer).await;
    answer.map(drop).map_err(|error| error.into_body().code)
}

async fn posts_a_sandbox(server: &Earnest, user: Option<&User>) -> StatusCode {
    post(server, "/api/test/sandboxes", user).await
}

async fn posts_to_nowhere(server: &Earnest) -> StatusCode {
    post(server, "/api/nowhere", None).await
}

async fn post(server: &Earnest, path: &str, user: Option<&User>) -> StatusCode {
    let mut post = server.http.post(format!("{}{path}", server.url));
    if let Some(user) = user {
        post = as_user(post, user);
    }
    post.json(&json!({"people": 2})).send().await.expect("answers").status()
}

#[tokio::test]
async fn what_testers_and_admins_do_is_on_record() {
    let server = Earnest::start(&["--test-page"]).await;
    let (tessa, adrian) = (server.user("tester").await, server.user("admin").await);
    server.page("/test-websocket", Some(&tessa)).await;
    let sandbox = scenario::open_at(&server.http, &server.url, &tessa, 2).await;
    let url = format!("{}/api/test/sandboxes/{}/acts", server.url, sandbox.id);
    let user_id = sandbox.people[1].user.id;
    for act in [json!({"act": "endSession", "userId": user_id}), json!({"act": "recall"})] {
        let done = as_user(server.http.post(&url), &tessa).json(&act).send().await;
        assert_eq!(done.expect("answers").status(), StatusCode::NO_CONTENT);
    }
    let ana = server.user("advertiser").await.me;
    server.market.set_role(&adrian.me, ana.user_id, Role::Owner).await.expect("changes");
    let page = server.market.audit(&adrian.me, None).await.expect("is for admins");
    let acts: Vec<_> = page
        .entries
        .iter()
        .map(|entry| (entry.actor.as_str(), entry.action.as_str(), entry.detail.as_str()))
        .collect();
    assert_eq!(
        acts,
        [
            ("Adrian Moreau", "role changed", "advertiser → owner"),
            ("Tessa Okafor", "sandbox act", "recall"),
            ("Tessa Okafor", "sandbox act", "endSession"),
            ("Tessa Okafor", "sandbox opened", "2 people"),
            ("Tessa Okafor", "test page opened", ""),
        ]
    );
    let (status, text, _) = server.page("/admin/audit", Some(&adrian)).await;
    assert!(status == StatusCode::OK && text.contains("role changed"), "{status}");
    let missing = server.page("/nowhere", Some(&tessa)).await;
    assert_eq!(server.page("/admin/audit", Some(&tessa)).await, missing, "and hidden from others");
}

#[tokio::test]
async fn nobody_opens_sandboxes_without_end() {
    let app = TestApp::start().await;
    let tessa = app.sign_in("tester").await;
    let post = async |user: Option<&User>, people: usize| {
        let post = app
            .http
            .post(format!("{}/api/test/sandboxes", app.url))
            .json(&json!({"people": people}));
        let post = match user {
            Some(user) => as_user(post, user),
            None => post,
        };
        post.send().await.unwrap().status()
    };
    for people in [0, 1, 9] {
        assert_eq!(post(Some(&tessa), people).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for _ in 0..4 {
        assert_eq!(post(Some(&tessa), 2).await, StatusCode::CREATED);
    }
    assert_eq!(post(Some(&tessa), 2).await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(post(None, 2).await, StatusCode::CREATED, "others may, visitors too");
}

#[tokio::test]
async fn a_sandbox_ends_by_itself_after_a_quarter_of_an_hour() {
    let database = TestDatabase::new().await;
    let opened = Database::open(&database.url).await.expect("opens");
    let clock = Arc::new(ManualClock::new(Timestamp(1_700_000_000_000)));
    let market = Marketplace::new(opened, clock.clone(), Arc::new(Nobody), true);
    let visitor = Viewer::visitor();
    let asker = marketplace::Asker { viewer: &visitor, address: "10.0.0.1" };
    let sandbox = market.open_sandbox(asker, &OpenSandbox { people: 2 }).await.expect("opens");
    let token = &sandbox.people[0].token;
    let ada = market.simulated(token).await.expect("answers").expect("is somebody");
    clock.advance(Duration::from_mins(15));
    assert!(market.simulated(token).await.expect("answers").is_none());
    market.sweep_sandboxes().await.expect("sweeps");
    assert!(market.renew(&ada).await.expect("answers").is_none(), "its session is gone");
    let device = || marketplace::Device { address: "10.0.0.1".into(), user_agent: "story".into() };
    let (name, password) = ("Ada".to_owned(), "long enough".to_owned());
    let email = format!("ada-{}@sandbox.invalid", sandbox.id.simple());
    let again = SignUp { name, email, password, role: "owner".into() };
    market.sign_up(&again, device()).await.expect("nobody has this address any more");
}
