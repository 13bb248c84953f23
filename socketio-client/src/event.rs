//! What a client tells its owner.

use std::time::Duration;

use serde_json::Value;

/// Everything that happens on the line, in order. Received from [`Events`](crate::Events).
#[derive(Debug, Clone, PartialEq)]
pub enum ClientEvent {
    /// The connection moved on. Always sent before the other events of the same step.
    State(State),
    /// The server accepted the namespace. From now on events can be sent.
    Connected {
        /// Id the server gave this connection. Changes with every reconnect.
        sid: String,
        /// Whether the server restored what was missed. Always `false` in this version.
        recovered: bool,
        /// What carries the connection.
        transport: Transport,
    },
    /// The server sent an event. If it asked for an acknowledgement, none is given.
    Event {
        /// Name of the event.
        name: String,
        /// Its arguments, in order.
        args: Vec<Value>,
    },
    /// A packet with binary attachments was skipped whole: this version reads text only.
    BinarySkipped {
        /// How many attachments went with it.
        attachments: u8,
    },
    /// The server refused the namespace (`CONNECT_ERROR`). [`State::Refused`] goes with it.
    ConnectError {
        /// The server's text.
        message: String,
        /// The server's details, if it gave any.
        data: Option<Value>,
    },
    /// The server's heartbeat came and was answered.
    Pinged,
    /// A connection ended, or an attempt failed before it became one.
    Disconnected {
        /// What ended it.
        reason: CloseReason,
    },
}

/// Where the client stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// An attempt is under way.
    Connecting {
        /// 0 for the first attempt, *n* for the *n*-th retry.
        attempt: u32,
    },
    /// Joined; events and requests go through.
    Connected,
    /// Waiting before a retry.
    Waiting {
        /// Number of the retry that comes next, from 1.
        attempt: u32,
        /// The whole wait, counted from this event.
        retry_in: Duration,
    },
    /// The server refused the namespace. Nothing more happens until
    /// [`connect_again`](crate::Client::connect_again).
    Refused,
    /// Left on purpose. Nothing more happens until [`connect_again`](crate::Client::connect_again).
    Closed,
}

/// Why a connection or an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseReason {
    /// The server sent this client away (packet 41).
    ServerDisconnect,
    /// [`Client::disconnect`](crate::Client::disconnect), or the last handle was dropped.
    ClientDisconnect,
    /// The transport ended without an error, or was [`cut`](crate::Client::cut).
    TransportClosed,
    /// The transport failed, with its own words.
    TransportError(String),
    /// An attempt took longer than [`Config::connect_timeout`](crate::Config::connect_timeout).
    ConnectTimeout,
    /// Nothing was heard for the ping interval plus the ping time-out.
    HeartbeatTimeout,
    /// The other side does not speak the protocol.
    Protocol(String),
}

/// What carries a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// One WebSocket.
    WebSocket,
}
