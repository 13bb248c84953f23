//! What handles may know without asking the driver.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::event::State;

#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    /// 0 while the server's limit is unknown.
    max_payload: AtomicUsize,
    namespace_bytes: usize,
}

impl Shared {
    pub(crate) fn new(namespace_bytes: usize) -> Self {
        let state = Mutex::new(State::Connecting { attempt: 0 });
        Self { state, max_payload: AtomicUsize::new(0), namespace_bytes }
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
