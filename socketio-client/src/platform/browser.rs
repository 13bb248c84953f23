//! The browser: `performance.now()`, `setTimeout`, `Math.random()`, microtasks.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use web_sys::Performance;

/// Time since the page was opened. Never goes back, unlike `Date.now()`; works in workers too.
pub(crate) struct Clock(Option<Performance>);

impl Clock {
    pub(crate) fn start() -> Self {
        let performance = js_sys::Reflect::get(&js_sys::global(), &"performance".into());
        Self(performance.ok().and_then(|object| object.dyn_into().ok()))
    }

    pub(crate) fn now(&self) -> Duration {
        let millis = self.0.as_ref().map_or_else(js_sys::Date::now, Performance::now);
        Duration::try_from_secs_f64(millis / 1_000.0).unwrap_or_default()
    }
}

pub(crate) type Sleep = TimeoutFuture;

/// At most the 24.8 days that `setTimeout` can count; who wants more must look at the clock and sleep again.
pub(crate) fn sleep(time: Duration) -> Sleep {
    // Rounded up, or the timer would fire a moment before the deadline and spin until it is reached.
    let millis = time.as_micros().div_ceil(1_000).min(i32::MAX as u128);
    TimeoutFuture::new(u32::try_from(millis).unwrap_or(u32::MAX))
}

/// A number from 0 to 1.
pub(crate) fn jitter() -> f64 {
    js_sys::Math::random()
}

pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(task);
}
