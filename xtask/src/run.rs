//! `cargo xtask run`: from nothing to a page in the browser.

use crate::args::Args;
use crate::build::{self, Mode};
use crate::shell::{Result, program, root, seconds};
use crate::toolchain::Toolchain;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Instant;

/// What the server is started with.
pub struct Serve {
    port: String,
    database: String,
    demo: bool,
}

impl Serve {
    /// Takes its flags from the words of a command.
    pub fn from(args: &mut Args) -> Result<Self> {
        let port = args.value("--port")?.unwrap_or_else(|| "3000".to_owned());
        let database =
            args.value("--database-url")?.unwrap_or_else(|| "sqlite://data/bulletin.db".to_owned());
        port.parse::<u16>().map_err(|_| format!("`{port}` is not a port"))?;
        Ok(Self { port, database, demo: !args.flag("--no-demo") })
    }

    /// The server, ready to be started.
    pub fn server(&self, mode: Mode) -> Command {
        let mut server = program(build::server_program(mode));
        server.args(["serve", "--address", "127.0.0.1", "--port", &self.port]);
        server.args(["--database-url", &self.database, "--site"]).arg(build::site());
        if self.demo {
            server.args(["--demo", "--demo-orders"]);
        }
        server
    }
}

/// Builds, then becomes the server.
pub fn command(words: Vec<String>) -> Result {
    let start = Instant::now();
    let mut args = Args(words);
    let (mode, serve) = (Mode::from(&mut args), Serve::from(&mut args)?);
    args.finish()?;
    build::everything(&Toolchain::ready()?, mode)?;
    data_folder()?;
    eprintln!("✓ ready      {} in all", seconds(start.elapsed()));
    let mut server = serve.server(mode);
    let error = server.exec();
    Err(format!("cannot start the server: {error}"))
}

/// The folder of the default database.
pub fn data_folder() -> Result {
    std::fs::create_dir_all(root().join("data"))
        .map_err(|error| format!("cannot create data/: {error}"))
}
