//! The program: reads its settings, starts the server, stops it in order.

use clap::Parser;
use server::{Cli, Command, Server, telemetry};
use std::process::ExitCode;

/// Gives memory back to the system after a storm of connections.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    telemetry::start();
    let Command::Serve(config) = Cli::parse().command;
    let result = match Server::start(config).await {
        Ok(server) => server.run_until_signal().await,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
