//! Keeping a dashboard current: an event says that it may have changed, and then it is counted again, not more often
//! than every two seconds. What was missed without a line is found with the next one.

use crate::{
    components::{Icon, Symbol},
    error::ApiResult,
    hooks::{use_connection, use_event},
    time::{clock_time, use_clock},
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{Retry, ServerEvent, Timestamp};
use std::{sync::Arc, time::Duration};

/// Between two countings.
const EVERY: Duration = Duration::from_secs(2);

/// When to count again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Pace {
    /// Nothing has happened.
    #[default]
    Resting,
    /// It is being counted, or was just now.
    Busy,
    /// The same, and something has happened since.
    BusyAndStale,
}

impl Pace {
    /// Something has happened. Whether to count at once.
    fn hinted(&mut self) -> bool {
        let was = *self;
        *self = if was == Self::Resting { Self::Busy } else { Self::BusyAndStale };
        was == Self::Resting
    }

    /// The pause after a counting is over. Whether to count again.
    fn paused(&mut self) -> bool {
        let was = *self;
        *self = if was == Self::BusyAndStale { Self::Busy } else { Self::Resting };
        was == Self::BusyAndStale
    }
}

/// Reads `shown` again whenever an event says so that `matters`, and with every new line. Inert on the server.
pub(crate) fn keep_current<T, F>(
    shown: RwSignal<T>,
    matters: fn(&ServerEvent) -> bool,
    read: impl Fn() -> F + Send + Sync + 'static,
) where
    T: Send + Sync + 'static,
    F: Future<Output = ApiResult<T>> + 'static,
{
    let keeper = Keeper { shown, pace: StoredValue::new(Pace::default()), read: Arc::new(read) };
    let is_connected = use_connection().is_connected();
    let hinted = keeper.clone();
    Effect::new(move |_: Option<()>| {
        if is_connected.get() {
            hinted.clone().hint();
        }
    });
    use_event(move |event| {
        if matters(event) {
            keeper.clone().hint();
        }
    });
}

struct Keeper<T: Send + Sync + 'static, R> {
    shown: RwSignal<T>,
    pace: StoredValue<Pace>,
    read: Arc<R>,
}

impl<T: Send + Sync + 'static, R> Clone for Keeper<T, R> {
    fn clone(&self) -> Self {
        Self { shown: self.shown, pace: self.pace, read: self.read.clone() }
    }
}

impl<T, F, R> Keeper<T, R>
where
    T: Send + Sync + 'static,
    F: Future<Output = ApiResult<T>> + 'static,
    R: Fn() -> F + Send + Sync + 'static,
{
    fn hint(self) {
        if self.pace.try_update_value(Pace::hinted) == Some(true) {
            self.count();
        }
    }

    fn count(self) {
        spawn_local(async move {
            match (self.read)().await {
                Ok(read) => {
                    self.shown.try_set(read);
                }
                Err(error) if error.0.retry == Retry::After => {
                    self.pace.try_update_value(Pace::hinted);
                }
                Err(_) => {}
            }
            let after_the_pause = move || {
                if self.pace.try_update_value(Pace::paused) == Some(true) {
                    self.count();
                }
            };
            set_timeout(after_the_pause, EVERY);
        });
    }
}

/// How current what is shown is: `live`, or when it was counted.
#[component]
pub(crate) fn Currency(
    /// When it was counted.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let is_connected = use_connection().is_connected();
    let clock = use_clock();
    let text = move || {
        if is_connected.get() {
            "live".to_owned()
        } else {
            format!("updated {}", clock_time(at.get(), clock.get()))
        }
    };
    view! {
        <span
            class="freshness"
            role="status"
            data-testid="dashboard-state"
            data-way=move || if is_connected.get() { "live" } else { "then" }
        >
            <Icon symbol=Symbol::Live />
            {text}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_hints_are_one_counting_now_and_one_after_the_pause() {
        let mut pace = Pace::default();
        assert!(pace.hinted());
        assert!(!pace.hinted() && !pace.hinted(), "one is under way");
        assert!(pace.paused(), "something has happened since it began");
        assert!(!pace.paused(), "and nothing after that");
        assert!(pace.hinted());
    }
}
