//! Why something was not sent, or not answered.

/// Why an event was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmitError {
    /// There is no connection at the moment. Nothing is kept for later: what must not be lost belongs
    /// in a queue of the application, which knows what a repeat means.
    #[error("not connected")]
    NotConnected,
    /// The client was closed, or its driver has ended.
    #[error("the client is closed")]
    Closed,
    /// The event name has a meaning of its own in the protocol (`connect`, `disconnect`, …).
    #[error("this event name is reserved")]
    ReservedName,
    /// The packet would exceed what the server accepts; it would answer by closing the connection.
    #[error("larger than the {limit} bytes the server accepts")]
    TooLarge {
        /// The server's limit in bytes.
        limit: usize,
    },
    /// The payload does not serialise to JSON.
    #[error("the payload does not serialise: {0}")]
    Serialize(String),
}

/// Why a request has no answer. After `Timeout` and `Disconnected` it is unknown whether the server
/// saw the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// There is no connection at the moment; nothing was sent.
    #[error("not connected")]
    NotConnected,
    /// No acknowledgement within [`Config::ack_timeout`](crate::Config::ack_timeout).
    #[error("no answer in time")]
    Timeout,
    /// The connection ended before the acknowledgement came.
    #[error("disconnected before the answer came")]
    Disconnected,
    /// The client was closed, or its driver has ended.
    #[error("the client is closed")]
    Closed,
    /// The event name has a meaning of its own in the protocol; nothing was sent.
    #[error("this event name is reserved")]
    ReservedName,
    /// The packet would exceed what the server accepts; nothing was sent.
    #[error("larger than the {limit} bytes the server accepts")]
    TooLarge {
        /// The server's limit in bytes.
        limit: usize,
    },
    /// The payload does not serialise to JSON; nothing was sent.
    #[error("the payload does not serialise: {0}")]
    Serialize(String),
}

impl From<EmitError> for RequestError {
    fn from(error: EmitError) -> Self {
        match error {
            EmitError::NotConnected => Self::NotConnected,
            EmitError::Closed => Self::Closed,
            EmitError::ReservedName => Self::ReservedName,
            EmitError::TooLarge { limit } => Self::TooLarge { limit },
            EmitError::Serialize(message) => Self::Serialize(message),
        }
    }
}
