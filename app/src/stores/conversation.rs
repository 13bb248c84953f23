//! The viewer's conversations: plain structs in signals, and the work that keeps them true.

pub mod inbox;
mod membership;
pub mod outbox;
mod outbox_storage;
mod receiving;
mod sending;
pub mod thread;
pub mod typists;
pub mod unread;
mod visited;

use crate::{
    connection::{Connection, now},
    error::ApiResult,
    features::conversation::api,
};
use inbox::Inbox;
use leptos::prelude::*;
use outbox::Outbox;
use protocol::{
    ErrorBody, Room, Timestamp,
    account::{Me, UserRef},
    conversation::{
        ConversationSummary, MessageRead, MessageView, NewMessage, Thread, Typing, Unread,
    },
    event::Hello,
    id::{ConversationId, UserId},
    limits,
    stream::Head,
};
use receiving::Receipts;
use std::collections::BTreeMap;
use thread::ThreadState;
use typists::Typists;
use unread::UnreadCounts;
use visited::Visited;

/// Inbox, open threads, outbox and typists of this tab.
#[derive(Clone, Copy)]
pub struct ConversationStore {
    me: Signal<Option<Me>>,
    inbox: RwSignal<Option<Inbox>>,
    is_inbox_stale: RwSignal<bool>,
    threads: RwSignal<BTreeMap<ConversationId, ThreadState>>,
    denied: RwSignal<BTreeMap<ConversationId, ErrorBody>>,
    outbox: RwSignal<Outbox>,
    typists: RwSignal<Typists>,
    unread: RwSignal<UnreadCounts>,
    receipts: StoredValue<Receipts>,
    visited: StoredValue<Visited>,
    /// How much the server's clock is ahead of this one, in milliseconds.
    ahead: StoredValue<i64>,
}

impl ConversationStore {
    pub(super) fn new(me: Signal<Option<Me>>) -> Self {
        Self {
            me,
            inbox: RwSignal::default(),
            is_inbox_stale: RwSignal::new(false),
            threads: RwSignal::default(),
            denied: RwSignal::default(),
            outbox: RwSignal::default(),
            typists: RwSignal::default(),
            unread: RwSignal::default(),
            receipts: StoredValue::default(),
            visited: StoredValue::default(),
            ahead: StoredValue::new(0),
        }
    }

    /// The rows of the inbox; `None` until the page has read it.
    pub fn inbox(self) -> Signal<Option<Inbox>> {
        self.inbox.into()
    }

    /// Whether something came that the inbox cannot show without being read again.
    pub fn is_inbox_stale(self) -> Signal<bool> {
        self.is_inbox_stale.into()
    }

    /// What is written but not acknowledged.
    pub fn outbox(self) -> Signal<Outbox> {
        self.outbox.into()
    }

    /// Looks at an open thread; `None` until the page has read it.
    pub fn with_thread<T>(
        self,
        id: ConversationId,
        look: impl FnOnce(&ThreadState) -> T,
    ) -> Option<T> {
        self.threads.with(|threads| threads.get(&id).map(look))
    }

    /// As [`ConversationStore::with_thread`], for event handlers and tasks. `None` also when the page is gone.
    pub fn with_thread_untracked<T>(
        self,
        id: ConversationId,
        look: impl FnOnce(&ThreadState) -> T,
    ) -> Option<T> {
        self.threads.try_with_untracked(|threads| threads.get(&id).map(look)).flatten()
    }

    /// Why a conversation is closed to the viewer.
    pub fn denial(self, id: ConversationId) -> Option<ErrorBody> {
        self.denied.with(|denied| denied.get(&id).cloned())
    }

    /// Who types in a conversation, the viewer left out.
    pub fn typists_of(self, id: ConversationId) -> Vec<UserRef> {
        let Some(me) = self.me_id() else { return Vec::new() };
        self.typists.with(|typists| typists.of(id, me))
    }

    /// What the viewer has not read.
    pub fn unread(self) -> Signal<UnreadCounts> {
        self.unread.into()
    }

    /// Takes over the inbox as the server read it. Answers with where its streams stood, to be followed.
    pub fn load_inbox(self, rows: Vec<ConversationSummary>) -> Vec<(Room, Head)> {
        for row in &rows {
            self.note_arrival(row);
        }
        self.unread.update(|unread| unread.load(rows.iter().map(|row| (row.id, row.unread))));
        let read = Inbox::new(rows.clone());
        let heads = read.heads();
        self.threads.update(|threads| {
            for row in &rows {
                if let Some(thread) = threads.get_mut(&row.id) {
                    thread.keep_markers(&row.members);
                }
            }
        });
        self.inbox.update(|inbox| match inbox {
            Some(inbox) => inbox.merge(rows),
            None => *inbox = Some(read),
        });
        self.is_inbox_stale.set(false);
        heads
    }

    /// Takes over a thread as the server read it. Answers with where its stream stood, to be followed.
    pub fn load_thread(self, thread: Thread) -> (Room, Head) {
        self.note_arrival(&thread.summary);
        let (id, head) = (thread.summary.id, thread.summary.head);
        self.forget_stored(&thread.page.messages);
        self.unread.update(|unread| unread.note(id, thread.summary.unread));
        self.put_summary(thread.summary.clone());
        self.denied.update(|denied| drop(denied.remove(&id)));
        let row = self.inbox.with_untracked(|inbox| inbox.as_ref()?.row(id).cloned());
        let old = self.visited.try_update_value(|visited| visited.open(id)).flatten();
        self.threads.update(|threads| {
            old.map(|old| threads.remove(&old));
            match threads.get_mut(&id) {
                Some(known) => known.merge(thread),
                None => drop(threads.insert(id, ThreadState::new(thread))),
            }
            if let (Some(known), Some(row)) = (threads.get_mut(&id), row) {
                known.keep_markers(&row.members);
            }
        });
        (Room::Conversation(id), head)
    }

    /// Changes an open thread; nothing happens to one that is not open.
    pub(crate) fn change_thread(self, id: ConversationId, change: impl FnOnce(&mut ThreadState)) {
        self.threads.update(|threads| {
            if let Some(thread) = threads.get_mut(&id) {
                change(thread);
            }
        });
    }

    pub(super) fn new_message(self, event: NewMessage, connection: Connection) {
        let message = event.message;
        let (id, author) = (message.conversation_id, message.author.id);
        self.typists.update(|typists| typists.wrote(id, author));
        if Some(author) != self.me_id() {
            self.receipts.update_value(|receipts| receipts.note(id, message.seq));
            self.acknowledge_soon(connection);
        }
        self.member_line(&message);
        self.add(message);
    }

    /// Shows a stored message wherever it belongs. The same one twice is one.
    fn add(self, message: MessageView) {
        self.forget_stored(std::slice::from_ref(&message));
        let is_known =
            self.inbox.try_update(|inbox| inbox.as_mut().is_none_or(|inbox| inbox.add(&message)));
        if is_known == Some(false) {
            self.is_inbox_stale.set(true);
        }
        let me = self.me_id();
        self.change_thread(message.conversation_id, |thread| thread.add(message, me));
    }

    /// A message was edited or deleted. Told twice or in another order, the highest version stays.
    pub fn message_updated(self, changed: &MessageView) {
        self.inbox.update(|inbox| inbox.iter_mut().for_each(|inbox| inbox.update(changed)));
        self.change_thread(changed.conversation_id, |thread| thread.update(changed));
    }

    pub(super) fn message_read(self, event: &MessageRead) {
        self.inbox.update(|inbox| inbox.iter_mut().for_each(|inbox| inbox.read(event)));
        self.change_thread(event.conversation_id, |thread| thread.read(event));
    }

    pub(super) fn told_unread(self, event: &Unread) {
        self.unread.update(|unread| unread.tell(event));
    }

    pub(super) fn typing(self, event: Typing) {
        let is_anybody = !event.typists.is_empty();
        self.typists.update(|typists| typists.replace(event, now()));
        if is_anybody {
            let hide = move || {
                self.typists.try_update(|typists| typists.expire(now()));
            };
            set_timeout(hide, limits::TYPING_HIDE);
        }
    }

    /// Reads all counts again. What fails is said by the next event or the next reading.
    pub(super) async fn recount(self) {
        if let Ok(counts) = api::count_unread().await {
            self.unread.try_update(|unread| unread.load(counts));
        }
    }

    /// The inbox knows the markers of all conversations; its page reads it again when this says so.
    pub(super) fn connected(self, connection: Connection) {
        self.acknowledge_soon(connection);
        self.is_inbox_stale.set(true);
    }

    pub(super) fn disconnected(self) {
        self.typists.update(Typists::clear);
    }

    pub(super) async fn reload(self, id: ConversationId) -> ApiResult<Head> {
        let thread = api::open_thread(id).await?;
        let head = thread.summary.head;
        self.unread.update(|unread| unread.replace(id, thread.summary.unread));
        self.denied.update(|denied| drop(denied.remove(&id)));
        self.put_summary(thread.summary.clone());
        self.forget_stored(&thread.page.messages);
        self.change_thread(id, |known| known.replace(thread));
        Ok(head)
    }

    pub(super) fn greeted(self, hello: &Hello) {
        self.ahead.set_value(hello.server_time.0 - now().0);
    }

    /// The present by the server's clock, which decides what may still be changed. Only once the page runs.
    pub fn server_now(self) -> Timestamp {
        Timestamp(now().0.saturating_add(self.ahead.get_value()))
    }

    pub(super) fn is_signed_in(self) -> bool {
        self.me.with_untracked(Option::is_some)
    }

    /// What came with a page has reached this device as well as what comes live.
    fn note_arrival(self, summary: &ConversationSummary) {
        let Some(me) = self.me_id() else { return };
        let own = summary.members.iter().find(|member| member.user.id == me);
        let arrived = summary.last_message.as_ref().filter(|last| {
            last.author.id != me && own.is_some_and(|own| own.marker.delivered_seq < last.seq)
        });
        if let Some(last) = arrived {
            self.receipts.update_value(|receipts| receipts.note(summary.id, last.seq));
        }
    }

    fn me_id(self) -> Option<UserId> {
        self.me.with_untracked(|me| me.as_ref().map(|me| me.user_id))
    }

    fn put_summary(self, summary: ConversationSummary) {
        self.inbox.update(|inbox| {
            if let Some(inbox) = inbox {
                inbox.put(summary);
            }
        });
    }
}
