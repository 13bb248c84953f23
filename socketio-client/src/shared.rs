//! What handles may know without asking the driver.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::config::Config;
use crate::event::State;

/// What has gone over the line since the client was made, as payload of its transports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Packets said.
    pub packets_out: u64,
    /// Their bytes.
    pub bytes_out: u64,
    /// Packets heard. One answer to a long-polling request counts as one, however much it carries.
    pub packets_in: u64,
    /// Their bytes.
    pub bytes_in: u64,
}

#[derive(Debug, Default)]
struct Count {
    packets: AtomicU64,
    bytes: AtomicU64,
}

impl Count {
    fn add(&self, bytes: usize) {
        self.packets.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    fn read(&self) -> (u64, u64) {
        (self.packets.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }
}

#[derive(Debug)]
pub(crate) struct Shared {
    said: Count,
    heard: Count,
    state: Mutex<State>,
    /// 0 while the server's limit is unknown.
    max_payload: AtomicUsize,
    namespace_bytes: usize,
    ack_timeout: Duration,
}

impl Shared {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            said: Count::default(),
            heard: Count::default(),
            state: Mutex::new(State::Connecting { attempt: 0 }),
            max_payload: AtomicUsize::new(0),
            namespace_bytes: config.full_namespace().len(),
            ack_timeout: config.ack_timeout,
        }
    }

    pub(crate) fn count_said(&self, bytes: usize) {
        self.said.add(bytes);
    }

    pub(crate) fn count_heard(&self, bytes: usize) {
        self.heard.add(bytes);
    }

    pub(crate) fn traffic(&self) -> Traffic {
        let ((packets_out, bytes_out), (packets_in, bytes_in)) =
            (self.said.read(), self.heard.read());
        Traffic { packets_out, bytes_out, packets_in, bytes_in }
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
