//! No socket: for the server and for native tests.
#![expect(clippy::unused_self, reason = "the browser's line, which this stands for, needs it")]

use super::{LineError, LineEvent};
use protocol::id::UserId;
use serde_json::Value;
use std::time::Duration;

/// A line that never comes up.
#[derive(Clone, Debug)]
pub(in crate::connection) struct Line;

impl Line {
    pub(in crate::connection) fn open(
        _user_id: Option<UserId>,
        _on_event: impl Fn(LineEvent) + 'static,
    ) -> Self {
        Self
    }

    pub(in crate::connection) fn request(
        &self,
        _name: &str,
        _payload: &Value,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        std::future::ready(Err(LineError::Down))
    }

    pub(in crate::connection) fn retry_now(&self) {}

    pub(in crate::connection) fn probe(&self, _limit: Duration) {}

    pub(in crate::connection) fn hint_online(&self, _is_online: bool) {}

    pub(in crate::connection) fn hold(&self, _pause: Duration) {}

    pub(in crate::connection) fn disconnect(&self) {}

    pub(in crate::connection) fn connect_again(&self) {}

    pub(in crate::connection) fn cut(&self) {}
}
