//! The scripted price-monitor service: `end2end/support/price-monitor.mjs`, on the official JavaScript server.

use serde_json::{Value, json};
use server::{
    Secret,
    price_monitor::{PriceMonitor, PriceMonitorFlags, Settings},
};
use std::{path::PathBuf, process::Stdio, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// The value that is searched for wherever it must not be.
pub const KEY: &str = "k-planted-9f2b71c4";
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn in_time<T>(future: impl Future<Output = T>) -> T {
    timeout(PATIENCE, future).await.expect("nothing happened in time")
}

/// A process with the service; ends with this value.
pub struct Upstream {
    process: Child,
    facts: Lines<BufReader<ChildStdout>>,
    port: u64,
}

impl Upstream {
    pub async fn start() -> Self {
        Self::start_at(0).await
    }

    /// At a port another one was at.
    pub async fn start_at(port: u64) -> Self {
        let end2end = package().join("../end2end");
        let modules = std::env::var_os("BULLETIN_NODE_MODULES")
            .map_or_else(|| end2end.join("node_modules"), PathBuf::from);
        let mut process = Command::new("node")
            .args([end2end.join("support/price-monitor.mjs"), modules, port.to_string().into()])
            .env("STORY_KEY", KEY)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node is installed: run `cargo xtask setup`");
        let facts = BufReader::new(process.stdout.take().expect("piped output")).lines();
        let mut upstream = Self { process, facts, port: 0 };
        upstream.port = upstream.fact("listening").await["port"].as_u64().expect("a port");
        upstream
    }

    /// Waits until it tells of something.
    pub async fn fact(&mut self, name: &str) -> Value {
        loop {
            let line = in_time(self.facts.next_line()).await.expect("readable output");
            let fact: Value = serde_json::from_str(&line.expect("it runs")).expect("is JSON");
            if fact["fact"] == name {
                return fact;
            }
        }
    }

    /// Says what it is to do; gives what has happened.
    pub async fn control(&self, orders: Value) -> Value {
        let control = format!("{}/control", self.url());
        let answer = crate::app::http().post(control).json(&orders).send().await;
        answer.expect("answers").json().await.expect("is JSON")
    }

    /// Tells everybody who has joined the job of an event.
    pub async fn emit(&self, job: &str, event: &str, arg: Value) {
        self.control(json!({ "emit": [job, event, arg] })).await;
    }

    pub fn port(&self) -> u64 {
        self.port
    }

    /// Ends at once.
    pub async fn kill(mut self) {
        self.process.kill().await.expect("ends");
    }

    /// What a server is started with to have a line to it.
    pub fn flags(&self) -> Vec<String> {
        let flags = ["--price-monitor-host", &self.url(), "--price-monitor-key", KEY];
        let more = ["--price-monitor-allowed", "127.0.0.1"];
        flags.into_iter().chain(more).map(str::to_owned).collect()
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A line to it that follows its usual patience.
    pub fn line(&self) -> PriceMonitor {
        self.line_with("30,30,120", "5000")
    }

    pub fn line_with(&self, patience: &str, timeout_ms: &str) -> PriceMonitor {
        line(&PriceMonitorFlags {
            patience: patience.to_owned(),
            timeout_ms: timeout_ms.to_owned(),
            ..flags(&self.url())
        })
    }
}

/// Settings with the key, for a service on this machine.
pub fn flags(url: &str) -> PriceMonitorFlags {
    PriceMonitorFlags {
        host: Some(url.to_owned()),
        key: Some(Secret::new(KEY)),
        allowed: "127.0.0.1".to_owned(),
        timeout_ms: "5000".to_owned(),
        events: String::new(),
        patience: "30,30,120".to_owned(),
    }
}

pub fn line(flags: &PriceMonitorFlags) -> PriceMonitor {
    let clock = Arc::new(marketplace::clock::SystemClock);
    PriceMonitor::start(Settings::read(flags), clock, None)
}

fn package() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}
