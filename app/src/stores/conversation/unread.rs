//! What the viewer has not read. The row of a conversation and the sum in the navigation come from the same
//! counts, so they cannot disagree.

use protocol::{
    conversation::{Unread, UnreadCount},
    id::ConversationId,
};
use std::collections::BTreeMap;

/// The server's counts of unread messages, by conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnreadCounts {
    counts: BTreeMap<ConversationId, UnreadCount>,
    /// The sum as the server said it; until all conversations are known.
    told: Option<i64>,
    is_complete: bool,
}

impl UnreadCounts {
    /// Takes over a reading of all conversations. What is known to be later stays; what is missing is gone.
    pub fn load(&mut self, read: impl IntoIterator<Item = (ConversationId, UnreadCount)>) {
        let known = std::mem::replace(&mut self.counts, read.into_iter().collect());
        for (id, count) in known {
            if self.counts.contains_key(&id) {
                self.note(id, count);
            }
        }
        self.is_complete = true;
    }

    /// Takes over what was read of one conversation, unless something later is known.
    pub fn note(&mut self, id: ConversationId, count: UnreadCount) {
        let known = self.counts.entry(id).or_insert(count);
        if known.version <= count.version {
            *known = count;
        }
    }

    /// Takes over what was read of one conversation whatever is known: its log began a new life.
    pub fn replace(&mut self, id: ConversationId, count: UnreadCount) {
        self.counts.insert(id, count);
    }

    /// Takes over a live event.
    pub fn tell(&mut self, event: &Unread) {
        self.told = Some(event.total);
        self.note(event.conversation_id, event.count());
    }

    /// The viewer is not in this conversation any more.
    pub fn forget(&mut self, id: ConversationId) {
        self.counts.remove(&id);
    }

    /// In one conversation.
    pub fn of(&self, id: ConversationId) -> i64 {
        self.counts.get(&id).map_or(0, |known| known.count)
    }

    /// In all of them; `None` while it is not known.
    pub fn total(&self) -> Option<i64> {
        if self.is_complete {
            Some(self.counts.values().map(|known| known.count).sum())
        } else {
            self.told
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::TALK;
    use uuid::Uuid;

    const OTHER: ConversationId = ConversationId(Uuid::from_u128(2));

    fn at(version: i64, count: i64) -> UnreadCount {
        UnreadCount { count, version }
    }

    fn event(version: i64, unread: i64, total: i64) -> Unread {
        Unread { conversation_id: TALK, unread, version, total }
    }

    #[test]
    fn an_older_reading_does_not_undo_a_newer_event() {
        let mut counts = UnreadCounts::default();
        counts.tell(&event(8, 0, 0));
        counts.load([(TALK, at(7, 3)), (OTHER, at(2, 1))]);
        assert_eq!((counts.of(TALK), counts.total()), (0, Some(1)));
        counts.note(TALK, at(6, 2));
        assert_eq!(counts.of(TALK), 0, "nor does the reading of one conversation");
    }

    #[test]
    fn events_in_another_order_end_at_the_latest() {
        let mut counts = UnreadCounts::default();
        counts.load([(TALK, at(4, 1)), (OTHER, at(2, 1))]);
        counts.tell(&event(6, 3, 4));
        counts.tell(&event(5, 2, 3));
        assert_eq!((counts.of(TALK), counts.total()), (3, Some(4)));
    }

    #[test]
    fn the_sum_is_the_servers_until_all_conversations_are_known() {
        let mut counts = UnreadCounts::default();
        assert_eq!(counts.total(), None);
        counts.note(TALK, at(4, 1));
        assert_eq!(counts.total(), None, "there may be others");
        counts.tell(&event(5, 2, 9));
        assert_eq!(counts.total(), Some(9));
        counts.load([(TALK, at(5, 2)), (OTHER, at(3, 7))]);
        assert_eq!(counts.total(), Some(9));
    }

    #[test]
    fn a_conversation_that_was_left_counts_no_more() {
        let mut counts = UnreadCounts::default();
        counts.load([(TALK, at(4, 1)), (OTHER, at(2, 1))]);
        counts.forget(TALK);
        assert_eq!(counts.total(), Some(1));
        counts.tell(&event(4, 1, 2));
        counts.load([(OTHER, at(2, 1))]);
        assert_eq!(
            (counts.of(TALK), counts.total()),
            (0, Some(1)),
            "a full reading knows it as well"
        );
    }

    #[test]
    fn a_log_that_began_anew_counts_from_its_beginning() {
        let mut counts = UnreadCounts::default();
        counts.load([(TALK, at(40, 5))]);
        counts.replace(TALK, at(3, 2));
        assert_eq!(counts.of(TALK), 2);
    }
}
