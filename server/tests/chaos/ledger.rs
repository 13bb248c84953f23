//! What was promised: kept beside the devices, compared with what is there in the end.

use crate::guest::Door;
use protocol::{
    conversation::{MessageView, Sent},
    id::{ClientId, ConversationId, MessageId, UserId},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// Shared by all devices.
#[derive(Clone)]
pub struct Ledger(Arc<Mutex<Book>>);

/// Everything that was promised.
#[derive(Clone)]
pub struct Book {
    /// What each device wrote into each conversation, in order.
    pub written: BTreeMap<(&'static str, ConversationId), Vec<ClientId>>,
    /// Acknowledged messages and their numbers.
    pub sent: BTreeMap<ClientId, i64>,
    /// Acknowledged edits and deletions: the message as it was then.
    pub changed: BTreeMap<MessageId, MessageView>,
    /// Acknowledged readings.
    pub read: BTreeMap<(ConversationId, UserId), i64>,
    /// Durable events that devices took in.
    pub applied: usize,
    /// Messages that are still to be written, by whoever can.
    pub to_write: usize,
    /// Who is in a conversation only now and then.
    pub door: Door,
}

impl Ledger {
    pub fn book(&self) -> Book {
        self.0.lock().unwrap().clone()
    }

    /// A ledger for so many messages.
    pub fn new(to_write: usize, door: Door) -> Self {
        let (written, sent, changed, read) = Default::default();
        let book = Book { written, sent, changed, read, applied: 0, to_write, door };
        Self(Arc::new(Mutex::new(book)))
    }

    /// Looks at the guest, or notes something about them.
    pub fn door<T>(&self, act: impl FnOnce(&mut Door) -> T) -> T {
        act(&mut self.0.lock().unwrap().door)
    }

    /// A message is written; of those there are to write it is one.
    pub fn wrote(&self, device: &'static str, to: ConversationId, id: ClientId) {
        let mut book = self.0.lock().unwrap();
        book.to_write -= 1;
        book.written.entry((device, to)).or_default().push(id);
        book.door.wrote(to, id);
    }

    /// How many messages are still to be written.
    pub fn to_write(&self) -> usize {
        self.0.lock().unwrap().to_write
    }

    pub fn sent(&self, sent: &Sent) {
        let (seq, id) = (sent.position.seq, sent.message.client_id);
        let mut book = self.0.lock().unwrap();
        let known = book.sent.insert(id, seq);
        book.door.stored(id);
        assert!(known.is_none_or(|known| known == seq), "one message, two numbers");
    }

    pub fn changed(&self, device: &'static str, message: &MessageView) {
        let mut book = self.0.lock().unwrap();
        book.door.changed(device, message);
        let known = book.changed.entry(message.id).or_insert_with(|| message.clone());
        if known.version < message.version {
            *known = message.clone();
        }
    }

    pub fn read(&self, id: ConversationId, user: UserId, seq: i64) {
        let mut book = self.0.lock().unwrap();
        let known = book.read.entry((id, user)).or_default();
        *known = seq.max(*known);
    }

    pub fn applied(&self) {
        self.0.lock().unwrap().applied += 1;
    }
}
