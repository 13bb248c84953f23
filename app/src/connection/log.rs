//! What went over the line, for the test page.

mod entry;

pub use entry::{Answer, Direction, Entry, Kind, Mark, Note};

use protocol::Timestamp;
use serde_json::Value;
use std::{collections::VecDeque, sync::Arc, time::Duration};

/// Older entries make room.
pub const CAPACITY: usize = 10_000;

/// The newest entries, oldest first. Their numbers have no holes.
#[derive(Clone, Debug, Default)]
pub struct LogBook {
    entries: VecDeque<Entry>,
    next_id: u64,
}

impl LogBook {
    /// Adds an entry; gives its number.
    pub fn note(&mut self, note: Note, at: Timestamp) -> u64 {
        if self.entries.len() == CAPACITY {
            self.entries.pop_front();
        }
        let id = self.next_id;
        self.next_id += 1;
        self.entries.push_back(Entry::new(id, at, note));
        id
    }

    /// A command was answered, or nothing came: joined to what was sent.
    pub fn answer(&mut self, id: u64, answer: Result<Value, String>, latency: Duration) {
        if let Some(entry) = self.find_mut(id) {
            entry.answer = match answer {
                Ok(payload) => {
                    entry.is_trouble = payload.get("err").is_some();
                    Answer::Came { payload: Arc::new(payload), latency }
                }
                Err(why) => {
                    entry.is_trouble = true;
                    Answer::Missing { why, latency }
                }
            };
        }
    }

    /// Forgets all entries; their numbers are not used again.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// The entry with this number.
    pub fn get(&self, id: u64) -> Option<&Entry> {
        self.entries.get(self.place(id)?)
    }

    /// Those with this number and later ones.
    pub fn since(&self, id: u64) -> impl Iterator<Item = &Entry> {
        let first = self.entries.front().map_or(id, |entry| entry.id);
        let skipped = usize::try_from(id.saturating_sub(first)).unwrap_or(usize::MAX);
        self.entries.iter().skip(skipped)
    }

    /// The number of the oldest entry that is still there, or of the one to come.
    pub fn first_id(&self) -> u64 {
        self.entries.front().map_or(self.next_id, |entry| entry.id)
    }

    /// The number of the entry to come.
    pub fn next_id(&self) -> u64 {
        self.next_id
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, id: u64) -> Option<usize> {
        usize::try_from(id.checked_sub(self.entries.front()?.id)?).ok()
    }

    fn find_mut(&mut self, id: u64) -> Option<&mut Entry> {
        let place = self.place(id)?;
        self.entries.get_mut(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn note(name: &str) -> Note {
        Note::new(Direction::Out, Kind::Command, name, json!({"a": 1}))
    }

    #[test]
    fn the_oldest_entry_makes_room() {
        let mut log = LogBook::default();
        for n in 0..=CAPACITY {
            log.note(note(&format!("event {n}")), Timestamp(0));
        }
        assert_eq!((log.len(), log.first_id()), (CAPACITY, 1));
        assert!(log.get(0).is_none());
        assert_eq!(log.get(1).map(|entry| entry.name.as_str()), Some("event 1"));
        assert_eq!(log.since(CAPACITY as u64).count(), 1);
        assert_eq!(log.since(0).count(), CAPACITY);
    }

    #[test]
    fn an_answer_is_joined_to_what_was_sent() {
        let mut log = LogBook::default();
        let first = log.note(note("first"), Timestamp(0));
        let second = log.note(note("second"), Timestamp(0));
        log.answer(first, Ok(json!({"err": {"code": "invalid"}})), Duration::from_millis(5));
        log.answer(second, Err("too late".to_owned()), Duration::from_secs(10));
        let latency = |id| log.get(id).and_then(Entry::latency);
        assert_eq!(latency(first), Some(Duration::from_millis(5)));
        assert!(matches!(log.get(second).unwrap().answer, Answer::Missing { .. }));
        assert!(log.get(first).unwrap().is_trouble && log.get(second).unwrap().is_trouble);
        log.clear();
        log.answer(first, Ok(Value::Null), Duration::ZERO);
        assert_eq!((log.len(), log.next_id()), (0, 2));
    }
}
