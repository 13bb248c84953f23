//! A Rust toolchain that can build for the browser, and a fast linker: found, or installed.

use crate::args::Args;
use crate::shell::{self, Result, as_root, cache_dir, find, program, read, run, step, succeeds};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What a browser runs, in the compiler's words.
pub const WASM: &str = "wasm32-unknown-unknown";
/// The name under which rustup knows the distribution's own toolchain.
const DEBIAN: &str = "debian";
const DEBIAN_PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "lld-22"];
const LINKER: &str = "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS";

/// The variables every cargo call of this project gets. Always the same ones: another toolchain or another flag
/// in the same target folder compiles everything a second time.
pub struct Toolchain {
    vars: Vec<(&'static str, String)>,
}

impl Toolchain {
    /// Finds a toolchain, or installs one.
    pub fn ready() -> Result<Self> {
        let start = Instant::now();
        let (name, how) = choose()?;
        eprintln!("✓ toolchain  {how} ({})", shell::seconds(start.elapsed()));
        let mut vars: Vec<_> = name.map(|name| ("RUSTUP_TOOLCHAIN", name)).into_iter().collect();
        vars.extend(linker()?.map(|flags| (LINKER, flags)));
        Ok(Self { vars })
    }

    /// `cargo <words>` with the right variables.
    pub fn cargo(&self, words: &[&str]) -> Command {
        let mut command = program("cargo");
        command.args(words).envs(self.vars.iter().map(|(name, value)| (name, value)));
        command
    }

    /// `cargo fmt`; the distribution's toolchain has none, so another installed one may lend it.
    pub fn cargo_fmt(&self) -> Result<Command> {
        if succeeds(self.cargo(&["fmt", "--version"]).env("RUST_BACKTRACE", "0")) {
            return Ok(self.cargo(&["fmt"]));
        }
        let installed =
            read(program("rustup").args(["toolchain", "list", "--quiet"])).unwrap_or_default();
        let lends = |name: &&str| {
            succeeds(program("cargo").args(["fmt", "--version"]).env("RUSTUP_TOOLCHAIN", name))
        };
        let name = installed
            .lines()
            .find(lends)
            .ok_or("rustfmt is missing; run: rustup component add rustfmt")?;
        let mut command = self.cargo(&["fmt"]);
        command.env("RUSTUP_TOOLCHAIN", name);
        Ok(command)
    }
}

/// `cargo xtask env`.
pub fn print_env(words: &[String]) -> Result {
    Args(words.to_vec()).finish()?;
    let (name, _) = choose()?;
    let name = name.map(|name| ("RUSTUP_TOOLCHAIN", name));
    for (name, value) in name.into_iter().chain(linker()?.map(|flags| (LINKER, flags))) {
        println!("export {name}=\"{value}\"");
    }
    Ok(())
}

/// The value for `RUSTUP_TOOLCHAIN` (nothing when the active toolchain is right) and how it was found.
fn choose() -> Result<(Option<String>, String)> {
    let active = std::env::var("RUSTUP_TOOLCHAIN").ok();
    if let Some(version) = wasm_ready(active.as_deref()) {
        return Ok((active, format!("the active one builds WASM: {version}")));
    }
    if let Some(version) = wasm_ready(Some(DEBIAN)) {
        return Ok((Some(DEBIAN.to_owned()), format!("the distribution's builds WASM: {version}")));
    }
    if rustup_target(active.as_deref())
        && let Some(version) = wasm_ready(active.as_deref())
    {
        return Ok((active, format!("rustup added {WASM}: {version}")));
    }
    eprintln!(
        "  toolchain  rustup could not add {WASM}; taking the distribution's compiler instead"
    );
    let name = install_debian()?;
    let version = wasm_ready(name.as_deref()).ok_or_else(|| {
        format!("no toolchain can build for {WASM}; run: rustup target add {WASM}")
    })?;
    Ok((name, format!("the distribution's builds WASM: {version}")))
}

/// The compiler's version, when this toolchain exists and has a standard library for WASM made by that version.
fn wasm_ready(toolchain: Option<&str>) -> Option<String> {
    let rustc = |flag: &[&str]| {
        let mut command = program("rustc");
        command.args(flag).envs(toolchain.map(|name| ("RUSTUP_TOOLCHAIN", name)));
        read(&mut command).ok().map(|text| text.trim().to_owned())
    };
    let library = wasm_folder(Path::new(&rustc(&["--print", "sysroot"])?));
    let has_std =
        |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with("libstd-");
    if !std::fs::read_dir(&library).ok()?.flatten().any(has_std) {
        return None;
    }
    let version = rustc(&["--version"])?;
    let made_by =
        std::fs::read_to_string(library.join("made-by")).unwrap_or_else(|_| version.clone());
    (made_by.trim() == version).then_some(version)
}

fn wasm_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(WASM).join("lib")
}

/// Offline, rustup fails within a second, with a panic message that helps nobody.
fn rustup_target(toolchain: Option<&str>) -> bool {
    let mut command = program("rustup");
    command.args(["target", "add", WASM]).envs(toolchain.map(|name| ("RUSTUP_TOOLCHAIN", name)));
    find(&["rustup"]).is_some() && succeeds(&mut command)
}

/// Installs the distribution's compiler with the sources of its standard library, and builds that library for WASM.
fn install_debian() -> Result<Option<String>> {
    let source = Path::new("/usr/lib/rustlib/src/rust/library/std");
    if !source.exists() || find(&["ld.lld", "ld.lld-22"]).is_none() {
        step("rust", "install the distribution's Rust with its sources (about 30 s)", || {
            apt(&DEBIAN_PACKAGES)
        })?;
    }
    let mut name = None;
    if find(&["rustup"]).is_some() {
        run(program("rustup").args(["toolchain", "link", DEBIAN, "/usr"]))?;
        name = Some(DEBIAN.to_owned());
    }
    step("sysroot", "build the standard library for WASM, once (about 40 s)", || {
        wasm_sysroot(name.as_deref())
    })?;
    Ok(name)
}

/// `apt-get install`, after one `update`.
pub fn apt(packages: &[&str]) -> Result {
    if find(&["apt-get"]).is_none() {
        return Err(format!("please install: {}", packages.join(" ")));
    }
    as_root(&["apt-get", "update", "-qq"])?;
    as_root(&[&["apt-get", "install", "-y", "-qq", "--no-install-recommends"], packages].concat())
}

fn wasm_sysroot(toolchain: Option<&str>) -> Result {
    let work = cache_dir()?.join("sysroot");
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n";
    write(&work.join("Cargo.toml"), manifest)?;
    write(&work.join("src/lib.rs"), "#![no_std]\n")?;
    let mut cargo = program("cargo");
    cargo.args(["build", "--quiet", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort"]);
    // The bitcode is what lets the page be optimised as a whole together with its standard library.
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .env("CARGO_TARGET_DIR", work.join("target"));
    run(cargo.envs(toolchain.map(|name| ("RUSTUP_TOOLCHAIN", name))).current_dir(&work))?;

    let built = work.join("target").join(WASM).join("release/deps");
    let (place, work_text) = (wasm_folder(Path::new("/usr")), work.to_string_lossy().into_owned());
    let version = read(
        program("rustc").arg("--version").envs(toolchain.map(|name| ("RUSTUP_TOOLCHAIN", name))),
    )?;
    write(&work.join("made-by"), &version)?;
    let install = format!(
        "rm -rf '{place}' && mkdir -p '{place}' && cp '{built}'/*.rlib '{work_text}/made-by' '{place}' \
         && rm -f '{place}'/libempty-*.rlib && rm -rf '{work_text}'",
        place = place.display(),
        built = built.display(),
    );
    as_root(&["sh", "-c", &install])
}

fn write(path: &Path, text: &str) -> Result {
    path.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Flags for the fast linker, when there is one: linking the server takes 2 s instead of 7.
/// Debian calls it `ld.lld-22` while the compiler driver looks for `ld.lld`, hence the link in a folder of its own.
fn linker() -> Result<Option<String>> {
    const FAST: &str = "-Clink-arg=-fuse-ld=lld";
    if let Ok(set) = std::env::var(LINKER) {
        return Ok(Some(set));
    }
    if find(&["ld.lld"]).is_some() {
        return Ok(Some(FAST.to_owned()));
    }
    let Some(versioned) = find(&["ld.lld-22"]) else { return Ok(None) };
    let folder = cache_dir()?.join("bin");
    let link = folder.join("ld.lld");
    if !link.exists() {
        let made = std::fs::create_dir_all(&folder)
            .and_then(|()| std::os::unix::fs::symlink(versioned, &link));
        made.map_err(|error| format!("cannot link {}: {error}", link.display()))?;
    }
    Ok(Some(format!("{FAST} -Clink-arg=-B{}", folder.display())))
}
