//! The other side of the price-monitor proxy: a service of somebody else's that runs imports and suggests prices.
//!
//! However many people watch a job, there is one line to the service, one room a job on it, and one snapshot of each job
//! in memory. What the service says is not trusted: it is bounded, slowed down, read into one shape
//! ([`ExternalProgress`]) or counted as malformed.
//!
//! [`PriceMonitor`] is the handle: [`watch`](PriceMonitor::watch) a job, [`start_import`](PriceMonitor::start_import), ask for a
//! [`status`](PriceMonitor::status) or for the [`health`](PriceMonitor::health) of it all. Without settings it is off, and says why.
//!
//! The rules are pure and get the time as an argument: `job.rs` (one job), `book.rs` (all of them), `breaker.rs`,
//! `gate.rs`, `pace.rs`, `probation.rs`, and `machine.rs`, which joins them; `decode.rs` reads. `driver.rs` and `calls.rs` do the I/O.

mod book;
mod bounds;
mod breaker;
mod calls;
mod decode;
mod driver;
mod gate;
mod health;
mod hosts;
mod id;
mod job;
mod machine;
mod monitor;
mod names;
mod pace;
mod probation;
mod progress;
mod settings;
mod suggestion;
mod update;

pub use book::Rules;
pub use breaker::BreakerState;
use calls::Calls;
pub use calls::{CallError, StartImport};
pub use driver::Keeper;
pub use health::{Counts, Health, LineState};
pub use hosts::AllowedHosts;
pub use id::ExternalId;
pub use monitor::{PriceMonitor, WatchError, Watching};
pub use names::EventNames;
pub use progress::{ExternalProgress, ExternalState};
pub use settings::{Off, PriceMonitorFlags, Settings};
pub use suggestion::{Product, SuggestedPrice, suggested_prices};
pub use update::{Source, Update};
