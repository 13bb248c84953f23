//! Keeping a dashboard current: an event says that it may have changed, and then it is counted again, not more often
//! than every two seconds. What was missed without a line is found with the next one.

use crate::{
    components::{Icon, Symbol},
    error::ApiResult,
    hooks::{use_connection, use_event},
    pace::Pace,
    time::{clock_time, use_clock},
};
use leptos::{prelude::*, task::spawn_local};
use protocol::{Retry, ServerEvent, Timestamp};
use std::{sync::Arc, time::Duration};

/// Between two countings.
const EVERY: Duration = Duration::from_secs(2);

/// How what is shown is kept current.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    /// Whether the last counting has failed: what is shown is old, however well the line is.
    has_failed: RwSignal<bool>,
    /// Counts again.
    pub(crate) again: Callback<()>,
}

/// Reads `shown` again whenever an event says so that `matters`, and with every new line. Inert on the server.
pub(crate) fn keep_current<T, F>(
    shown: RwSignal<T>,
    matters: fn(&ServerEvent) -> bool,
    read: impl Fn() -> F + Send + Sync + 'static,
) -> Kept
where
    T: Send + Sync + 'static,
    F: Future<Output = ApiResult<T>> + 'static,
{
    let has_failed = RwSignal::new(false);
    let pace = StoredValue::new(Pace::default());
    let keeper = Keeper { shown, has_failed, pace, read: Arc::new(read) };
    let asked = keeper.clone();
    let again = Callback::new(move |()| asked.clone().hint());
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
    Kept { has_failed, again }
}

struct Keeper<T: Send + Sync + 'static, R> {
    shown: RwSignal<T>,
    has_failed: RwSignal<bool>,
    pace: StoredValue<Pace>,
    read: Arc<R>,
}

impl<T: Send + Sync + 'static, R> Clone for Keeper<T, R> {
    fn clone(&self) -> Self {
        let Self { shown, has_failed, pace, .. } = *self;
        Self { shown, has_failed, pace, read: self.read.clone() }
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
            let read = (self.read)().await;
            self.has_failed.try_set(read.is_err());
            match read {
                Ok(read) => {
                    self.shown.try_set(read);
                }
                Err(error) if error.0.retry == Retry::After => {
                    self.pace.try_update_value(Pace::hinted);
                }
                // Somebody has to ask, or something to happen.
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

/// How current what is shown is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Whatever happens is seen.
    Live,
    /// As of when it was counted: there is no line.
    Then,
    /// As of when it was counted: it could not be counted again.
    Failed,
}

impl Way {
    fn of(is_connected: bool, has_failed: bool) -> Self {
        match (is_connected, has_failed) {
            (_, true) => Self::Failed,
            (true, false) => Self::Live,
            (false, false) => Self::Then,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Then => "then",
            Self::Failed => "failed",
        }
    }

    fn text(self, counted_at: &str) -> String {
        match self {
            Self::Live => "live".to_owned(),
            Self::Then => format!("updated {counted_at}"),
            Self::Failed => format!("not updated since {counted_at}"),
        }
    }
}

/// How current what is shown is: `live`, or when it was counted, with a way to count again where that has failed.
#[component]
pub(crate) fn Currency(
    /// When it was counted.
    #[prop(into)]
    at: Signal<Timestamp>,
    /// How it is kept current.
    kept: Kept,
) -> impl IntoView {
    let is_connected = use_connection().is_connected();
    let clock = use_clock();
    let way = Memo::new(move |_| Way::of(is_connected.get(), kept.has_failed.get()));
    let text = move || way.get().text(&clock_time(at.get(), clock.get()));
    let symbol = move || {
        let symbol = if way.get() == Way::Failed { Symbol::Alert } else { Symbol::Live };
        view! { <Icon symbol /> }
    };
    view! {
        <p class="dashboard__state">
            <span
                class="freshness"
                role="status"
                data-testid="dashboard-state"
                data-way=move || way.get().as_str()
            >
                {symbol}
                {text}
            </span>
            <Show when=move || kept.has_failed.get()>
                <button class="button" type="button" on:click=move |_| kept.again.run(())>
                    <Icon symbol=Symbol::Retry />
                    "Try again"
                </button>
            </Show>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_counting_is_not_live_however_well_the_line_is() {
        assert_eq!(Way::of(true, false).text("14:03"), "live");
        assert_eq!(Way::of(false, false).text("14:03"), "updated 14:03");
        for is_connected in [true, false] {
            let way = Way::of(is_connected, true);
            assert_eq!(
                (way.as_str(), way.text("14:03").as_str()),
                ("failed", "not updated since 14:03")
            );
        }
    }
}
