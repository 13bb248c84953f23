//! The real program ends in every moment of every phase of the pipeline, and another takes the order up again.

use crate::{
    app::{self, User},
    crash, creative,
    database::TestDatabase,
    order::wish,
};
use marketplace::Moment;
use protocol::{
    id::OrderId,
    order::{
        Availability, LogPage, OrderAction, OrderDetail, OrderState, OrderStatus, OrderView, Phase,
        RunState,
    },
};
use reqwest::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::json;
use std::{os::unix::process::ExitStatusExt, time::Duration};
use tokio::{process::Child, time::timeout};
use uuid::Uuid;

/// Longer than anything takes; only a failing story waits for it.
const PATIENCE: Duration = Duration::from_mins(1);
/// Screens that answer at once.
const QUICK: [&str; 2] = ["--screen-latency-ms", "1"];
/// Nobody works; people act.
const IDLE: [&str; 2] = ["--workers", "0"];
/// All days of the order are over.
const AHEAD: [&str; 4] = ["--screen-latency-ms", "1", "--days-ahead", "20"];

/// An order, its parties, and the program of the moment on a database that outlives it.
struct Rehearsal {
    database: TestDatabase,
    server: Child,
    url: String,
    http: reqwest::Client,
    buyer: User,
    owner: User,
    order: OrderId,
}

impl Rehearsal {
    /// With an order that was submitted, and nobody who works on it.
    async fn start() -> Self {
        let (database, http) = (TestDatabase::new().await, app::http());
        let (server, url) = crash::start_with(&database.url, &IDLE).await;
        let buyer = app::sign_in(&http, &url, "advertiser").await;
        let owner = app::sign_in(&http, &url, "owner").await;
        let order = OrderId(Uuid::nil());
        let mut new = Self { database, server, url, http, buyer, owner, order };
        let board = crash::a_live_board(&new.database.url, &new.owner.me).await;
        let shown: Availability =
            new.get(&new.buyer, &format!("/api/boards/{board}/availability")).await;
        let post = new.http.post(format!("{}/api/orders", new.url));
        let post = post.header(header::COOKIE, &new.buyer.cookie).json(&wish(board, &shown));
        let held: Vec<OrderView> = post.send().await.expect("answers").json().await.expect("holds");
        new.order = held[0].id;
        new.act(&new.buyer, OrderAction::Submit).await;
        new
    }

    /// `kill -9`, and another program.
    async fn serve(&mut self, flags: &[&str]) {
        self.server.kill().await.expect("is killed");
        self.end_leases().await;
        (self.server, self.url) = crash::start_with(&self.database.url, flags).await;
    }

    /// One program after the other works until it comes to a moment of this phase, and is gone.
    async fn crash_in(&mut self, phase: Phase, flags: &[&str]) {
        for moment in Moment::ALL {
            self.server.kill().await.expect("is killed");
            self.end_leases().await;
            let point = format!("{}:{}", phase.as_str(), moment.as_str());
            let flags = [flags, &["--crash-at", &point]].concat();
            self.server = crash::program(&self.database.url, &flags);
            let ended = timeout(PATIENCE, self.server.wait()).await;
            let ended = ended.unwrap_or_else(|_| panic!("never came to {point}")).expect("ends");
            assert!(ended.signal().is_some(), "{point}: {ended}");
        }
    }

    /// Nobody has to wait until the leases of the dead are over.
    async fn end_leases(&self) {
        self.database.execute("UPDATE order_runs SET leased_until = 0".to_owned()).await;
    }

    async fn get<T: DeserializeOwned>(&self, user: &User, path: &str) -> T {
        let get = self.http.get(format!("{}{path}", self.url)).header(header::COOKIE, &user.cookie);
        get.send().await.expect("answers").json().await.expect("is what was asked for")
    }

    async fn act(&self, user: &User, action: OrderAction) {
        let path = format!("{}/api/orders/{}/actions", self.url, self.order);
        let post = self.http.post(path).header(header::COOKIE, &user.cookie);
        let reason = action.needs_reason().then_some("Because of the story.");
        let response = post.json(&json!({"action": action, "reason": reason})).send().await;
        assert_eq!(response.expect("answers").status(), StatusCode::OK);
    }

    async fn detail(&self) -> OrderDetail {
        self.get(&self.owner, &format!("/api/orders/{}", self.order)).await
    }

    async fn send_creative(&self) {
        let file = creative::fitting(&self.detail().await);
        let (order, client_id) = (self.order, Uuid::now_v7());
        let path = format!("{}/api/orders/{order}/creative?clientId={client_id}", self.url);
        let post = self.http.post(path).header(header::COOKIE, &self.buyer.cookie).body(file);
        assert_eq!(post.send().await.expect("answers").status(), StatusCode::OK);
    }

    /// Asks until the work stands so.
    async fn stands(&self, phase: Phase, run: RunState) {
        let path = format!("/api/orders/{}/status", self.order);
        let stands = async {
            loop {
                let status: OrderStatus = self.get(&self.buyer, &path).await;
                if (status.phase, status.run) == (phase, run) {
                    return;
                }
                // Each question takes a moment of its own, so this is no busy loop.
                tokio::task::yield_now().await;
            }
        };
        let waited = timeout(PATIENCE, stands).await;
        waited.unwrap_or_else(|_| panic!("never came to {phase:?}, {run:?}"));
    }

    /// Everything until the money is there, with programs that are gone in every moment of it.
    async fn charge(&mut self) {
        self.crash_in(Phase::Validate, &QUICK).await;
        self.crash_in(Phase::Reserve, &QUICK).await;
        self.serve(&IDLE).await;
        self.act(&self.owner, OrderAction::Accept).await;
        self.crash_in(Phase::Charge, &QUICK).await;
        self.serve(&IDLE).await;
    }

    /// What is told of the order in the end.
    async fn log(&self) -> Vec<String> {
        let logs: LogPage =
            self.get(&self.buyer, &format!("/api/orders/{}/logs", self.order)).await;
        let numbers: Vec<i64> = logs.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, (1..=logs.last_line).collect::<Vec<_>>(), "no hole, nothing twice");
        logs.lines.into_iter().map(|line| line.message).collect()
    }

    async fn books_agree(mut self) {
        self.server.kill().await.expect("is killed");
        let said = crash::audit(&self.database.url).await;
        assert_eq!(said, (true, "The books agree.\n".to_owned()));
    }
}

fn count(lines: &[String], words: &str) -> usize {
    lines.iter().filter(|line| line.contains(words)).count()
}

#[tokio::test]
async fn an_order_survives_the_end_of_the_program_in_every_moment_of_every_phase() {
    let mut rehearsal = Rehearsal::start().await;
    rehearsal.charge().await;
    rehearsal.send_creative().await;
    rehearsal.act(&rehearsal.owner, OrderAction::ApproveCreative).await;
    rehearsal.crash_in(Phase::Traffic, &QUICK).await;
    rehearsal.serve(&QUICK).await;
    rehearsal.stands(Phase::Verify, RunState::Waiting).await;
    rehearsal.crash_in(Phase::Verify, &AHEAD).await;
    rehearsal.crash_in(Phase::Payout, &AHEAD).await;
    rehearsal.serve(&AHEAD).await;
    rehearsal.buyer = app::sign_in(&rehearsal.http, &rehearsal.url, "advertiser").await;
    rehearsal.owner = app::sign_in(&rehearsal.http, &rehearsal.url, "owner").await;
    rehearsal.stands(Phase::Payout, RunState::Done).await;

    let order = rehearsal.detail().await.order;
    assert_eq!((order.state, order.balance_cents), (OrderState::Completed, 0));
    let lines = rehearsal.log().await;
    assert_eq!(count(&lines, "Charged"), 1, "{lines:?}");
    assert_eq!(count(&lines, "shown"), 7, "each day once: {lines:?}");
    rehearsal.books_agree().await;
}

#[tokio::test]
async fn a_refund_survives_the_end_of_the_program_in_every_moment() {
    let mut rehearsal = Rehearsal::start().await;
    rehearsal.charge().await;
    rehearsal.act(&rehearsal.buyer, OrderAction::Cancel).await;
    rehearsal.crash_in(Phase::Refund, &QUICK).await;
    rehearsal.serve(&QUICK).await;
    rehearsal.stands(Phase::Refund, RunState::Done).await;

    let order = rehearsal.detail().await.order;
    assert_eq!((order.state, order.balance_cents), (OrderState::Refunded, 0));
    let lines = rehearsal.log().await;
    assert_eq!(count(&lines, "Charged"), 1, "{lines:?}");
    assert_eq!(count(&lines, "Refunded."), 1, "{lines:?}");
    rehearsal.books_agree().await;
}
