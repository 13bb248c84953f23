//! What was promised: kept beside the devices, compared with what is there in the end.

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
#[derive(Clone, Default)]
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
}

impl Ledger {
    pub fn book(&self) -> Book {
        self.0.lock().unwrap().clone()
    }

    /// A ledger for so many messages.
    pub fn new(to_write: usize) -> Self {
        Self(Arc::new(Mutex::new(Book { to_write, ..Book::default() })))
    }

    /// A message is written; of those there are to write it is one.
    pub fn wrote(&self, device: &'static str, to: ConversationId, id: ClientId) {
        let mut book = self.0.lock().unwrap();
        book.to_write -= 1;
        book.written.entry((device, to)).or_default().push(id);
    }

    /// How many messages are still to be written.
    pub fn to_write(&self) -> usize {
        self.0.lock().unwrap().to_write
    }

    pub fn sent(&self, sent: &Sent) {
        let seq = sent.position.seq;
        let known = self.0.lock().unwrap().sent.insert(sent.message.client_id, seq);
        assert!(known.is_none_or(|known| known == seq), "one message, two numbers");
    }

    pub fn changed(&self, message: &MessageView) {
        let mut book = self.0.lock().unwrap();
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
