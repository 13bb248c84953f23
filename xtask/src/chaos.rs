//! The chaos run, as long as one likes. A short one is among the tests of `server`.

use crate::args::Args;
use crate::postgres::Postgres;
use crate::shell::{Result, run};
use crate::toolchain::Toolchain;
use std::time::{SystemTime, UNIX_EPOCH};

/// `cargo xtask chaos [--seed N] [--sends N] [--database sqlite|postgres]`.
pub fn command(words: Vec<String>) -> Result {
    let mut args = Args(words);
    let number = |text: Option<String>, default: u64| match text {
        Some(text) => text.parse().map_err(|_| format!("`{text}` is no number")),
        None => Ok(default),
    };
    let seed = number(args.value("--seed")?, any_seed())?;
    let sends = number(args.value("--sends")?, 20_000)?;
    let database = args.value("--database")?;
    args.finish()?;
    let (sqlite, postgres) = match database.as_deref() {
        None => (true, true),
        Some("sqlite") => (true, false),
        Some("postgres") => (false, true),
        Some(other) => return Err(format!("`{other}` is neither sqlite nor postgres")),
    };
    let tools = Toolchain::ready()?;
    if sqlite {
        live(&tools, seed, sends, None)?;
    }
    if postgres {
        live(&tools, seed, sends, Some(&Postgres::start()?))?;
    }
    Ok(())
}

fn live(tools: &Toolchain, seed: u64, sends: u64, postgres: Option<&Postgres>) -> Result {
    let mut cargo = tools.cargo(&["test", "-p", "server", "--test", "chaos", "--", "--nocapture"]);
    cargo.env("BULLETIN_CHAOS_SEED", seed.to_string());
    cargo.env("BULLETIN_CHAOS_SENDS", sends.to_string());
    match postgres {
        Some(server) => cargo.env("BULLETIN_TEST_DATABASE_URL", server.url()),
        None => cargo.env_remove("BULLETIN_TEST_DATABASE_URL"),
    };
    run(&mut cargo)
}

/// Another one every time; the run says which.
fn any_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs())
}
