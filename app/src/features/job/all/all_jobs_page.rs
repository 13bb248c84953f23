use super::{aside::Aside, counts::Counts, filter::Filter, monitor::Monitor, row::AllJobsRow};
use crate::{
    components::{EmptyState, ErrorNotice, Skeleton, SkeletonShape, Symbol},
    error::ApiResult,
    features::{
        account::use_form_error,
        dashboard::{Currency, keep_current},
        job::api::read_all_jobs,
        price::price_monitor_health,
    },
    hooks::be_in,
    routes,
    shell::NotFound,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use protocol::{
    ErrorBody, ErrorCode, Room, ServerEvent,
    job::{AdminJob, AdminJobs, JobQuery},
    price::PriceMonitorHealth,
};

/// `/admin/jobs`: all imports and exports, and the work on them. For admins; others find nothing here.
#[component]
pub fn AllJobsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked_of));
    let read = Resource::new_blocking(move || asked.get(), read_all_jobs);
    let health = Resource::new_blocking(|| (), |()| price_monitor_health());
    let content = move || {
        Suspend::new(async move {
            let health = health.await;
            match read.await {
                Ok(read) => view! { <All read health asked=asked.get_untracked() /> }.into_any(),
                Err(error) if matches!(error.0.code, ErrorCode::NotFound | ErrorCode::Unauthenticated) => {
                    view! { <NotFound text="The address may be mistyped, or the page has moved." /> }
                        .into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| read.refetch());
                    view! {
                        <h1>"All jobs"</h1>
                        <ErrorNotice error=error.0 on_retry />
                    }
                    .into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Rows count=8 /> }
        }>{content}</Transition>
    }
}

fn asked_of(query: &ParamsMap) -> JobQuery {
    JobQuery {
        before: query.get_str("before").and_then(|text| text.parse().ok()),
        state: query.get_str("state").and_then(|text| text.parse().ok()),
        kind: query.get_str("kind").and_then(|text| text.parse().ok()),
        owner: query.get_str("owner").and_then(|text| text.parse().ok()),
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) jobs: RwSignal<AdminJobs>,
    pub(super) asked: StoredValue<JobQuery>,
    /// What was refused last.
    pub(super) refused: RwSignal<Option<ErrorBody>>,
    /// Something was done that no event tells of.
    pub(super) again: Callback<()>,
}

#[component]
fn All(read: AdminJobs, health: ApiResult<PriceMonitorHealth>, asked: JobQuery) -> impl IntoView {
    be_in(Room::Jobs);
    let jobs = RwSignal::new(read);
    let matters = |event: &ServerEvent| matches!(event, ServerEvent::JobUpdate(_));
    let question = asked.clone();
    let kept = keep_current(jobs, matters, move || read_all_jobs(question.clone()));
    let refused = RwSignal::new(None);
    let shown = Shown { jobs, asked: StoredValue::new(asked), refused, again: kept.again };
    let posted = use_form_error();
    let refused = move || refused.get().or_else(|| posted.get().map(|error| error.0));
    view! {
        <Title text="All jobs" />
        <div class="dashboard all-jobs">
            <h1>"All jobs"</h1>
            <Currency at=Signal::derive(move || jobs.with(|jobs| jobs.at)) kept />
            {move || refused().map(|error| view! { <ErrorNotice error /> })}
            <Monitor health />
            <Counts shown />
            <Aside shown />
            <Part id="under-way" title="Under way" empty="No rows are worked on now." shown of=|jobs| &jobs.under_way />
            <Part id="failed" title="Failed last" empty="Nothing has failed." shown of=|jobs| &jobs.failed />
            <Listed shown />
        </div>
    }
}

/// Some jobs under a heading.
#[component]
fn Part(
    id: &'static str,
    title: &'static str,
    /// What is said where there are none.
    empty: &'static str,
    shown: Shown,
    of: fn(&AdminJobs) -> &Vec<AdminJob>,
) -> impl IntoView {
    let is_empty = Memo::new(move |_| shown.jobs.with(|jobs| of(jobs).is_empty()));
    view! {
        <section class="dash-panel" aria-labelledby=id data-testid=id>
            <h2 id=id>{title}</h2>
            <Show when=move || is_empty.get()>
                <p class="muted">{empty}</p>
            </Show>
            <Rows shown of />
        </section>
    }
}

#[component]
fn Rows(shown: Shown, of: fn(&AdminJobs) -> &Vec<AdminJob>) -> impl IntoView {
    // What an event tells of a job its row takes in by itself.
    let key = |one: &AdminJob| (one.job.update.job_id, one.job.attempt, one.failures);
    view! {
        <ul class="all-rows">
            <For each=move || shown.jobs.with(|jobs| of(jobs).clone()) key=key let:one>
                <AllJobsRow one shown />
            </For>
        </ul>
    }
}

/// Those asked for, with the filter and the pages.
#[component]
fn Listed(shown: Shown) -> impl IntoView {
    let asked = shown.asked.get_value();
    let is_empty = Memo::new(move |_| shown.jobs.with(|jobs| jobs.jobs.is_empty()));
    let older = Memo::new(move |_| shown.jobs.with(|jobs| jobs.older_before));
    let (question, is_first) = (asked.clone(), asked.before.is_none());
    let newest = routes::all_jobs(&JobQuery { before: None, ..asked.clone() });
    let is_filtered = asked != JobQuery::default();
    view! {
        <section class="dash-panel" aria-labelledby="listed" data-testid="listed">
            <h2 id="listed">"All imports and exports"</h2>
            <Filter shown />
            <Show when=move || is_empty.get()>
                <Nothing is_filtered />
            </Show>
            <Rows shown of=|jobs| &jobs.jobs />
            <nav class="pages" aria-label="Pages">
                {(!is_first).then(|| view! { <a class="button" href=newest>"Newest"</a> })}
                {move || {
                    older
                        .get()
                        .map(|before| {
                            let older = JobQuery { before: Some(before), ..question.clone() };
                            view! { <a class="button" rel="next" href=routes::all_jobs(&older)>"Older"</a> }
                        })
                }}
            </nav>
        </section>
    }
}

#[component]
fn Nothing(is_filtered: bool) -> impl IntoView {
    if is_filtered {
        return view! {
            <EmptyState symbol=Symbol::Search title="No job is like that">
                <a class="button" href=routes::ALL_JOBS>"Show all"</a>
            </EmptyState>
        }
        .into_any();
    }
    let text = "What owners import and export appears here while it is worked on, and after.";
    view! { <EmptyState symbol=Symbol::Down title="No imports or exports yet" text /> }.into_any()
}
