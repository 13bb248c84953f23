//! The contract between everything that speaks with Bulletin: what may travel, and what is allowed.
//!
//! Pure data and pure decisions: no I/O, no clock, no randomness, no async. It compiles to
//! WebAssembly, so the page and the server share every type and every rule.
//!
//! # Add an event the server pushes
//! 1. An entry in the register of [`event`] (name, class, who hears it) with a payload struct in its feature's file.
//! 2. One `publish` line in the use case that causes it (crate `marketplace`).
//! 3. One arm in `app/src/stores.rs`; the compiler asks for it.
//!
//! # Add a command a client sends
//! 1. A struct with `impl Command` in its feature's file (its name, what its acknowledgement carries, its errors), and
//!    its name in the register of [`command`].
//! 2. The use case (crate `marketplace`).
//! 3. One line in `server/src/realtime/commands.rs`; the compiler asks for it.
//! 4. The caller in `app`.
//!
//! Then `cargo xtask protocol` renews `docs/PROTOCOL.md` and `docs/asyncapi.json`.

pub mod account;
pub mod announcement;
pub mod audit;
pub mod board;
pub mod command;
pub mod conversation;
pub mod dashboard;
pub mod day;
pub mod day_words;
#[cfg(feature = "schema")]
pub mod documents;
pub mod error;
pub mod event;
pub mod id;
pub mod inventory;
pub mod job;
pub mod limits;
pub mod money;
pub mod notification;
pub mod order;
pub mod picture;
pub mod presence;
pub mod price;
pub mod privacy;
pub mod room;
pub mod stream;
pub mod test_websocket;
pub mod timestamp;
pub mod weekdays;

pub use command::{Ack, Command};
pub use day::{Day, DayRange};
pub use error::{ErrorBody, ErrorCode, Retry};
pub use event::ServerEvent;
pub use room::Room;
pub use timestamp::Timestamp;
pub use weekdays::Weekdays;
