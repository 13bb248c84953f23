//! What is written about the wire is what the types say.

use protocol::documents::DOCUMENTS;
use std::{fs, path::Path};

#[test]
fn the_documents_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for document in DOCUMENTS {
        let found = fs::read_to_string(root.join(document.path)).expect("can be read");
        let is_current = (document.renewed)(&found) == found;
        assert!(is_current, "{} is stale: run `cargo xtask protocol`", document.path);
    }
}
