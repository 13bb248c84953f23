use super::{
    super::inputs::{Number, Tick},
    socket::SimSocket,
};
use crate::connection::LineFaults;
use leptos::prelude::*;

/// How bad somebody's line is.
#[component]
pub(super) fn FaultControls(socket: SimSocket) -> impl IntoView {
    let faults = RwSignal::new(LineFaults::default());
    let is_good = move || faults.with(|faults| *faults == LineFaults::default());
    view! {
        <details class="fold">
            <summary data-testid="lab-faults">
                "Line: " {move || if is_good() { "good" } else { "bad" }}
            </summary>
            <Inputs socket faults />
        </details>
    }
}

#[component]
fn Inputs(socket: SimSocket, faults: RwSignal<LineFaults>) -> impl IntoView {
    let change = move |change: &dyn Fn(&mut LineFaults)| {
        faults.update(change);
        let faults = faults.get_untracked();
        socket.with_line(|line| line.set_faults(faults));
    };
    let percent = move |read: fn(&LineFaults) -> f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a percentage")]
        Signal::derive(move || faults.with(|faults| (read(faults) * 100.0).round() as u32))
    };
    let part = |percent: u32| f64::from(percent.min(100)) / 100.0;
    view! {
        <div class="options">
                <Number
                    label="Delay, ms"
                    id="fault-delay"
                    value=Signal::derive(move || faults.with(|it| it.delay_ms))
                    set=move |value| change(&|it| it.delay_ms = value)
                />
                <Number
                    label="Slow reader: ms an event"
                    id="fault-slow"
                    value=Signal::derive(move || faults.with(|it| it.read_every_ms))
                    set=move |value| change(&|it| it.read_every_ms = value)
                />
                <Number
                    label="Lost, %"
                    id="fault-loss"
                    value=percent(|it| it.loss)
                    set=move |value| change(&|it| it.loss = part(value))
                />
                <Number
                    label="Doubled, %"
                    id="fault-duplicate"
                    value=percent(|it| it.duplicate)
                    set=move |value| change(&|it| it.duplicate = part(value))
                />
                <Number
                    label="Bad JSON, %"
                    id="fault-garble"
                    value=percent(|it| it.garble)
                    set=move |value| change(&|it| it.garble = part(value))
                />
                <Tick
                    label="Half open: hears, is not heard"
                    id="fault-mute"
                    value=Signal::derive(move || faults.with(|it| it.is_mute))
                    set=move |value| change(&|it| it.is_mute = value)
                />
                <Tick
                    label="Frozen: nothing passes"
                    id="fault-frozen"
                    value=Signal::derive(move || faults.with(|it| it.is_frozen))
                    set=move |value| change(&|it| it.is_frozen = value)
                />
        </div>
    }
}
