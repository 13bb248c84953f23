//! What a handle asks of the driver.

use std::time::Duration;

use futures_channel::oneshot;

use crate::error::RequestError;
use crate::event::ReplyTo;
use crate::faults::Faults;
use crate::message::{Answer, Body, Patience};

pub(crate) type Reply = oneshot::Sender<Result<Answer, RequestError>>;

#[derive(Debug)]
pub(crate) enum Command {
    Emit { body: Body, is_volatile: bool },
    Request { body: Body, patience: Patience, reply: Reply },
    Reply { to: ReplyTo, body: Body },
    Probe { limit: Duration },
    Online(bool),
    Hold { pause: Duration },
    RetryNow,
    Disconnect,
    Connect,
    Cut,
    Faults(Faults),
}
