//! What handles may know without asking the driver.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::config::Config;
use crate::event::State;

#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    /// 0 while the server's limit is unknown.
    max_payload: AtomicUsize,
    namespace_bytes: usize,
    ack_timeout: Duration,
}

impl Shared {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            state: Mutex::new(State::Connecting { attempt: 0 }),
            max_payload: AtomicUsize::new(0),
            namespace_bytes: config.full_namespace().len(),
            ack_timeout: config.ack_timeout,
        }
    }

    pub(crate) fn ack_timeout(&self) -> Duration {
        self.ack_timeout
    }

    pub(crate) fn state(&self) -> State {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_state(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    pub(crate) fn max_payload(&self) -> Option<usize> {
        Some(self.max_payload.load(Ordering::Relaxed)).filter(|limit| *limit > 0)
    }

    pub(crate) fn set_max_payload(&self, limit: Option<usize>) {
        self.max_payload.store(limit.unwrap_or(0), Ordering::Relaxed);
    }

    pub(crate) fn namespace_bytes(&self) -> usize {
        self.namespace_bytes
    }
}
