//! What people do: mostly they write.

use crate::{
    device::{Device, now},
    matters::{Answer, Done, Moment},
};
use protocol::{
    ErrorCode, Retry,
    conversation::{
        Changed, DeleteMessage, EditMessage, MarkRead, MessageKind, MessageView, SendMessage,
    },
    id::{ClientId, ConversationId},
};
use std::time::Duration;
use uuid::Uuid;

/// Messages of one device that may wait at a time.
const PATIENCE: usize = 4;
/// Somebody changes what they have just said, nothing older.
const RECENT: usize = 30;

/// An edit or a deletion, repeated until it is answered.
#[derive(Clone)]
pub(crate) enum Change {
    Edit(EditMessage),
    Delete(DeleteMessage),
}

impl Device {
    /// One step of somebody who has a lot to say.
    pub(crate) fn act(&mut self) {
        self.host();
        if self.ledger.to_write() == 0 || self.outbox.waiting() >= PATIENCE {
            return;
        }
        let places = self.talks.len() + usize::from(self.guest_in.is_some());
        let place = self.dice.usize(0..places);
        let Some(&talk) = self.talks.get(place) else {
            return self.act_as_guest();
        };
        match self.dice.u32(0..100) {
            0..60 => self.write(talk),
            60..72 => self.edit(talk),
            72..77 => self.delete(talk),
            77..97 => self.read(talk),
            _ => self.visit(talk),
        }
    }

    fn write(&mut self, talk: ConversationId) {
        let client_id = ClientId(Uuid::now_v7());
        let body = format!("{}, {} to go", self.name, self.ledger.to_write());
        let is_answer = self.dice.u8(0..10) == 0;
        let last = self.page.threads.get(&talk).and_then(|thread| {
            let mut newest = thread.messages().rev();
            newest.find(|one| one.kind == MessageKind::Text && !one.is_deleted()).map(|one| one.id)
        });
        let reply_to = last.filter(|_| is_answer);
        self.ledger.wrote(self.name, talk, client_id);
        let message = SendMessage { client_id, conversation_id: talk, body, reply_to };
        self.outbox.push(message, now());
        self.pump();
    }

    fn edit(&mut self, talk: ConversationId) {
        let Some(message) = self.own_recent(talk) else { return };
        self.changes_under_way += 1;
        self.ledger.door(|door| door.changes(self.name, &message));
        self.change(Change::Edit(EditMessage {
            conversation_id: talk,
            message_id: message.id,
            version: message.version,
            body: format!("{} (better)", message.body),
        }));
    }

    fn delete(&mut self, talk: ConversationId) {
        let Some(message) = self.own_recent(talk) else { return };
        self.changes_under_way += 1;
        self.ledger.door(|door| door.changes(self.name, &message));
        self.change(Change::Delete(DeleteMessage {
            conversation_id: talk,
            message_id: message.id,
        }));
    }

    pub(crate) fn change(&mut self, change: Change) {
        let answer = match &change {
            Change::Edit(edit) => self.ask(edit),
            Change::Delete(delete) => self.ask(delete),
        };
        self.spawn(async move { Done::Changed(answer.await, change) });
    }

    pub(crate) fn on_changed(&mut self, answer: Answer<Changed>, change: Change) {
        match answer {
            Ok(Ok(Changed { message })) => {
                self.changes_under_way -= 1;
                self.ledger.changed(self.name, &message);
                self.page.update(&message);
            }
            Ok(Err(error)) if error.retry == Retry::Never => {
                // The other device was faster.
                assert_eq!(error.code, ErrorCode::Conflict, "{}: {error}", self.name);
                self.changes_under_way -= 1;
            }
            Ok(Err(_)) | Err(_) => self.later(Duration::from_millis(300), Moment::Change(change)),
        }
    }

    pub(crate) fn read(&mut self, talk: ConversationId) {
        let me = self.reader.me.user_id;
        let back = self.dice.i64(0..4);
        let seen = self.page.threads.get(&talk).and_then(|thread| {
            let up_to = thread.last_seq()? - back;
            thread.last_of_others(up_to, me).filter(|seq| *seq > thread.read_seq(me))
        });
        let Some(up_to_seq) = seen else { return };
        let answer = self.ask(&MarkRead { conversation_id: talk, up_to_seq });
        self.spawn(async move { Done::Read(talk, up_to_seq, answer.await) });
    }

    /// Opens the conversation again, as by coming back to it.
    pub(crate) fn visit(&mut self, talk: ConversationId) {
        let reader = self.reader.clone();
        self.spawn(async move { Done::Visited(reader.thread(talk).await) });
    }

    fn own_recent(&mut self, talk: ConversationId) -> Option<MessageView> {
        let me = self.reader.me.user_id;
        let recent = self.page.threads.get(&talk)?.messages().rev().take(RECENT);
        let own: Vec<_> = recent
            .filter(|one| one.author.id == me && one.kind == MessageKind::Text && !one.is_deleted())
            .collect();
        (!own.is_empty()).then(|| own[self.dice.usize(0..own.len())].clone())
    }
}
