//! Native programs: tokio.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

/// Time since this clock was made; stands still while tokio's time is paused.
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

pub(crate) type Sleep = Pin<Box<tokio::time::Sleep>>;

pub(crate) fn sleep(time: Duration) -> Sleep {
    Box::pin(tokio::time::sleep(time))
}

/// A number from 0 to 1.
pub(crate) fn jitter() -> f64 {
    fastrand::f64()
}

pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    drop(tokio::spawn(task));
}
