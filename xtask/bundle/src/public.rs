//! The files that are served as they are.

use crate::hash::Hash;
use crate::{Result, at, compress};
use std::path::{Path, PathBuf};

/// Makes the root of `site` equal to `public`, leaving `site/pkg` alone; nothing happens when nothing changed.
pub fn copy(public: &Path, site: &Path, release: bool) -> Result {
    at(site, std::fs::create_dir_all(site))?;
    let mut files = Vec::new();
    if public.is_dir() {
        collect(public, &mut files)?;
        files.sort();
    }
    let stamp = site.with_extension("public");
    let state = state(&files, release)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|before| before == state) {
        return Ok(());
    }
    clear(site)?;
    for file in &files {
        let copied = site.join(file.strip_prefix(public).map_err(|error| error.to_string())?);
        let folder = copied.parent().map_or(Ok(()), std::fs::create_dir_all);
        at(&copied, folder.and_then(|()| std::fs::copy(file, &copied)))?;
        if release {
            compress::beside(&copied)?;
        }
    }
    at(&stamp, std::fs::write(&stamp, state))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result {
    for entry in at(folder, std::fs::read_dir(folder))? {
        let path = at(folder, entry)?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn state(files: &[PathBuf], release: bool) -> Result<String> {
    let mut hash = Hash::new().add(&[u8::from(release)]);
    for file in files {
        hash = hash.add(file.to_string_lossy().as_bytes()).add(&at(file, std::fs::read(file))?);
    }
    Ok(hash.name())
}

fn clear(site: &Path) -> Result {
    for entry in at(site, std::fs::read_dir(site))? {
        let path = at(site, entry)?.path();
        if path.file_name().is_some_and(|name| name == "pkg") {
            continue;
        }
        at(
            &path,
            if path.is_dir() {
                std::fs::remove_dir_all(&path)
            } else {
                std::fs::remove_file(&path)
            },
        )?;
    }
    Ok(())
}
