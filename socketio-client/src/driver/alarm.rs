//! One timer that is seldom moved.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::platform::{self, Sleep};

/// Wakes at the deadline or before. Deadlines mostly move away (every frame postpones the heartbeat's), so
/// a timer that fires early is cheaper than a new one each time: the driver ticks, and sets it again.
#[derive(Default)]
pub(super) struct Alarm(Option<(Duration, Sleep)>);

impl Alarm {
    pub(super) fn set(&mut self, deadline: Option<Duration>, now: Duration) {
        let Some(deadline) = deadline else {
            self.0 = None;
            return;
        };
        if self.0.as_ref().is_none_or(|(at, _)| deadline < *at) {
            self.0 = Some((deadline, platform::sleep(deadline.saturating_sub(now))));
        }
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some((_, sleep)) = &mut self.0 else {
            return Poll::Pending;
        };
        ready!(Pin::new(sleep).poll(cx));
        self.0 = None;
        Poll::Ready(())
    }
}
