//! A Postgres of our own: a temporary folder, a free port, gone at the end.

use crate::setup::postgres_programs;
use crate::shell::{Result, is_root, program, read};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Lines of the log that are shown after a failure.
const COMPLAINTS: usize = 40;

/// A running server; dropping it stops it and deletes its data.
pub struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    /// Tidies up should this program be killed.
    janitor: Option<Child>,
}

impl Postgres {
    /// Starts an empty server that gives up durability for speed.
    pub fn start() -> Result<Self> {
        let programs = postgres_programs()?;
        let folder = std::env::temp_dir().join(format!("bulletin-postgres-{}", std::process::id()));
        // From here on the folder is deleted whatever happens.
        let mut server = Self { programs, folder, port: free_port()?, janitor: None };
        own_folder(&server.folder)?;
        let data = server.data();
        read(
            server
                .program("initdb")
                .args(["--auth=trust", "--username=bulletin", "--encoding=UTF8", "--no-sync"])
                .arg(&data),
        )?;
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0",
            server.port,
            server.folder.display(),
        );
        let log = server.folder.join("log");
        let mut start = server.program("pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--options", &options, "--pgdata"])
            .arg(&data)
            .arg("--log")
            .arg(&log);
        // Not `read`: the server would inherit the pipe, and reading it would end only with the server.
        let started = start.stdout(Stdio::null()).status();
        if started.is_ok_and(|status| status.success()) {
            server.janitor = server.hire().ok();
            return Ok(server);
        }
        Err(format!("Postgres did not start: {}", std::fs::read_to_string(log).unwrap_or_default()))
    }

    /// Of the database every server has; tests make their own beside it.
    pub fn url(&self) -> String {
        format!("postgres://bulletin@127.0.0.1:{}/postgres", self.port)
    }

    /// What it has complained about lately, for whoever asks why a test failed.
    pub fn complaints(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let is_complaint =
            |line: &&str| ["FATAL:", "PANIC:", "WARNING:"].iter().any(|word| line.contains(word));
        let mut last: Vec<_> = log.lines().rev().filter(is_complaint).take(COMPLAINTS).collect();
        last.reverse();
        last.join("\n")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The server outlives its terminal, so an interrupt would leave it running.
    fn hire(&self) -> std::io::Result<Child> {
        let mut shell = self.program("pg_ctl");
        shell.args(["stop", "--mode=immediate", "--silent", "--pgdata"]).arg(self.data());
        let script = format!(
            "while kill -0 {} 2>/dev/null; do sleep 1; done; \"$@\"; rm -rf '{}'",
            std::process::id(),
            self.folder.display()
        );
        let mut janitor = program("setsid");
        janitor
            .args(["sh", "-c", &script, "janitor"])
            .arg(shell.get_program())
            .args(shell.get_args());
        janitor.stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }

    /// `initdb` refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = if is_root() {
            let mut other = program("runuser");
            other.args(["-u", "postgres", "--"]).arg(path);
            other
        } else {
            program(path)
        };
        command.current_dir(std::env::temp_dir());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut janitor) = self.janitor.take() {
            // Not being able to dismiss it is harmless: it finds nothing left to do.
            let dismissed = janitor.kill().and_then(|()| janitor.wait());
            drop(dismissed);
        }
        let data = self.data();
        if data.join("postmaster.pid").exists() {
            let stopped = read(
                self.program("pg_ctl")
                    .args(["stop", "--mode=immediate", "--silent", "--pgdata"])
                    .arg(&data),
            );
            if let Err(problem) = stopped {
                eprintln!("  postgres   could not be stopped: {problem}");
            }
        }
        if let Err(problem) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("  postgres   left {} behind: {problem}", self.folder.display());
        }
    }
}

fn own_folder(folder: &Path) -> Result {
    let mut install = program("install");
    install.args(["-d", "-m", "700"]);
    if is_root() {
        install.args(["-o", "postgres", "-g", "postgres"]);
    }
    read(install.arg(folder)).map(drop)
}

fn free_port() -> Result<u16> {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    port.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}
