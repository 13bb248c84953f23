//! Settings. Every flag has an environment variable.

use crate::{
    price_monitor::PriceMonitorFlags, rehearsal::CrashPoint, stand_in::StandInSettings,
    tiles::TileAddress,
};
use clap::{Args, Parser, Subcommand};
use std::{net::IpAddr, path::PathBuf, time::Duration};

/// Bulletin: a live marketplace for digital billboards.
#[derive(Debug, Parser)]
#[command(name = "bulletin", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[expect(clippy::large_enum_variant, reason = "there is one, while the program starts")]
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the marketplace.
    Serve(Config),
    /// Check whether the books of orders agree: balances with the ledger, days with states, lives and logs without
    /// holes. Changes nothing; ends with 1 when something is wrong.
    Audit(Audit),
    /// Run a small price-monitor service, for demonstrations and tests: it takes products, tells how far it is, and
    /// suggests a price for each.
    PriceMonitor(StandInSettings),
}

/// What to check.
#[derive(Args, Clone, Debug)]
pub struct Audit {
    /// `sqlite://path` or `postgres://…`.
    #[arg(
        long,
        env = "BULLETIN_DATABASE_URL",
        default_value = "sqlite://data/bulletin.db",
        hide_env_values = true
    )]
    pub database_url: String,
}

/// How to serve.
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Config {
    /// Address to listen on.
    #[arg(long, env = "BULLETIN_ADDRESS", default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, env = "BULLETIN_PORT", default_value_t = 3000)]
    pub port: u16,
    /// `sqlite://path` or `postgres://…`.
    #[arg(
        long,
        env = "BULLETIN_DATABASE_URL",
        default_value = "sqlite://data/bulletin.db",
        hide_env_values = true
    )]
    pub database_url: String,
    /// Folder for the pictures that people hand in, or a store that speaks S3: `s3://bucket/prefix`, with what the
    /// environment says as `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`. Default: beside the
    /// database's file, under its name with `-files` at its end; with Postgres `data/files`. Servers on one database
    /// must share it.
    #[arg(long, env = "BULLETIN_FILES", hide_env_values = true)]
    pub files: Option<PathBuf>,
    /// Folder with the page's files, as `cargo xtask build` makes it.
    #[arg(long, env = "BULLETIN_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// The address people type, e.g. `https://boards.example`. Requests from pages of other origins are
    /// refused. Default: the address listened on, by number and as `localhost`.
    #[arg(long, env = "BULLETIN_ORIGIN")]
    pub origin: Option<String>,
    /// Proxies in front of the server, by address, separated by commas. A request that comes from one of
    /// them has the address it names in `X-Forwarded-For`.
    #[arg(long, env = "BULLETIN_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// Fill an empty database with demo accounts, boards and conversations, and offer them on the sign-in
    /// page. Never in production: the passwords are public.
    #[arg(long, env = "BULLETIN_DEMO", value_parser = clap::builder::BoolishValueParser::new())]
    pub demo: bool,
    /// Let a demonstration begin with orders under way.
    #[arg(long, env = "BULLETIN_DEMO_ORDERS", value_parser = clap::builder::BoolishValueParser::new())]
    pub demo_orders: bool,
    /// Open the test page at `/test-websocket` to testers and admins; their use of it is on record. In a
    /// demonstration it is open to everybody anyway.
    #[arg(long, env = "BULLETIN_TEST_PAGE", value_parser = clap::builder::BoolishValueParser::new())]
    pub test_page: bool,
    /// Let open pages load themselves again when the server is replaced. For developing only.
    #[arg(long, env = "BULLETIN_LIVE_RELOAD", value_parser = clap::builder::BoolishValueParser::new())]
    pub live_reload: bool,
    /// Orders the pipeline works on at the same time; 0 leaves them to other servers on the same database.
    #[arg(long, env = "BULLETIN_WORKERS", default_value_t = 4)]
    pub workers: usize,
    /// Imports and exports that are worked on at the same time; 0 leaves them to other servers on the same database.
    #[arg(long, env = "BULLETIN_JOB_WORKERS", default_value_t = 2)]
    pub job_workers: usize,
    /// How long each of the built-in test screens takes to answer, in milliseconds.
    #[arg(long, env = "BULLETIN_SCREEN_LATENCY_MS", default_value_t = 40)]
    pub screen_latency_ms: u64,
    /// Run the marketplace's clock so many days ahead, to see what becomes of bookings. For rehearsals only.
    #[arg(long, env = "BULLETIN_DAYS_AHEAD", default_value_t = 0)]
    pub days_ahead: u64,
    /// Ends the program, as a kill does, when the pipeline comes to this point: `charge:answered`. For rehearsals only.
    #[arg(long, env = "BULLETIN_CRASH_AT")]
    pub crash_at: Option<CrashPoint>,
    /// What the map of boards is drawn on.
    #[command(flatten)]
    pub map: Map,
    /// The service that runs imports and suggests prices.
    #[command(flatten)]
    pub price_monitor: PriceMonitorFlags,
    /// Limits on the live layer.
    #[command(flatten)]
    pub limits: Limits,
}

/// What the map of boards is drawn on.
#[derive(Args, Clone, Debug)]
pub struct Map {
    /// Address of a map's tiles with `{z}`, `{x}` and `{y}` in it, `https://tiles.example/{z}/{x}/{y}.png`. Pages may load
    /// pictures from there then. Without it the ground is plain, and nothing is asked of anybody.
    #[arg(long, env = "BULLETIN_TILES")]
    pub tiles: Option<TileAddress>,
    /// Whose map the tiles are, as its makers want it said.
    #[arg(long, env = "BULLETIN_TILES_ATTRIBUTION", default_value = "")]
    pub tiles_attribution: String,
}

/// Limits on the live layer.
#[derive(Args, Clone, Copy, Debug)]
pub struct Limits {
    /// Commands a socket may send at once.
    #[arg(long, env = "BULLETIN_COMMAND_BURST", default_value_t = 50)]
    pub command_burst: u32,
    /// Commands a socket may send per second in the long run.
    #[arg(long, env = "BULLETIN_COMMANDS_PER_SECOND", default_value_t = 10)]
    pub commands_per_second: u32,
    /// Sockets one person may have open.
    #[arg(long, env = "BULLETIN_SOCKETS_PER_USER", default_value_t = 50)]
    pub sockets_per_user: usize,
    /// Sockets of people who are not signed in, all together.
    #[arg(long, env = "BULLETIN_VISITOR_SOCKETS", default_value_t = 5_000)]
    pub visitor_sockets: usize,
    /// How long somebody whose line broke still counts as online, in milliseconds.
    #[arg(long, env = "BULLETIN_PRESENCE_GRACE_MS", default_value_t = 15_000)]
    pub presence_grace_ms: u64,
    /// How long somebody who closed the last tab still counts as online, in milliseconds: a page that is
    /// loaded again must not blink.
    #[arg(long, env = "BULLETIN_PRESENCE_LEAVE_MS", default_value_t = 2_000)]
    pub presence_leave_ms: u64,
    /// How often a line is asked for a sign of life, in seconds. It has 20 s to answer.
    #[arg(long, env = "BULLETIN_HEARTBEAT_SECONDS", default_value_t = 25)]
    pub heartbeat_seconds: u64,
    /// When the server stops, its sockets are told to come back within this time, in milliseconds, one after
    /// the other.
    #[arg(long, env = "BULLETIN_RETURN_SPREAD_MS", default_value_t = 20_000)]
    pub return_spread_ms: u64,
}

impl Limits {
    /// See [`Limits::presence_grace_ms`].
    pub fn grace(&self) -> Duration {
        Duration::from_millis(self.presence_grace_ms)
    }

    /// See [`Limits::presence_leave_ms`].
    pub fn leave(&self) -> Duration {
        Duration::from_millis(self.presence_leave_ms)
    }

    /// See [`Limits::heartbeat_seconds`].
    pub fn heartbeat(&self) -> Duration {
        Duration::from_secs(self.heartbeat_seconds)
    }

    /// See [`Limits::return_spread_ms`].
    pub fn return_spread(&self) -> Duration {
        Duration::from_millis(self.return_spread_ms)
    }
}

impl Config {
    /// See [`Config::files`].
    pub fn files(&self) -> PathBuf {
        let beside = || {
            let path = self.database_url.strip_prefix("sqlite://")?;
            let path = path.split('?').next().unwrap_or(path);
            Some(PathBuf::from(format!("{}-files", path.strip_suffix(".db").unwrap_or(path))))
        };
        self.files.clone().or_else(beside).unwrap_or_else(|| PathBuf::from("data/files"))
    }

    /// Whether people reach the server by HTTPS, so that cookies can be bound to it.
    pub fn is_secure(&self) -> bool {
        self.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }
}
