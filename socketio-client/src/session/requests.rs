//! Requests that wait for their acknowledgement.

use std::collections::BTreeMap;
use std::time::Duration;

use super::RequestId;

/// Keyed by the acknowledgement id on the wire, which is never used twice in the life of a session, so
/// that a late answer cannot be taken for another one. All requests have the same time limit and time
/// never goes back: the first entry is always the first to expire.
pub(super) struct Requests {
    timeout: Duration,
    next_ack: u64,
    waiting: BTreeMap<u64, (RequestId, Duration)>,
}

impl Requests {
    pub(super) fn new(timeout: Duration) -> Self {
        Self { timeout, next_ack: 0, waiting: BTreeMap::new() }
    }

    /// Takes a request in and gives it its id on the wire.
    pub(super) fn add(&mut self, id: RequestId, now: Duration) -> u64 {
        let ack = self.next_ack;
        self.next_ack += 1;
        self.waiting.insert(ack, (id, now.saturating_add(self.timeout)));
        ack
    }

    /// The request answered by `ack`, unless it has ended already or never was.
    pub(super) fn take(&mut self, ack: u64) -> Option<RequestId> {
        self.waiting.remove(&ack).map(|(id, _)| id)
    }

    /// One request whose time is up.
    pub(super) fn take_expired(&mut self, now: Duration) -> Option<RequestId> {
        let entry = self.waiting.first_entry()?;
        if entry.get().1 > now {
            return None;
        }
        Some(entry.remove().0)
    }

    /// The oldest request of all, for giving them up.
    pub(super) fn take_any(&mut self) -> Option<RequestId> {
        self.waiting.pop_first().map(|(_, (id, _))| id)
    }

    pub(super) fn next_deadline(&self) -> Option<Duration> {
        self.waiting.first_key_value().map(|(_, (_, deadline))| *deadline)
    }
}
