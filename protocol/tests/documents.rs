//! What is written about the wire is what the types say. A program of its own and no `#[test]`, so that whoever runs
//! it has compared all of it.

use protocol::documents::DOCUMENTS;
use std::{fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut problems = Vec::new();
    for document in &DOCUMENTS {
        let path = document.path;
        let found = fs::read_to_string(root.join(path)).unwrap_or_default();
        let renewed = (document.renewed)(&found);
        if found.is_empty() || renewed != found {
            problems.push(format!("{path} is stale: run `cargo xtask protocol`"));
        }
        if let Some(name) = unresolved(&renewed) {
            problems.push(format!("{path} has {name} instead of a number: see `documents::prose`"));
        }
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The first limit that is named where its value should stand.
fn unresolved(text: &str) -> Option<&str> {
    let name = &text[text.find("limits::")?..];
    name.split(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter)).next()
}
