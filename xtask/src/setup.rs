//! What only a release build or a test needs, installed when it is first asked for.

use crate::args::Args;
use crate::shell::{Result, find, program, root, run, step};
use crate::toolchain::{Toolchain, apt};
use std::path::PathBuf;

/// `cargo xtask setup`: everything that `run` and `test` may ask for.
pub fn everything(words: &[String]) -> Result {
    Args(words.to_vec()).finish()?;
    Toolchain::ready()?;
    eprintln!("✓ npm        {}", node_modules()?.display());
    eprintln!("✓ chromium   {}", chromium()?.display());
    eprintln!("✓ postgres   {}", postgres_programs()?.display());
    Ok(())
}

/// `end2end/node_modules`: wasm-opt, Playwright and the JavaScript Socket.IO that ours is measured against.
pub fn node_modules() -> Result<PathBuf> {
    let folder = root().join("end2end");
    let modules = folder.join("node_modules");
    let changed = |name: &str| folder.join(name).metadata().and_then(|file| file.modified()).ok();
    let wanted = changed("package-lock.json").or_else(|| changed("package.json"));
    if changed("node_modules/.package-lock.json").is_some_and(|installed| Some(installed) >= wanted)
    {
        return Ok(modules);
    }
    if find(&["npm"]).is_none() {
        return Err("npm is missing; install Node 20 or newer: https://nodejs.org".to_owned());
    }
    let verb = if folder.join("package-lock.json").exists() { "ci" } else { "install" };
    step("npm", "install the npm packages of end2end (about 15 s)", || {
        let mut npm = program("npm");
        run(npm.args([verb, "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder))
    })?;
    Ok(modules)
}

/// The browser for the tests: `$CHROMIUM`, PATH, the distribution's, or Playwright's own.
pub fn chromium() -> Result<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let known = || {
        std::env::var_os("CHROMIUM")
            .map(PathBuf::from)
            .or_else(|| find(&names))
            .or_else(playwrights_own)
    };
    if let Some(browser) = known() {
        return Ok(browser);
    }
    let from_apt = step("chromium", "install Chromium (about 40 s)", || apt(&["chromium"]));
    if from_apt.is_err() {
        node_modules()?;
        let mut npx = program("npx");
        npx.args(["playwright", "install", "chromium"]).current_dir(root().join("end2end"));
        step("chromium", "download Playwright's Chromium (about 1 min)", || run(&mut npx))?;
    }
    known().ok_or_else(|| "no Chromium; install one and set CHROMIUM to its path".to_owned())
}

fn playwrights_own() -> Option<PathBuf> {
    let home = PathBuf::from(std::env::var_os("HOME")?).join(".cache/ms-playwright");
    let folders = std::fs::read_dir(home).ok()?.flatten();
    folders.map(|folder| folder.path().join("chrome-linux/chrome")).find(|file| file.is_file())
}

/// The folder with `initdb` and `pg_ctl`, of the newest installed Postgres.
pub fn postgres_programs() -> Result<PathBuf> {
    let known = || newest_postgres().or_else(|| Some(find(&["pg_ctl"])?.parent()?.to_path_buf()));
    if let Some(folder) = known() {
        return Ok(folder);
    }
    step("postgres", "install PostgreSQL (about 30 s)", || apt(&["postgresql"]))?;
    known().ok_or_else(|| "no PostgreSQL; put `initdb` and `pg_ctl` on PATH".to_owned())
}

fn newest_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |name: std::ffi::OsString| name.to_string_lossy().parse::<u32>().ok();
    let newest =
        versions.filter_map(|entry| Some((number(entry.file_name())?, entry.path().join("bin"))));
    newest.filter(|(_, folder)| folder.join("pg_ctl").is_file()).max().map(|(_, folder)| folder)
}
