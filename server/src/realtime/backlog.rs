//! What waits for a slow reader: newer values replace older ones, hints that nobody needs later are left out,
//! and there is an end to patience. Pure; the time is passed in.

use protocol::{ServerEvent, Timestamp, event::Class, limits};
use serde_json::Value;
use std::{collections::VecDeque, sync::Arc};

/// An event as all its sockets share it.
pub(super) struct Told {
    pub(super) event: ServerEvent,
    pub(super) payload: Value,
    bytes: usize,
}

impl Told {
    pub(super) fn new(event: ServerEvent) -> Arc<Self> {
        let payload = event.payload();
        let bytes = event.name().len() + size(&payload);
        Arc::new(Self { event, payload, bytes })
    }
}

/// One thing a socket is told.
pub(super) enum Parcel<A> {
    Event(Arc<Told>),
    Answer {
        to: A,
        body: Value,
    },
    /// The end: after it there is nothing.
    End,
}

impl<A> Parcel<A> {
    fn bytes(&self) -> usize {
        match self {
            Self::Event(told) => told.bytes,
            Self::Answer { body, .. } => size(body),
            Self::End => 0,
        }
    }

    fn is_replaced_by(&self, newer: &ServerEvent) -> bool {
        matches!(self, Self::Event(told) if newer.replaces(&told.event))
    }
}

/// In the order in which it goes out.
pub(super) struct Backlog<A> {
    waiting: VecDeque<(Parcel<A>, Timestamp)>,
    bytes: usize,
}

impl<A> Backlog<A> {
    pub(super) fn new() -> Self {
        Self { waiting: VecDeque::new(), bytes: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Puts something at the end.
    pub(super) fn push(&mut self, parcel: Parcel<A>, now: Timestamp) {
        if let Parcel::Event(told) = &parcel {
            match told.event.class() {
                Class::Durable => {}
                Class::Ephemeral => return,
                Class::Latest => self.drop_where(|older| older.is_replaced_by(&told.event)),
            }
        }
        self.bytes += parcel.bytes();
        self.waiting.push_back((parcel, now));
    }

    /// What goes next.
    pub(super) fn first(&self) -> Option<&Parcel<A>> {
        self.waiting.front().map(|(parcel, _)| parcel)
    }

    /// The first has gone.
    pub(super) fn pop(&mut self) {
        if let Some((parcel, _)) = self.waiting.pop_front() {
            self.bytes -= parcel.bytes();
        }
    }

    /// Whether the reader is too slow: more than [`limits::SLOW_READER_BYTES`] wait for it, or something has
    /// waited longer than [`limits::SLOW_READER_AFTER`].
    pub(super) fn is_too_much(&self, now: Timestamp) -> bool {
        let oldest = self.waiting.front().map(|(_, since)| *since);
        self.bytes > limits::SLOW_READER_BYTES
            || oldest.is_some_and(|since| now.since(since) > limits::SLOW_READER_AFTER)
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.bytes = 0;
    }

    fn drop_where(&mut self, is_out: impl Fn(&Parcel<A>) -> bool) {
        let bytes = &mut self.bytes;
        self.waiting.retain(|(parcel, _)| {
            let is_out = is_out(parcel);
            if is_out {
                *bytes -= parcel.bytes();
            }
            !is_out
        });
    }
}

/// Bytes of JSON.
fn size(value: &Value) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // Counting cannot fail.
    drop(serde_json::to_writer(&mut count, value));
    count.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        conversation::{Typing, Unread},
        id::ConversationId,
        presence::OnlineCount,
    };
    use serde_json::json;
    use uuid::Uuid;

    const HERE: ConversationId = ConversationId(Uuid::from_u128(1));
    const THERE: ConversationId = ConversationId(Uuid::from_u128(2));

    fn online(users: usize) -> Parcel<()> {
        Parcel::Event(Told::new(ServerEvent::OnlineCount(OnlineCount { users })))
    }

    fn unread(conversation_id: ConversationId, unread: i64) -> Parcel<()> {
        let unread = Unread { conversation_id, unread, version: 1, total: unread };
        Parcel::Event(Told::new(ServerEvent::Unread(unread)))
    }

    fn answer(text: &str) -> Parcel<()> {
        Parcel::Answer { to: (), body: json!(text) }
    }

    fn drain(backlog: &mut Backlog<()>) -> Vec<String> {
        let mut told = Vec::new();
        while let Some(first) = backlog.first() {
            told.push(match first {
                Parcel::Event(told) => format!("{} {}", told.event.name(), told.payload),
                Parcel::Answer { body, .. } => format!("answer {body}"),
                Parcel::End => "end".to_owned(),
            });
            backlog.pop();
        }
        told
    }

    #[test]
    fn a_newer_value_takes_the_place_of_an_older_one_of_the_same_thing() {
        let mut backlog = Backlog::new();
        for parcel in [online(1), unread(HERE, 1), unread(THERE, 1), answer("a"), online(2)] {
            backlog.push(parcel, Timestamp(0));
        }
        backlog.push(unread(HERE, 2), Timestamp(0));
        backlog.push(Parcel::End, Timestamp(0));
        let told = drain(&mut backlog);
        let names: Vec<_> = told.iter().filter_map(|told| told.split(' ').next()).collect();
        assert_eq!(names, ["unread", "answer", "onlineCount", "unread", "end"]);
        assert!(told[3].contains("\"unread\":2"), "{told:?}");
        assert_eq!(backlog.bytes, 0);
    }

    #[test]
    fn typing_is_not_kept_for_later() {
        let mut backlog = Backlog::<()>::new();
        let typing = Typing { conversation_id: HERE, typists: Vec::new() };
        backlog.push(Parcel::Event(Told::new(ServerEvent::Typing(typing))), Timestamp(0));
        assert!(backlog.is_empty());
    }

    #[test]
    fn patience_ends_with_bytes_or_with_time() {
        let mut backlog = Backlog::new();
        backlog.push(answer("one"), Timestamp(0));
        assert!(!backlog.is_too_much(Timestamp(10_000)));
        assert!(backlog.is_too_much(Timestamp(10_001)));
        backlog.pop();
        assert!(!backlog.is_too_much(Timestamp(99_000)), "nothing waits");
        let half = "x".repeat(limits::SLOW_READER_BYTES / 2);
        backlog.push(answer(&half), Timestamp(0));
        assert!(!backlog.is_too_much(Timestamp(0)));
        backlog.push(answer(&half), Timestamp(0));
        assert!(backlog.is_too_much(Timestamp(0)));
        backlog.clear();
        assert!(!backlog.is_too_much(Timestamp(0)));
    }
}
