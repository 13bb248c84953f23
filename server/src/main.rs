//! The program: reads its settings, starts the server, stops it in order.

use clap::Parser;
use server::{
    Cli, Command, Config, Server, StandIn, StandInSettings, StartError, audit, stop_signal,
    telemetry,
};
use std::process::ExitCode;

/// Gives memory back to the system after a storm of connections.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    telemetry::start();
    let result = match Cli::parse().command {
        Command::Serve(config) => serve(config).await,
        Command::PriceMonitor(settings) => stand_in(settings).await,
        Command::Audit(audit) => match audit::run(&audit.database_url).await {
            Ok(true) => Ok(()),
            Ok(false) => return ExitCode::FAILURE,
            Err(error) => Err(error),
        },
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn stand_in(settings: StandInSettings) -> Result<(), StartError> {
    let service = StandIn::start(settings).await?;
    tracing::info!(address = %service.address(), "the price-monitor service listens");
    service.run_until(stop_signal()).await
}

async fn serve(config: Config) -> Result<(), StartError> {
    Server::start(config).await?.run_until_signal().await
}
