//! Figures of the line, for those who examine it.

use super::{LineState, TransportName, now};
use protocol::{Timestamp, event::StreamHead};
use std::{collections::VecDeque, time::Duration};

/// So many answers say how the line is now.
const ANSWERS: usize = 21;
/// So many changes of the line are remembered.
const CHANGES: usize = 50;

/// What the instrument panel shows of the line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineStats {
    /// Since when it stands as it stands.
    pub since: Option<Timestamp>,
    /// What carries it.
    pub transport: Option<&'static str>,
    /// How often it came up.
    pub connects: u32,
    /// Attempts since it was last up.
    pub attempts: u32,
    /// How long the last answer took.
    pub last_ack: Option<Duration>,
    /// When the last heartbeat came.
    pub pinged_at: Option<Timestamp>,
    /// How long the latest answers took, the newest last.
    pub answers: Vec<Duration>,
    /// When the last event came.
    pub heard_at: Option<Timestamp>,
    /// The server's version.
    pub build: Option<String>,
    /// How often something was read anew, because what was missed could not be told event by event.
    pub resets: u32,
    /// Why the last connection ended.
    pub ended: Option<String>,
    /// The namespace's name for this connection. It opens nothing.
    pub sid: Option<String>,
    /// How far the server's clock is ahead of this browser's, in milliseconds, on its way here included.
    pub clock_ahead: Option<i64>,
    /// What was tried in the latest attempt, and since.
    pub ladder: Vec<Rung>,
    /// The latest changes, the oldest first.
    pub changes: VecDeque<(Timestamp, String)>,
    /// Where the server's streams stood when it last said so.
    pub heads: Vec<StreamHead>,
    /// When the latest attempt began.
    began: Option<Timestamp>,
}

/// A transport that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// Which.
    pub transport: TransportName,
    /// Why it failed; nothing when it holds.
    pub failure: Option<String>,
    /// From the attempt's beginning.
    pub took: Duration,
}

impl LineStats {
    pub(super) fn answered_after(&mut self, latency: Duration) {
        self.last_ack = Some(latency);
        let surplus = (self.answers.len() + 1).saturating_sub(ANSWERS);
        self.answers.drain(..surplus);
        self.answers.push(latency);
    }

    /// What half of the latest answers took at most.
    pub fn usual_answer(&self) -> Option<Duration> {
        quantile(&self.answers, 0.5)
    }

    pub(super) fn moved(&mut self, state: LineState) {
        self.since = Some(now());
        match state {
            LineState::Connecting { attempt } => {
                self.attempts = attempt.max(1);
                self.began = Some(now());
                self.ladder.clear();
            }
            LineState::Connected => self.connects += 1,
            _ => {}
        }
    }

    pub(super) fn climbed(&mut self, transport: TransportName, failure: Option<String>) {
        let took = self.began.map_or(Duration::ZERO, |began| now().since(began));
        self.ladder.push(Rung { transport, failure, took });
    }

    pub(super) fn changed(&mut self, what: String) {
        if self.changes.len() == CHANGES {
            self.changes.pop_front();
        }
        self.changes.push_back((now(), what));
    }
}

/// What this part of them took at most; nothing when there are none.
pub fn quantile(times: &[Duration], part: f64) -> Option<Duration> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a short list"
    )]
    let place = (sorted.len() as f64 * part) as usize;
    sorted.get(place.min(sorted.len().saturating_sub(1))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_what_is_there() {
        let times: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(quantile(&times, 0.5), Some(Duration::from_millis(51)));
        assert_eq!(quantile(&times, 0.95), Some(Duration::from_millis(96)));
        assert_eq!(quantile(&times[..1], 0.95), Some(Duration::from_millis(1)));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
