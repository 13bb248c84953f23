//! A Socket.IO 5 / Engine.IO 4 client for the browser (WASM) and for native programs.
//!
//! [`connect`] makes three things: a [`Client`] to act with, a stream of [`Events`] to listen to, and a
//! [`Driver`] that does the work once it is polled.
//!
//! In a native program (tokio):
//!
//! ```no_run
//! # #[cfg(not(target_arch = "wasm32"))]
//! # async fn example() -> Result<(), socketio_client::RequestError> {
//! use futures_util::StreamExt;
//! use socketio_client::{ClientEvent, Config, connect};
//!
//! let mut config = Config::new("http://localhost:3000");
//! config.auth = Some(serde_json::json!({ "token": "…" }));
//! config.headers.push(("Origin".to_owned(), "http://localhost:3000".to_owned()));
//!
//! let (client, mut events, driver) = connect(config);
//! tokio::spawn(driver.run());
//!
//! while let Some(event) = events.next().await {
//!     match event {
//!         ClientEvent::Connected { .. } => {
//!             let answer = client.request("joinRoom", &"lobby").await?;
//!             println!("joined: {answer}");
//!         }
//!         ClientEvent::Event { name, args } => println!("{name}: {args:?}"),
//!         _ => {}
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! In the browser only the way to run the driver differs:
//!
//! ```no_run
//! # #[cfg(target_arch = "wasm32")]
//! # fn example() {
//! let (client, events, driver) = socketio_client::connect(socketio_client::Config::new("https://example.com"));
//! wasm_bindgen_futures::spawn_local(driver.run());
//! # }
//! ```
//!
//! # What it does
//!
//! - One namespace per client; events and requests (events with acknowledgement) with one JSON argument.
//! - Nothing is buffered: while there is no connection, `emit` and `request` fail at once. What must not be
//!   lost belongs in a queue of the application.
//! - Heartbeat as the server dictates it; a line silent for ping interval plus ping time-out is dropped.
//! - Reconnects by [`Backoff`] whenever the line is lost, **also after the server sent this client away**.
//!   The official client stays away then, which leaves a tab dead when a server only wanted to shed a slow
//!   reader or drain itself. Here the next CONNECT decides: a server that has ended the session answers it
//!   with a typed refusal.
//! - A refusal (`CONNECT_ERROR`) ends in [`State::Refused`] and is not retried, as in the official client: only
//!   the application knows whether to sign in again. [`Client::connect_again`] tries once more.
//!
//! # What it does not do yet
//!
//! - WebSocket only: no HTTP long-polling, no upgrade.
//! - No TLS in native programs: `https://` and `wss://` addresses work in the browser only.
//! - Binary events are skipped with their attachments and reported as [`ClientEvent::BinarySkipped`]; a binary
//!   acknowledgement lets its request time out.
//! - Acknowledgements asked for by the server are not given.
//!
//! # Inside
//!
//! `session` is a state machine without I/O, clock or randomness, tested with virtual time; `packet` are the
//! codecs; `transport` and `platform` hold what differs between browser and native; `driver` is the loop that
//! joins them.

mod backoff;
mod client;
mod command;
mod config;
mod driver;
mod error;
mod event;
mod packet;
mod platform;
mod session;
mod shared;
#[cfg(test)]
mod tests;
mod transport;

use std::sync::Arc;

use futures_channel::mpsc;

pub use backoff::Backoff;
pub use client::{Client, Events, PendingRequest};
pub use config::Config;
pub use driver::Driver;
pub use error::{EmitError, RequestError};
pub use event::{ClientEvent, CloseReason, State, Transport};

/// Makes a client. Nothing happens until the driver is polled.
pub fn connect(config: Config) -> (Client, Events, Driver) {
    let (commands, orders) = mpsc::unbounded();
    let (reports, events) = mpsc::unbounded();
    let shared = Arc::new(shared::Shared::new(config.full_namespace().len()));
    let driver = Driver::new(config, orders, reports, Arc::clone(&shared));
    (Client::new(commands, shared), Events::new(events), driver)
}
