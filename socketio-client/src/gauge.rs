//! How much waits in a queue, for whoever must not fill it without end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;

/// Counts what waits between one that puts in and one that takes out.
#[derive(Debug)]
pub(crate) struct Gauge {
    limit: usize,
    waiting: AtomicUsize,
    waker: AtomicWaker,
}

impl Gauge {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, waiting: AtomicUsize::new(0), waker: AtomicWaker::new() }
    }

    /// Called before it is put in, so that it is not taken out first.
    pub(crate) fn add(&self, amount: usize) {
        self.change(|waiting| waiting.saturating_add(amount));
    }

    pub(crate) fn remove(&self, amount: usize) {
        self.change(|waiting| waiting.saturating_sub(amount));
        self.waker.wake();
    }

    /// Nobody takes anything out any more, and nobody needs to wait for it.
    pub(crate) fn clear(&self) {
        self.remove(usize::MAX);
    }

    /// Ready while less waits than may. For one task at a time.
    pub(crate) fn poll_room(&self, cx: &Context<'_>) -> Poll<()> {
        if self.has_room() {
            return Poll::Ready(());
        }
        self.waker.register(cx.waker());
        // It may have become free in between.
        if self.has_room() { Poll::Ready(()) } else { Poll::Pending }
    }

    fn has_room(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) < self.limit
    }

    fn change(&self, change: impl Fn(usize) -> usize) {
        self.waiting
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |waiting| Some(change(waiting)))
            .ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_makes_wait_until_something_is_taken_out() {
        let cx = &Context::from_waker(std::task::Waker::noop());
        let gauge = Gauge::new(10);
        gauge.add(9);
        assert!(gauge.poll_room(cx).is_ready());
        gauge.add(5);
        assert!(gauge.poll_room(cx).is_pending());
        gauge.remove(4);
        assert!(gauge.poll_room(cx).is_pending());
        gauge.remove(1);
        assert!(gauge.poll_room(cx).is_ready());
        gauge.add(usize::MAX);
        gauge.clear();
        assert!(gauge.poll_room(cx).is_ready());
    }
}
