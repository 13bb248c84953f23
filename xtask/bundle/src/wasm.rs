//! From the compiler's WASM to what a browser loads.

use crate::{Result, at};
use std::path::Path;
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// Older versions write a table that browsers refuse, and the page stays dead without an error at build time.
const OLDEST_WASM_OPT: u32 = 120;
/// What today's compiler uses by default; wasm-opt has to be told.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Writes `bulletin.js` and `bulletin_bg.wasm` into `folder`.
pub fn bind(page: &Path, folder: &Path, release: bool) -> Result {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(page).out_name("bulletin").typescript(false);
    bindgen.remove_name_section(release).remove_producers_section(release);
    let generated = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    generated.map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    if release { optimise(&folder.join("bulletin_bg.wasm")) } else { Ok(()) }
}

fn optimise(file: &Path) -> Result {
    let program = std::env::var_os("WASM_OPT").unwrap_or_else(|| "wasm-opt".into());
    let shown = Path::new(&program).display().to_string();
    let missing = |error: std::io::Error| {
        format!("{shown}: {error}; it comes with the npm package `binaryen`")
    };
    let said = Command::new(&program).arg("--version").output().map_err(missing)?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    if version(&said).is_none_or(|version| version < OLDEST_WASM_OPT) {
        return Err(format!(
            "{shown} is `{}`, but {OLDEST_WASM_OPT} or newer is needed",
            said.trim()
        ));
    }
    let small = file.with_extension("small");
    let mut command = Command::new(&program);
    command.arg("-Oz").args(FEATURES).arg(file).arg("-o").arg(&small);
    let status = command.status().map_err(missing)?;
    if !status.success() {
        return Err(format!("{shown} failed ({status})"));
    }
    at(file, std::fs::rename(&small, file))
}

/// `wasm-opt version 132 (version_132)` is 132.
fn version(said: &str) -> Option<u32> {
    said.strip_prefix("wasm-opt version ")?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_read() {
        assert_eq!(version("wasm-opt version 132 (version_132)\n"), Some(132));
        assert_eq!(version("something else"), None);
    }
}
