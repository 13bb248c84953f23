//! What one socket has heard and nobody has asked for yet.

use crate::{file::LineState, pattern};
use serde_json::Value;
use std::collections::VecDeque;

#[derive(Debug, Default)]
pub(super) struct Hearing {
    events: Vec<(String, Value)>,
    changes: VecDeque<LineState>,
}

impl Hearing {
    pub(super) fn hear(&mut self, name: String, payload: Value) {
        self.events.push((name, payload));
    }

    pub(super) fn change(&mut self, state: LineState) {
        self.changes.push_back(state);
    }

    /// What the line did so far is of no interest any more.
    pub(super) fn forget_changes(&mut self) {
        self.changes.clear();
    }

    /// Whether the line came into this state; what it did before is forgotten.
    pub(super) fn has_become(&mut self, state: LineState) -> bool {
        let place = self.changes.iter().position(|change| *change == state);
        place.is_some_and(|place| {
            self.changes.drain(..=place);
            true
        })
    }

    /// Where the first event is that fits.
    pub(super) fn find(&self, name: &str, pattern: &Value) -> Option<usize> {
        let is_it = |(known, payload): &(String, Value)| {
            known == name && pattern::fits(pattern, payload).is_ok()
        };
        self.events.iter().position(is_it)
    }

    pub(super) fn take(&mut self, place: usize) -> Value {
        self.events.remove(place).1
    }

    /// Drops what came before this place.
    pub(super) fn drop_before(&mut self, place: usize) {
        self.events.drain(..place);
    }

    /// Why the last event of this name does not fit; nothing when none came.
    pub(super) fn misfit(&self, name: &str, pattern: &Value) -> Option<String> {
        let (_, payload) = self.events.iter().rev().find(|(known, _)| known == name)?;
        pattern::fits(pattern, payload).err()
    }

    /// The names of what came and was not asked for.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.events.iter().map(|(name, _)| name.as_str()).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    }
}
