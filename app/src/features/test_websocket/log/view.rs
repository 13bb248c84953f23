//! The log as it is looked at: filter, pause, place.

use super::filter::{Filter, Matcher};
use crate::{
    connection::log::{CAPACITY, Entry, LogBook},
    features::account::use_is_demo,
    hooks::use_connection,
};
use leptos::prelude::*;
use std::collections::VecDeque;

/// What is shown, by number, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    pub(crate) ids: VecDeque<u64>,
    /// Entries before this one have been looked at.
    next: u64,
}

/// The log as it is looked at.
#[derive(Clone, Copy)]
pub(crate) struct LogView {
    pub(crate) log: RwSignal<LogBook>,
    pub(crate) filter: RwSignal<Filter>,
    /// The entry to come when the log was paused.
    pub(crate) paused_at: RwSignal<Option<u64>>,
    /// Whether the newest stays in view.
    pub(crate) follows: RwSignal<bool>,
    pub(crate) selected: RwSignal<Option<u64>>,
    /// Whether what is personal is hidden.
    pub(crate) masks: RwSignal<bool>,
    pub(crate) shown: RwSignal<Shown>,
    /// Rises when the list has changed; at most once a frame, however much comes.
    pub(crate) tick: RwSignal<u32>,
    is_due: StoredValue<bool>,
}

impl LogView {
    pub(crate) fn new(filter: Filter) -> Self {
        Self {
            log: use_connection().log(),
            filter: RwSignal::new(filter),
            paused_at: RwSignal::new(None),
            follows: RwSignal::new(true),
            selected: RwSignal::new(None),
            masks: RwSignal::new(!use_is_demo()),
            shown: RwSignal::default(),
            tick: RwSignal::new(0),
            is_due: StoredValue::new(false),
        }
    }

    /// Looks at what has come, once a frame. Inert on the server.
    pub(crate) fn keep_fresh(self) {
        Effect::new(move || {
            self.filter.track();
            self.shown.update(|shown| *shown = Shown::default());
            self.refresh_soon();
        });
        Effect::new(move || {
            self.log.track();
            self.paused_at.track();
            self.refresh_soon();
        });
    }

    fn refresh_soon(self) {
        if self.is_due.get_value() {
            return;
        }
        self.is_due.set_value(true);
        request_animation_frame(move || {
            // The page may be gone by then.
            if self.is_due.try_set_value(false).is_none() {
                self.refresh();
            }
        });
    }

    fn refresh(self) {
        let matcher = Matcher::new(self.filter.get_untracked());
        let end = self.paused_at.get_untracked().unwrap_or(u64::MAX);
        let changed = self.shown.try_update(|shown| {
            self.log.with_untracked(|log| {
                let first = log.first_id();
                while shown.ids.front().is_some_and(|id| *id < first) {
                    shown.ids.pop_front();
                }
                let fresh = log.since(shown.next).take_while(|entry| entry.id < end);
                let fresh = fresh.filter(|entry| matcher.shows(entry)).map(|entry| entry.id);
                shown.ids.extend(fresh);
                shown.next = log.next_id().min(end).max(shown.next);
            });
        });
        if changed.is_some() {
            self.tick.update(|tick| *tick = tick.wrapping_add(1));
        }
    }

    pub(crate) fn entry(self, id: u64) -> Option<Entry> {
        self.log.with_untracked(|log| log.get(id).cloned())
    }

    /// How many entries there are.
    pub(crate) fn len(self) -> usize {
        self.log.with_untracked(LogBook::len)
    }

    /// Whether older entries have made room.
    pub(crate) fn is_full(self) -> bool {
        self.len() == CAPACITY
    }

    /// How many came since the log was paused.
    pub(crate) fn held_back(self) -> u64 {
        let next = self.log.with_untracked(LogBook::next_id);
        self.paused_at.get().map_or(0, |paused| next.saturating_sub(paused))
    }

    pub(crate) fn pause(self) {
        let next = self.log.with_untracked(LogBook::next_id);
        self.paused_at.update(|paused| *paused = paused.is_none().then_some(next));
    }

    pub(crate) fn clear(self) {
        self.log.update(LogBook::clear);
        self.selected.set(None);
        self.shown.update(|shown| shown.ids.clear());
    }

    /// What is shown, as lines of JSON.
    pub(crate) fn lines(self) -> String {
        let masks = self.masks.get_untracked();
        let line = |id: &u64| self.entry(*id).map(|entry| super::export::line(&entry, masks));
        let lines = self.shown.with_untracked(|shown| {
            shown.ids.iter().filter_map(line).map(|line| line.to_string()).collect::<Vec<_>>()
        });
        lines.join("\n")
    }

    /// Moves the selection by so many rows.
    pub(crate) fn step(self, by: isize) {
        let next = self.shown.with_untracked(|shown| {
            let place = stepped(self.place_of_selected(), by, shown.ids.len())?;
            shown.ids.get(place).copied()
        });
        self.follows.set(false);
        self.selected.set(next);
    }

    /// Which row is selected.
    pub(crate) fn place_of_selected(self) -> Option<usize> {
        let selected = self.selected.get_untracked()?;
        self.shown.with_untracked(|shown| shown.ids.binary_search(&selected).ok())
    }
}

/// The row so many rows on, of a list of this length; without one the way begins behind the last.
fn stepped(from: Option<usize>, by: isize, length: usize) -> Option<usize> {
    let last = length.checked_sub(1)?;
    Some(from.unwrap_or(length).saturating_add_signed(by).min(last))
}

#[cfg(test)]
mod tests {
    use super::stepped;

    #[test]
    fn keys_move_the_selection_within_the_list() {
        assert_eq!(stepped(None, 1, 5), Some(4));
        assert_eq!(stepped(None, isize::MIN, 5), Some(0));
        assert_eq!(stepped(Some(2), -1, 5), Some(1));
        assert_eq!(stepped(Some(4), 15, 5), Some(4));
        assert_eq!(stepped(None, -1, 0), None);
    }
}
