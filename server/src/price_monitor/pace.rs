//! How often of one job is told: the first at once, the newest after a pause, the last always.

use std::time::Duration;

/// Between two of them: four a second.
pub(super) const EVERY: Duration = Duration::from_millis(250);

#[derive(Debug, Default)]
pub(super) struct Pace {
    told_at: Option<Duration>,
    is_waiting: bool,
}

impl Pace {
    /// There is something new. Whether to tell it now; if not, it is due at the [deadline](Self::deadline).
    pub(super) fn offer(&mut self, now: Duration) -> bool {
        self.is_waiting = true;
        self.take(now)
    }

    /// Whether what waits is due.
    pub(super) fn take(&mut self, now: Duration) -> bool {
        let is_due = self.deadline().is_some_and(|at| now >= at);
        if is_due {
            (self.told_at, self.is_waiting) = (Some(now), false);
        }
        is_due
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        let next = self.told_at.map_or(Duration::ZERO, |at| at.saturating_add(EVERY));
        self.is_waiting.then_some(next)
    }
}
