//! `site/pkg`: one folder per state of the page, named after its contents.

use crate::hash::Hash;
use crate::{Result, at, compress, wasm};
use std::path::{Path, PathBuf};

/// Folders kept: the one served, and the one a browser may still be loading from.
const KEPT: usize = 2;
/// To be raised when this program writes something else from the same input.
const FORMAT: u8 = 1;

/// Writes the package unless one made from the same input is there already, and makes it the current one.
/// Returns its name, and whether it had to be written.
pub fn write(page: &Path, css: &str, packages: &Path, release: bool) -> Result<(String, bool)> {
    at(packages, std::fs::create_dir_all(packages))?;
    let wasm = at(page, std::fs::read(page))?;
    let input =
        Hash::new().add(&wasm).add(css.as_bytes()).add(&[u8::from(release)]).add(&[FORMAT]).name();
    if let Some(known) = made_from(packages, &input)? {
        make_current(packages, &known)?;
        return Ok((known, false));
    }
    let draft = packages.join("draft");
    remove(&draft)?;
    wasm::bind(page, &draft, release)?;
    let style = draft.join("bulletin.css");
    at(&style, std::fs::write(&style, css))?;
    let files = files_of(&draft)?;
    let name = content_name(&files, &draft)?;
    if release {
        files.iter().try_for_each(|file| compress::beside(file))?;
    }
    let (folder, stamp) = (packages.join(&name), packages.join(format!("{name}.input")));
    remove(&folder)?;
    at(&folder, std::fs::rename(&draft, &folder))?;
    at(&stamp, std::fs::write(&stamp, input))?;
    make_current(packages, &name)?;
    remove_old(packages)?;
    Ok((name, true))
}

fn stamps(packages: &Path) -> Result<Vec<PathBuf>> {
    let entries = at(packages, std::fs::read_dir(packages))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(paths.filter(|path| path.extension().is_some_and(|kind| kind == "input")).collect())
}

fn made_from(packages: &Path, input: &str) -> Result<Option<String>> {
    let matches = |stamp: &PathBuf| {
        stamp.with_extension("").is_dir()
            && std::fs::read_to_string(stamp).is_ok_and(|before| before == input)
    };
    Ok(stamps(packages)?
        .into_iter()
        .find(matches)
        .and_then(|stamp| Some(stamp.file_stem()?.to_str()?.to_owned())))
}

fn content_name(files: &[PathBuf], folder: &Path) -> Result<String> {
    let mut hash = Hash::new();
    for file in files {
        let name = file.strip_prefix(folder).unwrap_or(file).to_string_lossy();
        hash = hash.add(name.as_bytes()).add(&at(file, std::fs::read(file))?);
    }
    Ok(hash.name())
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in at(folder, std::fs::read_dir(folder))? {
        let path = at(folder, entry)?.path();
        if path.is_dir() { files.extend(files_of(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

fn make_current(packages: &Path, name: &str) -> Result {
    let (current, draft) = (packages.join("current"), packages.join("current.draft"));
    if std::fs::read_to_string(&current).is_ok_and(|before| before == name) {
        return Ok(());
    }
    // A rename, so that a running server never reads half a name.
    at(&current, std::fs::write(&draft, name).and_then(|()| std::fs::rename(&draft, &current)))
}

fn remove_old(packages: &Path) -> Result {
    let changed = |stamp: &PathBuf| stamp.metadata().and_then(|data| data.modified()).ok();
    let mut stamps = stamps(packages)?;
    stamps.sort_by_key(|stamp| std::cmp::Reverse(changed(stamp)));
    for stamp in stamps.iter().skip(KEPT) {
        remove(&stamp.with_extension(""))?;
        at(stamp, std::fs::remove_file(stamp))?;
    }
    Ok(())
}

fn remove(folder: &Path) -> Result {
    if folder.exists() { at(folder, std::fs::remove_dir_all(folder)) } else { Ok(()) }
}
