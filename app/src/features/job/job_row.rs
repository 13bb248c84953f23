use super::words::{done_of, kind_name, row_summary, state_words};
use crate::{
    components::{Pill, TimeText},
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::job::JobView;

/// A job in a list: what, how far, what came of it, when. Current while it is shown.
#[component]
pub(super) fn JobRow(
    /// As it was read.
    read: JobView,
) -> impl IntoView {
    let jobs = use_stores().jobs;
    let JobView { update: read, kind, name, is_dry_run, created_at, .. } = read;
    let id = read.job_id;
    let update = Memo::new(move |_| jobs.with(|jobs| jobs.newest(&read)));
    let state = Memo::new(move |_| update.with(|update| update.status));
    let words = Memo::new(move |_| update.with(state_words));
    let progress = Memo::new(move |_| update.with(|update| update.progress));
    let counts = move || {
        let progress = progress.get();
        let rows = done_of(&progress);
        let summary = row_summary(&progress.counts);
        if summary.is_empty() { rows } else { format!("{rows}: {summary}") }
    };
    let label = format!("{name}: how far it is");
    view! {
        <li
            class="job-row"
            data-testid="job-row"
            data-id=id.to_string()
            data-state=move || state.get().as_str()
        >
            <p class="job-row__title">
                <a href=routes::job(id)>
                    <bdi>{name}</bdi>
                </a>
            </p>
            <p class="job-row__text muted">{kind_name(kind, is_dry_run)} " · " {counts}</p>
            <p class="job-row__state">
                {move || {
                    let (label, tone, symbol) = words.get();
                    view! { <Pill tone symbol label /> }
                }}
            </p>
            <p class="job-row__time muted">
                <TimeText at=created_at />
            </p>
            <progress
                class="job-bar job-row__bar"
                aria-label=label
                max="100"
                value=move || progress.get().percent.to_string()
                prop:value=move || progress.get().percent.to_string()
                hidden=move || state.get().is_over()
            ></progress>
        </li>
    }
}
