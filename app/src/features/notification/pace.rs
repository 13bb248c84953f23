//! How often toasts are shown: a screen reader reads each one out.

use protocol::{Timestamp, notification::NotificationView};
use std::time::Duration;

/// Between two toasts.
pub(super) const EVERY: Duration = Duration::from_secs(2);

/// What waits for its turn.
#[derive(Debug, Default)]
pub(super) struct Pace {
    shown_at: Option<Timestamp>,
    waiting: Vec<NotificationView>,
}

impl Pace {
    /// One more is to be shown. One that grows is still one.
    pub(super) fn add(&mut self, view: NotificationView) {
        self.waiting.retain(|waiting| waiting.id != view.id);
        self.waiting.push(view);
    }

    /// What is to be shown now, as one toast; nothing too soon after the last.
    pub(super) fn take(&mut self, now: Timestamp) -> Vec<NotificationView> {
        if self.shown_at.is_some_and(|at| now.since(at) < EVERY) {
            return Vec::new();
        }
        if !self.waiting.is_empty() {
            self.shown_at = Some(now);
        }
        std::mem::take(&mut self.waiting)
    }

    /// How long until the next turn, while something waits.
    pub(super) fn wait(&self, now: Timestamp) -> Option<Duration> {
        let since = self.shown_at.filter(|_| !self.waiting.is_empty())?;
        Some(EVERY.saturating_sub(now.since(since)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{
        id::{NotificationId, SessionId},
        notification::NotificationBody,
    };
    use uuid::Uuid;

    fn view(id: u128) -> NotificationView {
        let session_id = SessionId(Uuid::nil());
        let body = NotificationBody::NewSession { session_id, user_agent: String::new() };
        let id = NotificationId(Uuid::from_u128(id));
        NotificationView { id, seq: 1, body, count: 1, at: Timestamp(0), is_read: false }
    }

    #[test]
    fn a_burst_is_one_toast_at_once_and_one_for_the_rest() {
        let mut pace = Pace::default();
        pace.add(view(1));
        assert_eq!(pace.take(Timestamp(0)).len(), 1);
        for id in [2, 3, 2, 4] {
            pace.add(view(id));
            assert_eq!(pace.take(Timestamp(500)), []);
        }
        assert_eq!(pace.wait(Timestamp(500)), Some(Duration::from_millis(1_500)));
        assert_eq!(pace.take(Timestamp(2_000)).len(), 3);
        assert_eq!(pace.wait(Timestamp(2_000)), None);
    }
}
