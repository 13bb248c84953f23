//! What a handle asks of the driver.

use futures_channel::oneshot;
use serde_json::Value;

use crate::error::RequestError;

#[derive(Debug)]
pub(crate) enum Command {
    Emit { body: String },
    Request { body: String, reply: oneshot::Sender<Result<Value, RequestError>> },
    RetryNow,
    Disconnect,
    Connect,
    Cut,
}
