//! How long something still lasts, by the server's clock.

use super::actions::Extend;
use crate::{
    components::TimeText,
    hooks::use_interval,
    stores::use_stores,
    time::{Clock, clock_time, exact, use_clock},
};
use leptos::prelude::*;
use protocol::{
    Timestamp,
    order::{OrderState, OrderView, Party},
};
use std::time::Duration;

/// The time limit of the order's state: counted down for a hold, named for the others.
#[component]
pub(super) fn Limit(order: Memo<OrderView>, party: Party) -> impl IntoView {
    let limit = Memo::new(move |_| order.with(|order| order.until.map(|at| (order.state, at))));
    move || {
        let (state, at) = limit.get()?;
        Some(match state {
            OrderState::Held => view! {
                <div class="order-limit">
                    <Countdown until=at />
                    {(party == Party::Buyer).then(|| view! { <Extend order /> })}
                </div>
            }
            .into_any(),
            _ => view! {
                <p class="order-limit muted">
                    <span>
                        "Until " <TimeText at />
                        {match state {
                            OrderState::Submitted => ". Without a decision it expires then.",
                            OrderState::Scheduled => {
                                ". The first day begins then; without the payment it expires."
                            }
                            _ => {
                                ". The first day begins then; without an approved creative it expires."
                            }
                        }}
                    </span>
                </p>
            }
            .into_any(),
        })
    }
}

/// Minutes and seconds that are left. Not read aloud every second.
#[component]
fn Countdown(until: Timestamp) -> impl IntoView {
    let (store, clock) = (use_stores().conversations, use_clock());
    let left = RwSignal::new(None::<Duration>);
    let look = move || {
        left.try_set(Some(until.since(store.server_now())));
    };
    Effect::new(move || {
        // Once at once, when the page runs.
        clock.track();
        look();
    });
    use_interval(Duration::from_millis(500), look);
    let text = move || match (left.get(), clock.get()) {
        (Some(left), Clock::Local { .. }) => minutes_and_seconds(left),
        (_, clock) => clock_time(until, clock),
    };
    let is_short = move || left.get().is_some_and(|left| left < Duration::from_mins(2));
    view! {
        <p class="countdown">
            <span
                class="countdown__time"
                class:countdown__time--short=is_short
                role="timer"
                title=move || exact(until, clock.get())
                data-testid="countdown"
            >
                {text}
            </span>
            <span class="muted">
                {move || if left.get().is_some() { "left to submit" } else { "UTC: submit until then" }}
            </span>
        </p>
    }
}

/// `14:05`.
fn minutes_and_seconds(left: Duration) -> String {
    let seconds = left.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_to_the_second() {
        assert_eq!(minutes_and_seconds(Duration::from_secs(845)), "14:05");
        assert_eq!(minutes_and_seconds(Duration::ZERO), "0:00");
    }
}
