//! What goes into a session and what comes out.

use std::time::Duration;

use crate::engine::{LinkId, Order, Signal};
use crate::error::RequestError;
use crate::event::{ClientEvent, ReplyTo};
use crate::message::{Answer, Body, Patience};

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
    /// Whether there is a network, as far as somebody knows.
    Online(bool),
    /// The next wait takes this long.
    Hold { pause: Duration },
    /// Drop the line unless it proves to be alive within this time.
    Probe { limit: Duration },
    /// Send an event. Dropped unless connected.
    Emit { body: Body, is_volatile: bool },
    /// Send an event that wants an answer; ends in exactly one [`Output::AckResolved`].
    Request { id: RequestId, body: Body, patience: Patience },
    /// Answer an event of the server. Dropped unless it came over this connection.
    Reply { to: ReplyTo, body: Body },
    /// Something happened on a link that was ordered.
    Line { link: LinkId, signal: Signal },
    /// Time has passed.
    Tick,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Do this with a link.
    Line(Order),
    /// Tell the application.
    Event(ClientEvent),
    /// A request has ended.
    AckResolved { id: RequestId, result: Result<Answer, RequestError> },
}
