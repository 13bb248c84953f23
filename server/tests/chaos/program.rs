//! The real server program, which can be killed, asked to stop, and started again where it was.

use crate::database::TestDatabase;
use std::process::Stdio;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// The limits are out of the way; the grace times are short, because nobody waits for them in a test.
const FLAGS: [&str; 12] = [
    "--command-burst",
    "1000000",
    "--commands-per-second",
    "1000000",
    "--presence-grace-ms",
    "500",
    "--presence-leave-ms",
    "200",
    "--heartbeat-seconds",
    "5",
    "--return-spread-ms",
    "400",
];

/// A server that runs, or is about to.
pub struct Program {
    database_url: String,
    pub port: u16,
    process: Child,
}

impl Program {
    /// Starts it on a free port, which it keeps over all restarts.
    pub async fn start(database_url: &str) -> Self {
        let (process, port) = start(database_url, 0).await;
        Self { database_url: database_url.to_owned(), port, process }
    }

    /// The end without a warning, as in a power cut.
    pub async fn kill(&mut self) {
        self.process.kill().await.expect("is killed");
    }

    /// The end a supervisor asks for; returns once it has come.
    pub async fn drain(&mut self) {
        let id = self.process.id().expect("runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(told.expect("can be told").success());
        let status = self.process.wait().await.expect("ends");
        assert!(status.success(), "it stops in good order: {status}");
    }

    pub async fn start_again(&mut self) {
        self.process = start(&self.database_url, self.port).await.0;
    }
}

/// Starts the program and waits until it says where it is.
async fn start(database_url: &str, port: u16) -> (Child, u16) {
    let mut process = Command::new(env!("CARGO_BIN_EXE_bulletin"))
        .args(["serve", "--demo", "--port", &port.to_string(), "--database-url", database_url])
        .arg("--files")
        .arg(TestDatabase::files_of(database_url))
        .args(FLAGS)
        .env("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| "error".to_owned()))
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("starts");
    let mut lines = BufReader::new(process.stdout.take().expect("is piped")).lines();
    let greeting = lines.next_line().await.expect("speaks").expect("greets");
    let (_, port) = greeting.rsplit_once(':').expect("says where it is");
    (process, port.parse().expect("a port"))
}
