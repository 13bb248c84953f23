//! When a line counts as dead.

use std::time::Duration;

/// The server pings; a line that is silent for longer than it promised is dead. So is one that does not take
/// what is posted, however much it still brings.
#[derive(Debug, Default)]
pub(super) struct Heartbeat {
    silence: Duration,
    heard: Option<Duration>,
    posted: Option<Duration>,
}

impl Heartbeat {
    pub(super) fn start(silence: Duration, now: Duration) -> Self {
        Self { silence, heard: Some(now), posted: None }
    }

    pub(super) fn heard(&mut self, now: Duration) {
        if self.heard.is_some() {
            self.heard = Some(now);
        }
    }

    /// A POST is under way since then, or none.
    pub(super) fn posting(&mut self, since: Option<Duration>) {
        self.posted = since;
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        let first = self.heard.into_iter().chain(self.posted).min()?;
        Some(first.saturating_add(self.silence))
    }
}
