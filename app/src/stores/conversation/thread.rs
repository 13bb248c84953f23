//! One open conversation: what its members wrote, and how far each has read.

use protocol::{
    board::BoardRef,
    conversation::{Marker, MemberView, MessagePage, MessageRead, MessageView, Thread},
    id::{ClientId, ConversationId, Epoch, UserId},
};
use std::collections::BTreeMap;

/// How far a message of the viewer's has come. With several readers, the one who is furthest behind counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receipt {
    /// Stored by the server.
    Sent,
    /// On a device of everybody else's.
    Delivered,
    /// Seen by everybody else.
    Read,
}

/// A conversation's messages without a hole, from the oldest loaded to the newest.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreadState {
    /// Which.
    pub id: ConversationId,
    /// Whose numbers the messages have: another life of the stream starts again at 1.
    epoch: Epoch,
    /// The board it was started at.
    pub board: Option<BoardRef>,
    /// Everybody in it, the viewer included.
    pub members: Vec<MemberView>,
    /// Whether the server has messages before the first of these.
    pub has_older: bool,
    /// Where each page of history begins that was put in front, the newest page first.
    page_starts: Vec<i64>,
    messages: BTreeMap<i64, MessageView>,
}

impl ThreadState {
    /// What the page brought.
    pub fn new(thread: Thread) -> Self {
        let Thread { summary, page } = thread;
        let first = page.messages.first().map_or(1, |message| message.seq);
        Self {
            id: summary.id,
            epoch: summary.head.epoch,
            board: summary.board,
            members: summary.members,
            has_older: page.has_older,
            page_starts: vec![first],
            messages: by_seq(page.messages),
        }
    }

    /// Takes over a later reading of the page. Older messages stay when the two overlap.
    pub fn merge(&mut self, thread: Thread) {
        let newer = Self::new(thread);
        let touches = match (newer.first_seq(), self.last_seq()) {
            (Some(first), Some(last)) => newer.epoch == self.epoch && first <= last,
            _ => false,
        };
        if !touches {
            let kept = std::mem::replace(self, newer);
            return self.keep_markers(&kept.members);
        }
        if newer.first_seq() < self.first_seq() {
            self.has_older = newer.has_older;
        }
        let kept = std::mem::replace(&mut self.members, newer.members);
        self.keep_markers(&kept);
        self.board = newer.board;
        self.messages.extend(newer.messages);
    }

    /// Puts a page of history in front.
    pub fn add_older(&mut self, page: MessagePage) {
        self.has_older = page.has_older;
        let starts_at = page.messages.first().map(|message| message.seq);
        self.page_starts.extend(starts_at.filter(|first| Some(*first) < self.first_seq()));
        self.messages.extend(by_seq(page.messages));
    }

    /// In which page of history a message is: 0 for what the thread was opened with, and for all that came
    /// since. What is shown is built page by page, so that putting one in front moves nothing.
    pub fn page_of(&self, seq: i64) -> usize {
        let last = self.page_starts.len().saturating_sub(1);
        self.page_starts.iter().position(|start| seq >= *start).unwrap_or(last)
    }

    /// Adds a message; the same one twice is one.
    pub fn add(&mut self, message: MessageView) {
        self.messages.insert(message.seq, message);
    }

    /// Moves a member's marker, never backwards.
    pub fn read(&mut self, event: &MessageRead) {
        move_marker(&mut self.members, event);
    }

    /// In order of `seq`.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &MessageView> {
        self.messages.values()
    }

    /// Number of the oldest loaded message.
    pub fn first_seq(&self) -> Option<i64> {
        self.messages.keys().next().copied()
    }

    /// Number of the newest message.
    pub fn last_seq(&self) -> Option<i64> {
        self.messages.keys().next_back().copied()
    }

    /// Whether a message of this id is among them.
    pub fn has_sent(&self, client_id: ClientId) -> bool {
        self.messages.values().rev().any(|message| message.client_id == client_id)
    }

    /// Everything up to here was read by this member.
    pub fn read_seq(&self, user: UserId) -> i64 {
        let member = self.members.iter().find(|member| member.user.id == user);
        member.map_or(0, |member| member.marker.read_seq)
    }

    /// How many messages of others come after `seq`.
    pub fn count_after(&self, seq: i64, me: UserId) -> usize {
        self.messages.range(seq + 1..).filter(|(_, message)| message.author.id != me).count()
    }

    /// The newest message of others up to `seq`.
    pub fn last_of_others(&self, seq: i64, me: UserId) -> Option<i64> {
        let mut up_to = self.messages.range(..=seq).rev();
        up_to.find(|(_, message)| message.author.id != me).map(|(seq, _)| *seq)
    }

    /// How far the viewer's message `seq` has come.
    pub fn receipt(&self, seq: i64, me: UserId) -> Receipt {
        let others = self.members.iter().filter(|member| member.user.id != me);
        let reached = others.map(|member| match &member.marker {
            marker if marker.read_seq >= seq => Receipt::Read,
            marker if marker.delivered_seq >= seq => Receipt::Delivered,
            _ => Receipt::Sent,
        });
        reached.min().unwrap_or(Receipt::Sent)
    }

    /// Takes over what is known of these members from elsewhere; no marker goes back.
    pub fn keep_markers(&mut self, known: &[MemberView]) {
        keep_markers(&mut self.members, known);
    }
}

/// Takes over markers that are further than those at hand.
pub(super) fn keep_markers(members: &mut [MemberView], known: &[MemberView]) {
    for member in members {
        let same = known.iter().find(|other| other.user.id == member.user.id);
        if let Some(same) = same {
            member.marker = furthest(member.marker, same.marker);
        }
    }
}

fn furthest(marker: Marker, other: Marker) -> Marker {
    let read = if other.read_seq > marker.read_seq { other } else { marker };
    Marker { delivered_seq: marker.delivered_seq.max(other.delivered_seq), ..read }
}

/// Moves a member's marker, never backwards.
pub(super) fn move_marker(members: &mut [MemberView], event: &MessageRead) {
    for member in members.iter_mut().filter(|member| member.user.id == event.user_id) {
        member.marker = furthest(member.marker, event.marker);
    }
}

fn by_seq(messages: Vec<MessageView>) -> BTreeMap<i64, MessageView> {
    messages.into_iter().map(|message| (message.seq, message)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stores::fixture::{TALK, ana, ben, message, thread};
    use proptest::prelude::*;

    fn written(seqs: impl IntoIterator<Item = i64>) -> Vec<MessageView> {
        seqs.into_iter().map(|seq| message(seq, &ben(), "hi")).collect()
    }

    fn numbers(thread: &ThreadState) -> Vec<i64> {
        thread.messages().map(|message| message.seq).collect()
    }

    fn marker(delivered_seq: i64, read_seq: i64) -> MessageRead {
        let marker = Marker { delivered_seq, read_seq, read_at: None };
        MessageRead { conversation_id: TALK, user_id: ben().id, marker }
    }

    #[test]
    fn a_message_that_comes_twice_is_shown_once() {
        let mut talk = ThreadState::new(thread(written([1]), false));
        talk.add(message(3, &ana(), "c"));
        talk.add(message(2, &ana(), "b"));
        talk.add(message(3, &ana(), "c"));
        assert_eq!(numbers(&talk), [1, 2, 3]);
    }

    #[test]
    fn a_tick_is_only_as_good_as_the_slowest_reader() {
        let mut talk = ThreadState::new(thread(written([1, 2]), false));
        assert_eq!(talk.receipt(2, ana().id), Receipt::Sent);
        talk.read(&marker(2, 1));
        assert_eq!(talk.receipt(1, ana().id), Receipt::Read);
        assert_eq!(talk.receipt(2, ana().id), Receipt::Delivered);
    }

    #[test]
    fn a_later_page_that_overlaps_keeps_the_history_and_one_that_does_not_replaces_it() {
        let mut talk = ThreadState::new(thread(written(10..=20), true));
        talk.add_older(MessagePage { messages: written(5..=9), has_older: false });
        assert_eq!([4, 5, 9, 10, 30].map(|seq| talk.page_of(seq)), [1, 1, 1, 0, 0]);
        talk.merge(thread(written(18..=25), true));
        assert_eq!(numbers(&talk), (5..=25).collect::<Vec<_>>());
        assert!(!talk.has_older, "the page's own answer is about what comes before 18");
        talk.merge(thread(written(90..=95), true));
        assert_eq!(numbers(&talk), (90..=95).collect::<Vec<_>>());
        assert!(talk.has_older);
    }

    #[test]
    fn a_late_page_does_not_move_a_marker_back() {
        let mut talk = ThreadState::new(thread(written([1, 2]), false));
        talk.read(&marker(2, 2));
        talk.merge(thread(written([1, 2]), false));
        assert_eq!(talk.receipt(2, ana().id), Receipt::Read);
    }

    #[test]
    fn only_what_others_wrote_counts_as_new() {
        let mut talk = ThreadState::new(thread(written([1, 2]), false));
        talk.add(message(3, &ana(), "mine"));
        assert_eq!(talk.count_after(1, ana().id), 1);
    }

    proptest! {
        /// The order and number of arrivals do not matter.
        #[test]
        fn the_thread_is_sorted_and_without_repeats(seqs in prop::collection::vec(1_i64..40, 0..80)) {
            let mut talk = ThreadState::new(thread(vec![], false));
            for seq in &seqs {
                talk.add(message(*seq, &ben(), "hi"));
            }
            let mut expected = seqs;
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(numbers(&talk), expected);
        }

        /// Markers arrive in any order; a tick never goes back.
        #[test]
        fn a_tick_never_goes_back(markers in prop::collection::vec((0_i64..5, 0_i64..5), 0..20)) {
            let mut talk = ThreadState::new(thread(written([3]), false));
            let mut best = Receipt::Sent;
            for (delivered, read) in markers {
                talk.read(&marker(delivered.max(read), read));
                let now = talk.receipt(3, ana().id);
                prop_assert!(now >= best);
                best = now;
            }
        }
    }
}
