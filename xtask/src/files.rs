//! Rules about files that no compiler checks.

use crate::shell::{Result, program, read, root};
use std::collections::BTreeSet;
use std::path::Path;

const LONGEST: usize = 300;
/// Tests tell stories, and this tool is nobody's product.
const LONGEST_TEST: usize = 400;

/// File sizes, file names, and the two sets of migrations.
pub fn check() -> Result {
    let mut problems = Vec::new();
    for name in with_extension("rs")? {
        let lines =
            std::fs::read_to_string(root().join(&name)).map_or(0, |text| text.lines().count());
        problems.extend(wrong_file(&name, lines));
    }
    problems.extend(unequal_migrations(&names("migrations/sqlite"), &names("migrations/postgres")));
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// Files of the project with this extension, relative to its root; whatever git ignores is not of the project.
pub fn with_extension(extension: &str) -> Result<Vec<String>> {
    let pattern = format!("*.{extension}");
    let listed = read(program("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "--",
        &pattern,
    ]))?;
    Ok(listed.lines().filter(|name| root().join(name).is_file()).map(str::to_owned).collect())
}

fn wrong_file(name: &str, lines: usize) -> Option<String> {
    if Path::new(name).file_name().is_some_and(|file| file == "mod.rs") {
        return Some(format!("{name}: name the module's file after the module, beside its folder"));
    }
    let lenient = name.starts_with("xtask/")
        || name.split('/').any(|part| part == "tests" || part == "tests.rs");
    let longest = if lenient { LONGEST_TEST } else { LONGEST };
    (lines > longest).then(|| format!("{name}: {lines} lines; split it at {longest}"))
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn unequal_migrations(sqlite: &BTreeSet<String>, postgres: &BTreeSet<String>) -> Vec<String> {
    let missing = sqlite.symmetric_difference(postgres);
    missing.map(|name| format!("migrations: {name} exists for one database only")).collect()
}

#[cfg(test)]
mod tests {
    use super::{unequal_migrations, wrong_file};

    #[test]
    fn long_files_and_mod_files_are_refused_and_tests_have_more_room() {
        assert!(wrong_file("app/src/connection.rs", 300).is_none());
        assert!(wrong_file("app/src/connection.rs", 301).is_some());
        assert!(wrong_file("server/tests/story.rs", 400).is_none());
        assert!(wrong_file("server/src/realtime/mod.rs", 3).is_some());
    }

    #[test]
    fn a_migration_for_one_database_only_is_found() {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        assert!(unequal_migrations(&names(&["1.sql"]), &names(&["1.sql"])).is_empty());
        assert_eq!(unequal_migrations(&names(&["1.sql", "2.sql"]), &names(&["1.sql"])).len(), 1);
    }
}
