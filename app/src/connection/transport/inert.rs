//! No socket: for the server and for native tests.
#![expect(clippy::unused_self, reason = "the browser's line, which this stands for, needs it")]

use super::{LineError, LineEvent, LineFaults, Setup, Traffic};
use serde_json::Value;
use std::time::Duration;

/// A line that never comes up.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    _setup: Setup,
}

impl Line {
    pub(crate) fn open(setup: Setup, _on_event: impl Fn(LineEvent) + 'static) -> Self {
        Self { _setup: setup }
    }

    pub(crate) fn request(
        &self,
        _name: &str,
        _payload: &Value,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        std::future::ready(Err(LineError::Down))
    }

    pub(crate) fn request_within(
        &self,
        name: &str,
        payload: &Value,
        _timeout: Duration,
    ) -> impl Future<Output = Result<Value, LineError>> + use<> {
        self.request(name, payload)
    }

    pub(crate) fn emit(&self, _name: &str, _payload: &Value, _is_volatile: bool) {}

    pub(crate) fn set_faults(&self, _faults: LineFaults) {}

    pub(crate) fn traffic(&self) -> Traffic {
        Traffic::default()
    }

    pub(crate) fn retry_now(&self) {}

    pub(crate) fn probe(&self, _limit: Duration) {}

    pub(crate) fn hint_online(&self, _is_online: bool) {}

    pub(crate) fn hold(&self, _pause: Duration) {}

    pub(crate) fn disconnect(&self) {}

    pub(crate) fn connect_again(&self) {}

    pub(crate) fn cut(&self) {}
}
