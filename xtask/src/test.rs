//! `cargo xtask test`: what proves the project, the quick parts first.

use crate::args::Args;
use crate::build::{self, Mode};
use crate::postgres::Postgres;
use crate::shell::{self, Result, program, root, seconds};
use crate::toolchain::Toolchain;
use crate::{deps, docs, files, protocol, setup};
use std::process::Command;
use std::time::{Duration, Instant};

struct Part {
    name: &'static str,
    what: &'static str,
    run: fn(&Toolchain) -> Result,
}

const PARTS: [Part; 8] = [
    Part { name: "fmt", what: "formatting", run: fmt },
    Part { name: "deps", what: "who may depend on whom; file sizes and names", run: rules },
    Part { name: "clippy", what: "lints, for this machine and for the browser", run: clippy },
    Part {
        name: "docs",
        what: "documentation is up to date and builds, its links lead somewhere",
        run: documentation,
    },
    Part { name: "unit", what: "Rust tests, on SQLite", run: unit },
    Part {
        name: "postgres",
        what: "the stores' and the server's tests again, on PostgreSQL",
        run: postgres,
    },
    Part {
        name: "client",
        what: "our Socket.IO client against the JavaScript server",
        run: client,
    },
    Part {
        name: "browser",
        what: "the page as it is shipped, and the browser tests",
        run: browser,
    },
];
/// Part of `unit` as well, so it runs only when it is asked for.
const ONLY_BY_NAME: &str = "client";
/// One selection of packages for all of them, so that one set of features is compiled once.
const NATIVE: [&str; 5] = ["--workspace", "--exclude", "frontend", "--exclude", "bundle"];

/// `cargo xtask ci`.
pub fn ci(words: Vec<String>) -> Result {
    Args(words).finish()?;
    setup::everything(&[])?;
    command(Vec::new())
}

/// `cargo xtask test [--keep-going] [part…]`.
pub fn command(words: Vec<String>) -> Result {
    let mut args = Args(words);
    let keep_going = args.flag("--keep-going");
    let parts = chosen(&args.0)?;
    let (tools, start) = (Toolchain::ready()?, Instant::now());
    let mut results = Vec::new();
    for part in parts {
        let began = Instant::now();
        let result = shell::step(part.name, part.what, || (part.run)(&tools));
        let failed = result.is_err();
        results.push((part.name, began.elapsed(), result));
        if failed && !keep_going {
            break;
        }
    }
    summary(results, start.elapsed())
}

fn chosen(names: &[String]) -> Result<Vec<&'static Part>> {
    if names.is_empty() {
        return Ok(PARTS.iter().filter(|part| part.name != ONLY_BY_NAME).collect());
    }
    let find = |name: &String| {
        let known = || PARTS.map(|part| part.name).join(" ");
        PARTS
            .iter()
            .find(|part| part.name == name)
            .ok_or_else(|| format!("no part `{name}`; there are: {}", known()))
    };
    names.iter().map(find).collect()
}

fn summary(results: Vec<(&str, Duration, Result)>, total: Duration) -> Result {
    let mut problems = Vec::new();
    eprintln!();
    for (name, time, result) in results {
        eprintln!(
            "  {name:<10} {:<7} {}",
            if result.is_ok() { "passed" } else { "FAILED" },
            seconds(time)
        );
        problems.extend(result.err().map(|problem| format!("{name}: {problem}")));
    }
    eprintln!("  {:<10} {:<7} {}", "in all", "", seconds(total));
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn fmt(tools: &Toolchain) -> Result {
    shell::run(tools.cargo_fmt()?.args(["--all", "--check"]))
}

fn rules(tools: &Toolchain) -> Result {
    let problems: Vec<_> =
        [files::check(), deps::check(tools)].into_iter().filter_map(Result::err).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn clippy(tools: &Toolchain) -> Result {
    let deny = ["--", "-D", "warnings"];
    shell::run(tools.cargo(&["clippy"]).args(NATIVE).arg("--all-targets").args(deny))?;
    shell::run(tools.cargo(&["clippy", "-p", "bundle", "--all-targets"]).args(deny))?;
    shell::run(protocol::with_schema(tools, "clippy").arg("--all-targets").args(deny))?;
    // Linted with it: `app` as the browser sees it, and whatever else it is made of.
    shell::run(
        tools.cargo(&["clippy", "-p", "frontend", "--target", "wasm32-unknown-unknown"]).args(deny),
    )
}

fn documentation(tools: &Toolchain) -> Result {
    docs::check_links()?;
    protocol::check(tools)?;
    let mut cargo = tools.cargo(&["doc", "--no-deps", "--document-private-items"]);
    shell::run(cargo.args(NATIVE).env("RUSTDOCFLAGS", "-D warnings"))
}

fn unit(tools: &Toolchain) -> Result {
    shell::run(with_node(tools.cargo(&["test"]).args(NATIVE))?)?;
    shell::run(&mut tools.cargo(&["test", "-p", "bundle"]))
}

fn client(tools: &Toolchain) -> Result {
    shell::run(with_node(&mut tools.cargo(&["test", "-p", "socketio-client"]))?)
}

fn postgres(tools: &Toolchain) -> Result {
    let server = Postgres::start()?;
    let mut cargo = tools.cargo(&["test", "-p", "marketplace", "-p", "server"]);
    let outcome = shell::run(cargo.env("BULLETIN_TEST_DATABASE_URL", server.url()));
    outcome.map_err(|problem| format!("{problem}\nPostgres says:\n{}", server.complaints()))
}

fn browser(tools: &Toolchain) -> Result {
    setup::node_modules()?;
    let chromium = setup::chromium()?;
    let end2end = root().join("end2end");
    shell::run(program("npx").args(["tsc", "--noEmit"]).current_dir(&end2end))?;
    // The page is what browsers run, so it is the real one; of the server the one that `unit` has compiled.
    build::page(tools, Mode::Release)?;
    build::server(tools, Mode::Debug)?;
    let mut playwright = program("npx");
    playwright.args(["playwright", "test"]).current_dir(end2end);
    playwright.env("BULLETIN_BINARY", build::server_program(Mode::Debug));
    shell::run(playwright.env("BULLETIN_SITE", build::site()).env("CHROMIUM", chromium))
}

fn with_node(cargo: &mut Command) -> Result<&mut Command> {
    Ok(cargo.env("BULLETIN_NODE_MODULES", setup::node_modules()?))
}
