//! The project's own commands: `cargo xtask setup | env | build | run | watch | chaos | protocol | test | ci`.
//!
//! No dependencies, so that it compiles in seconds on a machine that has nothing but a Rust toolchain.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks through its output")]

mod args;
mod build;
mod chaos;
mod deps;
mod docs;
mod files;
mod postgres;
mod protocol;
mod run;
mod setup;
mod shell;
mod test;
mod toolchain;
mod watch;

use shell::Result;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  setup                    install whatever `run` and `test` need and is missing
  run   [--release] [--port N] [--database-url URL] [--no-demo]
                           build, then serve on 127.0.0.1:3000 with demo data
  watch [--port N]         the same, rebuilt and reloaded on every saved file
  build [--release]        the page (WASM), the bundle (target/site) and the server
  test  [--keep-going] [part…]
                           everything that proves the project, or only the named parts:
                           fmt clippy deps docs unit postgres client browser
  chaos [--seed N] [--sends N] [--database sqlite|postgres]
                           a long run of sends under cuts, kills and drains; both databases unless one is named
  protocol                 write what is generated from the wire's types: docs/PROTOCOL.md, docs/asyncapi.json
  ci                       setup, then every test
  env                      print the variables for calling cargo directly: eval \"$(cargo xtask env)\"";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    match dispatch(&command, words.collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask {command}: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, words: Vec<String>) -> Result {
    match command {
        "setup" => setup::everything(&words),
        "env" => toolchain::print_env(&words),
        "build" => build::command(words),
        "run" => run::command(words),
        "watch" => watch::command(words),
        "chaos" => chaos::command(words),
        "protocol" => protocol::command(words),
        "test" => test::command(words),
        "ci" => test::ci(words),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        unknown => Err(format!("unknown command `{unknown}`\n\n{HELP}")),
    }
}
