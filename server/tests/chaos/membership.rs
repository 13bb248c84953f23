//! Coming into conversations and out of them; as `app::stores::conversation::membership`.

use crate::{device::Device, page::Page};
use protocol::{
    ErrorBody, ErrorCode, Room,
    conversation::{Membership, MessageView},
    id::ConversationId,
};

impl Device {
    /// This person came into a conversation, or is out of it.
    pub(crate) fn on_membership(&mut self, event: &Membership) {
        let id = event.conversation_id;
        if event.is_member {
            self.page.is_inbox_stale = true;
            // The page may be open on it since before; it is read anew once the room is joined.
            if self.page.threads.contains_key(&id) {
                self.join(Room::Conversation(id));
            }
        } else {
            self.page.close(id);
            self.page.catch_up.forget(Room::Conversation(id));
            self.page.is_not_followed(Room::Conversation(id));
        }
    }

    /// What was closed and is open again is read anew.
    pub(crate) fn on_joined(&mut self, room: Room) {
        if let Room::Conversation(id) = room
            && self.page.denied.contains(&id)
        {
            self.reload_room(room);
        }
    }

    /// The server does not let this device hear a conversation any more.
    pub(crate) fn on_denied(&mut self, room: Room, error: &ErrorBody) {
        match room {
            Room::Conversation(id) if self.guest_in == Some(id) => {
                assert_eq!(error.code, ErrorCode::NotFound, "{}: {room}: {error}", self.name);
                self.page.close(id);
            }
            _ => panic!("{}: {room}: {error}", self.name),
        }
    }

    /// Something one does in a conversation that one is in now and then: mostly looking.
    pub(crate) fn act_as_guest(&mut self) {
        let Some(talk) = self.guest_in else { return };
        // A page that is open on it stays open, whatever happens.
        let is_open = self.page.threads.contains_key(&talk);
        match self.dice.u32(0..50) {
            0 => self.visit(talk),
            1..10 if is_open && !self.page.denied.contains(&talk) => self.read(talk),
            10..20 if !is_open => self.visit(talk),
            _ => {}
        }
    }
}

impl Page {
    /// Nothing of it is this person's any more.
    pub(crate) fn close(&mut self, id: ConversationId) {
        self.inbox.remove(id);
        self.unread.forget(id);
        self.denied.insert(id);
    }

    /// A line that says who came or went: the list of members follows.
    pub(crate) fn member_line(&mut self, line: &MessageView) {
        self.inbox.member_line(line);
        if let Some(thread) = self.threads.get_mut(&line.conversation_id) {
            thread.member_line(line);
            if let Some(row) = self.inbox.row(line.conversation_id) {
                thread.keep_markers(&row.members);
            }
        }
    }
}
