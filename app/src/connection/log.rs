//! What went over the line, for the instrument panel.

use protocol::Timestamp;
use serde_json::Value;
use std::{collections::VecDeque, sync::Arc, time::Duration};

/// Older entries make room.
pub const CAPACITY: usize = 1_000;

/// Which way it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// An event from the server.
    In,
    /// A command to the server.
    Out,
    /// The answer to a command.
    Ack,
    /// Something about the line itself.
    Line,
}

impl Direction {
    /// In the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Ack => "ack",
            Self::Line => "line",
        }
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Rises by one from entry to entry.
    pub id: u64,
    /// By this browser's clock.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// The event, the command, or what happened.
    pub name: String,
    /// What it carried.
    pub payload: Arc<Value>,
    /// For an answer: how long it took.
    pub latency: Option<Duration>,
    /// Whether it is a refusal, or was not understood.
    pub is_trouble: bool,
}

impl Entry {
    /// Bytes of the payload as JSON.
    pub fn size(&self) -> usize {
        if self.payload.is_null() { 0 } else { self.payload.to_string().len() }
    }

    /// Whether name or payload hold the text, in any case.
    pub fn matches(&self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        text.is_empty()
            || self.name.to_lowercase().contains(&text)
            || self.direction.as_str() == text
            || self.payload.to_string().to_lowercase().contains(&text)
    }
}

/// What is to be noted.
#[derive(Clone, Debug)]
pub struct Note {
    /// Which way.
    pub direction: Direction,
    /// The event, the command, or what happened.
    pub name: String,
    /// What it carried.
    pub payload: Value,
    /// For an answer: how long it took.
    pub latency: Option<Duration>,
    /// Whether it is a refusal, or was not understood.
    pub is_trouble: bool,
}

impl Note {
    /// An ordinary entry.
    pub fn new(direction: Direction, name: impl Into<String>, payload: Value) -> Self {
        Self { direction, name: name.into(), payload, latency: None, is_trouble: false }
    }
}

/// The newest entries, oldest first.
#[derive(Clone, Debug, Default)]
pub struct LogBook {
    entries: VecDeque<Entry>,
    next_id: u64,
}

impl LogBook {
    /// Adds an entry.
    pub fn note(&mut self, note: Note, at: Timestamp) {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        let Note { direction, name, payload, latency, is_trouble } = note;
        let payload = Arc::new(payload);
        let id = self.next_id;
        self.next_id += 1;
        self.entries.push_back(Entry { id, at, direction, name, payload, latency, is_trouble });
    }

    /// Forgets all entries; their numbers are not used again.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// The number of the newest entry.
    pub fn last_id(&self) -> Option<u64> {
        self.entries.back().map(|entry| entry.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_oldest_entry_makes_room() {
        let mut log = LogBook::default();
        for n in 0..=CAPACITY {
            log.note(Note::new(Direction::In, format!("event {n}"), Value::Null), Timestamp(0));
        }
        assert_eq!(log.entries().len(), CAPACITY);
        assert_eq!(log.entries().next().map(|entry| entry.id), Some(1));
    }

    #[test]
    fn an_entry_is_found_by_name_or_content() {
        let mut log = LogBook::default();
        log.note(Note::new(Direction::In, "newMessage", json!({ "body": "Hello" })), Timestamp(0));
        let entry = log.entries().next().unwrap();
        for text in ["", "newm", "hello", "in", " HELLO "] {
            assert!(entry.matches(text), "{text:?}");
        }
        assert!(!entry.matches("typing"));
        assert_eq!(entry.size(), r#"{"body":"Hello"}"#.len());
    }
}
