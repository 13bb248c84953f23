//! Coming into conversations and out of them.

use super::ConversationStore;
use crate::connection::Connection;
use leptos::prelude::*;
use protocol::{
    ErrorBody, ErrorCode, Room,
    conversation::{Membership, MessageView},
    id::ConversationId,
};

impl ConversationStore {
    /// The viewer came into a conversation, or is out of it, on whatever device that was done.
    pub(in crate::stores) fn membership(self, event: Membership, connection: Connection) {
        let id = event.conversation_id;
        if event.is_member {
            self.is_inbox_stale.set(true);
            // The page may be open on it since before; it is read anew once the room is joined.
            connection.rejoin(Room::Conversation(id));
        } else {
            let text = match event.by {
                Some(by) => format!("{} removed you from it.", by.name),
                None => "You have left it.".to_owned(),
            };
            self.close(id, ErrorBody::new(ErrorCode::NotFound, text));
            // A reading that is on its way may still show it: then the server is asked.
            connection.forget(Room::Conversation(id));
        }
    }

    /// The server does not let the viewer hear a conversation any more; nobody said why.
    pub(in crate::stores) fn denied(self, id: ConversationId, error: ErrorBody) {
        if error.code == ErrorCode::NotFound {
            let text = "You have left it, or somebody removed you.";
            self.close(id, ErrorBody::new(ErrorCode::NotFound, text));
        } else {
            self.denied.update(|denied| drop(denied.insert(id, error)));
        }
    }

    /// Whether a conversation is closed to the viewer, as far as the page knows.
    pub(in crate::stores) fn is_denied(self, id: ConversationId) -> bool {
        self.denied.try_with_untracked(|denied| denied.contains_key(&id)).unwrap_or_default()
    }

    /// Nothing of it is the viewer's any more, and nothing that waits will be sent.
    fn close(self, id: ConversationId, error: ErrorBody) {
        self.inbox.update(|inbox| inbox.iter_mut().for_each(|inbox| inbox.remove(id)));
        self.typists.update(|typists| typists.forget(id));
        self.unread.update(|unread| unread.forget(id));
        let text = "You are not in this conversation any more.";
        let reason = ErrorBody::new(error.code, text);
        self.outbox.update(|outbox| outbox.fail_all(id, &reason));
        self.denied.update(|denied| drop(denied.insert(id, error)));
    }

    /// A line that says who came or went: the list of members follows.
    pub(super) fn member_line(self, line: &MessageView) {
        let id = line.conversation_id;
        self.inbox.update(|inbox| inbox.iter_mut().for_each(|inbox| inbox.member_line(line)));
        let row = self.inbox.with_untracked(|inbox| inbox.as_ref()?.row(id).cloned());
        self.change_thread(id, |thread| {
            thread.member_line(line);
            // The inbox may have been read since, and knows how far they have come.
            if let Some(row) = row {
                thread.keep_markers(&row.members);
            }
        });
    }
}
