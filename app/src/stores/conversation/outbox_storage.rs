//! The seam to the browser's database, where unsent messages outlive page, tab and browser. On the server, and
//! in native tests, nothing is kept.
//!
//! Every message belongs to the tab that will send it. A new tab adopts what dead ones have left.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(not(feature = "hydrate"))]
mod inert;

#[cfg(feature = "hydrate")]
pub(super) use browser::OutboxStorage;
#[cfg(not(feature = "hydrate"))]
pub(super) use inert::OutboxStorage;

use super::outbox::{Outbox, Outgoing};
use protocol::id::ClientId;
use std::collections::BTreeMap;

/// What is kept, as far as this tab knows.
#[derive(Default)]
pub(super) struct Saved(BTreeMap<ClientId, Outgoing>);

impl Saved {
    /// What was read from there.
    pub(super) fn new(messages: &[Outgoing]) -> Self {
        Self(messages.iter().map(|message| (message.client_id, message.clone())).collect())
    }

    /// What must be written and what forgotten, so that what is kept is what is in the outbox.
    pub(super) fn follow(&mut self, outbox: &Outbox) -> (Vec<Outgoing>, Vec<ClientId>) {
        let messages = outbox.all().map(|message| message.clone().at_rest());
        let now: BTreeMap<_, _> = messages.map(|message| (message.client_id, message)).collect();
        let changed = now.iter().filter(|(id, message)| self.0.get(*id) != Some(message));
        let changed = changed.map(|(_, message)| message.clone()).collect();
        let gone = self.0.keys().filter(|id| !now.contains_key(*id)).copied().collect();
        self.0 = now;
        (changed, gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::TALK;
    use protocol::{Timestamp, conversation::SendMessage};
    use uuid::Uuid;

    fn write(outbox: &mut Outbox, n: u128) -> ClientId {
        let client_id = ClientId(Uuid::from_u128(n));
        let body = format!("message {n}");
        let reply_to = None;
        let message = SendMessage { client_id, conversation_id: TALK, body, reply_to };
        outbox.push(message, Timestamp(0));
        client_id
    }

    #[test]
    fn only_what_changed_is_written() {
        let (mut outbox, mut saved) = (Outbox::default(), Saved::default());
        let first = write(&mut outbox, 1);
        let (written, gone) = saved.follow(&outbox);
        assert_eq!((written.len(), gone.len()), (1, 0));
        outbox.take_due(Timestamp(0));
        let second = write(&mut outbox, 2);
        let (written, gone) = saved.follow(&outbox);
        assert_eq!(written.iter().map(|message| message.client_id).collect::<Vec<_>>(), [second]);
        assert!(gone.is_empty(), "being on its way is no change");
        outbox.stored(first);
        let (written, gone) = saved.follow(&outbox);
        assert_eq!((written.len(), gone), (0, vec![first]));
    }
}
