//! Running programs and saying what is done and how long it took.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Everything here fails with one sentence for the person at the keyboard.
pub type Result<T = ()> = std::result::Result<T, String>;

/// The root of the repository.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_path_buf)
}

/// Where cargo puts what it builds.
pub fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// `${XDG_CACHE_HOME:-$HOME/.cache}/bulletin`, for what several clones share.
pub fn cache_dir() -> Result<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("bulletin"))
        .ok_or_else(|| "neither XDG_CACHE_HOME nor HOME is set".to_owned())
}

/// A program to be run in the root of the repository, without what `cargo xtask` itself put in the environment:
/// a nested cargo would otherwise see another package's variables and rebuild.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours = text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text.starts_with("CARGO_BIN_");
        if ours
            || ["CARGO", "RUST_RECURSION_COUNT", "LD_LIBRARY_PATH", "CARGO_PRIMARY_PACKAGE"]
                .contains(&&*text)
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs with output shown; a failure names the command line.
pub fn run(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", line(command))) }
}

/// Runs silently and returns standard output; a failure carries standard error.
pub fn read(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("`{}` failed: {}", line(command), String::from_utf8_lossy(&output.stderr).trim()))
}

/// Whether the program runs and succeeds; its noise is swallowed.
pub fn succeeds(command: &mut Command) -> bool {
    read(command).is_ok()
}

/// The first of these programs found on PATH.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// Runs a program with administrator rights: directly as root, else through `sudo` when it needs no password.
pub fn as_root(words: &[&str]) -> Result {
    let hint = || format!("this needs administrator rights; run: sudo {}", words.join(" "));
    let mut command = if is_root() {
        program(words[0])
    } else {
        let mut sudo = program("sudo");
        sudo.args(["-n", words[0]]);
        sudo
    };
    command.args(&words[1..]).env("DEBIAN_FRONTEND", "noninteractive");
    read(&mut command).map(drop).map_err(|problem| format!("{problem}\n{}", hint()))
}

/// Whether we are root.
pub fn is_root() -> bool {
    read(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Prints what starts and about how long it may take, does it, and prints how long it took.
pub fn step<T>(name: &str, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("» {name:<10} {what}");
    let start = Instant::now();
    let result = work();
    let mark = if result.is_ok() { '✓' } else { '✗' };
    eprintln!("{mark} {name:<10} {}", seconds(start.elapsed()));
    result
}

/// `0.3 s`, `41 s`, `3 min 05 s`.
pub fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        whole @ 10..60 => format!("{whole} s"),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start `{}`: {error}", line(command))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::seconds;
    use std::time::Duration;

    #[test]
    fn times_read_like_a_stopwatch() {
        assert_eq!(seconds(Duration::from_millis(340)), "0.3 s");
        assert_eq!(seconds(Duration::from_secs(41)), "41 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
