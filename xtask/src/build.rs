//! Building: the page for the browser, its bundle in `target/site`, and the server.
//!
//! These are the steps cargo-leptos would do; doing them here spares a newcomer compiling cargo-leptos.

use crate::args::Args;
use crate::setup::node_modules;
use crate::shell::{Result, find, program, root, run, step, target_dir};
use crate::toolchain::{Toolchain, WASM};
use std::path::PathBuf;

/// How to build; everything else follows from it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Compiles fast.
    Debug,
    /// Runs fast.
    Release,
}

impl Mode {
    /// `--release`, taken from the words of a command.
    pub fn from(args: &mut Args) -> Self {
        if args.flag("--release") { Self::Release } else { Self::Debug }
    }

    /// Where cargo puts programs of this mode.
    fn folder(self) -> &'static str {
        if self == Self::Release { "release" } else { "debug" }
    }
}

/// `cargo xtask build`.
pub fn command(words: Vec<String>) -> Result {
    let mut args = Args(words);
    let mode = Mode::from(&mut args);
    args.finish()?;
    everything(&Toolchain::ready()?, mode)
}

/// Page, bundle and server.
pub fn everything(tools: &Toolchain, mode: Mode) -> Result {
    page(tools, mode)?;
    server(tools, mode)
}

/// The folder the server serves files from.
pub fn site() -> PathBuf {
    target_dir().join("site")
}

/// The server's program.
pub fn server_program(mode: Mode) -> PathBuf {
    target_dir().join(mode.folder()).join("bulletin")
}

/// Compiles the page and bundles it with its styles into [`site`].
pub fn page(tools: &Toolchain, mode: Mode) -> Result {
    // For development the page uses the server's profile: another name would compile every macro a second time.
    let profile = if mode == Mode::Release { "wasm-release" } else { "dev" };
    let words = ["build", "-p", "frontend", "--target", WASM, "--profile", profile];
    // wasm-bindgen would only read the line tables and throw them away: twice the bytes, half as slow again.
    let mut cargo = tools.cargo(&words);
    cargo.envs((mode == Mode::Debug).then_some(("CARGO_PROFILE_DEV_DEBUG", "0")));
    step("page", "compile the page (from nothing: 3 min)", || run(&mut cargo))?;

    let words = ["build", "-p", "bundle"];
    step("bundler", "compile the bundler (from nothing: 1 min)", || run(&mut tools.cargo(&words)))?;

    let folder = if mode == Mode::Release { "wasm-release" } else { "debug" };
    let mut bundle = program(target_dir().join("debug/bundle"));
    bundle.arg(target_dir().join(WASM).join(folder).join("frontend.wasm"));
    bundle.args([root().join("style"), root().join("public"), site()]);
    if mode == Mode::Release {
        bundle.arg("--release").env("WASM_OPT", wasm_opt()?);
    }
    step("bundle", "bind, style, shrink (debug: 5 s, release: 30 s)", || run(&mut bundle))
}

fn wasm_opt() -> Result<PathBuf> {
    let ours = node_modules()?.join(".bin/wasm-opt");
    if ours.exists() { Some(ours) } else { find(&["wasm-opt"]) }
        .ok_or_else(|| "wasm-opt is missing; run: npm --prefix end2end install binaryen".to_owned())
}

/// Compiles the server.
pub fn server(tools: &Toolchain, mode: Mode) -> Result {
    let mut cargo = tools.cargo(&["build", "-p", "server"]);
    cargo.args((mode == Mode::Release).then_some("--release"));
    step("server", "compile the server (from nothing: 4 min)", || run(&mut cargo))
}
