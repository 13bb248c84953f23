//! The key is planted, and searched for.

use super::{
    boards, end, health, id,
    upstream::{KEY, Upstream, flags, line},
    watch,
};
use serde_json::json;
use server::{
    Cli,
    price_monitor::{CallError, LineState, PriceMonitorFlags, Settings},
    telemetry,
};
use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};
use tracing::subscriber::set_default;
use tracing_subscriber::EnvFilter;

/// Everything that was logged.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// Without colours.
    fn text(&self) -> String {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).expect("is text");
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, rest)| rest))
    }
}

/// All on this thread, where the lines are caught; at the level that shows most, of all libraries. Which lines are caught
/// depends on the other stories of this process: what must be among them is not asked here.
#[tokio::test]
async fn the_key_is_in_no_log_line_no_error_no_view_and_no_debug_output() {
    let lines = Lines::default();
    let writer = lines.clone();
    let _caught =
        set_default(telemetry::subscriber(EnvFilter::new("trace"), move || writer.clone()));
    // The libraries that do not use `tracing` speak to this.
    tracing_log::LogTracer::init().ok();

    let upstream = Upstream::start().await;
    let monitor = upstream.line();
    let mut seen =
        vec![format!("{:?} {:?}", flags(&upstream.url()), Settings::read(&flags(&upstream.url())))];
    // The line that follows the cut is named by the key.
    upstream.control(json!({ "sid": true })).await;
    for job in ["ok-1", "malformed-1", "disconnect-1", "telltale-1"] {
        let mut marta = watch(&monitor, &id(job));
        seen.push(format!("{:?}", end(&mut marta).await));
    }
    let split = format!("{}\n{}", &KEY[..3], &KEY[3..]);
    for said in [KEY, &split] {
        let status = json!({"jobId": "scripted-1", "status": "failed", "error": format!("key {said} is bad")});
        upstream.control(json!({ "status": status })).await;
        let answer = monitor.status(&id("scripted-1")).await;
        assert_eq!(answer, Err(CallError::Unreadable));
    }
    upstream.control(json!({"key": "changed-meanwhile", "cut": true})).await;
    let refused = health(&monitor, |health| health.state == LineState::Refused).await;
    seen.push(serde_json::to_string(&refused).expect("is JSON"));
    seen.push(format!("{refused:?} {:?}", monitor.start_import(&boards()).await));
    let inside = PriceMonitorFlags { host: Some(format!("http://{KEY}@x")), ..flags("") };
    seen.push(format!("{:?}", line(&inside).health()));
    seen.push(help());

    for text in &seen {
        assert!(!text.contains(KEY), "{text}");
    }
    let logged = lines.text();
    for line in logged.lines() {
        assert!(!line.contains(KEY), "{line}");
    }
}

/// What the command line says of the settings.
fn help() -> String {
    use clap::CommandFactory;
    let mut command = Cli::command();
    let serve = command.find_subcommand_mut("serve").expect("is there");
    serve.render_long_help().to_string()
}
