//! The documents that are made from the wire's types. They are compiled apart from the product, which needs none
//! of it.

use crate::args::Args;
use crate::shell::{Result, run};
use crate::toolchain::Toolchain;
use std::process::Command;

/// `cargo xtask protocol`.
pub fn command(words: Vec<String>) -> Result {
    Args(words).finish()?;
    run(with_schema(&Toolchain::ready()?, "run").args(["--quiet", "--example", "documents"]))
}

/// Fails when the documents are not what the types say, and tells how to renew them. No test is picked by its name,
/// so that none can be missed.
pub fn check(tools: &Toolchain) -> Result {
    run(with_schema(tools, "test").args(["--quiet", "--lib", "--test", "documents"]))
}

/// A cargo command for `protocol` together with the shapes of its types.
pub fn with_schema(tools: &Toolchain, command: &str) -> Command {
    tools.cargo(&[command, "-p", "protocol", "--features", "schema"])
}
