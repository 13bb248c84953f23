//! Turns: only so many pictures have their pixels in memory at once.

use crate::{Result, error::Error};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Turns at work that fills memory, on threads that serve no requests.
pub(super) struct Turns {
    free: Arc<Semaphore>,
}

impl Turns {
    pub(super) fn new(count: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(count)) }
    }

    /// Waits for a turn and works. Nothing stops work that has begun, so it keeps its turn to its end, also when
    /// whoever waits for it hangs up. What it returns has no turn, and should be small.
    pub(super) async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let broken = |error: String| Error::Internal(format!("turn at a picture: {error}"));
        let turn = self.free.clone().acquire_owned().await;
        let turn = turn.map_err(|error| broken(error.to_string()))?;
        let task = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        task.await.map_err(|error| broken(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::{FutureExt, poll};
    use std::{pin::pin, sync::mpsc};
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn who_hangs_up_leaves_no_turn_to_others_before_the_work_has_ended() {
        let turns = Turns::new(2);
        let mut gates = Vec::new();
        for _ in 0..2 {
            let (open, gate) = mpsc::channel::<()>();
            let (tell, begun) = oneshot::channel();
            let mut work = Box::pin(turns.take(move || {
                tell.send(()).expect("is waited for");
                gate.recv().expect("is opened");
            }));
            assert!(work.as_mut().now_or_never().is_none());
            begun.await.expect("has begun");
            drop(work);
            gates.push(open);
        }
        let mut third = pin!(turns.take(|| "worked"));
        assert!(poll!(third.as_mut()).is_pending());
        assert_eq!(turns.free.available_permits(), 0, "both are still at work");
        gates.pop().expect("has two").send(()).expect("waits");
        assert_eq!(third.await.expect("works"), "worked");
        gates.pop().expect("has one").send(()).expect("waits");
    }

    #[tokio::test]
    async fn work_that_breaks_down_gives_its_turn_back() {
        let turns = Turns::new(1);
        assert!(turns.take(|| panic!("a decoder broke down")).await.map(|(): ()| ()).is_err());
        assert_eq!(turns.take(|| 7).await.expect("works"), 7);
    }
}
