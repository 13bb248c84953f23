//! Turns the compiled page, the styles and the public files into the folder the server serves.
//!
//! `bundle <frontend.wasm> <style> <public> <site> [--release]` writes
//! - `site/pkg/<hash>/bulletin.js`, `bulletin_bg.wasm`, `bulletin.css`: never changed, so cached for ever;
//! - `site/pkg/current`: the hash to serve now;
//! - `site/…`: the public files;
//! - in release, a `.br` and a `.gz` beside every file that shrinks.
//!
//! Linked against wasm-bindgen itself: no second program to install, and its version cannot differ.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks through its output")]

mod compress;
mod css;
mod hash;
mod package;
mod public;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

/// Everything here fails with one sentence for the person at the keyboard.
type Result<T = ()> = std::result::Result<T, String>;

/// Where everything comes from and goes to.
struct Paths {
    wasm: PathBuf,
    style: PathBuf,
    public: PathBuf,
    site: PathBuf,
}

fn main() -> ExitCode {
    match arguments().and_then(|(paths, release)| bundle(&paths, release)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bundle: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<(Paths, bool)> {
    let (flags, paths): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let release = match flags.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--release"] => true,
        _ => return Err(format!("unknown flags: {}", flags.join(" "))),
    };
    let [wasm, style, public, site] = <[String; 4]>::try_from(paths)
        .map_err(|_| "usage: bundle <frontend.wasm> <style> <public> <site> [--release]")?
        .map(PathBuf::from);
    Ok((Paths { wasm, style, public, site }, release))
}

fn bundle(paths: &Paths, release: bool) -> Result {
    public::copy(&paths.public, &paths.site, release)?;
    let css = css::bundle(&paths.style.join("main.css"), release)?;
    let (hash, fresh) = package::write(&paths.wasm, &css, &paths.site.join("pkg"), release)?;
    println!("  pkg/{hash} {}", if fresh { "written" } else { "is up to date" });
    Ok(())
}

/// Adds the path to what the system says about it.
fn at<T>(path: &std::path::Path, result: std::io::Result<T>) -> Result<T> {
    result.map_err(|error| format!("{}: {error}", path.display()))
}
