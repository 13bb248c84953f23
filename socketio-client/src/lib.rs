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
//!         ClientEvent::Event { name, args, .. } => println!("{name}: {args:?}"),
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
//! - One namespace per client: for another one make another client. Events and requests (events with
//!   acknowledgement) with one JSON argument by [`Client::emit`] and [`Client::request`]; with any number of arguments,
//!   and with bytes, by [`Client::send`] and [`Client::ask`]. A request can be repeated until it is answered
//!   ([`Patience`]), an event dropped rather than late ([`Message::volatile`]), and an event of the server answered
//!   ([`Client::reply`]).
//! - Nothing is buffered: while there is no connection, all of them fail at once. What must not be lost belongs in
//!   a queue of the application, which knows what a repeat means.
//! - WebSocket, HTTP long-polling, and the move from the one to the other, by [`Transports`]. Where a WebSocket
//!   cannot be opened, long-polling takes over within the same attempt; from there the WebSocket is tried again with
//!   growing pauses. The move loses and doubles nothing.
//! - TLS in native programs as in the browser, with the certificates of authorities that the system trusts (or those in the
//!   file that `SSL_CERT_FILE` names).
//! - A server that is not trusted can be kept small: [`Config::max_frame_bytes`], [`Config::waiting_events`],
//!   [`Config::bytes_per_second`]; and where its name leads to can be checked at every dial: [`Config::allow_address`].
//!   Redirects are never followed.
//! - Heartbeat as the server dictates it; a line silent for ping interval plus ping time-out is dropped.
//!   [`Client::probe`] finds a dead line in seconds, after a sleep or a change of network;
//!   [`Client::hint_offline`] and [`Client::hint_online`] let attempts rest while there is no network.
//! - Reconnects by [`Backoff`] whenever the line is lost, **also after the server sent this client away**.
//!   The official client stays away then, which leaves a tab dead when a server only wanted to shed a slow
//!   reader or drain itself. Here the next CONNECT decides: a server that has ended the session answers it
//!   with a typed refusal.
//! - Refusals and closings carry [`Advice`]. A refusal (`CONNECT_ERROR`) ends in [`State::Refused`] and is not retried,
//!   as in the official client, unless its `data` say when: `{"retry": "after", "retryAfterMs": 5000}`. `never`, `login` and
//!   `reload` are for the application. The same words are understood in the body of an HTTP error that answers the
//!   handshake, and so is `Retry-After`. [`Client::connect_again`] tries once more.
//!
//! # What it does not do
//!
//! - No cookies in native programs beyond the headers given: a load balancer that makes sessions sticky by a
//!   cookie of its own needs [`Transports::WebSocketOnly`].
//! - No connection-state recovery: `recovered` is always `false`.
//! - WebTransport, JSONP, and the older revisions of the protocol.
//!
//! # Inside
//!
//! `session` is a state machine without I/O, clock or randomness: the namespace, requests, waits. It owns an
//! `engine`, which is one too: one Engine.IO connection and the links that carry it. Both are tested with virtual time.
//! `packet` are the codecs; `transport` and `platform` hold what differs between browser and native; `driver` is the
//! loop that joins them.

mod backoff;
mod budget;
mod client;
mod command;
mod config;
mod driver;
mod engine;
mod error;
mod event;
mod faults;
mod gauge;
mod message;
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
pub use client::{Client, Events, PendingAnswer, PendingRequest};
pub use config::{AddressCheck, Config, LivenessProbe, Transports};
pub use driver::Driver;
pub use error::{EmitError, RequestError};
pub use event::{Advice, ClientEvent, CloseReason, ReplyTo, State, Transport};
pub use faults::Faults;
pub use message::{Answer, Message, Patience, attachment};
pub use shared::Traffic;

/// Makes a client. Nothing happens until the driver is polled.
pub fn connect(config: Config) -> (Client, Events, Driver) {
    let (commands, orders) = mpsc::unbounded();
    let (reports, events) = mpsc::unbounded();
    let shared = Arc::new(shared::Shared::new(&config));
    let waiting = Arc::new(gauge::Gauge::new(config.waiting_events));
    let reports = driver::Reports { queue: reports, waiting: Arc::clone(&waiting) };
    let driver = Driver::new(config, orders, reports, Arc::clone(&shared));
    (Client::new(commands, shared), Events::new(events, waiting), driver)
}
