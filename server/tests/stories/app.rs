//! A real server on a free port, with the demonstration's people.

use crate::{database::TestDatabase, socket::TestSocket};
use clap::Parser;
use marketplace::{
    Marketplace, Viewer,
    clock::{Clock, SystemClock},
};
use protocol::{
    account::Me,
    board::BoardFilter,
    id::{BoardId, ConversationId},
};
use reqwest::{Client, Response, StatusCode, header};
use serde_json::{Value, json};
use server::{Cli, Command, Config, Server, price_monitor::PriceMonitor};
use std::sync::Arc;
use tokio::sync::Notify;

/// A running server.
pub struct TestApp {
    pub url: String,
    pub market: Marketplace,
    pub price_monitor: PriceMonitor,
    pub http: Client,
    stop: Arc<Notify>,
    pub database: TestDatabase,
}

/// Somebody signed in on one device.
#[derive(Clone)]
pub struct User {
    pub me: Me,
    pub cookie: String,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts with additional flags.
    pub async fn start_with(flags: &[&str]) -> Self {
        Self::start_at(Arc::new(SystemClock), flags).await
    }

    /// Starts with a clock of the story's own.
    pub async fn start_at(clock: Arc<dyn Clock>, flags: &[&str]) -> Self {
        Self::start_on(TestDatabase::new().await, clock, flags).await
    }

    /// The next server on the same database.
    pub async fn again(self, flags: &[&str]) -> Self {
        Self::start_on(self.database, Arc::new(SystemClock), flags).await
    }

    async fn start_on(database: TestDatabase, clock: Arc<dyn Clock>, flags: &[&str]) -> Self {
        let config = config(&database.url, flags);
        let server = Server::start_with(config, clock).await.expect("starts");
        let url = format!("http://{}", server.address());
        let market = server.marketplace().clone();
        let price_monitor = server.price_monitor().clone();
        let stop = Arc::new(Notify::new());
        let stopped = stop.clone();
        tokio::spawn(server.run_until(async move { stopped.notified().await }));
        Self { url, market, price_monitor, http: http(), stop, database }
    }

    /// Asks the server to stop, as a supervisor does.
    pub fn stop(&self) {
        self.stop.notify_one();
    }

    /// Signs a demo person in on a new device.
    pub async fn sign_in(&self, name: &str) -> User {
        sign_in(&self.http, &self.url, name).await
    }

    /// A socket of this person's, greeted.
    pub async fn socket(&self, user: &User) -> TestSocket {
        TestSocket::connect(&self.url, Some(&user.cookie)).await
    }

    /// A socket of nobody's, greeted.
    pub async fn visitor_socket(&self) -> TestSocket {
        TestSocket::connect(&self.url, None).await
    }

    pub async fn get(&self, path: &str, user: Option<&User>) -> Response {
        let mut request = self.http.get(format!("{}{path}", self.url));
        if let Some(user) = user {
            request = request.header(header::COOKIE, &user.cookie);
        }
        request.send().await.expect("answers")
    }

    pub async fn post_form(&self, path: &str, user: Option<&User>, form: &str) -> Response {
        let mut request = self
            .http
            .post(format!("{}{path}", self.url))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.to_owned());
        if let Some(user) = user {
            request = request.header(header::COOKIE, &user.cookie);
        }
        request.send().await.expect("answers")
    }

    /// Ana (advertiser) and Marta (owner) in a fresh conversation about a board of Marta's.
    pub async fn ana_and_marta(&self) -> (User, User, ConversationId) {
        let ana = self.sign_in("advertiser").await;
        let marta = self.sign_in("owner").await;
        let board = self.board_of(&marta.me).await;
        let id = self.market.start_conversation(&ana.me, board).await.expect("starts");
        (ana, marta, id)
    }

    /// A board of an owner's that nobody talks about yet.
    pub async fn board_of(&self, owner: &Me) -> BoardId {
        let page =
            self.market.boards(&Viewer::visitor(), &BoardFilter::default()).await.expect("lists");
        let mut own = page.boards.iter().filter(|board| board.owner.id == owner.user_id);
        own.next_back().expect("a board").id
    }
}

/// The settings a server is started with from the command line.
pub fn config(database_url: &str, flags: &[&str]) -> Config {
    let files = TestDatabase::files_of(database_url);
    let files = files.to_str().expect("is text");
    let fixed = ["bulletin", "serve", "--port", "0", "--demo", "--files", files];
    let database = ["--database-url", database_url];
    match Cli::parse_from(fixed.iter().chain(&database).chain(flags)).command {
        Command::Serve(config) => config,
        Command::Audit(_) | Command::PriceMonitor(_) => unreachable!("the words say serve"),
    }
}

/// A client that follows no redirect: where a form leads to is part of its answer.
pub fn http() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("is built")
}

pub async fn sign_in(http: &Client, url: &str, name: &str) -> User {
    let input = json!({"email": format!("{name}@example.com"), "password": "demo-password"});
    let response = http.post(format!("{url}/api/session")).json(&input).send().await;
    let response = response.expect("answers");
    assert_eq!(response.status(), StatusCode::CREATED);
    let cookie = cookie(&response);
    User { me: response.json().await.expect("is a Me"), cookie }
}

/// The cookie a response sets, as a request sends it.
#[track_caller]
pub fn cookie(response: &Response) -> String {
    let set = response.headers().get(header::SET_COOKIE).expect("sets a cookie");
    set.to_str().unwrap().split(';').next().unwrap().to_owned()
}

/// A JSON error's code.
pub async fn code(response: Response) -> String {
    let body: Value = response.json().await.expect("is JSON");
    body["code"].as_str().expect("has a code").to_owned()
}
