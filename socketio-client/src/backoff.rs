//! How long to wait before the next attempt.

use std::time::Duration;

/// Exponential back-off with full jitter: before retry *n* (from 1) the wait is a random time between
/// zero and `first × 2ⁿ⁻¹`, never more than `cap`. Full jitter keeps thousands of clients that lost the
/// same server from returning in waves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The upper bound of the first wait. 0.5 s by default.
    pub first: Duration,
    /// The upper bound of every wait. 20 s by default.
    pub cap: Duration,
    /// A connection that has held this long starts counting from the first retry again. 30 s by default.
    pub steady_after: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            steady_after: Duration::from_secs(30),
        }
    }
}

impl Backoff {
    /// The longest wait before retry `attempt` (from 1).
    pub(crate) fn ceiling(&self, attempt: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempt.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.cap)
    }

    /// The wait before retry `attempt`, for a `jitter` between 0 and 1.
    pub(crate) fn wait(&self, attempt: u32, jitter: f64) -> Duration {
        let share = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 1.0 };
        self.ceiling(attempt).mul_f64(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_the_cap() {
        let backoff = Backoff::default();
        let millis: Vec<_> = (1..=8).map(|n| backoff.ceiling(n).as_millis()).collect();
        assert_eq!(millis, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]);
        assert_eq!(backoff.ceiling(u32::MAX), backoff.cap);
    }

    #[test]
    fn jitter_spreads_over_the_whole_range_and_never_beyond() {
        let backoff = Backoff::default();
        assert_eq!(backoff.wait(1, 0.0), Duration::ZERO);
        assert_eq!(backoff.wait(2, 0.5), Duration::from_millis(500));
        for wild in [1.0, 7.0, f64::NAN, f64::INFINITY] {
            assert_eq!(backoff.wait(3, wild), Duration::from_secs(2));
        }
    }
}
