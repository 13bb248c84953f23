//! Compressed once here, so that the server never compresses these files.

use crate::{Result, at};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Kinds that are text, or bytes nobody has compressed yet.
const SHRINKS: [&str; 9] =
    ["js", "wasm", "css", "svg", "json", "txt", "ico", "html", "webmanifest"];

/// Writes a `.br` and a `.gz` beside the file, where that makes it smaller.
pub fn beside(file: &Path) -> Result {
    let kind = file.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
    if !SHRINKS.contains(&kind) {
        return Ok(());
    }
    let bytes = at(file, std::fs::read(file))?;
    for (suffix, packed) in [("br", brotli(&bytes)), ("gz", gzip(&bytes))] {
        let packed = at(file, packed)?;
        if packed.len() < bytes.len() {
            let name = with_suffix(file, suffix);
            at(&name, std::fs::write(&name, packed))?;
        }
    }
    Ok(())
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let (quality, window) = (11, 22);
    let mut packer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, quality, window);
    packer.write_all(bytes)?;
    packer.flush()?;
    Ok(packer.into_inner())
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes)?;
    packer.finish()
}
