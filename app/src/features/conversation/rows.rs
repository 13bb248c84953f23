//! What a thread shows, from top to bottom: day separators, the unread line, messages in runs.

#[cfg(test)]
mod tests;

use crate::stores::conversation::{
    outbox::{Outgoing, SendState},
    thread::{Receipt, ThreadState},
};
use protocol::{
    ErrorBody, Timestamp,
    account::UserRef,
    conversation::{MessageKind, MessageView, Quote},
    id::{ClientId, MessageId, OrderId, UserId},
};
use std::{sync::Arc, time::Duration};

/// A longer pause than this begins a new run.
const RUN_PAUSE: Duration = Duration::from_mins(10);

/// One row of a thread.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A new day begins at this moment.
    Day(i64, Timestamp),
    /// What follows was unread when the thread was opened.
    Unread,
    /// A message; shared, because the row hands it on with every change of the thread.
    Message(Arc<MessageRow>),
}

/// What a row is recognised by while everything around it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKey {
    /// By the day's number.
    Day(i64),
    /// There is only one.
    Unread,
    /// By author and client id, so that a message keeps its row when it is stored.
    Message(UserId, ClientId),
}

/// A message as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageRow {
    /// Its sender's id for it.
    pub client_id: ClientId,
    /// Its number, once it is stored.
    pub seq: Option<i64>,
    /// The page of history it is in, see [`ThreadState::page_of`].
    pub page: usize,
    /// Who wrote it.
    pub author: UserRef,
    /// What it is.
    pub kind: MessageKind,
    /// Whom it is about, when the system wrote it.
    pub subject: Option<UserRef>,
    /// The order it is about.
    pub order_id: Option<OrderId>,
    /// Its id, once it is stored.
    pub id: Option<MessageId>,
    /// As written.
    pub body: String,
    /// When it was stored, or written.
    pub at: Timestamp,
    /// When its text was last changed.
    pub edited_at: Option<Timestamp>,
    /// Whether its author has deleted it.
    pub is_deleted: bool,
    /// What it answers.
    pub reply_to: Option<Quote>,
    /// Whether it follows another of the same author closely.
    pub continues_run: bool,
    /// For the viewer's own messages.
    pub delivery: Option<Delivery>,
}

/// Where a message of the viewer's stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Not acknowledged yet.
    Sending,
    /// Not sent; its author decides.
    Failed(ErrorBody),
    /// Stored, and further.
    Stored(Receipt),
}

impl Delivery {
    /// For tests and styles.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Failed(_) => "failed",
            Self::Stored(Receipt::Sent) => "sent",
            Self::Stored(Receipt::Delivered) => "delivered",
            Self::Stored(Receipt::Read) => "read",
        }
    }
}

impl Row {
    /// See [`RowKey`].
    pub fn key(&self) -> RowKey {
        match self {
            Self::Day(day, _) => RowKey::Day(*day),
            Self::Unread => RowKey::Unread,
            Self::Message(message) => RowKey::Message(message.author.id, message.client_id),
        }
    }
}

/// For whom a thread is laid out.
pub struct Reader<'a> {
    /// The viewer.
    pub me: &'a UserRef,
    /// Where the viewer's read marker stood when the thread was opened.
    pub read_seq: i64,
    /// Its newest message then: what comes later comes before the viewer's eyes.
    pub opened_at: i64,
    /// The number of a moment's day in the viewer's calendar.
    pub day_of: &'a dyn Fn(Timestamp) -> i64,
}

/// Lays out a thread with what its viewer is about to send.
pub fn rows<'a>(
    thread: &ThreadState,
    outgoing: impl Iterator<Item = &'a Outgoing>,
    reader: &Reader,
) -> Vec<Row> {
    let stored = thread.messages().map(|message| stored_row(message, thread, reader.me.id));
    // Behind a page from further back they would stand in a wrong place.
    let waiting = outgoing
        .filter(|message| !thread.has_newer && !thread.has_sent(message.client_id))
        .map(|message| waiting_row(message, thread, reader.me));
    let mut log = Log { reader, rows: Vec::new(), day: None, has_unread: false };
    stored.chain(waiting).for_each(|message| log.push(message));
    log.rows
}

/// The rows so far, and what the next one depends on: looking back for it would make long threads slow.
struct Log<'a> {
    reader: &'a Reader<'a>,
    rows: Vec<Row>,
    day: Option<i64>,
    has_unread: bool,
}

impl Log<'_> {
    fn push(&mut self, mut message: MessageRow) {
        let day = (self.reader.day_of)(message.at);
        // A message cannot begin an earlier day than the one before it, whatever the clocks say.
        if self.day.is_none_or(|last| day > last) {
            self.rows.push(Row::Day(day, message.at));
            self.day = Some(day);
        }
        if !self.has_unread && self.is_unread(&message) {
            self.rows.push(Row::Unread);
            self.has_unread = true;
        }
        if let Some(Row::Message(before)) = self.rows.last() {
            message.continues_run = continues(before, &message);
        }
        self.rows.push(Row::Message(Arc::new(message)));
    }

    fn is_unread(&self, message: &MessageRow) -> bool {
        message.author.id != self.reader.me.id
            && message.kind == MessageKind::Text
            && message
                .seq
                .is_some_and(|seq| seq > self.reader.read_seq && seq <= self.reader.opened_at)
    }
}

fn continues(before: &MessageRow, message: &MessageRow) -> bool {
    before.author.id == message.author.id
        && before.kind == MessageKind::Text
        && message.kind == MessageKind::Text
        && message.at.since(before.at) < RUN_PAUSE
}

fn stored_row(message: &MessageView, thread: &ThreadState, me: UserId) -> MessageRow {
    let is_own = message.author.id == me && message.kind == MessageKind::Text;
    MessageRow {
        client_id: message.client_id,
        seq: Some(message.seq),
        page: thread.page_of(message.seq),
        author: message.author.clone(),
        kind: message.kind,
        subject: message.subject.clone(),
        order_id: message.order_id,
        id: Some(message.id),
        body: message.body.clone(),
        at: message.sent_at,
        edited_at: message.edited_at,
        is_deleted: message.is_deleted(),
        reply_to: message.reply_to.clone(),
        continues_run: false,
        delivery: is_own.then(|| Delivery::Stored(thread.receipt(message.seq, me))),
    }
}

fn waiting_row(message: &Outgoing, thread: &ThreadState, me: &UserRef) -> MessageRow {
    let delivery = match &message.state {
        SendState::Waiting | SendState::Sending => Delivery::Sending,
        SendState::Failed(error) => Delivery::Failed(error.clone()),
    };
    MessageRow {
        client_id: message.client_id,
        seq: None,
        page: 0,
        author: me.clone(),
        kind: MessageKind::Text,
        subject: None,
        order_id: None,
        id: None,
        body: message.body.clone(),
        at: message.written_at,
        edited_at: None,
        is_deleted: false,
        reply_to: message.reply_to.and_then(|id| thread.find(id)).map(MessageView::quote),
        continues_run: false,
        delivery: Some(delivery),
    }
}
