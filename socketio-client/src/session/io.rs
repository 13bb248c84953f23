//! What goes into a session and what comes out.

use serde_json::Value;

use crate::error::RequestError;
use crate::event::ClientEvent;

/// Names a request between the session and its owner. Never used twice by the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RequestId(pub(crate) u64);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    /// Start, or start again after a refusal or a leave. While waiting: retry at once.
    Connect,
    /// Leave and stay away.
    Disconnect,
    /// Drop the transport as if the line had broken.
    Cut,
    /// End the current wait.
    RetryNow,
    /// Send an event. `body` is the JSON array of name and arguments. Dropped unless connected.
    Emit { body: String },
    /// Send an event that wants an answer; ends in exactly one [`Output::AckResolved`].
    Request { id: RequestId, body: String },
    /// The transport asked for is up.
    TransportOpened,
    /// A text frame came.
    Text(String),
    /// A binary frame came. Its bytes are of no interest.
    Binary,
    /// The transport is gone, or never came up; with an error text unless it ended in good order.
    TransportClosed(Option<String>),
    /// Time has passed.
    Tick,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Open a transport. Never asked for while one is up.
    Open,
    /// Send a text frame.
    Send(String),
    /// Send what is queued, close in good order, forget the transport.
    Close,
    /// Drop the transport on the spot.
    Abort,
    /// Tell the application.
    Event(ClientEvent),
    /// A request has ended.
    AckResolved { id: RequestId, result: Result<Value, RequestError> },
}
