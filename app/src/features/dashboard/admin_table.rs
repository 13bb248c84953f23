//! How many orders stand how.

use crate::{
    features::order::{RunPill, phase_words, state_name},
    format::count,
    routes,
};
use leptos::prelude::*;
use protocol::{
    dashboard::AdminDashboard,
    order::{OrderState, Phase, RunState},
};

/// All orders, by state.
#[component]
pub(super) fn StateCounts(shown: RwSignal<AdminDashboard>) -> impl IntoView {
    let card = move |state: OrderState| {
        let number = Memo::new(move |_| {
            let of_state = |(known, _): &&(OrderState, i64)| *known == state;
            shown.with(|shown| shown.states.iter().find(of_state).map_or(0, |(_, count)| *count))
        });
        view! {
            <li
                class="pipeline-count"
                class:pipeline-count--none=move || number.get() == 0
                data-state=state.as_str()
                data-count=move || number.get()
            >
                <span class="pipeline-count__number">{move || count(number.get())}</span>
                <span class="muted">{state_name(state)}</span>
            </li>
        }
    };
    view! {
        <ul class="pipeline-counts" aria-label="All orders, by state" data-testid="pipeline-counts">
            {OrderState::ALL.map(card)}
        </ul>
    }
}

/// The work on all orders, by phase and how it stands. A heading leads to the orders below it.
#[component]
pub(super) fn WorkTable(shown: RwSignal<AdminDashboard>) -> impl IntoView {
    let row = move |phase: Phase| {
        let cells = RunState::ALL.map(|run| view! { <Cell shown phase run /> });
        view! {
            <tr>
                <th scope="row">{phase_words(phase)}</th>
                {cells}
            </tr>
        }
    };
    let heads = RunState::ALL.map(|run| {
        view! {
            <th scope="col">
                <a class="pipeline-table__head" href=routes::pipeline_of(run)>
                    <RunPill run />
                </a>
            </th>
        }
    });
    view! {
        <div class="pipeline-table" role="region" aria-label="Work on all orders" tabindex="0">
            <table>
                <caption>"Work on all orders, by phase and how it stands"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Phase"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{Phase::ALL.map(row)}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Cell(shown: RwSignal<AdminDashboard>, phase: Phase, run: RunState) -> impl IntoView {
    let number = Memo::new(move |_| {
        shown.with(|shown| {
            let found = shown.work.iter().find(|one| one.phase == phase && one.run == run);
            found.map_or(0, |one| one.count)
        })
    });
    view! {
        <td
            class:pipeline-table__none=move || number.get() == 0
            data-testid="work-cell"
            data-phase=phase.as_str()
            data-run=run.as_str()
            data-count=move || number.get()
        >
            {move || count(number.get())}
        </td>
    }
}
