use super::{
    all_jobs_page::Shown,
    care::{Cancel, Retry},
};
use crate::{
    components::{Pill, TimeText},
    features::job::words::{kind_name, pace, row_summary, state_words},
    format::{count, counted},
    routes,
    stores::use_stores,
};
use leptos::prelude::*;
use protocol::{
    Timestamp,
    job::{AdminJob, JobAction, JobParty, JobQuery, JobState, JobUpdate, next},
    limits::JOB_FAILURES,
};

/// A job: whose, what, how far, how fast, what went wrong, and what can be done. Current while it is shown.
#[component]
pub(super) fn AllJobsRow(one: AdminJob, shown: Shown) -> impl IntoView {
    let jobs = use_stores().jobs;
    let AdminJob { job, owner, failures, due_at, leased_until } = one;
    let (id, read, attempt) = (job.update.job_id, job.update, job.attempt);
    let update = Memo::new(move |_| jobs.with(|jobs| jobs.newest(&read)));
    let state = Memo::new(move |_| update.with(|update| update.status));
    let words = Memo::new(move |_| update.with(state_words));
    let name = job.name.clone();
    let of_owner = routes::all_jobs(&JobQuery { owner: Some(owner.id), ..JobQuery::default() });
    let attempts = (attempt > 1).then(|| format!(" · attempt {attempt}"));
    view! {
        <li class="all-row" data-testid="all-job" data-id=id.to_string() data-state=move || state.get().as_str()>
            <p class="all-row__title">
                <a href=routes::job(id) dir="auto">{name.clone()}</a>
            </p>
            <p class="all-row__state">
                {move || {
                    let (label, tone, symbol) = words.get();
                    view! { <Pill tone symbol label /> }
                }}
            </p>
            <p class="all-row__text muted">
                {kind_name(job.kind, job.is_dry_run)} " · " <a href=of_owner dir="auto">{owner.name}</a> " · "
                <TimeText at=job.created_at /> {attempts}
            </p>
            <p class="all-row__text" data-testid="all-job-rows">
                {move || update.with(rows)}
            </p>
            <progress
                class="job-bar"
                aria-label=format!("{name}: rows done")
                max="100"
                value=move || update.with(|update| update.progress.percent.to_string())
                prop:value=move || update.with(|update| update.progress.percent.to_string())
                hidden=move || state.get().is_over()
            ></progress>
            {move || update.with(|update| update.error.clone()).map(|error| view! { <p class="all-row__text">{error}</p> })}
            <Trouble failures due_at leased_until state />
            <div class="all-row__acts">
                <Show when=move || may(state.get(), JobAction::Cancel)>
                    <Cancel id shown />
                </Show>
                <Show when=move || may(state.get(), JobAction::Retry)>
                    <Retry id shown />
                </Show>
            </div>
        </li>
    }
}

/// What did not work so far, and whether a worker is at it.
#[component]
fn Trouble(
    failures: i32,
    due_at: Timestamp,
    leased_until: Option<Timestamp>,
    state: Memo<JobState>,
) -> impl IntoView {
    let is_at_work = move || state.get() == JobState::Processing;
    view! {
        {(failures > 0)
            .then(|| {
                view! {
                    <Show when=move || !state.get().is_over()>
                        <p class="all-row__text" data-testid="all-job-failures">
                            {format!("Did not work {failures} times of {JOB_FAILURES}. The next try is ")}
                            <TimeText at=due_at /> "."
                        </p>
                    </Show>
                }
            })}
        {leased_until
            .map(|until| {
                view! {
                    <Show when=is_at_work>
                        <p class="all-row__text muted">
                            "A worker has it, until " <TimeText at=until /> " at the latest."
                        </p>
                    </Show>
                }
            })}
    }
}

fn may(state: JobState, action: JobAction) -> bool {
    next(state, action, JobParty::Admin).is_ok()
}

/// How far it is, what became of the rows, how fast it goes.
fn rows(update: &JobUpdate) -> String {
    let progress = &update.progress;
    let summary = row_summary(&progress.counts);
    let mut parts = match update.status {
        JobState::Pending if progress.done == 0 => vec![counted(progress.total, "row", "rows")],
        _ => vec![format!("{} of {} rows", count(progress.done), count(progress.total))],
    };
    parts.extend((!summary.is_empty()).then_some(summary));
    if update.status == JobState::Processing {
        parts.extend(pace(progress));
    }
    parts.join(" · ")
}
