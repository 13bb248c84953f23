//! One followed stream: its cursor, and what came too early.

use super::{super::log::Mark, Action};
use protocol::{
    Room, ServerEvent,
    stream::{Cursor, Head, Position, Step, step},
};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Something may be missing and nobody has asked yet.
    Behind,
    /// The question is under way.
    Asked,
    /// The page's data are being read again; events are left to the question that follows.
    Reloading,
    /// Nothing is missing.
    Live,
}

/// Whether a stream's part of an answer led somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Yes, if only to the next question.
    Settled,
    /// No: asking at once would give the same answer.
    Open,
}

#[derive(Debug)]
pub(super) struct Followed {
    applied: Head,
    /// Those who listen know everything up to here; `applied` may be set back behind it.
    told: i64,
    pub(super) phase: Phase,
    /// Came before their predecessors; of the epoch of `applied`.
    early: BTreeMap<i64, ServerEvent>,
    /// An event of another epoch was seen after the question.
    ask_again: bool,
}

impl Followed {
    pub(super) fn new(applied: Head) -> Self {
        let told = applied.seq;
        Self { applied, told, phase: Phase::Behind, early: BTreeMap::new(), ask_again: false }
    }

    pub(super) fn cursor(&self, name: Room) -> Cursor {
        Cursor { name, epoch: self.applied.epoch, seq: self.applied.seq }
    }

    pub(super) fn ask(&mut self, name: Room) -> Cursor {
        self.phase = Phase::Asked;
        self.ask_again = false;
        self.cursor(name)
    }

    pub(super) fn interrupt(&mut self) {
        self.early.clear();
        self.phase = Phase::Behind;
    }

    /// The question came to nothing.
    pub(super) fn give_up(&mut self) {
        if self.phase == Phase::Asked {
            self.phase = Phase::Behind;
        }
    }

    /// Data read at `head` were added to what was there. The place never moves forward for that: an edit of
    /// something older, which the reading does not hold, is still to come.
    pub(super) fn know(&mut self, head: Head) {
        if self.applied.epoch != head.epoch {
            *self = Self::new(head);
            return;
        }
        if head.seq != self.applied.seq && self.phase != Phase::Reloading {
            self.phase = Phase::Behind;
        }
        self.applied.seq = self.applied.seq.min(head.seq);
        self.told = self.told.max(head.seq);
    }

    /// Goes on from data read at `head`, which replaced what was there.
    pub(super) fn start_at(&mut self, head: Head, actions: &mut Vec<Action>) {
        if self.applied.epoch != head.epoch {
            *self = Self::new(head);
            return;
        }
        if head.seq < self.applied.seq || self.phase == Phase::Reloading {
            self.phase = Phase::Behind;
        }
        self.applied.seq = head.seq;
        self.told = self.told.max(head.seq);
        self.apply_early(actions);
    }

    pub(super) fn mark(&self, position: &Position) -> Option<Mark> {
        match step(self.applied, position) {
            Step::Drop => Some(Mark::Duplicate),
            Step::Gap if position.epoch != self.applied.epoch => Some(Mark::Reset),
            Step::Gap => Some(Mark::Gap(position.seq - self.applied.seq - 1)),
            Step::Apply if self.early.is_empty() => None,
            Step::Apply => Some(Mark::Filled),
        }
    }

    /// Whether a question from this place would leave a hole.
    pub(super) fn is_before(&self, asked: &Cursor) -> bool {
        self.applied.epoch == asked.epoch && self.applied.seq < asked.seq
    }

    /// An event came over the line. Says whether the server must be asked now.
    pub(super) fn receive(
        &mut self,
        position: &Position,
        event: ServerEvent,
        actions: &mut Vec<Action>,
    ) -> bool {
        match step(self.applied, position) {
            Step::Drop => return false,
            Step::Apply if self.phase != Phase::Reloading => {
                self.apply(event, actions);
                return false;
            }
            Step::Apply | Step::Gap => {}
        }
        if position.epoch == self.applied.epoch {
            self.early.insert(position.seq, event);
        } else {
            self.ask_again = true;
        }
        let must_ask = self.phase == Phase::Live;
        if must_ask {
            self.phase = Phase::Behind;
        }
        must_ask
    }

    /// Takes the events of an answer. Ends in [`Phase::Reloading`] when the answer itself has a hole.
    pub(super) fn take(
        &mut self,
        events: Vec<ServerEvent>,
        more: bool,
        actions: &mut Vec<Action>,
    ) -> Outcome {
        if self.phase == Phase::Reloading {
            return Outcome::Settled;
        }
        let before = self.applied.seq;
        for event in events {
            let decision = event.position().map_or(Step::Drop, |at| step(self.applied, at));
            match decision {
                Step::Drop => {}
                Step::Apply => self.apply(event, actions),
                Step::Gap => {
                    self.phase = Phase::Reloading;
                    return Outcome::Settled;
                }
            }
        }
        let is_complete = !more && !self.ask_again && self.early.is_empty();
        let has_progressed = self.applied.seq > before || self.ask_again;
        self.phase = match (is_complete, has_progressed) {
            (true, _) => Phase::Live,
            (false, true) => Phase::Behind,
            (false, false) => return Outcome::Open,
        };
        Outcome::Settled
    }

    /// The server says where the stream stands.
    pub(super) fn compare(&mut self, head: Head) {
        let is_behind = self.applied.epoch != head.epoch || self.applied.seq < head.seq;
        if is_behind && self.phase == Phase::Live {
            self.phase = Phase::Behind;
        }
    }

    /// Applies the next event and every early one that follows it.
    fn apply(&mut self, event: ServerEvent, actions: &mut Vec<Action>) {
        self.apply_next(event, actions);
        self.apply_early(actions);
    }

    fn apply_early(&mut self, actions: &mut Vec<Action>) {
        while let Some(event) = self.early.remove(&(self.applied.seq + 1)) {
            self.apply_next(event, actions);
        }
        self.early.retain(|seq, _| *seq > self.applied.seq);
    }

    fn apply_next(&mut self, event: ServerEvent, actions: &mut Vec<Action>) {
        self.applied.seq += 1;
        let is_news = self.applied.seq > self.told;
        self.told = self.told.max(self.applied.seq);
        actions.push(if is_news { Action::Apply(event) } else { Action::Refill(event) });
    }
}
