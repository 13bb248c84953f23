//! What a device shows: the page's stores, fed as [`app::stores::Stores`] and
//! [`app::stores::conversation::ConversationStore`] feed them there from signals.

use crate::ledger::Ledger;
use app::{
    connection::catch_up::CatchUp,
    stores::{
        conversation::{inbox::Inbox, outbox::Outbox, thread::ThreadState, unread::UnreadCounts},
        notification::Notifications,
        presence::People,
    },
};
use protocol::{
    Room, ServerEvent,
    conversation::{ConversationSummary, Marker, MessageView, Thread},
    id::{ConversationId, Epoch, UserId},
    stream::Head,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a page forgets when it is loaded again; the outbox outlives it.
#[derive(Default)]
pub struct Page {
    pub catch_up: CatchUp,
    pub inbox: Inbox,
    pub threads: BTreeMap<ConversationId, ThreadState>,
    pub unread: UnreadCounts,
    pub bell: Notifications,
    pub people: People,
    /// Arrived here, and not yet reported.
    pub unreported: BTreeMap<ConversationId, i64>,
    /// Whether something came that asks for the inbox to be read again.
    pub is_inbox_stale: bool,
    /// Closed to this person; what was shown of them is hidden.
    pub denied: BTreeSet<ConversationId>,
    told: BTreeMap<Room, (Epoch, i64)>,
    /// By member, and by when they came in.
    furthest: BTreeMap<(ConversationId, UserId, i64), Marker>,
}

impl Page {
    pub fn load_inbox(&mut self, rows: Vec<ConversationSummary>, me: UserId) -> Vec<(Room, Head)> {
        for row in &rows {
            self.note_arrival(row, me);
            if let Some(thread) = self.threads.get_mut(&row.id) {
                thread.keep_markers(&row.members);
            }
        }
        let heads = Inbox::new(rows.clone()).heads();
        self.unread.load(rows.iter().map(|row| (row.id, row.unread)));
        self.inbox.merge(rows);
        self.is_inbox_stale = false;
        heads
    }

    pub fn load_thread(&mut self, thread: Thread, outbox: &mut Outbox, me: UserId) -> (Room, Head) {
        self.note_arrival(&thread.summary, me);
        let (id, head) = (thread.summary.id, thread.summary.head);
        self.denied.remove(&id);
        self.unread.note(id, thread.summary.unread);
        forget_stored(outbox, &thread.page.messages);
        self.inbox.put(thread.summary.clone());
        match self.threads.get_mut(&id) {
            Some(known) => known.merge(thread),
            None => drop(self.threads.insert(id, ThreadState::new(thread))),
        }
        if let (Some(thread), Some(row)) = (self.threads.get_mut(&id), self.inbox.row(id)) {
            thread.keep_markers(&row.members);
        }
        (Room::Conversation(id), head)
    }

    /// Instead of what was shown, as after an answer that says "start over".
    pub fn reload_thread(&mut self, thread: Thread, outbox: &mut Outbox) -> (Room, Head) {
        let (id, head) = (thread.summary.id, thread.summary.head);
        self.denied.remove(&id);
        self.unread.replace(id, thread.summary.unread);
        self.inbox.put(thread.summary.clone());
        forget_stored(outbox, &thread.page.messages);
        if let Some(known) = self.threads.get_mut(&id) {
            known.replace(thread);
        }
        (Room::Conversation(id), head)
    }

    /// These streams are followed from here, those that were not followed before.
    pub fn is_followed_from(&mut self, heads: &[(Room, Head)]) {
        for (room, head) in heads {
            self.told.entry(*room).or_insert((head.epoch, head.seq));
        }
    }

    /// The stream's data were read at this head: from there on its events are told.
    pub fn goes_on_from(&mut self, room: Room, head: Head) {
        let told = self.told.entry(room).or_insert((head.epoch, head.seq));
        *told = if told.0 == head.epoch {
            (head.epoch, told.1.max(head.seq))
        } else {
            (head.epoch, head.seq)
        };
    }

    /// The stream is not followed any more.
    pub fn is_not_followed(&mut self, room: Room) {
        self.told.remove(&room);
    }

    /// Takes in an event the catch-up lets through for the first time: of its stream the next one, always.
    pub fn apply(&mut self, event: ServerEvent, outbox: &mut Outbox, me: UserId, ledger: &Ledger) {
        if let Some(at) = event.position()
            && let Some((epoch, seq)) = self.told.get_mut(&at.stream)
        {
            assert_eq!(at.epoch, *epoch, "{}: another life of the stream", at.stream);
            assert_eq!(at.seq, *seq + 1, "{}: a hole, a double, or out of order", at.stream);
            *seq = at.seq;
            ledger.applied();
        }
        self.refill(event, outbox, me);
        self.check_markers();
    }

    /// Takes in an event as the stores do, which may know it.
    pub fn refill(&mut self, event: ServerEvent, outbox: &mut Outbox, me: UserId) {
        match event {
            ServerEvent::NewMessage(event) => {
                let (id, message) = (event.message.conversation_id, event.message);
                if message.author.id != me {
                    self.note(id, message.seq);
                }
                self.member_line(&message);
                self.add(message, outbox, me);
            }
            ServerEvent::MessageUpdated(event) => self.update(&event.message),
            ServerEvent::MessageRead(event) => {
                self.inbox.read(&event);
                if let Some(thread) = self.threads.get_mut(&event.conversation_id) {
                    thread.read(&event);
                }
            }
            ServerEvent::Unread(event) => self.unread.tell(&event),
            ServerEvent::Notification(event) => self.bell.added(event),
            ServerEvent::NotificationRead(event) => self.bell.read(&event),
            ServerEvent::Presence(presence) => self.people.update(presence.users),
            ServerEvent::UserOnline(user) | ServerEvent::UserOffline(user) => {
                self.people.update([user]);
            }
            _ => {}
        }
    }

    /// Shows a stored message wherever it belongs. The same one twice is one.
    pub fn add(&mut self, message: MessageView, outbox: &mut Outbox, me: UserId) {
        forget_stored(outbox, std::slice::from_ref(&message));
        self.is_inbox_stale |= !self.inbox.add(&message);
        if let Some(thread) = self.threads.get_mut(&message.conversation_id) {
            thread.add(message, Some(me));
        }
    }

    pub fn update(&mut self, changed: &MessageView) {
        self.inbox.update(changed);
        if let Some(thread) = self.threads.get_mut(&changed.conversation_id) {
            thread.update(changed);
        }
    }

    pub fn note(&mut self, id: ConversationId, seq: i64) {
        let highest = self.unreported.entry(id).or_insert(seq);
        *highest = seq.max(*highest);
    }

    fn note_arrival(&mut self, summary: &ConversationSummary, me: UserId) {
        let own = summary.members.iter().find(|member| member.user.id == me);
        let arrived = summary.last_message.as_ref().filter(|last| {
            last.author.id != me && own.is_some_and(|own| own.marker.delivered_seq < last.seq)
        });
        if let Some(last) = arrived {
            self.note(summary.id, last.seq);
        }
    }

    /// What a thread shows of its members only goes forward.
    fn check_markers(&mut self) {
        for (id, thread) in &self.threads {
            for member in &thread.members {
                let time = (*id, member.user.id, member.joined_seq);
                let known = self.furthest.entry(time).or_default();
                let now = member.marker;
                assert!(
                    now.read_seq >= known.read_seq && now.delivered_seq >= known.delivered_seq,
                    "{}'s marker went back: {known:?}, {now:?}",
                    member.user.name
                );
                *known = now;
            }
        }
    }
}

fn forget_stored(outbox: &mut Outbox, messages: &[MessageView]) {
    for message in messages {
        outbox.stored(message.client_id);
    }
}
