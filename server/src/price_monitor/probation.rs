//! Whether a line has held for so long, and taken in so little that had to be refused, that what was before is forgiven.

use std::time::Duration;

/// A line that has held so long was no failure, whatever ends it.
const STEADY: Duration = Duration::from_secs(30);

/// One line after the other. Nothing that is said over a line shortens its probation: whoever floods, or is gone at once,
/// can say sensible things as well.
#[derive(Debug, Default)]
pub(super) struct Probation {
    since: Option<Duration>,
}

impl Probation {
    /// A line has come.
    pub(super) fn begin(&mut self, now: Duration) {
        self.since = Some(now);
    }

    /// Something had to be refused: it begins again, unless it is over.
    pub(super) fn again(&mut self, now: Duration) {
        self.since = self.since.map(|_| now);
    }

    /// The line has gone, or is to go.
    pub(super) fn fail(&mut self) {
        self.since = None;
    }

    /// Whether it has just been passed; `true` once for a line.
    pub(super) fn is_passed(&mut self, now: Duration) -> bool {
        let is_passed = self.deadline().is_some_and(|at| now >= at);
        if is_passed {
            self.since = None;
        }
        is_passed
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        self.since.map(|at| at.saturating_add(STEADY))
    }
}
