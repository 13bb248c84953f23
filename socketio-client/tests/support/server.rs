use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::in_time;

/// A process with the official server; ends with this value.
pub struct OfficialServer {
    process: Child,
    facts: Lines<BufReader<ChildStdout>>,
    port: u16,
    heartbeat: Heartbeat,
    certificate: Option<Certificate>,
}

/// Certificate and key of the server, as PEM.
type Certificate = [String; 2];

/// Ping interval and ping time-out, in milliseconds.
type Heartbeat = [u32; 2];

impl OfficialServer {
    pub async fn start() -> Self {
        Self::start_with([25_000, 20_000], None).await
    }

    pub async fn start_with_tls(certificate: Certificate) -> Self {
        Self::start_with([25_000, 20_000], Some(certificate)).await
    }

    pub async fn start_with_short_heartbeat() -> Self {
        Self::start_with([300, 1_000], None).await
    }

    async fn start_with(heartbeat: Heartbeat, certificate: Option<Certificate>) -> Self {
        let (process, facts) = spawn(0, heartbeat, certificate.as_ref());
        let mut server = Self { process, facts, port: 0, heartbeat, certificate };
        let port = server.fact("listening").await["port"].as_u64().expect("a port");
        server.port = u16::try_from(port).expect("a port");
        server
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        match self.certificate {
            Some(_) => format!("https://localhost:{}", self.port),
            None => format!("http://127.0.0.1:{}", self.port),
        }
    }

    /// Waits for the server to tell of something.
    pub async fn fact(&mut self, name: &str) -> Value {
        loop {
            let line = in_time(self.facts.next_line()).await.expect("readable output");
            let fact: Value = serde_json::from_str(&line.expect("the server runs")).expect("JSON");
            if fact["fact"] == name {
                return fact;
            }
        }
    }

    /// Kills the process outright.
    pub async fn kill(&mut self) {
        self.process.kill().await.expect("the server can be killed");
    }

    /// Starts again on the same port.
    pub async fn restart(&mut self) {
        (self.process, self.facts) = spawn(self.port, self.heartbeat, self.certificate.as_ref());
        self.fact("listening").await;
    }

    /// Stops the process without closing its connections.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, name: &str) {
        let id = self.process.id().expect("the server runs").to_string();
        let status = std::process::Command::new("kill").args([name, &id]).status();
        assert!(status.expect("kill runs").success());
    }
}

fn spawn(
    port: u16,
    heartbeat: Heartbeat,
    certificate: Option<&Certificate>,
) -> (Child, Lines<BufReader<ChildStdout>>) {
    let script = package().join("tests/official_server.mjs");
    let mut process = Command::new("node")
        .args([script.as_os_str(), node_modules().as_os_str()])
        .arg(port.to_string())
        .args(heartbeat.map(|millis| millis.to_string()))
        .envs(certificate.map(|[cert, _]| ("STORY_CERTIFICATE", cert)))
        .envs(certificate.map(|[_, key]| ("STORY_KEY", key)))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node is installed: run `cargo xtask setup`");
    let output = process.stdout.take().expect("piped output");
    (process, BufReader::new(output).lines())
}

/// This package's folder. Asked when the test runs: a target folder may be shared by several clones.
fn package() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

fn node_modules() -> PathBuf {
    let folder = std::env::var_os("BULLETIN_NODE_MODULES")
        .map_or_else(|| package().join("../end2end/node_modules"), PathBuf::from);
    assert!(
        folder.join("socket.io").is_dir(),
        "npm package `socket.io` not found in {}: run `cargo xtask setup`, or point \
         BULLETIN_NODE_MODULES at a node_modules folder that has it",
        folder.display(),
    );
    folder
}
