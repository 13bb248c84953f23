use leptos::prelude::*;
use std::time::Duration;

/// Does something again and again while the component lives, the first time after one interval. Inert on the
/// server.
pub(crate) fn use_interval(every: Duration, tick: impl Fn() + Clone + 'static) {
    Effect::new(move || {
        // Fails only where there is no window.
        if let Ok(handle) = set_interval_with_handle(tick.clone(), every) {
            on_cleanup(move || handle.clear());
        }
    });
}
