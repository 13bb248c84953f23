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
    /// The connection has moved to another transport. Nothing was lost or doubled.
    Upgraded {
        /// What carries it now.
        transport: Transport,
    },
    /// A transport could not be used. The attempt, or the connection, goes on with another one.
    TransportFailed {
        /// Which.
        transport: Transport,
        /// In its own words.
        error: String,
    },
    /// The server sent an event.
    Event {
        /// Name of the event.
        name: String,
        /// Its arguments, in order.
        args: Vec<Value>,
        /// The bytes that placeholders in `args` stand for; see [`attachment`](crate::attachment).
        attachments: Vec<Vec<u8>>,
        /// Set when the server waits for an answer: give it with [`Client::reply`](crate::Client::reply).
        reply_to: Option<ReplyTo>,
    },
    /// The server refused the namespace (`CONNECT_ERROR`). [`State::Refused`] goes with it, or, when the server
    /// says when to come back, [`State::Waiting`].
    ConnectError {
        /// The server's text.
        message: String,
        /// The server's details, if it gave any.
        data: Option<Value>,
        /// What to do about it; [`Advice::Never`] unless the details say.
        advice: Advice,
    },
    /// The server's heartbeat came and was answered.
    Pinged,
    /// A connection ended, or an attempt failed before it became one.
    Disconnected {
        /// What ended it.
        reason: CloseReason,
        /// What comes next. With [`Advice::After`] the client itself tries again.
        advice: Advice,
    },
}

/// An event of the server that waits for an answer. Good for one answer, on the connection it came over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplyTo {
    pub(crate) id: u64,
    pub(crate) connection: u64,
}

/// Whether, and after what, to connect again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// It will not change by itself.
    Never,
    /// After this long. The client does so without being told.
    After(Duration),
    /// After signing in.
    Login,
    /// With a newer version of the program, or page.
    Reload,
}

impl Advice {
    /// Reads `{"retry": "never" | "after" | "login" | "reload", "retryAfterMs"?: number}`, as it may stand in the
    /// details of a refusal or in the body of an HTTP error.
    pub(crate) fn read(details: &Value) -> Option<Self> {
        let millis = details.get("retryAfterMs").and_then(Value::as_u64);
        match details.get("retry")?.as_str()? {
            "never" => Some(Self::Never),
            "after" => Some(Self::After(Duration::from_millis(millis.unwrap_or(5_000)))),
            "login" => Some(Self::Login),
            "reload" => Some(Self::Reload),
            _ => None,
        }
    }
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
    /// There is no network, as [`hint_offline`](crate::Client::hint_offline) said: attempts rest until
    /// [`hint_online`](crate::Client::hint_online) or [`retry_now`](crate::Client::retry_now).
    Offline {
        /// Number of the retry that comes next, from 1.
        attempt: u32,
    },
    /// The server refused this client. Nothing more happens until
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
    /// Nothing was heard for the ping interval plus the ping time-out, or an HTTP request was not answered
    /// for as long.
    HeartbeatTimeout,
    /// The line did not stand a [`probe`](crate::Client::probe).
    ProbeTimeout,
    /// The other side does not speak the protocol.
    Protocol(String),
}

/// What carries a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Transport {
    /// One WebSocket.
    WebSocket,
    /// HTTP long-polling: one request waits for news, another one brings what is said.
    Polling,
}

impl Transport {
    /// Its name in the protocol.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::WebSocket => "websocket",
            Self::Polling => "polling",
        }
    }
}
