//! Whether it makes sense to ask a service that keeps failing.

pub use protocol::price::BreakerState;
use std::time::Duration;

/// Failures in a row until nothing is asked any more.
const FAILURES: u32 = 3;
/// The first pause. Each one that follows without a success between is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// The shortest a service may ask for.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
/// A try whose end nobody has told of is forgotten after this.
const TRY_LASTS: Duration = Duration::from_mins(1);

/// A circuit breaker. Times are points on its owner's clock.
#[derive(Clone, Debug, Default)]
pub(super) struct Breaker {
    phase: Phase,
    failures: u32,
    pauses: u32,
}

#[derive(Clone, Copy, Debug, Default)]
enum Phase {
    #[default]
    Closed,
    Open {
        until: Duration,
    },
    HalfOpen {
        forgotten_at: Duration,
    },
}

impl Breaker {
    /// Lets a request pass, whose end must be told, or says for how long none does.
    pub(super) fn pass(&mut self, now: Duration) -> Result<(), Duration> {
        match self.phase {
            Phase::Closed => return Ok(()),
            Phase::Open { until: at } | Phase::HalfOpen { forgotten_at: at } if now < at => {
                return Err(at.saturating_sub(now));
            }
            Phase::Open { .. } | Phase::HalfOpen { .. } => {}
        }
        self.phase = Phase::HalfOpen { forgotten_at: now.saturating_add(TRY_LASTS) };
        Ok(())
    }

    /// The service has done what was asked.
    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// It has not, by its own fault.
    pub(super) fn failed(&mut self, now: Duration) {
        self.failures = self.failures.saturating_add(1);
        // What was under way when it opened says nothing new.
        let is_over = matches!(self.phase, Phase::Closed) && self.failures >= FAILURES;
        if is_over || matches!(self.phase, Phase::HalfOpen { .. }) {
            self.trip(now);
        }
    }

    /// The service has asked for rest: as [`failed`](Self::failed), and then it is left alone for so long at least.
    pub(super) fn rest(&mut self, pause: Duration, now: Duration) {
        self.failed(now);
        let wanted = now.saturating_add(bounded(pause));
        let until = match self.phase {
            Phase::Open { until } => until.max(wanted),
            Phase::Closed | Phase::HalfOpen { .. } => wanted,
        };
        self.phase = Phase::Open { until };
    }

    /// Opens at once, whatever was before; says for how long.
    pub(super) fn trip(&mut self, now: Duration) -> Duration {
        let pause =
            FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.pauses)).min(LONGEST_PAUSE);
        self.pauses = self.pauses.saturating_add(1);
        self.phase = Phase::Open { until: now.saturating_add(pause) };
        pause
    }

    pub(super) fn state(&self, now: Duration) -> BreakerState {
        match self.phase {
            Phase::Closed => BreakerState::Closed,
            Phase::HalfOpen { .. } => BreakerState::HalfOpen,
            Phase::Open { until } => {
                let wait = until.saturating_sub(now).as_millis();
                BreakerState::Open { retry_in_ms: u64::try_from(wait).unwrap_or(u64::MAX) }
            }
        }
    }
}

/// A pause the service asks for, within what we grant: 1 s to 5 min.
pub(super) fn bounded(pause: Duration) -> Duration {
    pause.clamp(SHORTEST_PAUSE, LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn three_failures_in_a_row_open_it_and_one_success_closes_it() {
        let mut breaker = Breaker::default();
        breaker.failed(at(0));
        breaker.failed(at(0));
        breaker.succeeded();
        breaker.failed(at(1));
        breaker.failed(at(1));
        assert_eq!(breaker.pass(at(1)), Ok(()));
        breaker.failed(at(1));
        assert_eq!(breaker.pass(at(4)), Err(at(7)));
        assert_eq!(breaker.state(at(4)), BreakerState::Open { retry_in_ms: 7_000 });
        assert_eq!(breaker.pass(at(11)), Ok(()), "one may try");
        assert_eq!(breaker.state(at(11)), BreakerState::HalfOpen);
        assert!(breaker.pass(at(11)).is_err(), "and no other meanwhile");
        breaker.succeeded();
        assert_eq!(breaker.state(at(11)), BreakerState::Closed);
    }

    #[test]
    fn pauses_grow_and_a_try_that_is_never_told_of_is_not_the_last() {
        let mut breaker = Breaker::default();
        let pauses: Vec<_> = (0..8).map(|_| breaker.trip(at(0)).as_secs()).collect();
        assert_eq!(pauses, [10, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(breaker.pass(at(300)), Ok(()));
        assert_eq!(breaker.pass(at(359)), Err(at(1)));
        assert_eq!(breaker.pass(at(360)), Ok(()));
        breaker.failed(at(361));
        assert_eq!(breaker.pass(at(362)), Err(at(299)));
    }

    #[test]
    fn a_service_that_asks_for_rest_gets_it_within_bounds() {
        let mut breaker = Breaker::default();
        breaker.rest(at(7), at(0));
        assert_eq!(breaker.pass(at(6)), Err(at(1)), "at once, not after three");
        assert_eq!(breaker.pass(at(7)), Ok(()));
        breaker.rest(at(1), at(8));
        assert_eq!(breaker.pass(at(8)), Err(at(10)), "its own pause is the longer one");
        breaker.rest(at(1_000_000), at(9));
        assert_eq!(breaker.pass(at(9)), Err(LONGEST_PAUSE));
        breaker.rest(at(0), at(20));
        assert_eq!(breaker.pass(at(308)), Err(at(1)), "what was granted is kept");
        breaker.succeeded();
        breaker.rest(at(0), at(400));
        assert_eq!(breaker.pass(at(400)), Err(at(1)));
    }

    proptest! {
        #[test]
        fn it_never_stays_shut_for_longer_than_the_longest_pause(acts in prop::collection::vec((0..5_u8, 0..400_u64), 0..60)) {
            let (mut breaker, mut now) = (Breaker::default(), Duration::ZERO);
            for (act, later) in acts {
                now += at(later);
                match act {
                    0 => breaker.succeeded(),
                    1 => breaker.failed(now),
                    2 => drop(breaker.trip(now)),
                    3 => breaker.rest(at(later * 5), now),
                    _ => drop(breaker.pass(now)),
                }
                prop_assert!(breaker.clone().pass(now + LONGEST_PAUSE).is_ok());
            }
        }
    }
}
