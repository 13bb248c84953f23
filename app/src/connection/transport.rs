//! The seam to the socket. In the browser a Socket.IO client; everywhere else a line that stays silent.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod inert;

#[cfg(feature = "hydrate")]
pub(crate) use browser::Line;
#[cfg(not(feature = "hydrate"))]
pub(crate) use inert::Line;

use protocol::{ErrorBody, ErrorCode, Retry, id::UserId};
use serde_json::Value;
use std::{fmt, time::Duration};

/// How a line is opened.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "a silent line needs none of it"))]
#[derive(Clone, Debug, Default)]
pub(crate) struct Setup {
    /// What it may use.
    pub(crate) transports: scenario::Transports,
    /// Of a simulated person; otherwise the session's cookie counts.
    pub(crate) token: Option<String>,
    /// Whom the page was made for.
    pub(crate) user_id: Option<UserId>,
}

/// How much has gone over a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Packets and bytes from the server.
    pub heard: (u64, u64),
    /// Packets and bytes to the server.
    pub said: (u64, u64),
}

/// How bad a line is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineFaults {
    /// So late everything is, in milliseconds.
    pub delay_ms: u32,
    /// This part of the events is lost.
    pub loss: f64,
    /// This part of them comes twice.
    pub duplicate: f64,
    /// This part of them is cut in the middle.
    pub garble: f64,
    /// What is said is lost.
    pub is_mute: bool,
    /// Nothing passes any more, and nobody notices.
    pub is_frozen: bool,
    /// Between two looks at what has come, in milliseconds.
    pub read_every_ms: u32,
}

impl From<scenario::Faults> for LineFaults {
    fn from(faults: scenario::Faults) -> Self {
        let scenario::Faults { delay_ms, loss, duplicate, garble } = faults;
        Self { delay_ms, loss, duplicate, garble, ..Self::default() }
    }
}

/// Where the line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineState {
    /// An attempt is under way: 0 for the first, *n* for the *n*-th retry.
    Connecting {
        /// Which.
        attempt: u32,
    },
    /// Requests go through.
    Connected,
    /// Lost; the next attempt comes by itself.
    Waiting {
        /// Its number, from 1.
        attempt: u32,
        /// The whole wait.
        retry_in: Duration,
    },
    /// There is no network; the next attempt comes when there is one.
    Offline {
        /// Its number, from 1.
        attempt: u32,
    },
    /// The server does not want this client. Nothing happens by itself.
    Refused,
    /// Left on purpose.
    Closed,
}

/// What happens on the line, in order.
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "nothing happens on a silent line")
)]
#[derive(Clone, Debug, PartialEq)]
pub enum LineEvent {
    /// It moved on.
    State(LineState),
    /// The server accepted; what carries the connection, and the namespace's name for it.
    Connected(TransportName, String),
    /// Something else carries it now.
    Upgraded(TransportName),
    /// Something cannot carry it; why, in its own words.
    TransportFailed(TransportName, String),
    /// The server sent an event with this payload.
    Event(String, Value),
    /// The server refused.
    Refused(ErrorBody),
    /// A connection ended, or an attempt failed; why, in a few words.
    Ended(String),
    /// The heartbeat came and was answered.
    Pinged,
}

/// What can carry a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportName {
    /// One WebSocket.
    WebSocket,
    /// HTTP requests that wait for news: where something on the way allows no WebSocket.
    Polling,
}

impl TransportName {
    /// For people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WebSocket => "WebSocket",
            Self::Polling => "Long-polling",
        }
    }
}

/// Reads why the server refused: from its details, or else its message is an error code.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "nobody refuses a silent line"))]
fn refusal(message: &str, data: Option<Value>) -> ErrorBody {
    if let Some(error) = data.and_then(|data| serde_json::from_value(data).ok()) {
        return error;
    }
    let code = serde_json::from_value::<ErrorCode>(message.into());
    let text = match code {
        Ok(ErrorCode::SessionExpired | ErrorCode::Unauthenticated) => "Your session has ended.",
        Ok(ErrorCode::RateLimited) => {
            "Too many live connections are open. Close some tabs, then connect again."
        }
        _ => "The server accepts no live connection at the moment. Reload to see news.",
    };
    ErrorBody::new(code.unwrap_or(ErrorCode::Unavailable), text)
}

/// What it means that the server answered the very first request with a refusal.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "nobody refuses a silent line"))]
fn rejection(retry: Retry) -> ErrorBody {
    match retry {
        Retry::Login => ErrorBody::new(ErrorCode::SessionExpired, "Your session has ended."),
        Retry::Reload => ErrorBody {
            retry,
            ..ErrorBody::new(ErrorCode::Unavailable, "A new version of this page is ready.")
        },
        Retry::Never | Retry::After => ErrorBody::new(
            ErrorCode::Forbidden,
            "The server allows no live connection from here. Reload to see news.",
        ),
    }
}

/// Why a request was not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineError {
    /// There is no connection, so nothing was sent.
    Down,
    /// The connection broke before the answer: the server may have seen the request.
    Interrupted,
    /// No answer in time: the server may have seen the request.
    Timeout,
    /// Larger than this many bytes; not sent.
    TooLarge(usize),
    /// Not sent for another reason.
    Unfit(String),
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Down => f.write_str("There is no live connection at the moment."),
            Self::Interrupted => f.write_str(
                "The connection broke before the answer came: it may be done all the same. Look before \
                 you try again.",
            ),
            Self::Timeout => f.write_str("The server did not answer in time."),
            Self::TooLarge(limit) => write!(f, "That is larger than the {limit} bytes allowed."),
            Self::Unfit(reason) => write!(f, "That cannot be sent: {reason}."),
        }
    }
}

impl From<LineError> for ErrorBody {
    fn from(error: LineError) -> Self {
        let text = error.to_string();
        match error {
            LineError::Down | LineError::Interrupted | LineError::Timeout => {
                Self::new(ErrorCode::Unavailable, text)
            }
            LineError::TooLarge(limit) => Self::too_large("body", limit, text),
            LineError::Unfit(_) => Self::new(ErrorCode::Invalid, text),
        }
    }
}
