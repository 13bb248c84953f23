//! The other side of the price-monitor proxy: a service of somebody else's that runs imports and suggests prices.
//!
//! However many people watch a job, there is one line to the service, one room a job on it, and one snapshot of each job
//! in memory. What the service says is not trusted: it is bounded, slowed down, read into one shape
//! ([`ExternalProgress`]) or counted as malformed.
//!
//! The rules are pure and get the time as an argument: `job.rs` (one job), `book.rs` (all of them), `breaker.rs`,
//! `gate.rs`, `pace.rs`; `decode.rs` reads.

mod book;
mod breaker;
mod decode;
mod gate;
mod id;
mod job;
mod names;
mod pace;
mod progress;
mod suggestion;
mod update;

pub use book::Rules;
pub use breaker::BreakerState;
pub use id::ExternalId;
pub use names::EventNames;
pub use progress::{ExternalProgress, ExternalState};
pub use suggestion::{Product, SuggestedPrice, suggested_prices};
pub use update::{Source, Update};
