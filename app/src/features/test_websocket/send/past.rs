//! What was sent before, and what was kept.

/// So many are remembered.
const MOST: usize = 50;

/// Commands with their payloads, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Past {
    sent: Vec<(String, String)>,
    /// Which of them is looked at.
    place: Option<usize>,
}

impl Past {
    pub(super) fn sent(&mut self, command: String, payload: String) {
        self.place = None;
        let entry = (command, payload);
        if self.sent.last() != Some(&entry) {
            self.sent.push(entry);
        }
        let surplus = self.sent.len().saturating_sub(MOST);
        self.sent.drain(..surplus);
    }

    /// One further back, or forth.
    pub(super) fn leaf(&mut self, by: isize) -> Option<(String, String)> {
        let end = self.sent.len();
        let place = self.place.unwrap_or(end).saturating_add_signed(by).min(end.checked_sub(1)?);
        self.place = Some(place);
        self.sent.get(place).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_leaf_through_what_was_sent() {
        let mut past = Past::default();
        assert_eq!(past.leaf(-1), None);
        for name in ["a", "b", "b"] {
            past.sent(name.to_owned(), String::new());
        }
        let mut leaf = |by| past.leaf(by).map(|(name, _)| name);
        assert_eq!(leaf(-1).as_deref(), Some("b"));
        assert_eq!(leaf(-1).as_deref(), Some("a"));
        assert_eq!(leaf(-1).as_deref(), Some("a"));
        assert_eq!(leaf(1).as_deref(), Some("b"));
        assert_eq!(leaf(1).as_deref(), Some("b"));
    }
}
