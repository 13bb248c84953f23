use super::{
    api::{read_job, read_job_errors},
    outcome::Outcome,
    problems::Problems,
    progress::{Progress, WayText},
    steer::Steer,
    words::{kind_name, state_words},
};
use crate::{
    backend::set_status,
    components::{ErrorNotice, Icon, Pill, Skeleton, SkeletonShape, Symbol, TimeText},
    error::{ApiError, ApiResult},
    features::account::{SignInFirst, use_form_error, use_me},
    hooks::{UseJobStatusOptions, UseJobStatusReturn, use_job_status},
    routes,
    shell::NotFound,
    stores::{job::Jobs, use_stores},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use protocol::{
    ErrorBody, ErrorCode,
    id::JobId,
    inventory::Mapping,
    job::{JobErrors, JobUpdate, JobView},
};

/// `/jobs/:id`: one import or export, while it goes on and after. For whoever has started it, and for admins.
#[component]
pub fn JobPage() -> impl IntoView {
    if use_me().is_none() {
        return view! {
            <Title text="Imports and exports" />
            <SignInFirst text="Your imports and exports are here." />
        }
        .into_any();
    }
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let id = params.with(|map| map.get_str("id")?.parse::<JobId>().ok());
        let after = query.with(|query| query.get_str("after")?.parse().ok());
        (id, after.unwrap_or_default())
    });
    let opened = Resource::new_blocking(move || asked.get(), open);
    let content = move || {
        Suspend::new(async move {
            match opened.await {
                Ok((job, errors)) => {
                    let after = asked.get_untracked().1;
                    view! { <Opened job errors after /> }.into_any()
                }
                Err(error) if error.0.code == ErrorCode::NotFound => {
                    set_status(ErrorCode::NotFound);
                    let text = "This import or export does not exist, or it is not yours to see.";
                    view! { <NotFound text /> }.into_any()
                }
                Err(error) => {
                    let on_retry = Callback::new(move |()| opened.refetch());
                    view! {
                        <h1>"This did not load"</h1>
                        <ErrorNotice error=error.0 on_retry />
                    }
                    .into_any()
                }
            }
        })
    };
    view! {
        <Transition fallback=|| {
            view! { <Skeleton shape=SkeletonShape::Lines count=8 /> }
        }>{content}</Transition>
    }
    .into_any()
}

/// The job, and a page of its problems. What is no id names no job.
async fn open((id, after): (Option<JobId>, i64)) -> ApiResult<(JobView, JobErrors)> {
    let id = id.ok_or_else(|| ApiError(ErrorBody::not_found("job")))?;
    let job = read_job(id).await?;
    Ok((job, read_job_errors(id, after).await?))
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) id: JobId,
    pub(super) jobs: RwSignal<Jobs>,
    /// How it stands, current.
    pub(super) update: Memo<JobUpdate>,
    pub(super) status: UseJobStatusReturn,
    pub(super) is_import: bool,
    pub(super) is_dry_run: bool,
    /// What was refused last.
    pub(super) refused: RwSignal<Option<ErrorBody>>,
}

#[component]
fn Opened(job: JobView, errors: JobErrors, after: i64) -> impl IntoView {
    let jobs = use_stores().jobs;
    let JobView { update: read, kind, name, is_dry_run, mapping, ignored, created_at, .. } = job;
    let id = read.job_id;
    jobs.update(|jobs| jobs.update(read.clone()));
    let shown = Shown {
        id,
        jobs,
        update: Memo::new(move |_| jobs.with(|jobs| jobs.newest(&read))),
        status: use_job_status(id, UseJobStatusOptions::default()),
        is_import: kind.is_import(),
        is_dry_run,
        refused: RwSignal::new(None),
    };
    let posted = use_form_error();
    let refused = move || shown.refused.get().or_else(|| posted.get().map(|error| error.0));
    view! {
        <Title text=name.clone() />
        <article class="job-page" data-testid="job" data-id=id.to_string()>
            <a class="back-link" href=routes::JOBS>
                <Icon symbol=Symbol::Back />
                "Imports and exports"
            </a>
            <header class="job-page__head">
                <p class="muted job-page__kind">
                    {kind_name(kind, is_dry_run)} ", asked for " <TimeText at=created_at />
                </p>
                <h1>{name}</h1>
                <StateText update=shown.update />
                <WayText way=shown.status.way />
            </header>
            {move || refused().map(|error| view! { <ErrorNotice error /> })}
            <Progress shown />
            <Outcome shown />
            <Steer shown />
            {shown.is_import.then(|| view! { <Problems shown errors after /> })}
            {shown.is_import.then(|| view! { <Columns mapping ignored /> })}
        </article>
    }
}

#[component]
fn StateText(update: Memo<JobUpdate>) -> impl IntoView {
    let words = Memo::new(move |_| update.with(state_words));
    let state = move || update.with(|update| update.status.as_str());
    view! {
        <span role="status" data-testid="job-state" data-state=state>
            {move || {
                let (label, tone, symbol) = words.get();
                view! { <Pill tone symbol label /> }
            }}
        </span>
    }
}

/// What the columns were taken for.
#[component]
fn Columns(mapping: Mapping, ignored: Vec<String>) -> impl IntoView {
    let pair = |(header, column): (String, protocol::inventory::Column)| {
        view! {
            <div class="job-fact">
                <dt dir="auto">{header}</dt>
                <dd>{column.as_str()}</dd>
            </div>
        }
    };
    let left_out = (!ignored.is_empty()).then(|| {
        view! { <p class="muted">{format!("Ignored: {}", ignored.join(", "))}</p> }
    });
    view! {
        <details class="job-columns">
            <summary>"What the columns were taken for"</summary>
            <dl class="job-facts">{mapping.0.into_iter().map(pair).collect_view()}</dl>
            {left_out}
        </details>
    }
}
