//! Requests that wait for their acknowledgement.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::RequestId;
use crate::message::{Body, Patience};

/// Acknowledgement ids on the wire are never used twice in the life of a session, so that a late answer cannot
/// be taken for another one. Every try has its own.
#[derive(Default)]
pub(super) struct Requests {
    next_ack: u64,
    open: BTreeMap<RequestId, Open>,
    by_ack: BTreeMap<u64, RequestId>,
    by_deadline: BTreeSet<(Duration, RequestId)>,
}

struct Open {
    acks: Vec<u64>,
    deadline: Duration,
    patience: Patience,
    /// What to repeat, while it may be.
    body: Option<Body>,
}

impl Requests {
    /// An id on the wire for something that is no request.
    pub(super) fn new_ack(&mut self) -> u64 {
        let ack = self.next_ack;
        self.next_ack += 1;
        ack
    }

    /// Takes a request in and gives it its id on the wire.
    pub(super) fn add(
        &mut self,
        id: RequestId,
        body: Option<Body>,
        patience: Patience,
        now: Duration,
    ) -> u64 {
        let ack = self.new_ack();
        let deadline = now.saturating_add(patience.timeout);
        self.open.insert(id, Open { acks: vec![ack], deadline, patience, body });
        self.by_ack.insert(ack, id);
        self.by_deadline.insert((deadline, id));
        ack
    }

    /// The request answered by `ack`, unless it has ended already or never was.
    pub(super) fn take(&mut self, ack: u64) -> Option<RequestId> {
        let id = *self.by_ack.get(&ack)?;
        self.remove(id);
        Some(id)
    }

    /// One request whose try has had its time.
    pub(super) fn next_expired(&self, now: Duration) -> Option<RequestId> {
        self.by_deadline.first().filter(|(deadline, _)| *deadline <= now).map(|(_, id)| *id)
    }

    /// Starts the next try and gives what to send; without one left the request has ended.
    pub(super) fn try_again(&mut self, id: RequestId, now: Duration) -> Option<(u64, Body)> {
        let Some(body) = self.open.get(&id)?.body.clone() else {
            self.remove(id);
            return None;
        };
        let ack = self.new_ack();
        let open = self.open.get_mut(&id)?;
        self.by_deadline.remove(&(open.deadline, id));
        open.acks.push(ack);
        open.deadline = now.saturating_add(open.patience.timeout);
        if u32::try_from(open.acks.len()).unwrap_or(u32::MAX) >= open.patience.tries {
            open.body = None;
        }
        self.by_deadline.insert((open.deadline, id));
        self.by_ack.insert(ack, id);
        Some((ack, body))
    }

    /// The oldest request of all, for giving them up.
    pub(super) fn take_any(&mut self) -> Option<RequestId> {
        let id = *self.open.first_key_value()?.0;
        self.remove(id);
        Some(id)
    }

    pub(super) fn next_deadline(&self) -> Option<Duration> {
        self.by_deadline.first().map(|(deadline, _)| *deadline)
    }

    fn remove(&mut self, id: RequestId) {
        if let Some(open) = self.open.remove(&id) {
            self.by_deadline.remove(&(open.deadline, id));
            for ack in open.acks {
                self.by_ack.remove(&ack);
            }
        }
    }
}
