//! One open conversation: what its members wrote, and how far each has read.

mod markers;
mod members;
mod receipts;
#[cfg(test)]
mod tests;

pub(super) use markers::{keep_markers, move_marker};
use members::later_lines;
pub(super) use members::member_line;
pub use receipts::Receipt;

use protocol::{
    board::BoardRef,
    conversation::{Founders, MemberView, MessagePage, MessageRead, MessageView, Thread},
    id::{ClientId, ConversationId, Epoch, MessageId, UserId},
};
use std::collections::{BTreeMap, VecDeque};

/// A window on a conversation: consecutive messages without a hole, mostly up to the newest.
#[derive(Clone, Debug, PartialEq)]
pub struct ThreadState {
    /// Which.
    pub id: ConversationId,
    /// Whose numbers the messages have: another life of the stream starts again at 1.
    epoch: Epoch,
    /// The board it was started at.
    pub board: Option<BoardRef>,
    started_by: UserId,
    /// Everybody in it, the viewer included.
    pub members: Vec<MemberView>,
    /// Whether the server has messages before the first of these.
    pub has_older: bool,
    /// Whether the server has messages after the last of these: the reader has jumped back, and what comes
    /// meanwhile is only counted.
    pub has_newer: bool,
    /// Where each page of history begins that was put in front, the newest page first.
    page_starts: Vec<i64>,
    messages: BTreeMap<i64, MessageView>,
    ahead: Ahead,
    /// Changes of messages that were not loaded: a page that is on its way may be older than they are.
    changes: VecDeque<MessageView>,
}

/// So many messages are in the document at most, once one reads back.
const WINDOW: usize = 300;
/// So many may be there because they came live; then the oldest go, down to [`WINDOW`].
const LIVE: usize = 2 * WINDOW;
/// So many changes are remembered. A page is not on its way for longer.
const CHANGES: usize = 100;

/// What came while the newest messages were not loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ahead {
    last_seq: i64,
    of_others: usize,
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
            started_by: summary.started_by,
            members: summary.members,
            has_older: page.has_older,
            has_newer: page.has_newer,
            page_starts: vec![first],
            messages: by_seq(page.messages),
            ahead: Ahead::default(),
            changes: VecDeque::new(),
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
        let later = later_lines(&self.messages, newer.last_seq());
        let kept = std::mem::replace(&mut self.members, newer.members);
        self.keep_members(&kept, &later);
        self.board = newer.board;
        newer.messages.into_values().for_each(|message| self.put(message));
        self.end_at(false);
    }

    /// Takes over a reading instead of what was shown. Within one life of the log no marker goes back: what was
    /// heard may be later than what was read.
    pub fn replace(&mut self, thread: Thread) {
        let known = std::mem::replace(self, Self::new(thread));
        if known.epoch == self.epoch {
            let later = later_lines(&known.messages, self.last_seq());
            self.keep_members(&known.members, &later);
        }
    }

    /// Puts a page of history in front. What is far behind it goes, to be loaded again when it is needed.
    pub fn add_older(&mut self, page: MessagePage) {
        self.has_older = page.has_older;
        let starts_at = page.messages.first().map(|message| message.seq);
        self.page_starts.extend(starts_at.filter(|first| Some(*first) < self.first_seq()));
        page.messages.into_iter().for_each(|message| self.put(message));
        while self.messages.len() > WINDOW {
            self.messages.pop_last();
            self.has_newer = true;
        }
    }

    /// Puts a page of history behind what is loaded. What is far before it goes.
    pub fn add_newer(&mut self, page: MessagePage) {
        page.messages.into_iter().for_each(|message| self.put(message));
        self.end_at(page.has_newer);
        self.drop_oldest();
    }

    fn drop_oldest(&mut self) {
        while self.messages.len() > WINDOW {
            self.messages.pop_first();
            self.has_older = true;
        }
        self.forget_empty_pages();
    }

    /// The oldest page begins at the oldest message: what comes in front of that later is a page of its own.
    fn forget_empty_pages(&mut self) {
        let Some(first) = self.first_seq() else { return };
        let oldest = self.page_of(first);
        self.page_starts.truncate(oldest + 1);
        if let Some(start) = self.page_starts.last_mut() {
            *start = first.max(*start);
        }
    }

    /// Shows this page and nothing else, as when one jumps far.
    pub fn show(&mut self, page: MessagePage) {
        self.page_starts = vec![page.messages.first().map_or(1, |message| message.seq)];
        self.has_older = page.has_older;
        self.messages.clear();
        page.messages.into_iter().for_each(|message| self.put(message));
        self.end_at(page.has_newer);
    }

    /// What came while the page was on its way may lie beyond it.
    fn end_at(&mut self, has_newer: bool) {
        self.has_newer = has_newer || Some(self.ahead.last_seq) > self.last_seq();
        if !self.has_newer {
            self.ahead = Ahead::default();
        }
    }

    /// In which page of history a message is: 0 for what the thread was opened with, and for all that came
    /// since. What is shown is built page by page, so that putting one in front moves nothing.
    pub fn page_of(&self, seq: i64) -> usize {
        let last = self.page_starts.len().saturating_sub(1);
        self.page_starts.iter().position(|start| seq >= *start).unwrap_or(last)
    }

    /// Adds a message that came live, for the viewer `me`; the same one twice is one.
    pub fn add(&mut self, message: MessageView, me: Option<UserId>) {
        if self.has_older && Some(message.seq) < self.first_seq() {
            return;
        }
        if !self.has_newer || Some(message.seq) <= self.last_seq() {
            self.put(message);
            if self.messages.len() > LIVE {
                self.drop_oldest();
            }
            return;
        }
        if message.seq > self.ahead.last_seq {
            self.ahead.last_seq = message.seq;
            self.ahead.of_others += usize::from(Some(message.author.id) != me);
        }
    }

    /// A message was edited or deleted: it and its quotes follow. One that is not loaded changes nothing yet.
    pub fn update(&mut self, changed: &MessageView) {
        for message in self.messages.values_mut() {
            message.absorb(changed);
        }
        if !self.messages.contains_key(&changed.seq) {
            self.changes.push_back(changed.clone());
            let surplus = self.changes.len().saturating_sub(CHANGES);
            self.changes.drain(..surplus);
        }
    }

    /// Whatever comes from where: the highest version stays, and a quote is as new as its original.
    fn put(&mut self, mut message: MessageView) {
        for change in &self.changes {
            message.absorb(change);
        }
        let original = message.reply_to.as_ref().and_then(|quote| self.messages.get(&quote.seq));
        if let Some(original) = original {
            message.absorb(original);
        }
        match self.messages.get_mut(&message.seq) {
            Some(known) => drop(known.absorb(&message)),
            None => drop(self.messages.insert(message.seq, message)),
        }
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

    /// Number of the newest loaded message.
    pub fn last_seq(&self) -> Option<i64> {
        self.messages.keys().next_back().copied()
    }

    /// A loaded message.
    pub fn find(&self, id: MessageId) -> Option<&MessageView> {
        self.messages.values().rev().find(|message| message.id == id)
    }

    /// A loaded message, by its number.
    pub fn get(&self, seq: i64) -> Option<&MessageView> {
        self.messages.get(&seq)
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

    /// How many messages of others come after `seq`, those that came while one looked further up included.
    pub fn count_after(&self, seq: i64, me: UserId) -> usize {
        let loaded = self.messages.range(seq + 1..);
        loaded.filter(|(_, message)| message.author.id != me).count() + self.ahead.of_others
    }

    /// The newest message of others up to `seq`.
    pub fn last_of_others(&self, seq: i64, me: UserId) -> Option<i64> {
        let mut up_to = self.messages.range(..=seq).rev();
        up_to.find(|(_, message)| message.author.id != me).map(|(seq, _)| *seq)
    }

    /// A line that says who came or went.
    pub fn member_line(&mut self, line: &MessageView) {
        let board_owner = self.board.as_ref().map(|board| board.owner_id);
        let founders = Founders { starter: self.started_by, board_owner };
        member_line(&mut self.members, founders, line);
    }

    /// Takes over what is known of these members from elsewhere; no marker goes back.
    pub fn keep_markers(&mut self, known: &[MemberView]) {
        keep_markers(&mut self.members, known);
    }
}

fn by_seq(messages: Vec<MessageView>) -> BTreeMap<i64, MessageView> {
    messages.into_iter().map(|message| (message.seq, message)).collect()
}
