use super::{api::price_monitor_status, words::monitor_words};
use crate::{
    components::{Icon, Pill, Symbol},
    hooks::use_interval,
};
use leptos::{prelude::*, task::spawn_local};
use protocol::price::{PriceMonitorState, PriceMonitorStatus};
use std::time::Duration;

/// Nothing tells of the line's state; whoever looks at it asks so often.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// How the line to the price monitor is, asked again while it is shown.
#[component]
pub(super) fn MonitorText(status: RwSignal<PriceMonitorStatus>) -> impl IntoView {
    ask_again(status);
    let state = Memo::new(move |_| status.with(|status| status.state));
    let text = move || {
        let (_, label, tone, symbol) = monitor_words(state.get());
        view! { <Pill tone symbol label /> }
    };
    let reason = Memo::new(move |_| status.with(|status| status.reason.clone()));
    let reason = move || reason.get().map(|text| view! { <p class="muted">{text}</p> });
    view! {
        <div
            class="price-monitor"
            role="status"
            data-testid="price-monitor"
            data-state=move || monitor_words(state.get()).0
        >
            <p class="price-monitor__state">"Price monitor " {text}</p>
            {reason}
        </div>
    }
}

/// What stands instead of the form where there is no price monitor.
#[component]
pub(super) fn MonitorOff(status: PriceMonitorStatus) -> impl IntoView {
    view! {
        <div class="notice notice--waiting" data-testid="price-monitor" data-state="off">
            <Icon symbol=Symbol::Info />
            <div class="notice__text">
                <p class="notice__title">"Prices cannot be compared here"</p>
                <p>{status.reason} " Your prices stay as you set them, and everything else works."</p>
            </div>
        </div>
    }
}

/// Inert on the server. What is off stays so until the server starts anew.
fn ask_again(status: RwSignal<PriceMonitorStatus>) {
    use_interval(ASK_EVERY, move || {
        spawn_local(async move {
            if let Ok(now) = price_monitor_status().await {
                status.try_update(|known| {
                    if *known != now && now.state != PriceMonitorState::Off {
                        *known = now;
                    }
                });
            }
        });
    });
}
