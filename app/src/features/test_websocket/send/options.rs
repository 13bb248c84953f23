use super::{
    super::inputs::{Number, Tick},
    sender::Sender,
};
use leptos::prelude::*;

/// Most that is sent per second, as the server's patience allows.
const FASTEST: u32 = 20;
/// Most that is sent by one press.
const MOST: u32 = 200;

/// How it is sent.
#[expect(clippy::struct_excessive_bools, reason = "each is a tick of its own")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    /// Whether what the server could not read stays here.
    pub(super) is_checked: bool,
    /// Whether an answer is asked for.
    pub(super) asks: bool,
    /// Dropped rather than late; only without an answer.
    pub(super) is_volatile: bool,
    pub(super) timeout_ms: u32,
    pub(super) times: u32,
    pub(super) per_second: u32,
    /// Whether repeats have the same client id.
    pub(super) keeps_client_id: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            is_checked: true,
            asks: true,
            is_volatile: false,
            timeout_ms: 10_000,
            times: 1,
            per_second: 5,
            keeps_client_id: false,
        }
    }
}

#[component]
pub(super) fn Options(sender: Sender) -> impl IntoView {
    let setting = sender.setting;
    view! {
        <details class="fold">
            <summary data-testid="panel-options">"How"</summary>
            <div class="options">
                <Tick
                    label="Check before sending"
                    id="option-check"
                    value=Signal::derive(move || setting.with(|it| it.is_checked))
                    set=move |value| setting.update(|it| it.is_checked = value)
                />
                <Tick
                    label="Ask for an answer"
                    id="option-ask"
                    value=Signal::derive(move || setting.with(|it| it.asks))
                    set=move |value| setting.update(|it| it.asks = value)
                />
                <Tick
                    label="Volatile: dropped rather than late"
                    id="option-volatile"
                    value=Signal::derive(move || setting.with(|it| it.is_volatile))
                    set=move |value| setting.update(|it| it.is_volatile = value)
                />
                <Tick
                    label="Repeats keep the client id"
                    id="option-keep"
                    value=Signal::derive(move || setting.with(|it| it.keeps_client_id))
                    set=move |value| setting.update(|it| it.keeps_client_id = value)
                />
                <Number
                    label="Time-out, ms"
                    id="option-timeout"
                    value=Signal::derive(move || setting.with(|it| it.timeout_ms))
                    set=move |value: u32| setting.update(|it| it.timeout_ms = value.clamp(1, 60_000))
                />
                <Number
                    label="Times"
                    id="option-times"
                    value=Signal::derive(move || setting.with(|it| it.times))
                    set=move |value: u32| setting.update(|it| it.times = value.clamp(1, MOST))
                />
                <Number
                    label="Per second, at most 20"
                    id="option-rate"
                    value=Signal::derive(move || setting.with(|it| it.per_second))
                    set=move |value: u32| setting.update(|it| it.per_second = value.clamp(1, FASTEST))
                />
            </div>
        </details>
    }
}
