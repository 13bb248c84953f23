//! Writes the documents of the wire anew: `cargo xtask protocol`.

use protocol::documents::DOCUMENTS;
use std::{fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for document in DOCUMENTS {
        let path = root.join(document.path);
        let old = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, (document.renewed)(&old))?;
    }
    Ok(())
}
