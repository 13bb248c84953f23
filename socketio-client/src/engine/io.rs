//! What goes between an engine and those who do the I/O.

use crate::event::{Advice, CloseReason, Transport};
use crate::packet::payload::Frame;

/// One WebSocket, or one pair of HTTP connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct LinkId(pub(crate) u32);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Order {
    /// Open a link; for a connection that exists already if there is a `sid`.
    Open { link: LinkId, transport: Transport, sid: Option<String> },
    /// Do this on a link, after what was ordered before. A GET and a POST do not wait for each other.
    Send { link: LinkId, work: Work },
    /// Send what is queued, give up a GET, close in good order. Its signals are of no interest any more.
    Close(LinkId),
    /// Drop a link on the spot.
    Abort(LinkId),
}

/// What a link can do: a frame over a WebSocket, the others over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    Frame(Frame),
    /// Without a `sid` it starts a connection.
    Get {
        sid: Option<String>,
    },
    Post {
        sid: String,
        body: String,
    },
}

/// What a link reports. Nothing comes after `Closed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Signal {
    /// The WebSocket is up. Not reported for HTTP.
    Opened,
    /// The WebSocket brought a frame.
    Frame(Frame),
    /// The GET was answered with this body.
    Got(String),
    /// The POST was taken.
    Posted,
    /// It has ended; with a failure unless in good order.
    Closed(Option<Failure>),
}

impl Work {
    /// Bytes of what it carries.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Frame(frame) => frame.len(),
            Self::Get { .. } => 0,
            Self::Post { body, .. } => body.len(),
        }
    }
}

impl Signal {
    /// Bytes of what it carries.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Frame(frame) => frame.len(),
            Self::Got(body) => body.len(),
            Self::Opened | Self::Posted | Self::Closed(_) => 0,
        }
    }
}

/// Why a link has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) text: String,
    /// What the server's answer says about coming back, if there was one and it says so.
    pub(crate) advice: Option<Advice>,
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self { text, advice: None }
    }
}

/// What an engine tells its owner, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    /// The server has greeted; messages can go.
    Opened(Transport),
    /// Another transport carries the connection now.
    Upgraded(Transport),
    /// A transport could not be had, and another one is used.
    Failed {
        transport: Transport,
        error: String,
    },
    Pinged,
    Message(String),
    Binary(Vec<u8>),
    /// It is over; the links are dropped already.
    Ended {
        reason: CloseReason,
        advice: Option<Advice>,
    },
}
