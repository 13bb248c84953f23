use super::{api::list_jobs, export_form::ExportForm, job_row::JobRow};
use crate::{
    components::{EmptyState, ErrorNotice, Loaded, Symbol},
    error::ApiResult,
    features::account::{SignInFirst, use_form_error, use_me},
    hooks::use_connection,
    routes,
    stores::{job::Jobs, use_stores},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use protocol::{
    board::life::check_create,
    id::JobId,
    job::{JobKind, JobPage, JobView},
};

/// `/jobs`: the viewer's imports and exports.
#[component]
pub fn JobsPage() -> impl IntoView {
    let content = match use_me() {
        Some(me) => {
            let may_import = check_create(me.role).is_ok();
            view! {
                <Begin may_import />
                <Mine may_import />
            }
            .into_any()
        }
        None => view! { <SignInFirst text="Your imports and exports are here." /> }.into_any(),
    };
    view! {
        <Title text="Imports and exports" />
        <div class="jobs-page">
            <h1>"Imports and exports"</h1>
            {content}
        </div>
    }
}

/// What can be asked for.
#[component]
fn Begin(may_import: bool) -> impl IntoView {
    let refused = use_form_error();
    view! {
        {move || refused.get().map(|error| view! { <ErrorNotice error=error.0 /> })}
        <div class="jobs-begin">
            {may_import
                .then(|| {
                    view! {
                        <a class="button button--primary" href=routes::IMPORT data-testid="import">
                            "Import boards"
                        </a>
                        <a class="button" href=routes::PRICES data-testid="check-prices">
                            "Check prices"
                        </a>
                        <ExportForm kind=JobKind::ExportBoards label="Export boards" />
                    }
                })}
            <ExportForm kind=JobKind::ExportOrders label="Export orders" />
        </div>
    }
}

/// Reads a page, for the list and for whoever watches one of its jobs.
async fn read(before: Option<JobId>, jobs: RwSignal<Jobs>) -> ApiResult<JobPage> {
    let page = list_jobs(before).await?;
    jobs.try_update(|jobs| page.jobs.iter().for_each(|job| jobs.update(job.update.clone())));
    Ok(page)
}

#[component]
fn Mine(may_import: bool) -> impl IntoView {
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|query| query.get_str("before")?.parse().ok()));
    let jobs = use_stores().jobs;
    let page = Resource::new_blocking(move || before.get(), move |before| read(before, jobs));
    view! {
        <Loaded resource=page let:page>
            <List page before=before.get_untracked() may_import />
        </Loaded>
    }
}

#[component]
fn List(page: JobPage, before: Option<JobId>, may_import: bool) -> impl IntoView {
    let page = RwSignal::new(page);
    if before.is_none() {
        read_again(page);
    }
    let rows = move || page.with(|page| page.jobs.clone());
    let is_empty = Memo::new(move |_| page.with(|page| page.jobs.is_empty()));
    let older_before = Memo::new(move |_| page.with(|page| page.older_before));
    view! {
        <Show when=move || is_empty.get()>
            <Nothing may_import />
        </Show>
        <ul class="job-rows" data-testid="jobs">
            <For each=rows key=|job: &JobView| job.update.job_id let:job>
                <JobRow read=job />
            </For>
        </ul>
        <nav class="pages" aria-label="Pages">
            {before
                .is_some()
                .then(|| view! { <a class="button" href=routes::JOBS>"Newest"</a> })}
            {move || {
                older_before
                    .get()
                    .map(|before| {
                        let href = format!("{}?before={before}", routes::JOBS);
                        view! { <a class="button" rel="next" href=href>"Older"</a> }
                    })
            }}
        </nav>
    }
}

/// When a job is told of that is newer than the list, and with every line: what happened while there was none is not
/// told again. Inert on the server.
fn read_again(page: RwSignal<JobPage>) {
    let (is_connected, jobs) = (use_connection().is_connected(), use_stores().jobs);
    let again = move || {
        spawn_local(async move {
            if let Ok(read) = read(None, jobs).await {
                page.try_set(read);
            }
        });
    };
    Effect::new(move |was_connected: Option<bool>| {
        let is_connected = is_connected.get();
        if is_connected && was_connected == Some(false) {
            again();
        }
        is_connected
    });
    let newer = Memo::new(move |_| {
        let listed = page.with(|page| page.jobs.first().map(|job| job.update.job_id));
        jobs.with(Jobs::latest).filter(|latest| listed.is_none_or(|listed| *latest > listed))
    });
    Effect::new(move || {
        if newer.get().is_some() {
            again();
        }
    });
}

#[component]
fn Nothing(may_import: bool) -> impl IntoView {
    let text = if may_import {
        "Bring your boards in with one file, or take them and your orders along as one."
    } else {
        "Take your orders along as a file: it is written here, and kept for a day."
    };
    view! { <EmptyState symbol=Symbol::Down title="No imports or exports yet" text /> }
}
