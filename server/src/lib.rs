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
mod pipeline;
#[cfg_attr(not(test), expect(dead_code, reason = "the driver that uses the rules comes next"))]
pub mod price_monitor;
mod realtime;
mod rehearsal;
mod rendering;
mod router;
mod server;
mod state;
pub mod telemetry;
mod tiles;

pub use config::{Audit, Cli, Command, Config, Limits, Map};
pub use rehearsal::CrashPoint;
pub use server::{Server, StartError};
pub use tiles::TileAddress;
