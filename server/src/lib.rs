//! The composition root: joins the use cases with HTTP, Socket.IO and the page.
//!
//! Transports translate and nothing else: a request becomes one call of a use case.
//!
//! # Add a command
//! One line in `realtime`'s `commands.rs`; see the recipe in the crate `protocol`.
//!
//! # Add a route
//! A handler in `http/`, a line in `router.rs`.

pub mod audit;
mod config;
mod context;
mod http;
mod jobs;
mod pipeline;
mod price_checks;
pub mod price_monitor;
mod realtime;
mod rehearsal;
mod rendering;
mod router;
mod secret;
mod server;
mod stand_in;
mod state;
pub mod telemetry;
mod tiles;

pub use config::{Audit, Cli, Command, Config, Limits, Map};
pub use rehearsal::CrashPoint;
pub use secret::Secret;
pub use server::{Server, StartError, stop_signal};
pub use stand_in::{StandIn, StandInSettings};
pub use tiles::TileAddress;
