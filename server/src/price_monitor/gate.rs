//! How much is taken from the other service at all.

use std::time::Duration;

/// Reports a second that are read in the long run, and at once.
const PER_SECOND: f64 = 500.0;
const BURST: f64 = 1_000.0;
/// So much beyond that, within [`FLOOD_WITHIN`], is no haste any more.
const FLOOD: u32 = 5_000;
const FLOOD_WITHIN: Duration = Duration::from_secs(10);

/// What becomes of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passage {
    /// It is read.
    Open,
    /// It is dropped.
    Shut,
    /// It is dropped, and so should be whoever sends it.
    Flood,
}

/// A token bucket that notices when it is not taken seriously.
#[derive(Debug)]
pub(super) struct Gate {
    tokens: f64,
    filled_at: Duration,
    refused: u32,
    counted_from: Duration,
}

impl Default for Gate {
    fn default() -> Self {
        Self { tokens: BURST, filled_at: Duration::ZERO, refused: 0, counted_from: Duration::ZERO }
    }
}

impl Gate {
    pub(super) fn pass(&mut self, now: Duration) -> Passage {
        let elapsed = now.saturating_sub(self.filled_at).as_secs_f64();
        self.tokens = (self.tokens + elapsed * PER_SECOND).min(BURST);
        self.filled_at = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Passage::Open;
        }
        if now.saturating_sub(self.counted_from) > FLOOD_WITHIN {
            (self.refused, self.counted_from) = (0, now);
        }
        self.refused += 1;
        if self.refused < FLOOD {
            return Passage::Shut;
        }
        self.refused = 0;
        Passage::Flood
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(gate: &mut Gate, count: u32, now: Duration) -> (usize, usize) {
        let passages: Vec<_> = (0..count).map(|_| gate.pass(now)).collect();
        let of = |wanted| passages.iter().filter(|it| **it == wanted).count();
        (of(Passage::Open), of(Passage::Flood))
    }

    #[test]
    fn haste_is_slowed_down_and_a_flood_is_one() {
        let mut gate = Gate::default();
        assert_eq!(passages(&mut gate, 2_500, Duration::ZERO), (1_000, 0));
        assert_eq!(passages(&mut gate, 2_500, Duration::from_secs(1)), (500, 0));
        assert_eq!(passages(&mut gate, 2_500, Duration::from_secs(2)), (500, 1));
        // The same number of refusals, but over a long time.
        let mut gate = Gate::default();
        let seconds = (0..60).map(Duration::from_secs);
        let floods: usize = seconds.map(|now| passages(&mut gate, 900, now).1).sum();
        assert_eq!(floods, 0);
    }
}
