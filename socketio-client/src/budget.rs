//! How much is read in a second, for whoever must not be kept busy.

use std::time::Duration;

/// So much may be read ahead: what was spared, at once.
const AHEAD: Duration = Duration::from_secs(4);

/// Bytes that are paid for with time. A point in time stands for all that was read: until then it is not paid.
#[derive(Debug)]
pub(crate) struct Budget {
    bytes_per_second: u64,
    paid_at: Duration,
}

impl Budget {
    pub(crate) fn new(bytes_per_second: usize) -> Self {
        Self { bytes_per_second: (bytes_per_second as u64).max(1), paid_at: Duration::ZERO }
    }

    /// Something has been read, however long it was.
    pub(crate) fn spend(&mut self, bytes: usize, now: Duration) {
        let nanos = (bytes as u64).saturating_mul(1_000_000_000) / self.bytes_per_second;
        self.paid_at = self.paid_at.max(now).saturating_add(Duration::from_nanos(nanos));
    }

    /// Until when nothing is to be read; `None` when something may be.
    pub(crate) fn rests_until(&self, now: Duration) -> Option<Duration> {
        Some(self.paid_at.saturating_sub(AHEAD)).filter(|at| *at > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn at(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn four_seconds_worth_may_be_read_at_once_and_then_no_more_than_is_paid_for() {
        let mut budget = Budget::new(1_000);
        budget.spend(4_000, at(0));
        assert_eq!(budget.rests_until(at(0)), None);
        budget.spend(1, at(0));
        assert_eq!(budget.rests_until(at(0)), Some(at(1)));
        assert_eq!(budget.rests_until(at(1)), None);
        // One that is longer than all that may be read ahead is read, and rested from.
        budget.spend(10_000, at(1_000_000));
        assert_eq!(budget.rests_until(at(1_000_000)), Some(at(1_006_000)));
    }

    #[test]
    fn without_a_limit_nothing_rests() {
        let mut budget = Budget::new(usize::MAX);
        budget.spend(usize::MAX, at(0));
        assert_eq!(budget.rests_until(at(0)), None);
    }

    proptest! {
        #[test]
        fn whoever_obeys_reads_no_more_than_the_budget(
            frames in prop::collection::vec((0..5_000_usize, 0..3_000_u64), 1..100),
        ) {
            const PER_SECOND: usize = 1_000;
            let (mut budget, mut now, mut read) = (Budget::new(PER_SECOND), Duration::ZERO, 0);
            for (bytes, later) in frames {
                now += at(later);
                now = budget.rests_until(now).unwrap_or(now);
                prop_assert_eq!(budget.rests_until(now), None);
                let allowed = PER_SECOND as u128 * (now + AHEAD).as_millis() / 1_000;
                prop_assert!(read as u128 <= allowed, "{} of {}", read, allowed);
                budget.spend(bytes, now);
                read += bytes;
            }
        }
    }
}
