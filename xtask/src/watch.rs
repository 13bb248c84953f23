//! `cargo xtask watch`: build, serve, and do it again whenever a source file changes.
//!
//! The server tells its pages to reload when it comes back; `BULLETIN_LIVE_RELOAD` asks it to.

use crate::args::Args;
use crate::build::{self, Mode};
use crate::run::{Serve, data_folder};
use crate::shell::{Result, root};
use crate::toolchain::Toolchain;
use std::path::Path;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const EVERY: Duration = Duration::from_millis(500);
/// What only the page is made of, what only the server is made of, and what both are made of.
const PAGE: &[&str] = &["frontend", "style", "public"];
const SERVER: &[&str] = &["server", "marketplace", "migrations"];
const BOTH: &[&str] = &["protocol", "app", "socketio-client", "Cargo.toml", "Cargo.lock"];

/// Runs until it is interrupted.
pub fn command(words: Vec<String>) -> Result {
    let mut args = Args(words);
    let serve = Serve::from(&mut args)?;
    args.finish()?;
    let tools = Toolchain::ready()?;
    data_folder()?;
    let mut seen = State { page: SystemTime::UNIX_EPOCH, server: SystemTime::UNIX_EPOCH };
    let mut running: Option<Child> = None;
    loop {
        let now = State::read();
        if now == seen {
            sleep(EVERY);
            continue;
        }
        let built = rebuild(&tools, &seen, &now);
        seen = now;
        if let Err(problem) = built {
            eprintln!("\n{problem}; waiting for the next change");
            continue;
        }
        stop(running.take())?;
        let mut server = serve.server(Mode::Debug);
        server.env("BULLETIN_LIVE_RELOAD", "1");
        running =
            Some(server.spawn().map_err(|error| format!("cannot start the server: {error}"))?);
    }
}

fn rebuild(tools: &Toolchain, seen: &State, now: &State) -> Result {
    if now.page != seen.page {
        build::page(tools, Mode::Debug)?;
    }
    if now.server != seen.server {
        build::server(tools, Mode::Debug)?;
    }
    Ok(())
}

fn stop(server: Option<Child>) -> Result {
    let Some(mut server) = server else { return Ok(()) };
    // A server that ended by itself is as good as one we ended; either way it has to be waited for.
    let ended = server.kill().and_then(|()| server.wait());
    ended.map(drop).map_err(|error| format!("cannot stop the server: {error}"))
}

/// The newest change in each half.
#[derive(PartialEq, Eq)]
struct State {
    page: SystemTime,
    server: SystemTime,
}

impl State {
    fn read() -> Self {
        let newest = |names: &[&str]| {
            let times = names.iter().map(|name| newest_change(&root().join(name)));
            times.max().unwrap_or(SystemTime::UNIX_EPOCH)
        };
        let both = newest(BOTH);
        Self { page: newest(PAGE).max(both), server: newest(SERVER).max(both) }
    }
}

/// A folder counts too: it changes when a file in it disappears.
fn newest_change(path: &Path) -> SystemTime {
    let own = path.metadata().and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten();
    inside.map(|entry| newest_change(&entry.path())).fold(own, SystemTime::max)
}
