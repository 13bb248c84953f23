use super::all_jobs_page::Shown;
use crate::{
    components::TimeText,
    features::{
        dashboard::Figure,
        job::words::{kind_name, state_name},
    },
    format::count,
    routes,
};
use leptos::prelude::*;
use protocol::job::{JobKind, JobQuery, JobState};

/// How many jobs stand how. Each number leads to them.
#[component]
pub(super) fn Counts(shown: Shown) -> impl IntoView {
    let figures = move || {
        shown.jobs.with(|jobs| {
            let of = |state| jobs.count_of(state);
            view! {
                <Figure id="waiting" label="Waiting" value=of(JobState::Pending) />
                <Figure id="processing" label="Under way" value=of(JobState::Processing) />
                <Figure id="failed" label="Failed" value=of(JobState::Failed) />
                <Figure id="aside" label="Set aside" value=jobs.aside_count />
            }
        })
    };
    let since = Memo::new(move |_| shown.jobs.with(|jobs| jobs.waiting_since));
    view! {
        <ul class="dash-figures">{figures}</ul>
        {move || {
            since
                .get()
                .map(|at| {
                    view! {
                        <p class="muted" data-testid="waiting-since">
                            "The first in the queue waits since " <TimeText at /> "."
                        </p>
                    }
                })
        }}
        <Table shown />
    }
}

#[component]
fn Table(shown: Shown) -> impl IntoView {
    let row = move |kind: JobKind| {
        let cells = JobState::ALL.map(|state| view! { <Cell shown kind state /> });
        view! {
            <tr>
                <th scope="row">{kind_name(kind, false)}</th>
                {cells}
            </tr>
        }
    };
    let heads = JobState::ALL.map(|state| view! { <th scope="col">{state_name(state)}</th> });
    view! {
        <div class="pipeline-table" role="region" aria-label="Jobs by kind and state" tabindex="0">
            <table>
                <caption>"Jobs by kind and state"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Kind"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{JobKind::ALL.map(row)}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Cell(shown: Shown, kind: JobKind, state: JobState) -> impl IntoView {
    let number = Memo::new(move |_| {
        shown.jobs.with(|jobs| {
            let found = jobs.counts.iter().find(|one| one.kind == kind && one.state == state);
            found.map_or(0, |one| one.count)
        })
    });
    let href =
        routes::all_jobs(&JobQuery { state: Some(state), kind: Some(kind), ..JobQuery::default() });
    let label = format!("{}, {}", kind_name(kind, false), state_name(state).to_lowercase());
    view! {
        <td
            class:pipeline-table__none=move || number.get() == 0
            data-testid="job-cell"
            data-kind=kind.as_str()
            data-state=state.as_str()
            data-count=move || number.get()
        >
            <a class="all-jobs__cell" href=href aria-label=move || format!("{label}: {}", count(number.get()))>
                {move || count(number.get())}
            </a>
        </td>
    }
}
